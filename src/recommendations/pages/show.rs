//! One recommendation: what it asks, what it is about, how far it is fulfilled and was before.

use std::collections::HashMap;

use axum::extract::State;
use maud::{Markup, html};
use sea_orm::QueryOrder as _;
use sea_orm::prelude::*;

use super::form::under;
use super::{degree, due, found};
use crate::access::Action;
use crate::accounts;
use crate::app::App;
use crate::check::Problems;
use crate::entities::{
    EvidenceId, Fulfilment, RecommendationId, RecommendationProgressId, UserId, criterion, edition,
    evidence_item, recommendation_progress, recommendation_wording,
};
use crate::findings::proofs::seen;
use crate::language::Language;
use crate::paths::{
    EditRecommendation, Evidence, Recommendation, RelateRecommendation, UnrelateRecommendation,
};
use crate::recommendations::forms::ProgressForm;
use crate::recommendations::held::Held;
use crate::recommendations::store;
use crate::standards;
use crate::web::components::{Fields, badge, options, submit};
use crate::web::{Page, Result, Visitor};

/// What belongs to a recommendation, as far as a person may see it.
struct Around {
    names: HashMap<UserId, String>,
    proofs: HashMap<RecommendationProgressId, Vec<EvidenceId>>,
    items: HashMap<EvidenceId, evidence_item::Model>,
    criteria: Vec<(criterion::Model, Option<edition::Model>)>,
    /// What it could be about, for whoever keeps the register.
    editions: Vec<edition::Model>,
}

impl Around {
    /// Reads it; seven queries at most.
    async fn of(app: &App, visitor: &Visitor, held: &Held, keeps: bool) -> Result<Self> {
        let db = &app.db.read;
        let mut proofs: HashMap<RecommendationProgressId, Vec<EvidenceId>> = HashMap::new();
        for (progress, item) in store::proofs(db, held.head.id).await? {
            proofs.entry(progress).or_default().push(item);
        }
        let items = seen(db, visitor, proofs.values().flatten().copied().collect()).await?;
        let criteria = criterion::Entity::find()
            .filter(criterion::COLUMN.id.is_in(held.criteria.iter().copied()))
            .find_also_related(edition::Entity)
            .order_by_asc(criterion::Column::Id)
            .all(db)
            .await?;
        let editions = if keeps {
            standards::store::usable(db, held.head.institution_id).await?
        } else {
            Vec::new()
        };
        let by = held.past.iter().chain([&held.wording]).filter_map(|it| it.user_id);
        let by = by.chain(held.progress.iter().filter_map(|it| it.user_id));
        let names = accounts::store::names(db, by).await?;
        Ok(Self { names, proofs, items, criteria, editions })
    }

    fn name(&self, id: Option<UserId>) -> &str {
        id.and_then(|id| self.names.get(&id)).map_or("–", String::as_str)
    }
}

/// The page of a recommendation.
pub async fn show(
    Recommendation { recommendation }: Recommendation,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let held = found(&app.db.read, &visitor, recommendation).await?;
    page(&app, &visitor, &held, &ProgressForm::default(), &Problems::default()).await
}

/// The page, with what was typed and refused.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    held: &Held,
    form: &ProgressForm,
    problems: &Problems,
) -> Result<Page> {
    let language = visitor.language;
    let institution = held.head.institution_id;
    let keeps = visitor.may(Action::KeepEvidence, institution);
    let around = Around::of(app, visitor, held, keeps).await?;
    let said = &held.wording;
    let body = html! {
        div.panel {
            p { (badge("plain", language.word(&said.kind))) " " (degree(language, held.degree())) }
            p.text { (said.text) }
            dl.facts {
                dt { (language.text("recommendation-source")) } dd { (said.source) " (" (language.word(&said.origin)) ")" }
                dt { (language.text("recommendation-issued")) } dd { @match said.issued_on { Some(day) => (language.date(day)), None => "–" } }
                dt { (language.text("recommendation-due")) } dd { (due(language, app.today(), held)) }
            }
            @if keeps { p { a.button.second href=(EditRecommendation { recommendation: held.head.id }) { (language.text("recommendation-edit")) } } }
        }
        (criteria(language, held.head.id, &around, keeps))
        @if keeps { (progress_form(language, held, form, problems)) }
        h2 { (language.text("recommendation-history")) }
        (history(language, held, &around))
    };
    let title = format!("{} · {}", held.name(), language.word(&said.kind));
    Ok(under(visitor, institution, title, body))
}

/// What it is about; with the ways to change that, for whoever keeps the register.
fn criteria(language: Language, id: RecommendationId, around: &Around, keeps: bool) -> Markup {
    let offered: Vec<_> = around
        .editions
        .iter()
        .map(|it| (it.code.clone(), it.title.get(language).to_owned()))
        .collect();
    let field = Fields { language, problems: &Problems::default() };
    html! {
        @if keeps || !around.criteria.is_empty() {
            div.panel {
                h2 { (language.text("recommendation-criteria")) }
                ul { @for (it, edition) in &around.criteria { li {
                    (it.code) " " (it.title.get(language))
                    @if let Some(edition) = edition { " " span.faint { (edition.title.get(language)) } }
                    @if keeps {
                        form.inline method="post" action=(UnrelateRecommendation { recommendation: id, criterion: it.id }) {
                            button.quiet aria-label=(format!("{}: {}", language.text("recommendation-unrelate"), it.code)) { (language.text("recommendation-unrelate")) }
                        }
                    }
                } } }
                @if keeps {
                    form method="post" action=(RelateRecommendation { recommendation: id }) {
                        div.row {
                            (field.choice("edition", "edition", &offered, ""))
                            (field.text("code", "criterion", "").required().hint("evidence-code-hint"))
                        }
                        (submit(language.text("recommendation-relate")))
                    }
                }
            }
        }
    }
}

fn progress_form(
    language: Language,
    held: &Held,
    form: &ProgressForm,
    problems: &Problems,
) -> Markup {
    let field = Fields { language, problems };
    let degrees = options(language, Fulfilment::ALL, Fulfilment::code);
    let chosen = if form.degree.is_empty() { held.degree().code() } else { &form.degree };
    let seen = if form.seen.is_empty() { held.stamp() } else { form.seen.clone() };
    html! {
        form.panel method="post" action=(Recommendation { recommendation: held.head.id }) data-guard {
            h2 { (language.text("recommendation-progress")) }
            @if let Some(problem) = problems.get("seen") { p.problem role="alert" { (problem.text(language)) } }
            input type="hidden" name="seen" value=(seen);
            div.row {
                (field.choice("degree", "recommendation-degree", &degrees, chosen))
                (field.text("evidence", "finding-proofs", &form.evidence).hint("recommendation-proofs-hint"))
            }
            (field.area("note", "recommendation-note", &form.note).hint("recommendation-note-hint"))
            (submit(language.text("save")))
        }
    }
}

/// Something that was said.
enum Entry<'a> {
    Worded(&'a recommendation_wording::Model),
    Progress(&'a recommendation_progress::Model),
}

fn history(language: Language, held: &Held, around: &Around) -> Markup {
    let said = held.past.iter().chain([&held.wording]).map(Entry::Worded);
    let mut entries: Vec<_> = said.chain(held.progress.iter().map(Entry::Progress)).collect();
    entries.sort_by_key(|it| match it {
        Entry::Worded(it) => it.recorded_at,
        Entry::Progress(it) => it.recorded_at,
    });
    html! {
        ol.course { @for it in entries { li {
            @match it {
                Entry::Worded(it) => {
                    p.faint { (language.moment(it.recorded_at)) " · " (around.name(it.user_id)) }
                    p.text { (it.text) }
                    p { (it.source) @if let Some(day) = it.due_on { " · " (language.text("recommendation-due")) ": " (language.date(day)) } }
                },
                Entry::Progress(it) => {
                    p.faint { (language.moment(it.recorded_at)) " · " (around.name(it.user_id)) }
                    p { (degree(language, it.degree)) }
                    @if !it.note.is_empty() { p.text { (it.note) } }
                    @if let Some(ids) = around.proofs.get(&it.id) {
                        ul { @for id in ids { li { (item(language, around.items.get(id))) } } }
                    }
                },
            }
        } } }
    }
}

fn item(language: Language, it: Option<&evidence_item::Model>) -> Markup {
    html! {
        @match it {
            Some(it) => a href=(Evidence { evidence: it.id }) { (it.reference) " " (it.title) },
            None => (badge("plain", language.text("finding-evidence-kept"))),
        }
    }
}
