//! What is linked to a criterion, in the workbench: a reviewer accepts it or sends it back right there.

use std::collections::HashMap;

use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::access::Action;
use crate::dossiers::pins;
use crate::entities::{
    CriterionId, EvidenceId, EvidenceStatus, criterion, evidence_item, link, revision,
};
use crate::evidence::moves::Move;
use crate::evidence::pages::life::button;
use crate::evidence::pages::parts::{place, read};
use crate::evidence::pages::register::status;
use crate::evidence::sight::Sight;
use crate::evidence::{life, links, register, revisions};
use crate::language::Language;
use crate::paths::{
    ChooseEvidence, Evidence, NewEvidence, NewNote, NewRequest, Uploads, WorkbenchAt,
};
use crate::readiness::store::Assessed;
use crate::web::Visitor;
use crate::web::components::{badge, query};

/// What is linked, and what this person may see and do of it.
pub(super) struct Proofs {
    linked: Vec<(link::Model, evidence_item::Model)>,
    /// What was handed over for it and is linked no longer, as it was.
    gone: Vec<(evidence_item::Model, Vec<revision::Model>)>,
    sight: Sight,
    /// What stands now of the items that this person may decide on.
    stamps: HashMap<EvidenceId, String>,
    /// The files of what they may open.
    files: HashMap<EvidenceId, Vec<revision::Model>>,
}

impl Proofs {
    /// Looks it up for a criterion and all above it; eight queries at most.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        bench: &Assessed,
        criteria: &[CriterionId],
    ) -> Result<Self, DbErr> {
        let of = &bench.assessment;
        let linked = links::linked_to(db, of.institution_id, criteria).await?;
        let gone = pins::taken_away(db, of, criteria).await?;
        let all = linked.iter().map(|it| &it.1).chain(gone.iter().map(|it| &it.0));
        let sight = Sight::of(db, visitor, all).await?;
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
        Ok(Self { linked, gone, sight, stamps, files })
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
            (self.taken_away(language))
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
                    @if visitor.may_on(Action::RateReview, &bench.assessment) {
                        a.button.second href=(format!("{}?criteria={}", NewNote { assessment: bench.assessment.id }, query(&it.code))) {
                            (language.text("note-new"))
                        }
                    }
                }
            }
        }
    }

    /// What the review still stands on, though the institution took it away.
    fn taken_away(&self, language: Language) -> Markup {
        html! {
            @if !self.gone.is_empty() {
                h3 { (language.text("workbench-taken-away")) }
                p.hint { (language.text("workbench-taken-away-hint")) }
                ul { @for (item, files) in &self.gone { li {
                    @if self.sight.opens(item) {
                        (item.reference) " " (item.title)
                        @for it in files { " " (place(it)) " " (read(language, it)) }
                    } @else { (badge("plain", language.text("confidentiality-restricted"))) }
                } } }
            }
        }
    }
}
