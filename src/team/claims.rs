//! Who is rating a criterion at this moment. It tells who, never what, locks nothing, and ends by itself.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};

use crate::app::{App, Change};
use crate::entities::{AssessmentId, CriterionId, UserId, claim, user};

/// How long a claim lasts; the page renews it while it is looked at.
const LASTS: TimeDelta = TimeDelta::minutes(5);
/// A claim that lasts this long still is not written anew.
const FRESH: TimeDelta = TimeDelta::minutes(3);

/// Says that somebody is rating a criterion; what they were rating before, they are no longer. Nothing is written while it
/// is known already.
pub async fn renew(
    app: &App,
    assessment: AssessmentId,
    criterion: CriterionId,
    user: UserId,
) -> Result<(), DbErr> {
    let now = app.now();
    let known = claim::Entity::find()
        .filter(claim::COLUMN.assessment_id.eq(assessment))
        .filter(claim::COLUMN.user_id.eq(user))
        .one(&app.db.read)
        .await?;
    if known.is_some_and(|it| it.criterion_id == criterion && it.expires_at > now + FRESH) {
        return Ok(());
    }
    let row = claim::ActiveModel {
        id: NotSet,
        assessment_id: Set(assessment),
        user_id: Set(user),
        criterion_id: Set(criterion),
        expires_at: Set(now + LASTS),
    };
    let again = OnConflict::columns([claim::Column::AssessmentId, claim::Column::UserId])
        .update_columns([claim::Column::CriterionId, claim::Column::ExpiresAt])
        .to_owned();
    let derived = app.derive().await?;
    claim::Entity::insert(row).on_conflict(again).exec_without_returning(derived.tx()).await?;
    derived.commit().await
}

/// Ends what somebody was rating in an assessment: they rate nothing there any more.
pub async fn end(change: &Change, assessment: AssessmentId, user: UserId) -> Result<(), DbErr> {
    claim::Entity::delete_many()
        .filter(claim::COLUMN.assessment_id.eq(assessment))
        .filter(claim::COLUMN.user_id.eq(user))
        .exec(change.tx())
        .await
        .map(drop)
}

/// Names of the others who are rating a criterion; one query.
pub async fn others(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    criterion: CriterionId,
    (user, now): (UserId, DateTime<Utc>),
) -> Result<Vec<String>, DbErr> {
    claim::Entity::find()
        .select_only()
        .column(user::Column::Name)
        .inner_join(user::Entity)
        .filter(claim::COLUMN.assessment_id.eq(assessment))
        .filter(claim::COLUMN.criterion_id.eq(criterion))
        .filter(claim::COLUMN.user_id.ne(user))
        .filter(claim::COLUMN.expires_at.gt(now))
        .order_by_asc(user::Column::Name)
        .into_tuple()
        .all(db)
        .await
}
