//! The pages of findings.

pub mod edit;
pub mod form;
pub mod here;
pub mod list;
pub mod show;
pub mod step;
mod timeline;

use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use crate::access::Action;
use crate::entities::{FindingKind, FindingState, Round, Stage, assessment};
use crate::findings::held::Held;
use crate::language::Language;
use crate::rounds;
use crate::web::Visitor;
use crate::web::components::badge;

/// A kind in its colour.
fn kind(language: Language, it: FindingKind) -> Markup {
    let tone = match it {
        FindingKind::Major => "bad",
        FindingKind::Minor => "poor",
        FindingKind::Observation | FindingKind::Recommendation => "fair",
        FindingKind::Commendation => "good",
    };
    badge(tone, language.word(&it))
}

/// A state in its colour.
fn state(language: Language, it: FindingState) -> Markup {
    use FindingState::{Agreed, Answered, Closed, Done, Effective, Noted, Open, Withdrawn};
    let tone = match it {
        Open => "bad",
        Answered | Agreed => "poor",
        Done => "fair",
        Closed | Effective => "good",
        Withdrawn | Noted => "plain",
    };
    badge(tone, language.word(&it))
}

/// The day by which it is to be closed, marked once it is over.
fn due(language: Language, today: NaiveDate, it: &Held) -> Markup {
    html! {
        @if let Some(day) = it.wording.due_on {
            (language.date(day))
            @if it.is_overdue(today) { " " (badge("bad", language.text("finding-overdue"))) }
        } @else { "–" }
    }
}

/// Whether somebody raises findings in an assessment at this stage.
fn raises(visitor: &Visitor, of: &assessment::Model) -> bool {
    let in_review = of.stage.round() != Round::Own && of.stage != Stage::Closed;
    in_review && visitor.may_on(Action::RateReview, of)
}

/// Whether somebody can raise one now; one query at most.
pub async fn can_raise(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
) -> Result<bool, DbErr> {
    Ok(raises(visitor, of) && !is_signed_off(db, of).await?)
}

/// While a round is under way, nothing is added to what was signed off.
async fn is_signed_off(db: &impl ConnectionTrait, of: &assessment::Model) -> Result<bool, DbErr> {
    let under_way =
        matches!(of.stage, Stage::InternalReview | Stage::Submitted | Stage::ExternalReview);
    Ok(under_way && rounds::store::is_signed_off(db, of.id, of.stage.round()).await?)
}

/// The beginning of a text.
pub fn beginning(text: &str) -> String {
    const MOST: usize = 160;
    let mut cut: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        cut.push('…');
    }
    cut
}
