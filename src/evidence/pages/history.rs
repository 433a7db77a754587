//! The history of an item on its page.

use maud::{Markup, html};

use super::register::status;
use crate::app::App;
use crate::entities::{evidence_item, revision};
use crate::evidence::history::{self, Entry, MOST, What};
use crate::language::Language;
use crate::web::{Result, Visitor};

/// The section on an item's page.
pub async fn section(
    app: &App,
    visitor: &Visitor,
    item: &evidence_item::Model,
    revisions: &[revision::Model],
) -> Result<Markup> {
    let language = visitor.language;
    let found = history::of(&app.db.read, item, revisions).await?;
    let who = |it: &Entry| {
        it.actor.as_deref().map(|it| history::name(language, &found.names, it)).unwrap_or_default()
    };
    let counts = [("shown", MOST.into()), ("total", found.total.into())];
    Ok(html! {
        details.panel {
            summary { (language.text("history")) }
            @if found.total > found.entries.len() { p.hint { (language.with("history-capped", counts)) } }
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("audit-when")) }
                    th scope="col" { (language.text("audit-who")) }
                    th scope="col" { (language.text("audit-what")) }
                } }
                tbody { @for it in &found.entries { tr {
                    td.date { (language.moment(it.at)) }
                    td { (who(it)) }
                    td { (what(language, &it.what)) }
                } } }
            } }
        }
    })
}

fn what(language: Language, it: &What) -> Markup {
    let says = |added: &'static str, gone: &'static str, removed: bool| {
        language.text(if removed { gone } else { added })
    };
    html! {
        @match it {
            What::State { status: state, reason, valid_until } => {
                (status(language, *state))
                @if let Some(day) = valid_until { " " (language.with("history-valid", [("day", language.date(*day).into())])) }
                @if !reason.is_empty() { p.hint { (reason) } }
            },
            What::Revision { number, place, removed } => {
                (says("audit-revision-added", "audit-part-removed", *removed)) ": № " (number) " " (place)
            },
            What::Link { code, removed } => {
                (says("audit-evidence-linked", "audit-link-removed", *removed)) ": " (code)
            },
            What::Other(action) => (language.text(&format!("audit-{action}"))),
        }
    }
}
