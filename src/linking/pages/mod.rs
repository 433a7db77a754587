//! The pages of linking.

pub mod copy;
pub mod criteria;
pub mod items;

use maud::{Markup, html};

use super::forms::Choice;
use super::store::Crossed;
use super::suggest::Reason;
use crate::check::Problems;
use crate::language::Language;
use crate::web::components::{Fields, badge};

/// Why something is suggested.
fn reasons(language: Language, crossed: &Crossed, reasons: &[Reason]) -> Markup {
    html! {
        @for reason in reasons {
            @match reason {
                Reason::Code(name) => p.hint { (language.with("linking-by-code", [("name", name.as_str().into())])) },
                Reason::Crosswalk(offer) => p.hint { (crossed.ground.reason(language, &crossed.criteria, offer)) },
                Reason::Type => p.hint { (language.text("linking-by-type")) },
            }
        }
    }
}

/// The note that stands in where nobody writes one: the crosswalk that the link comes from.
fn stand_in(
    language: Language,
    crossed: &Crossed,
    reasons: Option<&Vec<Reason>>,
) -> Option<String> {
    reasons?.iter().find_map(|it| match it {
        Reason::Crosswalk(offer) => Some(crossed.ground.reason(language, &crossed.criteria, offer)),
        _ => None,
    })
}

/// Note and place for all that is ticked, and the buttons that send it.
fn sending(language: Language, form: &Choice, problems: &Problems) -> Markup {
    let field = Fields { language, problems };
    html! {
        div.panel {
            h2 { (language.text("linking-for-all")) }
            @if let Some(problem) = problems.get("tick") { p.problem role="alert" { (problem.text(language)) } }
            div.row {
                (field.text("relevance", "evidence-relevance", form.text("relevance")))
                (field.text("place", "evidence-place-in", form.text("place")).hint("links-place-hint"))
            }
            p.actions {
                button.primary name="act" value="link" { (language.text("linking-link")) }
                button.second name="act" value="each" { (language.text("linking-each")) }
            }
        }
    }
}

/// What is ticked, with a note and a place for each. A row is an id, and what it is called.
fn each(
    language: Language,
    action: &str,
    form: &Choice,
    rows: &[(String, String)],
    problems: &Problems,
) -> Markup {
    let typed = |field: &str, id: &str| {
        form.0.get(&format!("{field}-{id}")).unwrap_or_else(|| form.text(field)).to_owned()
    };
    html! {
        form method="post" action=(action) data-guard {
            input type="hidden" name="edition" value=(form.text("edition"));
            @for field in ["relevance", "place", "tick"] {
                @if let Some(problem) = problems.get(field) { p.problem role="alert" { (problem.text(language)) } }
            }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("links-tick")) }
                    th scope="col" { (language.text("linking-what")) }
                    th scope="col" { (language.text("evidence-relevance")) }
                    th scope="col" { (language.text("evidence-place-in")) }
                } }
                tbody { @for (id, name) in rows { tr {
                    td { input type="checkbox" name="tick" value=(id) checked aria-label=(format!("{}: {name}", language.text("links-tick"))); }
                    th scope="row" { (name) }
                    td { input name=(format!("relevance-{id}")) value=(typed("relevance", id)) aria-label=(format!("{}: {name}", language.text("evidence-relevance"))); }
                    td { input name=(format!("place-{id}")) value=(typed("place", id)) aria-label=(format!("{}: {name}", language.text("evidence-place-in"))); }
                } } }
            } }
            p.actions {
                button.primary name="act" value="link" { (language.text("linking-link")) }
                button.second name="act" value="look" { (language.text("linking-back")) }
            }
        }
    }
}

/// Said where something is linked already, and cannot be ticked.
fn linked(language: Language) -> Markup {
    badge("good", language.text("linking-linked"))
}
