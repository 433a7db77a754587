//! The pages of decisions.

pub mod confirm;
pub mod enter;
mod form;
pub mod publish;
pub mod show;

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::entities::decision;
use crate::language::Language;
use crate::standards::pack::Head;
use crate::web::Error;
use crate::web::components::badge;

/// A refusal of which the reader is told why.
fn refused(sentence: String) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "decision-refused", sentence)
}

/// What was decided: its kind, and the outcome as the edition calls it.
fn outcome(language: Language, head: &Head, it: &decision::Model) -> Markup {
    let named = head.outcomes.iter().find(|outcome| outcome.code == it.outcome);
    html! {
        (badge(it.kind.tone(), language.word(&it.kind)))
        @if let Some(named) = named { " " (named.title.get(language)) }
    }
}

/// From when until when it is valid; a dash where that is not said.
fn validity(language: Language, it: &decision::Model) -> String {
    let day = |it: Option<chrono::NaiveDate>| it.map_or("…".to_owned(), |it| language.date(it));
    match (it.valid_from, it.valid_until) {
        (None, None) => "–".to_owned(),
        (from, until) => format!("{} – {}", day(from), day(until)),
    }
}
