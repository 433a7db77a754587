//! Locking one's ratings, unlocking, signing off, opening again.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use sea_orm::prelude::*;

use super::{led_by, missing, rated_by, refused};
use crate::accounts;
use crate::app::{App, Change};
use crate::assessments::alone::{Alone, alone};
use crate::entities::{UserId, assessment, round_lock};
use crate::language::Language;
use crate::paths::{LockRound, ReopenRound, RoundOf, SignOffRound, UnlockRound};
use crate::rounds::forms::ReasonForm;
use crate::rounds::ground::Ground;
use crate::rounds::guards::{before_locking, before_signing_off};
use crate::rounds::store::{self, Determined};
use crate::tailoring;
use crate::team::claims;
use crate::team::pages::none_late;
use crate::web::{Error, Result, Visitor, see_with};

/// Locks the visitor's own ratings; nobody can do so for another.
pub async fn lock(
    LockRound { assessment }: LockRound,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, rated_by).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let ground = Ground::of(change.tx(), &it, edition, round, change.now()).await?;
    if ground.opening.signed_off || ground.opening.locked.contains(&visitor.id) {
        return Err(refused(visitor.language.text("problem-round-locked")));
    }
    if !ground.raters().contains(&visitor.id) {
        return Err(refused(visitor.language.text("problem-round-no-rater")));
    }
    if let Some(found) = before_locking(&ground, visitor.id) {
        return Err(refused(missing(visitor.language, &ground, &found, |_| String::new())));
    }
    store::lock(&mut change, &it, round, visitor.id).await?;
    claims::end(&change, assessment, visitor.id).await?;
    change.commit().await?;
    Ok(see_with(RoundOf { assessment }, "done-round-locked"))
}

fn reason(language: Language, form: &ReasonForm) -> Result<String> {
    form.check().map_err(|_| refused(language.text("problem-round-why")))
}

/// Lets a rater rate again; by the lead, with a reason.
pub async fn unlock(
    UnlockRound { assessment, lock }: UnlockRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, led_by).await?;
    let Alone { mut change, visitor, it, .. } = alone;
    let held = round_lock::Entity::find_by_id(lock)
        .filter(round_lock::COLUMN.assessment_id.eq(assessment))
        .one(change.tx())
        .await?
        .ok_or(Error::NotFound)?;
    if held.superseded_at.is_some() || held.round != round {
        return Err(refused(visitor.language.text("problem-round-unlocked")));
    }
    if store::is_signed_off(change.tx(), assessment, round).await? {
        return Err(refused(visitor.language.text("problem-round-signed-off")));
    }
    let reason = reason(visitor.language, &form)?;
    store::unlock(&mut change, &it, held, visitor.id, reason).await?;
    change.commit().await?;
    Ok(see_with(RoundOf { assessment }, "done-round-unlocked"))
}

/// Signs the round off. What all agree on is determined with it.
pub async fn sign_off(
    SignOffRound { assessment }: SignOffRound,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, led_by).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let ground = Ground::of(change.tx(), &it, edition, round, change.now()).await?;
    if ground.opening.signed_off {
        return Err(refused(visitor.language.text("problem-round-signed-off")));
    }
    let found = before_signing_off(&ground, visitor.withheld(assessment));
    if !found.is_empty() {
        let names = names(change.tx(), &ground).await?;
        let name = |it: UserId| names.get(&it).cloned().unwrap_or_default();
        let said: Vec<String> =
            found.iter().map(|it| missing(visitor.language, &ground, it, name)).collect();
        return Err(refused(said.join(" ")));
    }
    adopt(&mut change, &it, &ground, &visitor).await?;
    store::sign_off(&mut change, &it, round, visitor.id).await?;
    change.commit().await?;
    Ok(see_with(RoundOf { assessment }, "done-round-signed-off"))
}

/// Names of those who rate.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    ground: &Ground,
) -> Result<HashMap<UserId, String>, DbErr> {
    accounts::store::names(db, ground.raters()).await
}

/// Determines what all raters agree on; says of how many criteria.
pub(super) async fn adopt(
    change: &mut Change,
    of: &assessment::Model,
    ground: &Ground,
    by: &Visitor,
) -> Result<usize, DbErr> {
    let agreed = ground.to_adopt(by.withheld(of.id));
    let count = agreed.len();
    for (at, said) in agreed {
        let criterion = &ground.tailored.whole.criteria[at];
        let new = Determined { criterion, said, rationale: String::new() };
        store::determine(change, of, ground.round, by.id, new).await?;
    }
    Ok(count)
}

/// Takes the sign-off back; by the lead, with a reason.
pub async fn reopen(
    ReopenRound { assessment }: ReopenRound,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let (alone, round) = alone(&app, &visitor, assessment, led_by).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let rows = store::sign_offs(change.tx(), it.id, round).await?;
    let held = rows.into_iter().find(|it| it.superseded_at.is_none());
    let held =
        held.ok_or_else(|| refused(visitor.language.text("problem-round-not-signed-off")))?;
    let reason = reason(visitor.language, &form)?;
    let whole = tailoring::store::whole(change.tx(), &it, edition).await?;
    store::reopen(&mut change, &it, held, visitor.id, reason).await?;
    let said = (visitor.language, "reopen-refused", "reopen-late");
    none_late(&change, said, (&it, &whole)).await?;
    change.commit().await?;
    Ok(see_with(RoundOf { assessment }, "done-round-reopened"))
}
