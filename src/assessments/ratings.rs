//! Ratings: never overwritten; a newer one of the same rater and round supersedes the older.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, CriterionId, Round, UserId, assessment, criterion, rating, user,
};

/// A rating to be given.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRating {
    pub criterion: CriterionId,
    pub round: Round,
    /// Who rates; nobody for the command line.
    pub user: Option<UserId>,
    /// A level's code, the not-applicable code, or none while only the rationale is noted.
    pub level: Option<String>,
    /// The level on the second axis, where the scale has one.
    pub second_level: Option<String>,
    /// The score, 0 to 100, on a scale in percent; it gives the level.
    pub score: Option<f64>,
    pub rationale: String,
    pub recommendation: String,
}

/// Gives a rating in place of the rater's earlier one for the same criterion and round. In the self round the institution
/// speaks with one voice: whoever rates there replaces what was said before.
pub async fn rate(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    new: NewRating,
) -> Result<(), DbErr> {
    supersede(change, of, new.criterion, new.round, new.user).await?;
    let details = json!({
        "assessment": of.id, "criterion": criterion.code, "round": new.round, "level": new.level,
        "second": new.second_level, "score": new.score,
    });
    let row = rating::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(new.criterion),
        round: Set(new.round),
        user_id: Set(new.user),
        level: Set(new.level),
        second_level: Set(new.second_level),
        score: Set(new.score),
        confirm: Set(false),
        carried_from_id: Set(None),
        rationale: Set(new.rationale),
        recommendation: Set(new.recommendation),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    change.record(Event::of(of.institution_id, "rated", format!("rating:{}", row.id), details));
    Ok(())
}

/// Ends what a rater said of a criterion in a round; in the self round, what anybody said.
pub async fn supersede(
    change: &Change,
    of: &assessment::Model,
    criterion: CriterionId,
    round: Round,
    user: Option<UserId>,
) -> Result<(), DbErr> {
    let rater = match user {
        _ if round == Round::Own => Condition::all(),
        Some(user) => Condition::all().add(rating::Column::UserId.eq(user)),
        None => Condition::all().add(rating::Column::UserId.is_null()),
    };
    rating::Entity::update_many()
        .col_expr(rating::Column::SupersededAt, Expr::value(change.now()))
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.criterion_id.eq(criterion))
        .filter(rating::Column::Round.eq(round))
        .filter(rater)
        .filter(rating::Column::SupersededAt.is_null())
        .exec(change.tx())
        .await?;
    Ok(())
}

/// All ratings of a criterion in an assessment, newest first, with who gave them; one query.
pub async fn history(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    criterion: CriterionId,
) -> Result<Vec<(rating::Model, Option<user::Model>)>, DbErr> {
    rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment))
        .filter(rating::COLUMN.criterion_id.eq(criterion))
        .find_also_related(user::Entity)
        .order_by_desc(rating::Column::RecordedAt)
        .order_by_desc(rating::Column::Id)
        .all(db)
        .await
}

/// How many ratings were carried from another edition and neither confirmed nor replaced yet; one query.
pub async fn count_to_confirm(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<u64, DbErr> {
    rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(assessment))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .count(db)
        .await
}
