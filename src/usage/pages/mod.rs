//! Where an item is used; and what would follow, shown before it is withdrawn, replaced or deleted.

pub mod delete;
pub mod deleted;
pub mod replace;
pub mod withdraw;

use axum::extract::State;
use maud::{Markup, html};

use super::effect::{Effect, effects};
use super::store::{self, Linked, Uses};
use crate::app::App;
use crate::entities::{EvidenceId, evidence_item};
use crate::evidence::sight::opened;
use crate::language::Language;
use crate::paths::{
    Assessment, Evidence, EvidenceRegister, EvidenceUse, Qualification, WorkbenchAt,
};
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// At most so many gaps are named one by one.
const NAMED: usize = 30;

/// Where an item is used.
pub async fn show(
    EvidenceUse { evidence }: EvidenceUse,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let item = opened(&app.db.read, &visitor, evidence).await?;
    let language = visitor.language;
    let uses = store::of(&app.db.read, &visitor.scope(), &item).await?;
    let body = html! {
        p { (language.text("use-lead")) }
        (consequences(&app, &visitor, &uses, (item.id, None)).await?)
    };
    Ok(page(&visitor, &item, language.text("use"), body))
}

/// A page about an item.
fn page(visitor: &Visitor, item: &evidence_item::Model, title: String, body: Markup) -> Page {
    let language = visitor.language;
    let institution = item.institution_id;
    Page::new(visitor, title, body)
        .in_institution(visitor, institution)
        .under(EvidenceRegister { institution }, language.text("evidence-register"))
        .under(Evidence { evidence: item.id }, format!("{} {}", item.reference, item.title))
}

/// Everything that an item is used for, with what would follow without it.
async fn consequences(
    app: &App,
    visitor: &Visitor,
    uses: &Uses,
    change: (EvidenceId, Option<EvidenceId>),
) -> Result<Markup> {
    let language = visitor.language;
    let effects = effects(app, visitor, &uses.assessments, change).await?;
    let is_unused = uses.assessments.is_empty() && uses.loose.is_empty();
    Ok(html! {
        @if is_unused { (nothing(language.text("use-none"), None)) }
        @for (it, effect) in uses.assessments.iter().zip(&effects) {
            (assessment(language, &it.criteria, effect))
        }
        @if !uses.loose.is_empty() {
            div.panel {
                h2 { (language.text("use-loose")) }
                ul { @for (_, it) in &uses.loose { li { (it.code) " " (it.title.get(language)) } } }
            }
        }
        @if !uses.qualifications.is_empty() {
            div.panel {
                h2 { (language.text("use-qualifications")) }
                ul { @for (it, units) in &uses.qualifications { li {
                    a href=(Qualification { qualification: it.id }) { (it.code) " " (it.title.get(language)) }
                    @if !units.is_empty() { ul { @for unit in units { li { (unit.code) " " (unit.title.get(language)) } } } }
                } } }
            }
        }
    })
}

fn assessment(language: Language, criteria: &[Linked], effect: &Effect) -> Markup {
    let of = &effect.now.assessment;
    let id = of.id;
    html! {
        div.panel {
            h2 { a href=(Assessment { assessment: id }) { (of.name) } " " (badge("plain", language.word(&of.stage))) }
            ul { @for (link, it) in criteria { li {
                a href=(WorkbenchAt { assessment: id, criterion: it.id }) { (it.code) " " (it.title.get(language)) }
                @if !link.relevance.is_empty() { p.hint { (link.relevance) } }
            } } }
            (figures(language, effect))
            (gaps(language, effect))
        }
    }
}

fn figures(language: Language, effect: &Effect) -> Markup {
    let (now, then) = (&effect.now.readiness.whole, &effect.then.whole);
    let tenths = |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |it| language.tenths(it));
    let percent = |it: f64| format!("{} %", language.tenths(it));
    let count = |it: usize| language.count(i64::try_from(it).unwrap_or(i64::MAX));
    let sum = |it: &[usize; 4]| it.iter().sum::<usize>();
    let [outcome_now, outcome_then] = effect
        .outcomes()
        .map(|it| it.map_or("–", |it| effect.now.outcome(language, it)).to_owned());
    let rows = [
        ("readiness-index", tenths(now.index), tenths(then.index)),
        ("readiness-coverage", percent(now.coverage), percent(then.coverage)),
        ("readiness-evidenced", percent(now.evidenced), percent(then.evidenced)),
        ("readiness-gap-count", count(sum(&now.gaps)), count(sum(&then.gaps))),
        ("readiness-outcome", outcome_now, outcome_then),
    ];
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (language.text("use-figure")) }
                th scope="col" { (language.text("use-now")) }
                th scope="col" { (language.text("use-then")) }
            } }
            tbody { @for (key, now, then) in &rows { tr {
                th scope="row" { (language.text(key)) }
                td { (now) }
                td { @if now == then { (then) } @else { strong { (then) } } }
            } } }
        } }
    }
}

fn gaps(language: Language, effect: &Effect) -> Markup {
    let rest = effect.opened.len().saturating_sub(NAMED);
    html! {
        @if effect.opened.is_empty() { p.faint { (language.text("use-no-gap")) } }
        @else {
            h3 { (language.with("use-gaps", [("count", effect.opened.len().into())])) }
            ul { @for gap in effect.opened.iter().take(NAMED) { li {
                (badge(gap.severity.tone(), language.word(&gap.severity))) " "
                (effect.now.code(gap.criterion)) " " (language.word(&gap.kind)) ": "
                (effect.now.sentence(language, gap))
            } } }
            @if rest > 0 { p { (language.with("use-more", [("count", rest.into())])) } }
        }
        @if effect.closed > 0 { p.faint { (language.with("use-closed", [("count", effect.closed.into())])) } }
    }
}
