//! What is linked to a criterion, in the workbench: a reviewer accepts it or sends it back right there.

use std::collections::HashMap;

use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::access::Action;
use crate::entities::{EvidenceId, EvidenceStatus, criterion, evidence_item, link, revision};
use crate::evidence::moves::Move;
use crate::evidence::pages::life::button;
use crate::evidence::pages::parts::read;
use crate::evidence::pages::register::status;
use crate::evidence::sight::Sight;
use crate::evidence::{life, register, revisions};
use crate::paths::{ChooseEvidence, Evidence, NewEvidence, NewRequest, Uploads, WorkbenchAt};
use crate::readiness::store::Assessed;
use crate::web::Visitor;
use crate::web::components::{badge, query};

/// What is linked, and what this person may see and do of it.
pub(super) struct Proofs {
    linked: Vec<(link::Model, evidence_item::Model)>,
    sight: Sight,
    /// What stands now of the items that this person may decide on.
    stamps: HashMap<EvidenceId, String>,
    /// The files of what they may open.
    files: HashMap<EvidenceId, Vec<revision::Model>>,
}

impl Proofs {
    /// Looks it up; four queries at most.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        bench: &Assessed,
        linked: Vec<(link::Model, evidence_item::Model)>,
    ) -> Result<Self, DbErr> {
        let sight = Sight::of(db, visitor, linked.iter().map(|it| &it.1)).await?;
        let decides = visitor.may_on(Action::DecideEvidence, &bench.assessment);
        let open = |it: &&evidence_item::Model| {
            decides && it.status == EvidenceStatus::Submitted && sight.opens(it)
        };
        let mut items: Vec<_> = linked.iter().map(|it| &it.1).filter(open).collect();
        if !items.is_empty() {
            // A reviewer decides on what the register shows them.
            let reached =
                register::among(db, &visitor.scope_as_rater(), items.iter().copied()).await?;
            items.retain(|it| reached.contains(&it.id));
        }
        let stamps = life::stamps(db, &items).await?;
        let opened = linked.iter().filter(|it| sight.opens(&it.1)).map(|it| it.1.id).collect();
        let files = revisions::files_of(db, opened).await?;
        Ok(Self { linked, sight, stamps, files })
    }

    /// The panel.
    pub(super) fn shown(
        &self,
        visitor: &Visitor,
        today: NaiveDate,
        bench: &Assessed,
        it: &criterion::Model,
    ) -> Markup {
        let language = visitor.language;
        let institution = bench.assessment.institution_id;
        let here = WorkbenchAt { assessment: bench.assessment.id, criterion: it.id }.to_string();
        let back = query(&here);
        html! {
            h2 { (language.text("nav-evidence")) }
            @if self.linked.is_empty() { p.faint { (language.text("workbench-no-evidence")) } }
            @else { ul { @for (link, item) in &self.linked { li {
                @if self.sight.opens(item) {
                    a href=(Evidence { evidence: item.id }) { (item.reference) " " (item.title) } " "
                    (status(language, item.status)) " "
                    @if item.valid_until.is_some_and(|it| it < today) { (badge("bad", language.text("gap-expired"))) }
                    @for file in self.files.get(&item.id).into_iter().flatten() { " " (read(language, file)) }
                    @if !link.relevance.is_empty() { p.hint { (link.relevance) } }
                    @if !link.place.is_empty() { p.hint { (language.text("evidence-place-in")) ": " (link.place) } }
                    @if let Some(seen) = self.stamps.get(&item.id) {
                        div.actions {
                            @for step in [Move::Accept, Move::Return] { (button(language, item.id, step, seen, &here)) }
                        }
                    }
                } @else { (badge("plain", language.text("confidentiality-restricted"))) }
            } } } }
            @if visitor.may(Action::KeepEvidence, institution) {
                p.actions {
                    a.button.second href=(ChooseEvidence { assessment: bench.assessment.id, criterion: it.id }) { (language.text("linking-register")) }
                    a.button.second href=(format!("{}?criterion={}&back={back}", Uploads { institution }, it.id)) {
                        (language.text("uploads"))
                    }
                    a.button.second href=(format!("{}?criterion={}&back={back}", NewEvidence { institution }, it.id)) {
                        (language.text("evidence-new"))
                    }
                }
            }
            @if visitor.may_on(Action::AskEvidence, &bench.assessment) {
                p.actions {
                    a.button.second href=(format!("{}?criterion={}&assessment={}&back={back}", NewRequest { institution }, it.id, bench.assessment.id)) {
                        (language.text("request-new"))
                    }
                }
            }
        }
    }
}
