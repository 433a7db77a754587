//! The pages of requests.

pub mod answer;
pub mod form;
pub mod list;
pub mod show;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::moves::is_waiting;
use super::store;
use crate::access::Action;
use crate::app::Change;
use crate::entities::{InstitutionId, RequestState, evidence_item, evidence_request};
use crate::evidence::sight;
use crate::language::Language;
use crate::web::components::badge;
use crate::web::{Error, Result, Visitor};

/// Lets on whoever reads the institution's evidence as a whole, or asks or answers there.
fn require(visitor: &Visitor, institution: InstitutionId) -> Result<()> {
    let reads = visitor.scope().institutions.contains(&institution);
    let asks = visitor.may(Action::AskEvidence, institution);
    if reads || asks || visitor.may(Action::AnswerRequests, institution) {
        return Ok(());
    }
    visitor.require(Action::AnswerRequests, institution)?;
    Err(Error::Forbidden)
}

/// A state in its colour.
fn state(language: Language, it: RequestState) -> Markup {
    let tone = match it {
        RequestState::Open => "fair",
        RequestState::Answered => "poor",
        RequestState::Accepted => "good",
        RequestState::Returned => "bad",
        RequestState::Cancelled => "plain",
    };
    badge(tone, language.word(&it))
}

/// The day on which it is due, marked once it is over and nobody has answered.
fn due(language: Language, today: NaiveDate, it: &evidence_request::Model) -> Markup {
    html! {
        @if let Some(day) = it.due_on {
            (language.date(day))
            @if day < today && is_waiting(it.state) { " " (badge("bad", language.text("request-overdue"))) }
        } @else { "–" }
    }
}

/// The evidence that answers a request, if there is some; refused where it is restricted and somebody who was not asked
/// would change what they may not open.
async fn answer_within(
    change: &Change,
    visitor: &Visitor,
    it: &evidence_request::Model,
) -> Result<Option<evidence_item::Model>> {
    let item = store::answer_of(change.tx(), it).await?;
    if let Some(item) = &item
        && it.asked_user_id != Some(visitor.id)
        && !sight::may_open(change.tx(), visitor, item).await?
    {
        return Err(Error::Forbidden);
    }
    Ok(item)
}
