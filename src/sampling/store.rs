//! Samples in the database: drawn, read, verified. Nothing is overwritten.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{JoinType, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::draw::{Wanted, Why};
use super::standing::{Item, Rated};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, Codes, CriterionId, People, RatingId, Round, SamplingPlanId, UserId, assessment,
    criterion, rating, sample_item, sampling_plan, verification,
};
use crate::rounds::standing::Said;
use crate::standards::preorder::places;

/// Rows of one insert.
const CHUNK: usize = 500;

/// The plans of an assessment, the newest first; one query.
pub async fn plans(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<sampling_plan::Model>, DbErr> {
    sampling_plan::Entity::find()
        .filter(sampling_plan::COLUMN.assessment_id.eq(assessment))
        .order_by_desc(sampling_plan::COLUMN.id)
        .all(db)
        .await
}

/// The plan that holds for a round; one query.
pub async fn plan(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<Option<sampling_plan::Model>, DbErr> {
    sampling_plan::Entity::find()
        .filter(sampling_plan::COLUMN.assessment_id.eq(assessment))
        .filter(sampling_plan::COLUMN.round.eq(round))
        .filter(sampling_plan::COLUMN.superseded_at.is_null())
        .one(db)
        .await
}

/// What is in a plan, in the order of the tree, with what was found of it, in this plan or in an earlier one; two queries.
pub async fn items(
    db: &impl ConnectionTrait,
    plan: &sampling_plan::Model,
    criteria: &[criterion::Model],
) -> Result<Vec<Item>, DbErr> {
    let rows = sample_item::Entity::find()
        .filter(sample_item::COLUMN.plan_id.eq(plan.id))
        .find_also_related(rating::Entity)
        .order_by_asc(sample_item::COLUMN.id)
        .all(db)
        .await?;
    let found = found(db, plan).await?;
    let places = places(criteria);
    let item = |(row, rating): (sample_item::Model, Option<rating::Model>)| {
        let found = found.get(&(row.criterion_id, row.rating_id)).cloned();
        let at = *places.get(&row.criterion_id)?;
        Some(Item { at, rated: rated(rating?)?, found, row })
    };
    let mut items: Vec<Item> = rows.into_iter().filter_map(item).collect();
    items.sort_by_key(|it| (it.at, it.row.id));
    Ok(items)
}

fn rated(it: rating::Model) -> Option<Rated> {
    let said = Said { level: it.level?, second: it.second_level, score: it.score };
    let is_past = it.superseded_at.is_some();
    Some(Rated { rater: it.user_id, said, rationale: it.rationale, is_past })
}

async fn found(
    db: &impl ConnectionTrait,
    plan: &sampling_plan::Model,
) -> Result<HashMap<(CriterionId, RatingId), verification::Model>, DbErr> {
    let rows = verification::Entity::find()
        .join(JoinType::InnerJoin, verification::Relation::Rating.def())
        .filter(verification::COLUMN.assessment_id.eq(plan.assessment_id))
        .filter(verification::COLUMN.superseded_at.is_null())
        .filter(rating::COLUMN.round.eq(plan.round))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|it| ((it.criterion_id, it.rating_id), it)).collect())
}

/// What was found of a criterion and holds no longer, newest first; one query.
pub async fn past(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    criterion: CriterionId,
) -> Result<Vec<verification::Model>, DbErr> {
    verification::Entity::find()
        .filter(verification::COLUMN.assessment_id.eq(assessment))
        .filter(verification::COLUMN.criterion_id.eq(criterion))
        .filter(verification::COLUMN.superseded_at.is_not_null())
        .order_by_desc(verification::COLUMN.id)
        .all(db)
        .await
}

/// A sample to be drawn.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub round: Round,
    pub wanted: Wanted,
    pub tolerance: u32,
    pub reason: String,
    pub items: Vec<NewItem>,
}

/// A rating that is to be in a sample.
#[derive(Clone, Debug)]
pub struct NewItem {
    pub criterion: CriterionId,
    pub rating: RatingId,
    pub verifier: UserId,
    pub why: Vec<Why>,
}

/// Keeps a sample as it was drawn, in place of the one before.
pub async fn draw(
    change: &mut Change,
    of: &assessment::Model,
    by: UserId,
    new: NewPlan,
) -> Result<(), DbErr> {
    sampling_plan::Entity::update_many()
        .col_expr(sampling_plan::Column::SupersededAt, Expr::value(change.now()))
        .filter(sampling_plan::COLUMN.assessment_id.eq(of.id))
        .filter(sampling_plan::COLUMN.round.eq(new.round))
        .filter(sampling_plan::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    let percent = |it: u32| i32::try_from(it).unwrap_or(100);
    let row = sampling_plan::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        round: Set(new.round),
        share: Set(percent(new.wanted.share)),
        tolerance: Set(percent(new.tolerance)),
        seed: Set(new.wanted.seed),
        whole_of: Set(People(new.wanted.whole_of)),
        user_id: Set(by),
        reason: Set(new.reason),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let plan = row.insert(change.tx()).await?;
    insert(change, plan.id, &new.items).await?;
    let details = json!({
        "round": plan.round, "share": plan.share, "tolerance": plan.tolerance, "seed": plan.seed,
        "whole_of": plan.whole_of, "reason": plan.reason, "ratings": new.items.len(),
    });
    change.record(Event::of_assessment(of, "sample-drawn", details));
    Ok(())
}

async fn insert(change: &Change, plan: SamplingPlanId, items: &[NewItem]) -> Result<(), DbErr> {
    let row = |it: &NewItem| sample_item::ActiveModel {
        id: NotSet,
        plan_id: Set(plan),
        criterion_id: Set(it.criterion),
        rating_id: Set(it.rating),
        verifier_id: Set(it.verifier),
        why: Set(Codes(it.why.iter().map(|it| it.code().to_owned()).collect())),
    };
    for some in items.chunks(CHUNK) {
        let rows: Vec<_> = some.iter().map(row).collect();
        sample_item::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

/// What a verifier found of a criterion: of each of its ratings, another level or none where it is confirmed.
#[derive(Clone, Debug)]
pub struct NewFinding<'a> {
    pub criterion: &'a criterion::Model,
    pub ratings: Vec<(RatingId, Option<Said>)>,
    pub note: String,
}

/// Notes what a verifier found, in place of what was found before. The event does not tell it: raters read the log too.
pub async fn verify(
    change: &mut Change,
    of: &assessment::Model,
    by: UserId,
    new: NewFinding<'_>,
) -> Result<(), DbErr> {
    let ids: Vec<RatingId> = new.ratings.iter().map(|it| it.0).collect();
    verification::Entity::update_many()
        .col_expr(verification::Column::SupersededAt, Expr::value(change.now()))
        .filter(verification::COLUMN.criterion_id.eq(new.criterion.id))
        .filter(verification::COLUMN.rating_id.is_in(ids.iter().copied()))
        .filter(verification::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    let row = |(rating, said): (RatingId, Option<Said>)| verification::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(new.criterion.id),
        rating_id: Set(rating),
        user_id: Set(by),
        level: Set(said.as_ref().map(|it| it.level.clone())),
        second_level: Set(said.as_ref().and_then(|it| it.second.clone())),
        score: Set(said.as_ref().and_then(|it| it.score)),
        note: Set(new.note.clone()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let rows: Vec<_> = new.ratings.iter().cloned().map(row).collect();
    verification::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    let details = json!({ "criterion": new.criterion.code, "ratings": ids });
    change.record(Event::of_assessment(of, "sample-verified", details));
    Ok(())
}
