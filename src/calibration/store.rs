//! Exercises and rules in the database. Nothing is overwritten.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::standing::{Standing, Taker};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, CalibrationId, CriterionId, InstitutionId, UserId, assessment, calibration,
    calibration_criterion, calibration_lock, calibration_rating, calibration_remark,
    calibration_rule, criterion,
};
use crate::rounds::standing::Said;
use crate::standards::store::Whole;
use crate::team::assigned::{Refusal, duties};
use crate::team::store::members;

/// The exercises of an assessment, the newest first; one query.
pub async fn all(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<calibration::Model>, DbErr> {
    calibration::Entity::find()
        .filter(calibration::COLUMN.assessment_id.eq(assessment))
        .order_by_desc(calibration::COLUMN.id)
        .all(db)
        .await
}

/// An exercise of an assessment; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    id: CalibrationId,
) -> Result<calibration::Model, DbErr> {
    let found = calibration::Entity::find_by_id(id)
        .filter(calibration::COLUMN.assessment_id.eq(assessment))
        .one(db)
        .await?;
    found.ok_or_else(|| DbErr::RecordNotFound(format!("calibration {id}")))
}

/// Places of the criteria of an exercise, in the order of the tree; one query.
pub async fn places(
    db: &impl ConnectionTrait,
    id: CalibrationId,
    whole: &Whole,
) -> Result<Vec<usize>, DbErr> {
    let rows = calibration_criterion::Entity::find()
        .filter(calibration_criterion::COLUMN.calibration_id.eq(id))
        .all(db)
        .await?;
    let ids: HashSet<CriterionId> = rows.into_iter().map(|it| it.criterion_id).collect();
    let criteria = whole.criteria.iter().enumerate();
    Ok(criteria.filter(|it| ids.contains(&it.1.id)).map(|it| it.0).collect())
}

/// How an exercise stands today; eight queries.
pub async fn standing(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    id: CalibrationId,
    (whole, places, today): (&Whole, &[usize], NaiveDate),
) -> Result<Standing, DbErr> {
    let duties = duties(db, of, whole, today).await?;
    let taker = |it: crate::team::store::Member| {
        let user = it.user.id;
        let kept = |at: &usize| duties.refusal(user, *at) == Some(Refusal::Conflict);
        let rates = places.iter().filter(|it| !kept(it)).map(|it| whole.criteria[*it].id);
        Taker { user, name: it.user.name, rates: rates.collect() }
    };
    let members = members(db, of).await?;
    let takers = members.into_iter().filter(|it| it.rates(today)).map(taker);
    let takers: Vec<Taker> = takers.filter(|it| !it.rates.is_empty()).collect();
    let locks = calibration_lock::Entity::find()
        .filter(calibration_lock::COLUMN.calibration_id.eq(id))
        .all(db)
        .await?;
    let ratings = calibration_rating::Entity::find()
        .filter(calibration_rating::COLUMN.calibration_id.eq(id))
        .filter(calibration_rating::COLUMN.superseded_at.is_null())
        .order_by_asc(calibration_rating::COLUMN.id)
        .all(db)
        .await?;
    Ok(Standing { takers, locked: locks.into_iter().map(|it| it.user_id).collect(), ratings })
}

/// What was said in the discussion of a criterion, in order; one query.
pub async fn remarks(
    db: &impl ConnectionTrait,
    id: CalibrationId,
    criterion: CriterionId,
) -> Result<Vec<calibration_remark::Model>, DbErr> {
    calibration_remark::Entity::find()
        .filter(calibration_remark::COLUMN.calibration_id.eq(id))
        .filter(calibration_remark::COLUMN.criterion_id.eq(criterion))
        .order_by_asc(calibration_remark::COLUMN.id)
        .all(db)
        .await
}

/// The rules of a criterion in an institution, the newest first; one query.
pub async fn rules(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    criterion: CriterionId,
) -> Result<Vec<calibration_rule::Model>, DbErr> {
    calibration_rule::Entity::find()
        .filter(calibration_rule::COLUMN.institution_id.eq(institution))
        .filter(calibration_rule::COLUMN.criterion_id.eq(criterion))
        .order_by_desc(calibration_rule::COLUMN.id)
        .all(db)
        .await
}

/// Which of some criteria have a rule in an institution; one query.
pub async fn ruled(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    criteria: impl IntoIterator<Item = CriterionId>,
) -> Result<HashSet<CriterionId>, DbErr> {
    let rows = calibration_rule::Entity::find()
        .filter(calibration_rule::COLUMN.institution_id.eq(institution))
        .filter(calibration_rule::COLUMN.criterion_id.is_in(criteria))
        .filter(calibration_rule::COLUMN.superseded_at.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|it| it.criterion_id).collect())
}

/// An exercise to be opened.
#[derive(Clone, Debug)]
pub struct NewCalibration<'a> {
    pub title: String,
    pub note: String,
    pub criteria: Vec<&'a criterion::Model>,
}

/// Opens an exercise.
pub async fn open(
    change: &mut Change,
    of: &assessment::Model,
    by: UserId,
    new: NewCalibration<'_>,
) -> Result<calibration::Model, DbErr> {
    let row = calibration::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        title: Set(new.title),
        note: Set(new.note),
        user_id: Set(by),
        recorded_at: Set(change.now()),
        ended_at: Set(None),
        ended_by_id: Set(None),
        reason: Set(String::new()),
    };
    let row = row.insert(change.tx()).await?;
    let criterion = |it: &&criterion::Model| calibration_criterion::ActiveModel {
        id: NotSet,
        calibration_id: Set(row.id),
        criterion_id: Set(it.id),
    };
    let rows: Vec<_> = new.criteria.iter().map(criterion).collect();
    calibration_criterion::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    let codes: Vec<_> = new.criteria.iter().map(|it| it.code.as_str()).collect();
    let details = json!({ "calibration": row.id, "title": row.title, "criteria": codes });
    change.record(Event::of_assessment(of, "calibration-opened", details));
    Ok(row)
}

/// What somebody says of a criterion for practice.
#[derive(Clone, Debug)]
pub struct NewSaid<'a> {
    pub criterion: &'a criterion::Model,
    pub said: Said,
    pub rationale: String,
}

/// Notes what somebody says, in place of what they said before. The event does not tell the level: others read it.
pub async fn rate(
    change: &mut Change,
    of: &assessment::Model,
    (id, by): (CalibrationId, UserId),
    new: NewSaid<'_>,
) -> Result<(), DbErr> {
    calibration_rating::Entity::update_many()
        .col_expr(calibration_rating::Column::SupersededAt, Expr::value(change.now()))
        .filter(calibration_rating::COLUMN.calibration_id.eq(id))
        .filter(calibration_rating::COLUMN.criterion_id.eq(new.criterion.id))
        .filter(calibration_rating::COLUMN.user_id.eq(by))
        .filter(calibration_rating::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    let row = calibration_rating::ActiveModel {
        id: NotSet,
        calibration_id: Set(id),
        criterion_id: Set(new.criterion.id),
        user_id: Set(by),
        level: Set(new.said.level),
        second_level: Set(new.said.second),
        score: Set(new.said.score),
        rationale: Set(new.rationale),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    let details = json!({ "calibration": id, "criterion": new.criterion.code });
    change.record(Event::of_assessment(of, "calibration-rated", details));
    Ok(())
}

/// Locks what somebody said; with the last of them, all see what all said.
pub async fn lock(
    change: &mut Change,
    of: &assessment::Model,
    held: calibration::Model,
    (by, is_last): (UserId, bool),
) -> Result<(), DbErr> {
    let row = calibration_lock::ActiveModel {
        id: NotSet,
        calibration_id: Set(held.id),
        user_id: Set(by),
        recorded_at: Set(change.now()),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(
        of,
        "calibration-locked",
        json!({ "calibration": held.id, "user": by }),
    ));
    if is_last {
        finish(change, of, held, None, String::new()).await?;
    }
    Ok(())
}

/// Ends the rating, so that all see what was said: with the last lock, or by somebody with a reason.
pub async fn finish(
    change: &mut Change,
    of: &assessment::Model,
    held: calibration::Model,
    by: Option<UserId>,
    reason: String,
) -> Result<(), DbErr> {
    let details = json!({ "calibration": held.id, "by": by, "reason": reason });
    let mut row: calibration::ActiveModel = held.into();
    row.ended_at = Set(Some(change.now()));
    row.ended_by_id = Set(by);
    row.reason = Set(reason);
    row.update(change.tx()).await?;
    change.record(Event::of_assessment(of, "calibration-ended", details));
    Ok(())
}

/// Says something in the discussion of a criterion.
pub async fn remark(
    change: &mut Change,
    of: &assessment::Model,
    (id, by): (CalibrationId, UserId),
    (criterion, text): (&criterion::Model, String),
) -> Result<(), DbErr> {
    let details = json!({ "calibration": id, "criterion": criterion.code });
    let row = calibration_remark::ActiveModel {
        id: NotSet,
        calibration_id: Set(id),
        criterion_id: Set(criterion.id),
        user_id: Set(by),
        text: Set(text),
        recorded_at: Set(change.now()),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(of, "calibration-remarked", details));
    Ok(())
}

/// Notes the rule of a criterion, in place of the one before.
pub async fn note(
    change: &mut Change,
    of: &assessment::Model,
    (id, by): (CalibrationId, UserId),
    (criterion, text): (&criterion::Model, String),
) -> Result<(), DbErr> {
    calibration_rule::Entity::update_many()
        .col_expr(calibration_rule::Column::SupersededAt, Expr::value(change.now()))
        .filter(calibration_rule::COLUMN.institution_id.eq(of.institution_id))
        .filter(calibration_rule::COLUMN.criterion_id.eq(criterion.id))
        .filter(calibration_rule::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    let details = json!({ "calibration": id, "criterion": criterion.code, "rule": text });
    let row = calibration_rule::ActiveModel {
        id: NotSet,
        institution_id: Set(of.institution_id),
        criterion_id: Set(criterion.id),
        calibration_id: Set(id),
        user_id: Set(by),
        text: Set(text),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(of, "rule-noted", details));
    Ok(())
}
