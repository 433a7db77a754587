//! The pages of the register of recommendations.

pub mod criteria;
pub mod form;
pub mod here;
pub mod list;
pub mod progress;
pub mod show;

use chrono::NaiveDate;
use maud::{Markup, html};
use sea_orm::prelude::*;

use super::held::Held;
use super::store;
use crate::access::Action;
use crate::entities::{Fulfilment, InstitutionId, RecommendationId};
use crate::language::Language;
use crate::web::components::badge;
use crate::web::{Error, Result, Visitor};

/// Lets on whoever reads the institution as a whole; who sees only what they were put on is told so, a stranger finds nothing.
fn require(visitor: &Visitor, institution: InstitutionId) -> Result<()> {
    visitor.require(Action::Read, institution)?;
    if visitor.scope().institutions.contains(&institution) { Ok(()) } else { Err(Error::Forbidden) }
}

/// A recommendation that this person may read.
async fn found(db: &impl ConnectionTrait, visitor: &Visitor, id: RecommendationId) -> Result<Held> {
    let held = store::one(db, id).await?;
    require(visitor, held.head.institution_id)?;
    Ok(held)
}

/// The same for whoever keeps the register.
async fn kept(db: &impl ConnectionTrait, visitor: &Visitor, id: RecommendationId) -> Result<Held> {
    let held = found(db, visitor, id).await?;
    visitor.require(Action::KeepEvidence, held.head.institution_id)?;
    Ok(held)
}

/// A degree in its colour.
fn degree(language: Language, it: Fulfilment) -> Markup {
    let tone = match it {
        Fulfilment::NotBegun => "bad",
        Fulfilment::Partly => "poor",
        Fulfilment::Largely => "fair",
        Fulfilment::Fully => "good",
        Fulfilment::NotApplicable => "plain",
    };
    badge(tone, language.word(&it))
}

/// The day by which it is to be fulfilled, marked once it is over.
fn due(language: Language, today: NaiveDate, it: &Held) -> Markup {
    html! {
        @if let Some(day) = it.wording.due_on {
            (language.date(day))
            @if it.is_overdue(today) { " " (badge("bad", language.text("recommendation-overdue"))) }
        } @else { "–" }
    }
}
