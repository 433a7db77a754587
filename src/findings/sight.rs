//! Which findings a person may see: what nobody keeps from them by a conflict of interest, and what is no longer blind.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};
use sea_orm::prelude::*;

use super::held::Held;
use super::store;
use crate::entities::{AssessmentId, CriterionId, Round, UserId, assessment};
use crate::rounds::sight::Sight;
use crate::standards::store::Whole;
use crate::tailoring;
use crate::web::Visitor;

/// Who raised something of each criterion, or of the whole, in each round.
type RaisedBy = FxHashMap<(Round, Option<CriterionId>), FxHashSet<UserId>>;

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
    let mut raised = RaisedBy::default();
    for it in &*all {
        if let Some(user) = it.head.user_id {
            raised.entry((it.head.round, it.head.criterion_id)).or_default().insert(user);
        }
    }
    let nobody = FxHashSet::default();
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
    free(visitor, of.id, &mut all);
    shown(db, of, at, all, Some(visitor.id)).await
}

/// The same of some assessments, and how far the rounds of each are open; twelve queries at most, however many there are.
/// Those without any finding that is wanted are left out.
pub async fn seen_in_many<'a>(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    (of, today): (&[&'a assessment::Model], NaiveDate),
    is_wanted: impl Fn(&assessment::Model, &Held) -> bool,
) -> Result<Vec<(&'a assessment::Model, Sight, Vec<Held>)>, DbErr> {
    let mut all = store::in_many(db, of.iter().map(|it| it.id)).await?;
    let mut has = |of: &&assessment::Model| {
        let Some(all) = all.get_mut(&of.id) else { return false };
        free(visitor, of.id, all);
        all.iter().any(|it| is_wanted(of, it))
    };
    let of: Vec<&assessment::Model> = of.iter().copied().filter(|it| has(it)).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let wholes = tailoring::store::wholes(db, &of).await?;
    let with: Vec<_> = of.iter().filter_map(|it| Some((*it, wholes.get(&it.id)?))).collect();
    let sights = Sight::in_many(db, &with, today).await?;
    let seen = |((of, _), sight): ((&'a assessment::Model, &Whole), Sight)| {
        let mut all = all.remove(&of.id).unwrap_or_default();
        retain(&sight, &mut all, Some(visitor.id));
        (of, sight, all)
    };
    Ok(with.into_iter().zip(sights).map(seen).collect())
}

/// Leaves what no conflict of interest keeps from somebody.
fn free(visitor: &Visitor, of: AssessmentId, all: &mut Vec<Held>) {
    let withheld = visitor.withheld(of);
    all.retain(|it| match it.head.criterion_id {
        Some(criterion) => !withheld.covers(criterion),
        None => !withheld.is_all(),
    });
}
