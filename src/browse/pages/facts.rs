//! What is known of an edition as a whole.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::list::{marks, percent, translated};
use crate::language::Language;
use crate::standards::pack::{Head, Outcome, Scale};
use crate::standards::store::Counted;
use crate::web::components::{badge, meter};

/// The facts.
pub fn facts(language: Language, today: NaiveDate, it: &Counted, head: &Head) -> Markup {
    let checked = percent(it.checked, it.nodes);
    let description = head.description.as_ref().map_or("", |it| it.get(language));
    html! {
        @if !description.is_empty() { p.text { (description) } }
        dl.facts {
            dt { (language.text("edition-id")) } dd { code { (it.edition.code) } (marks(language, today, it)) }
            dt { (language.text("edition-version")) } dd { (it.edition.version) }
            @if !head.status.is_empty() { dt { (language.text("edition-status")) } dd { (head.status) } }
            @if let Some(end) = &head.transition {
                dt { (language.text("edition-transition")) }
                dd { (language.with("edition-transition-text", [
                    ("day", language.date(end.recognised_until).into()), ("successor", end.successor.as_str().into()),
                ])) @if !end.note.is_empty() { p.hint { (end.note) } } }
            }
            dt { (language.text("edition-nodes")) } dd { (language.count(it.nodes)) " · " (language.text("edition-assessable")) " " (language.count(it.assessable)) }
            dt { (language.text("edition-checked")) } dd {
                (meter(&language.text("edition-checked"), checked)) " "
                (language.with("edition-checked-text", [("checked", it.checked.into()), ("nodes", it.nodes.into())]))
            }
            dt { (language.text("edition-translated")) } dd { (translated(language, it)) }
            @if !head.completeness.is_empty() { dt { (language.text("edition-completeness")) } dd { (head.completeness) } }
            @if !head.licence_note.is_empty() { dt { (language.text("edition-licence")) } dd { (head.licence_note) } }
            @if !head.groups.is_empty() {
                dt { (language.text("scope-groups")) }
                dd { ul { @for group in &head.groups { li { (group.code) " – " (group.title.get(language)) } } } }
            }
            @if let Some(it) = &head.scale { dt { (language.text("edition-scale")) } dd { (scale(language, it)) } }
            @if !head.outcomes.is_empty() { dt { (language.text("edition-outcomes")) } dd { (outcomes(language, &head.outcomes)) } }
            @if !head.sources.is_empty() {
                dt { (language.text("edition-sources")) }
                dd { details { summary { (language.count(i64::try_from(head.sources.len()).unwrap_or(i64::MAX))) }
                    ul { @for source in &head.sources { li { (source) } } } } }
            }
            @if !head.extras.is_empty() {
                dt { (language.text("browse-extras")) }
                dd { (extras(head.extras.iter())) }
            }
        }
    }
}

fn scale(language: Language, scale: &Scale) -> Markup {
    html! {
        @for level in scale.levels.iter().rev() { (badge(level.role.tone(), level.title.get(language))) " " }
        @if let Some(apart) = &scale.not_applicable { (badge("plain", apart.title.get(language))) }
        @if !scale.note.is_empty() { p.hint { (scale.note) } }
    }
}

fn outcomes(language: Language, outcomes: &[Outcome]) -> Markup {
    html! {
        ul { @for outcome in outcomes { li {
            (outcome.title.get(language))
            @if !outcome.note.is_empty() { span.faint { " – " (outcome.note) } }
        } } }
    }
}

/// What a file said that has no place of its own.
pub fn extras<'a>(extras: impl Iterator<Item = (&'a String, &'a String)>) -> Markup {
    html! {
        details {
            summary { "…" }
            dl.facts { @for (name, text) in extras { dt { (name) } dd.text { (text) } } }
        }
    }
}
