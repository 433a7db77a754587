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
use sea_orm::prelude::*;

use super::store::{self, NewMember};
use crate::access::Action;
use crate::accounts;
use crate::app::{App, Change};
use crate::assessments;
use crate::entities::{AssessmentId, assessment, edition};
use crate::language::Language;
use crate::rounds::late::latecomer;
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

/// Puts somebody on a team, or changes what they are on it, unless they come to rate by it what they may not.
async fn put(
    change: &mut Change,
    language: Language,
    (of, whole): (&assessment::Model, &Whole),
    new: NewMember,
) -> Result<()> {
    store::put(change, of, new).await?;
    none_late(change, (language, "assign-refused", "assign-late"), (of, whole)).await
}

/// Refuses, with a heading and a sentence about name and code, what was done to a team or a round in this change where somebody
/// comes to rate by it what they could read before, or what could be shown to them at once, as they have locked.
pub async fn none_late(
    change: &Change,
    (language, heading, sentence): (Language, &'static str, &str),
    on: (&assessment::Model, &Whole),
) -> Result<()> {
    match late(change, (language, sentence), on).await? {
        Some(said) => Err(Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, heading, said)),
        None => Ok(()),
    }
}

/// The sentence about who comes late by this change, if anybody does.
async fn late(
    change: &Change,
    (language, sentence): (Language, &str),
    (of, whole): (&assessment::Model, &Whole),
) -> Result<Option<String>> {
    let (db, now) = (change.tx(), change.now());
    let Some(late) = latecomer(db, of, whole, now).await? else { return Ok(None) };
    let name =
        accounts::store::names(db, [late.user]).await?.remove(&late.user).unwrap_or_default();
    let code = whole.criteria[late.at].code.clone();
    let sentence = if late.has_locked { "late-locked" } else { sentence };
    Ok(Some(language.with(sentence, [("name", name.into()), ("code", code.into())])))
}

/// A day, or that there is none.
fn day(language: Language, it: Option<chrono::NaiveDate>) -> String {
    it.map_or_else(|| "–".to_owned(), |it| language.date(it))
}
