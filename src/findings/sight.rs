//! Which findings a person may see: what nobody keeps from them by a conflict of interest, and what is no longer blind.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::held::Held;
use super::store;
use crate::entities::{CriterionId, Round, UserId, assessment};
use crate::rounds::sight::Sight;
use crate::standards::store::Whole;
use crate::web::Visitor;

/// Who raised something of each criterion, or of the whole, in each round.
type RaisedBy = HashMap<(Round, Option<CriterionId>), HashSet<UserId>>;

/// Leaves of all findings of an assessment those that a viewer may see: their own, and those of criteria whose raters have all
/// locked; for no viewer, those that are open to all. Six queries at most, none where nothing is hidden.
pub async fn shown(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    (whole, today): (&Whole, NaiveDate),
    mut all: Vec<Held>,
    viewer: Option<UserId>,
) -> Result<Vec<Held>, DbErr> {
    let is_own = |it: &Held| viewer.is_some_and(|user| it.is_by(user));
    if all.iter().all(is_own) {
        return Ok(all);
    }
    let sight = Sight::of(db, of, whole, today).await?;
    retain(&sight, &mut all, viewer);
    Ok(all)
}

/// The same with what is known already of how far the rounds are open.
pub fn retain(sight: &Sight, all: &mut Vec<Held>, viewer: Option<UserId>) {
    let mut raised = RaisedBy::new();
    for it in &*all {
        if let Some(user) = it.head.user_id {
            raised.entry((it.head.round, it.head.criterion_id)).or_default().insert(user);
        }
    }
    let nobody = HashSet::new();
    all.retain(|it| {
        let by = raised.get(&(it.head.round, it.head.criterion_id)).unwrap_or(&nobody);
        let is_own = viewer.is_some_and(|user| it.is_by(user));
        let opening = sight.opening(it.head.round);
        // What goes on from another assessment was open to all there.
        is_own
            || it.head.carried_from_id.is_some()
            || opening.is_none_or(|opening| match it.head.criterion_id {
                Some(criterion) => opening.is_open(criterion, by),
                None => opening.is_open_to_all(by),
            })
    });
}

/// The findings of an assessment that a person may see, in their order; nine queries at most.
pub async fn seen_by(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
    at: (&Whole, NaiveDate),
) -> Result<Vec<Held>, DbErr> {
    let mut all = store::all(db, of.id).await?;
    let withheld = visitor.withheld(of.id);
    all.retain(|it| match it.head.criterion_id {
        Some(criterion) => !withheld.covers(criterion),
        None => !withheld.is_all(),
    });
    shown(db, of, at, all, Some(visitor.id)).await
}
