//! Ratings: never overwritten; a newer one of the same rater and round supersedes the older.

use chrono::TimeDelta;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Answers, AssessmentId, CriterionId, Round, UserId, assessment, criterion, determination,
    rating, user,
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
    /// Answers to the criterion's questions.
    pub answers: Answers,
    pub rationale: String,
    pub recommendation: String,
}

/// How long the words of a rating may be changed without its becoming another: while they are typed, they are saved again and again.
const TYPED_FOR: TimeDelta = TimeDelta::minutes(5);

/// Gives a rating in place of the rater's earlier one for the same criterion and round. In the self round the institution
/// speaks with one voice: whoever rates there replaces what was said before.
pub async fn rate(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    new: NewRating,
) -> Result<rating::Model, DbErr> {
    supersede(change, of, new.criterion, new.round, new.user).await?;
    insert(change, of, criterion, new).await
}

async fn insert(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    new: NewRating,
) -> Result<rating::Model, DbErr> {
    let row = rating::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(new.criterion),
        round: Set(new.round),
        user_id: Set(new.user),
        level: Set(new.level),
        second_level: Set(new.second_level),
        score: Set(new.score),
        answers: Set(new.answers),
        confirm: Set(false),
        edits: Set(0),
        carried_from_id: Set(None),
        rationale: Set(new.rationale),
        recommendation: Set(new.recommendation),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    tell(change, of, criterion, &row);
    Ok(row)
}

fn tell(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    it: &rating::Model,
) {
    let mut details = told(&criterion.code, it);
    details["answers"] = json!(it.answers.0.len());
    change.record(Event::of(of.institution_id, "rated", format!("rating:{}", it.id), details));
}

/// What an event tells of a rating: of a round of reviewers no level, as the log is read before the round is open.
pub fn told(code: &str, it: &rating::Model) -> Json {
    let mut details =
        json!({ "assessment": it.assessment_id, "criterion": code, "round": it.round });
    if it.round == Round::Own {
        details["level"] = json!(it.level);
        details["second"] = json!(it.second_level);
        details["score"] = json!(it.score);
    }
    details
}

/// Gives a rating in place of the one that is `held`, or only other words to it where it was given a moment ago by the same person
/// at the same level. None where it says nothing else.
pub async fn say(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    held: Option<&rating::Model>,
    new: NewRating,
) -> Result<Option<rating::Model>, DbErr> {
    let typed = held.filter(|it| {
        let same = it.user_id == new.user && it.level == new.level;
        let same = same && it.second_level == new.second_level && it.score == new.score;
        same && !it.confirm && change.now() - it.recorded_at < TYPED_FOR
    });
    let Some(held) = typed else {
        // Where nothing is held, nothing has to give way.
        return match held {
            Some(_) => rate(change, of, criterion, new).await.map(Some),
            None => insert(change, of, criterion, new).await.map(Some),
        };
    };
    let same = held.rationale == new.rationale && held.recommendation == new.recommendation;
    if same && held.answers == new.answers {
        return Ok(None);
    }
    let mut row: rating::ActiveModel = held.clone().into();
    row.answers = Set(new.answers);
    row.rationale = Set(new.rationale);
    row.recommendation = Set(new.recommendation);
    row.edits = Set(held.edits + 1);
    let row = row.update(change.tx()).await?;
    tell(change, of, criterion, &row);
    Ok(Some(row))
}

/// What was said last of any of some criteria in any of some assessments, and where: what was determined, else what the institution
/// said. Two queries at most.
pub async fn newest(
    db: &impl ConnectionTrait,
    assessments: &[AssessmentId],
    criteria: &[CriterionId],
) -> Result<Option<(AssessmentId, CriterionId, String)>, DbErr> {
    let determined = determination::Entity::find()
        .filter(determination::Column::AssessmentId.is_in(assessments.iter().copied()))
        .filter(determination::Column::CriterionId.is_in(criteria.iter().copied()))
        .filter(determination::COLUMN.superseded_at.is_null())
        .order_by_desc(determination::Column::Id)
        .one(db)
        .await?;
    if let Some(it) = determined {
        return Ok(Some((it.assessment_id, it.criterion_id, it.level)));
    }
    let said = rating::Entity::find()
        .filter(rating::Column::AssessmentId.is_in(assessments.iter().copied()))
        .filter(rating::Column::CriterionId.is_in(criteria.iter().copied()))
        .filter(rating::Column::Round.eq(Round::Own))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::Column::Level.is_not_null())
        .order_by_desc(rating::Column::Id)
        .one(db)
        .await?;
    Ok(said.and_then(|it| Some((it.assessment_id, it.criterion_id, it.level?))))
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

/// Ratings that somebody may say anew: those of the institution, and their own. What others said in a round of reviewers is not
/// theirs, nor always to be seen.
pub fn theirs(user: UserId) -> Condition {
    let is_own = rating::Column::UserId.eq(user);
    Condition::any().add(rating::Column::Round.eq(Round::Own)).add(is_own)
}

/// How many ratings were carried from another edition, are neither confirmed nor replaced yet, and are somebody's to confirm;
/// one query.
pub async fn count_to_confirm(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    user: UserId,
) -> Result<u64, DbErr> {
    rating::Entity::find()
        .filter(theirs(user))
        .filter(rating::COLUMN.assessment_id.eq(assessment))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .count(db)
        .await
}
