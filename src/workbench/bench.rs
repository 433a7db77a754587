//! A criterion on the workbench: what is known of it, as far as this person may see it.

use super::forms::RatingForm;
use crate::access::Action;
use crate::app::App;
use crate::assessments::{ratings, store};
use crate::editions::earlier::{self, Earlier};
use crate::entities::{AssessmentId, CriterionId, Round, assessment, determination, rating, user};
use crate::readiness::facts::Options;
use crate::readiness::store::{Assessed, assess_around, assess_for};
use crate::rounds::sight::{Sight, Uttered};
use crate::rounds::store as rounds;
use crate::standards::pack::Scale;
use crate::web::{Error, Result, Visitor};

/// Ratings with who gave them.
pub(super) type History = Vec<(rating::Model, Option<user::Model>)>;

/// Everything that the page of a criterion shows.
pub(super) struct Bench {
    pub(super) of: Assessed,
    /// Place of the criterion.
    pub(super) at: usize,
    /// The round that this person rates in now, if any.
    pub(super) round: Option<Round>,
    /// Their ratings of it stand as they are: they have locked them, or it is signed off.
    pub(super) closed: bool,
    /// What was rated, newest first, as far as they may see it.
    pub(super) history: History,
    pub(super) determined: Vec<determination::Model>,
    /// What was said of it in an earlier assessment.
    pub(super) before: Option<Earlier>,
}

/// The assessment as this person sees it.
pub(super) async fn assessed(
    app: &App,
    visitor: &Visitor,
    assessment: AssessmentId,
) -> Result<Assessed> {
    let (it, edition) = store::find(&app.db.read, &visitor.scope(), assessment).await?;
    let options = Options::on(app.today());
    Ok(assess_for(&app.db.read, visitor, it, edition, options).await?)
}

impl Bench {
    /// Reads it.
    pub(super) async fn of(
        app: &App,
        visitor: &Visitor,
        assessment: AssessmentId,
        criterion: CriterionId,
    ) -> Result<Self> {
        let db = &app.db.read;
        let found = store::find(db, &visitor.scope(), assessment).await?;
        let options = Options::on(app.today());
        let of = assess_around(db, visitor, found, options, criterion).await?;
        let at = of.whole.criteria.iter().position(|it| it.id == criterion);
        let at = at.ok_or(Error::NotFound)?;
        let round = round_of(visitor, &of.assessment);
        let closed = async {
            match round {
                Some(round) => rounds::is_closed_to(db, assessment, round, visitor.id).await,
                None => Ok(false),
            }
        };
        let (mut history, closed, determined, before) = tokio::try_join!(
            ratings::history(db, assessment, criterion),
            closed,
            rounds::determined_of(db, assessment, criterion),
            earlier::of(db, visitor, &of.assessment, (&of.whole, at)),
        )?;
        if history.iter().any(|it| it.0.round != Round::Own) {
            // It was asked already for the figures, where anything but the self round was rated.
            let asked;
            let sight = if let Some(sight) = &of.sight {
                sight
            } else {
                asked = Sight::of(db, &of.assessment, &of.whole, app.today()).await?;
                &asked
            };
            sight.retain(&mut history, |it| Uttered::from(&it.0), Some(visitor.id));
        }
        Ok(Self { of, at, round, closed, history, determined, before })
    }

    /// What this person said in the round that they rate in.
    pub(super) fn own(&self, visitor: &Visitor) -> Option<&rating::Model> {
        self.round.and_then(|round| own_rating(&self.history, visitor, round))
    }
}

/// The round that this person rates in now, if any.
pub(super) fn round_of(visitor: &Visitor, of: &assessment::Model) -> Option<Round> {
    let round = of.stage.rated()?;
    visitor.may_on(Action::rates_in(round), of).then_some(round)
}

/// What somebody said in a round and still holds. In the self round the institution speaks with one voice: what a colleague or a
/// worksheet said there is replaced too.
pub(super) fn own_rating<'a>(
    history: &'a [(rating::Model, Option<user::Model>)],
    visitor: &Visitor,
    round: Round,
) -> Option<&'a rating::Model> {
    let is_own = |it: &&rating::Model| {
        let is_theirs = round == Round::Own || it.user_id == Some(visitor.id);
        it.round == round && is_theirs && it.superseded_at.is_none()
    };
    history.iter().map(|it| &it.0).find(is_own)
}

/// Says that a rating was seen as it is.
pub(super) fn stamp(it: Option<&rating::Model>) -> String {
    it.map(|it| format!("{}.{}", it.id, it.edits)).unwrap_or_default()
}

/// The form as it stands: what was rated, or nothing yet.
pub(super) fn form_of(scale: Option<&Scale>, it: Option<&rating::Model>) -> RatingForm {
    let Some(it) = it else { return RatingForm::default() };
    let level = it.level.clone().unwrap_or_default();
    // Where the score gives the level, none is chosen.
    let given = scale.is_some_and(|it| it.percent && !it.is_not_applicable(&level));
    RatingForm {
        level: if given { String::new() } else { level },
        second: it.second_level.clone().unwrap_or_default(),
        score: it.score.map(|it| it.to_string()).unwrap_or_default(),
        rationale: it.rationale.clone(),
        recommendation: it.recommendation.clone(),
        answers: it.answers.clone(),
        seen: stamp(Some(it)),
    }
}
