//! The pages of a team.

pub mod access;
pub mod assigning;
pub mod bench;
pub mod declaration;
pub mod member;
pub mod openers;
pub mod sees;
pub mod team;

use axum::http::StatusCode;
use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::assigned::duties;
use super::store::{self, NewMember};
use crate::access::Action;
use crate::accounts;
use crate::app::{App, Change};
use crate::assessments;
use crate::entities::{AssessmentId, assessment, edition};
use crate::language::Language;
use crate::rounds::late::Before;
use crate::standards::store::Whole;
use crate::tailoring::{self, store::Tailored};
use crate::web::{Error, Result, Visitor};

/// Whether somebody keeps the assessment or leads it: who assigns criteria and looks after conflicts of interest.
fn looks_after(visitor: &Visitor, of: &assessment::Model) -> bool {
    visitor.may(Action::KeepAssessments, of.institution_id) || visitor.leads(of)
}

/// An assessment that somebody looks after.
async fn looked_after(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: AssessmentId,
) -> Result<(assessment::Model, edition::Model)> {
    let found = assessments::store::find(db, &visitor.scope(), id).await?;
    if looks_after(visitor, &found.0) { Ok(found) } else { Err(Error::Forbidden) }
}

/// What the assessment is about, as somebody may see it.
async fn tailored(
    app: &App,
    visitor: &Visitor,
    of: &assessment::Model,
    edition: edition::Model,
) -> Result<Tailored> {
    // What was written in this very moment counts too.
    let now = app.now() + chrono::TimeDelta::seconds(1);
    let mut tailored = tailoring::store::of(&app.db.read, of, edition, now).await?;
    visitor.withheld(of.id).cover(&mut tailored.whole);
    Ok(tailored)
}

/// What everybody who is there could read by now of a round that is under way.
async fn read_so_far(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    today: NaiveDate,
) -> Result<Option<Before>> {
    Ok(Before::of(db, of, whole, (today, DateTimeUtc::MAX_UTC)).await?)
}

/// Puts somebody on a team, or changes what they are on it, unless they come to rate by it what they could read while they were there.
async fn put(
    change: &mut Change,
    language: Language,
    (of, whole, today): (&assessment::Model, &Whole, NaiveDate),
    new: NewMember,
) -> Result<()> {
    let before = match store::read_until(change.tx(), of, new.user, today).await? {
        Some(until) => Before::of(change.tx(), of, whole, (today, until)).await?,
        None => None,
    };
    store::put(change, of, new).await?;
    let said = (language, "assign-refused", "assign-late");
    let first = new.from.map_or(today, |it| it.max(today));
    none_late(change.tx(), said, before, (of, whole, first)).await
}

/// Refuses, with a heading and a sentence about name and code, what was done to a team where somebody comes to rate by it, on a day,
/// what they could read `before`.
async fn none_late(
    db: &impl ConnectionTrait,
    (language, heading, sentence): (Language, &'static str, &str),
    before: Option<Before>,
    (of, whole, day): (&assessment::Model, &Whole, NaiveDate),
) -> Result<()> {
    let Some(before) = before else { return Ok(()) };
    let now = duties(db, of, whole, day).await?;
    let Some((user, at)) = before.late(&now) else { return Ok(()) };
    let name = accounts::store::names(db, [user]).await?.remove(&user).unwrap_or_default();
    let code = whole.criteria[at].code.clone();
    let said = language.with(sentence, [("name", name.into()), ("code", code.into())]);
    Err(Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, heading, said))
}

/// A day, or that there is none.
fn day(language: Language, it: Option<chrono::NaiveDate>) -> String {
    it.map_or_else(|| "–".to_owned(), |it| language.date(it))
}
