//! The pages of deadlines.

mod add;
pub mod days;
pub mod list;
pub mod one;
pub mod usual;

use axum::http::StatusCode;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::days_off::{Working, country, is_weekend};
use super::standing::Deadline;
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{AssessmentId, assessment, edition};
use crate::language::Language;
use crate::web::components::badge;
use crate::web::{Error, Result, Visitor};

/// The assessment, for who keeps it.
async fn kept(
    app: &App,
    visitor: &Visitor,
    assessment: AssessmentId,
) -> Result<(assessment::Model, edition::Model)> {
    let found = assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::KeepAssessments, &found.0)?;
    Ok(found)
}

/// A refusal of which the reader is told why.
fn refused(sentence: String) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "deadline-refused", sentence)
}

/// How a deadline is counted, in words.
fn rule(language: Language, it: &Deadline) -> String {
    let row = &it.row;
    let Some(anchor) = row.anchor else { return language.text("deadline-rule-fixed") };
    let key = match row.count {
        0 => "deadline-rule-on",
        1.. => "deadline-rule-after",
        _ => "deadline-rule-before",
    };
    let words = [
        ("count", language.count(row.count.abs()).into()),
        ("unit", language.word(&row.unit).into()),
        ("anchor", language.word(&anchor).into()),
    ];
    language.with(key, words)
}

/// Where the rule is written, and that it is to be checked where it was not read there.
fn source(language: Language, it: &Deadline) -> Markup {
    html! {
        @if !it.row.source.is_empty() {
            " " a href=(it.row.source) rel="noreferrer" { (language.text("deadline-source")) }
            @if !it.row.checked { " " (badge("poor", language.text("deadline-unchecked"))) }
        }
    }
}

/// When it is due, how that stands, and that offices are closed on that day.
fn due(language: Language, it: &Deadline, today: NaiveDate) -> Markup {
    let state = it.state(today);
    html! {
        @if let Some(day) = it.due() { (language.date(day)) " " }
        (badge(state.tone(), language.word(&state)))
        @if let Some(day) = it.row.done_on { " " (language.date(day)) }
        @if let Some(why) = it.due().and_then(|day| closed(language, it, day)) { p.hint { (why) } }
        @if it.moved_to().is_some() { p.hint { (language.text("deadline-moved-by-hand")) } }
    }
}

/// Why offices are closed on the day on which something is due.
fn closed(language: Language, it: &Deadline, day: NaiveDate) -> Option<String> {
    if it.row.done_on.is_some() {
        return None;
    }
    let feast = Working::of(country(&it.row.calendar)).feast(day);
    let feast = feast.map(|it| it.get(language).to_owned());
    let why = feast.or_else(|| is_weekend(day).then(|| language.text("deadline-weekend")))?;
    Some(language.with("deadline-closed", [("why", why.into())]))
}
