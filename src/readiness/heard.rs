//! What reviewers said and found, as far as a viewer may see it.

use chrono::NaiveDate;
use sea_orm::DbBackend;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};

use super::facts::Span;
use crate::database::packed;
use crate::entities::{Answers, CriterionId, RatingId, Round, UserId, assessment, rating};
use crate::findings;
use crate::findings::held::Held;
use crate::rounds::sight::{Sight, Uttered};
use crate::standards::store::Whole;

/// A rating without its words: of these there may be thousands, and figures do not ask for them.
#[derive(Clone, Debug)]
pub struct Given {
    pub criterion: CriterionId,
    pub round: Round,
    pub by: Option<UserId>,
    pub level: Option<String>,
    pub second: Option<String>,
    pub score: Option<f64>,
    pub answers: Answers,
    /// What it was carried over from, as long as nobody has confirmed it.
    pub unconfirmed: Option<RatingId>,
    pub span: Span,
}

/// What was said and found.
pub(super) struct Heard {
    pub(super) ratings: Vec<Given>,
    pub(super) findings: Vec<Held>,
    /// Of the ratings those that answer what their criteria ask.
    pub(super) answered: Vec<Given>,
    /// How far the rounds are open, where that was asked.
    pub(super) sight: Option<Sight>,
}

impl Heard {
    /// Reads what a viewer may see, or everybody; ten queries at most, two where only the institution rated itself. Where only what
    /// holds now is asked for, neither what held before nor answers to questions are read.
    pub(super) async fn by(
        db: &impl ConnectionTrait,
        of: &assessment::Model,
        (whole, today): (&Whole, NaiveDate),
        (viewer, only_now): (Option<UserId>, bool),
    ) -> Result<Self, DbErr> {
        let mut ratings = given(db, of, only_now).await?;
        let mut findings = findings::store::all(db, of.id).await?;
        let is_blind = ratings.iter().any(|it| it.round != Round::Own)
            || findings.iter().any(|it| it.head.round != Round::Own);
        let mut sight = None;
        if is_blind {
            let sight = sight.insert(Sight::of(db, of, whole, today).await?);
            sight.retain(&mut ratings, |it| it.into(), viewer);
            findings::sight::retain(sight, &mut findings, viewer);
        }
        let answers = |it: &&Given| it.level.is_some() && !it.answers.0.is_empty();
        let answered = ratings.iter().filter(answers).cloned().collect();
        Ok(Self { ratings, findings, answered, sight })
    }
}

/// All ratings of an assessment, also those that no longer hold, or only what holds now, without answers; one query.
async fn given(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    only_now: bool,
) -> Result<Vec<Given>, DbErr> {
    use rating::Column as C;
    let unconfirmed = Expr::case(Expr::col(C::Confirm).eq(true), Expr::col(C::CarriedFromId));
    // In SQLite a text, that holds JSON.
    let answers = match db.get_database_backend() {
        _ if only_now => Expr::null(),
        DbBackend::Sqlite => Func::cust("json").arg(Expr::col(C::Answers)).into(),
        _ => Expr::col(C::Answers),
    };
    let row = [C::Id, C::CriterionId, C::Round, C::UserId, C::Level, C::SecondLevel, C::Score];
    let row = row.into_iter().chain([C::RecordedAt, C::SupersededAt]).map(Expr::col);
    let row = row.chain([unconfirmed.into(), answers]);
    let mut of_it = rating::Entity::find().filter(rating::COLUMN.assessment_id.eq(of.id));
    if only_now {
        of_it = of_it.filter(rating::COLUMN.superseded_at.is_null());
    }
    let mut rows: Vec<Row> = packed(db, of_it, row).await?;
    rows.sort_by_key(|it| it.0);
    Ok(rows.into_iter().map(Given::from).collect())
}

/// As it is stored: id, criterion, round, rater, level, second level, score, from when and until when it holds, what it was carried
/// from while that is to be confirmed, answers.
type Row = (
    RatingId,
    CriterionId,
    Round,
    Option<UserId>,
    Option<String>,
    Option<String>,
    Option<f64>,
    DateTimeUtc,
    Option<DateTimeUtc>,
    Option<RatingId>,
    Option<Answers>,
);

impl From<Row> for Given {
    fn from(it: Row) -> Self {
        let (_, criterion, round, by, level, second, score, from, until, unconfirmed, answers) = it;
        let span = Span { recorded_at: from, superseded_at: until };
        let answers = answers.unwrap_or_default();
        Self { criterion, round, by, level, second, score, answers, unconfirmed, span }
    }
}

impl From<rating::Model> for Given {
    fn from(it: rating::Model) -> Self {
        Self {
            criterion: it.criterion_id,
            round: it.round,
            by: it.user_id,
            level: it.level,
            second: it.second_level,
            score: it.score,
            answers: it.answers,
            unconfirmed: it.carried_from_id.filter(|_| it.confirm),
            span: Span { recorded_at: it.recorded_at, superseded_at: it.superseded_at },
        }
    }
}

impl From<&Given> for Uttered {
    fn from(it: &Given) -> Self {
        Self {
            round: it.round,
            criterion: it.criterion,
            by: it.by,
            counts: it.level.is_some() && it.span.superseded_at.is_none(),
        }
    }
}
