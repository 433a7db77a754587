//! Rounds in the database: locks, determinations, sign-offs. Nothing is overwritten.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, UnionType};
use sea_orm::{FromQueryResult, NotSet, QueryOrder, QuerySelect, QueryTrait as _, Set};
use serde_json::json;

use super::standing::Said;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, CriterionId, Round, UserId, assessment, criterion, determination, rating,
    round_lock, sign_off, stage_move,
};

/// The locks of a round, also those that were ended, newest first; one query.
pub async fn locks(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<Vec<round_lock::Model>, DbErr> {
    round_lock::Entity::find()
        .filter(round_lock::COLUMN.assessment_id.eq(assessment))
        .filter(round_lock::COLUMN.round.eq(round))
        .order_by_desc(round_lock::COLUMN.id)
        .all(db)
        .await
}

/// The sign-offs of a round, also those that were ended, newest first; one query.
pub async fn sign_offs(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<Vec<sign_off::Model>, DbErr> {
    sign_off::Entity::find()
        .filter(sign_off::COLUMN.assessment_id.eq(assessment))
        .filter(sign_off::COLUMN.round.eq(round))
        .order_by_desc(sign_off::COLUMN.id)
        .all(db)
        .await
}

/// What holds of the ratings of a round, in the order in which they were given; one query.
pub async fn ratings(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<Vec<rating::Model>, DbErr> {
    rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment))
        .filter(rating::COLUMN.round.eq(round))
        .filter(rating::COLUMN.superseded_at.is_null())
        .order_by_asc(rating::COLUMN.id)
        .all(db)
        .await
}

/// That somebody said something of a criterion, and from when until when it held.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Voice {
    #[sea_orm(from_alias = "criterion_id")]
    pub criterion: CriterionId,
    #[sea_orm(from_alias = "user_id")]
    pub by: Option<UserId>,
    #[sea_orm(from_alias = "recorded_at")]
    pub from: DateTimeUtc,
    #[sea_orm(from_alias = "superseded_at")]
    pub until: Option<DateTimeUtc>,
    /// They gave it a level.
    pub rates: bool,
}

/// Who said something of which criterion of a round, also where it holds no longer; one query.
pub async fn voices(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<Vec<Voice>, DbErr> {
    use rating::Column::{CriterionId, RecordedAt, SupersededAt, UserId};
    rating::Entity::find()
        .select_only()
        .columns([CriterionId, UserId, RecordedAt, SupersededAt])
        .column_as(rating::COLUMN.level.is_not_null(), "rates")
        .filter(rating::COLUMN.assessment_id.eq(assessment))
        .filter(rating::COLUMN.round.eq(round))
        .into_model()
        .all(db)
        .await
}

/// When an assessment came to the stage at which it is; none where it was there from the start. One query.
pub async fn begun(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<Option<DateTimeUtc>, DbErr> {
    let moves = stage_move::Entity::find()
        .filter(stage_move::COLUMN.assessment_id.eq(of.id))
        .filter(stage_move::COLUMN.to_stage.eq(of.stage));
    Ok(moves.order_by_desc(stage_move::COLUMN.id).one(db).await?.map(|it| it.recorded_at))
}

/// What a round determined and still holds; one query.
pub async fn determinations(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<Vec<determination::Model>, DbErr> {
    determination::Entity::find()
        .filter(determination::COLUMN.assessment_id.eq(assessment))
        .filter(determination::COLUMN.round.eq(round))
        .filter(determination::COLUMN.superseded_at.is_null())
        .all(db)
        .await
}

/// What was determined of a criterion in any round and still holds; one query.
pub async fn determined_of(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    criterion: CriterionId,
) -> Result<Vec<determination::Model>, DbErr> {
    determination::Entity::find()
        .filter(determination::COLUMN.assessment_id.eq(assessment))
        .filter(determination::COLUMN.criterion_id.eq(criterion))
        .filter(determination::COLUMN.superseded_at.is_null())
        .order_by_asc(determination::COLUMN.id)
        .all(db)
        .await
}

/// Whether a round is signed off; one query.
pub async fn is_signed_off(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
) -> Result<bool, DbErr> {
    let found = sign_off::Entity::find()
        .filter(sign_off::COLUMN.assessment_id.eq(assessment))
        .filter(sign_off::COLUMN.round.eq(round))
        .filter(sign_off::COLUMN.superseded_at.is_null());
    Ok(found.count(db).await? > 0)
}

/// Whether a rater's ratings, or the whole round, stand as they are; the self round always goes on. One query at most.
pub async fn is_closed_to(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    round: Round,
    user: UserId,
) -> Result<bool, DbErr> {
    if round == Round::Own {
        return Ok(false);
    }
    let lock = round_lock::Entity::find()
        .select_only()
        .column(round_lock::Column::Id)
        .filter(round_lock::COLUMN.assessment_id.eq(assessment))
        .filter(round_lock::COLUMN.round.eq(round))
        .filter(round_lock::COLUMN.user_id.eq(user))
        .filter(round_lock::COLUMN.superseded_at.is_null());
    let signed_off = sign_off::Entity::find()
        .select_only()
        .column(sign_off::Column::Id)
        .filter(sign_off::COLUMN.assessment_id.eq(assessment))
        .filter(sign_off::COLUMN.round.eq(round))
        .filter(sign_off::COLUMN.superseded_at.is_null());
    let mut either = lock.into_query();
    either.union(UnionType::All, signed_off.into_query());
    Ok(db.query_one(&either).await?.is_some())
}

/// Locks a rater's ratings.
pub async fn lock(
    change: &mut Change,
    of: &assessment::Model,
    round: Round,
    user: UserId,
) -> Result<(), DbErr> {
    let row = round_lock::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        round: Set(round),
        user_id: Set(user),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
        ended_by_id: Set(None),
        reason: Set(String::new()),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(
        of,
        "round-locked",
        json!({ "round": round, "user": user }),
    ));
    Ok(())
}

/// Ends a lock, so that its rater may rate again.
pub async fn unlock(
    change: &mut Change,
    of: &assessment::Model,
    held: round_lock::Model,
    by: UserId,
    reason: String,
) -> Result<(), DbErr> {
    let details = json!({ "round": held.round, "user": held.user_id, "reason": reason });
    let mut row: round_lock::ActiveModel = held.into();
    row.superseded_at = Set(Some(change.now()));
    row.ended_by_id = Set(Some(by));
    row.reason = Set(reason);
    row.update(change.tx()).await?;
    change.record(Event::of_assessment(of, "round-unlocked", details));
    Ok(())
}

/// Ends what was determined of some criteria in a round, since something else was rated there.
pub async fn undetermine(
    change: &mut Change,
    of: &assessment::Model,
    round: Round,
    criteria: impl IntoIterator<Item = &criterion::Model>,
) -> Result<(), DbErr> {
    let criteria: Vec<_> = criteria.into_iter().collect();
    let ended = end(change, of.id, round, criteria.iter().map(|it| it.id)).await?;
    if ended > 0 {
        let codes: Vec<_> = criteria.iter().map(|it| it.code.as_str()).collect();
        change.record(Event::of_assessment(
            of,
            "undetermined",
            json!({ "round": round, "criteria": codes }),
        ));
    }
    Ok(())
}

async fn end(
    change: &Change,
    assessment: AssessmentId,
    round: Round,
    criteria: impl Iterator<Item = CriterionId>,
) -> Result<u64, DbErr> {
    let ended = determination::Entity::update_many()
        .col_expr(determination::Column::SupersededAt, Expr::value(change.now()))
        .filter(determination::COLUMN.assessment_id.eq(assessment))
        .filter(determination::Column::Round.eq(round))
        .filter(determination::Column::CriterionId.is_in(criteria))
        .filter(determination::Column::SupersededAt.is_null())
        .exec(change.tx())
        .await?;
    Ok(ended.rows_affected)
}

/// A level that a round agrees on.
#[derive(Clone, Debug)]
pub struct Determined<'a> {
    pub criterion: &'a criterion::Model,
    pub said: Said,
    /// Why, where the raters differ or it is another level than theirs.
    pub rationale: String,
}

/// Determines a criterion, in place of what was determined before.
pub async fn determine(
    change: &mut Change,
    of: &assessment::Model,
    round: Round,
    by: UserId,
    new: Determined<'_>,
) -> Result<(), DbErr> {
    end(change, of.id, round, std::iter::once(new.criterion.id)).await?;
    let details = json!({
        "round": round, "criterion": new.criterion.code, "level": new.said.level,
        "second": new.said.second, "score": new.said.score, "reason": new.rationale,
    });
    let row = determination::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(new.criterion.id),
        round: Set(round),
        user_id: Set(by),
        level: Set(new.said.level),
        second_level: Set(new.said.second),
        score: Set(new.said.score),
        rationale: Set(new.rationale),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(of, "determined", details));
    Ok(())
}

/// Signs a round off.
pub async fn sign_off(
    change: &mut Change,
    of: &assessment::Model,
    round: Round,
    by: UserId,
) -> Result<(), DbErr> {
    let row = sign_off::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        round: Set(round),
        user_id: Set(by),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
        ended_by_id: Set(None),
        reason: Set(String::new()),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(of, "round-signed-off", json!({ "round": round })));
    Ok(())
}

/// Ends what was locked and signed off in a round that is rated anew; ratings and determinations stay. The move by which it
/// began anew is its reason.
pub async fn begin_anew(
    change: &mut Change,
    of: &assessment::Model,
    (round, step): (Round, &'static str),
) -> Result<(), DbErr> {
    let by = change.actor().user();
    let locks = round_lock::Entity::update_many()
        .col_expr(round_lock::Column::SupersededAt, Expr::value(change.now()))
        .col_expr(round_lock::Column::EndedById, Expr::value(by))
        .filter(round_lock::COLUMN.assessment_id.eq(of.id))
        .filter(round_lock::Column::Round.eq(round))
        .filter(round_lock::Column::SupersededAt.is_null())
        .exec(change.tx())
        .await?
        .rows_affected;
    let sign_offs = sign_off::Entity::update_many()
        .col_expr(sign_off::Column::SupersededAt, Expr::value(change.now()))
        .col_expr(sign_off::Column::EndedById, Expr::value(by))
        .filter(sign_off::COLUMN.assessment_id.eq(of.id))
        .filter(sign_off::Column::Round.eq(round))
        .filter(sign_off::Column::SupersededAt.is_null())
        .exec(change.tx())
        .await?
        .rows_affected;
    if locks + sign_offs > 0 {
        let details =
            json!({ "round": round, "move": step, "locks": locks, "sign_offs": sign_offs });
        change.record(Event::of_assessment(of, "round-anew", details));
    }
    Ok(())
}

/// Takes a sign-off back.
pub async fn reopen(
    change: &mut Change,
    of: &assessment::Model,
    held: sign_off::Model,
    by: UserId,
    reason: String,
) -> Result<(), DbErr> {
    let details = json!({ "round": held.round, "reason": reason });
    let mut row: sign_off::ActiveModel = held.into();
    row.superseded_at = Set(Some(change.now()));
    row.ended_by_id = Set(Some(by));
    row.reason = Set(reason);
    row.update(change.tx()).await?;
    change.record(Event::of_assessment(of, "round-reopened", details));
    Ok(())
}
