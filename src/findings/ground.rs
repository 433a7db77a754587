//! A finding with the assessment around it, as far as a person may see it, and what they may do there.

use sea_orm::prelude::*;

use super::course::{Side, side};
use super::held::Held;
use super::{sight, store};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{AssessmentId, CriterionId, FindingId, FindingStep, assessment, criterion};
use crate::standards::store::Whole;
use crate::tailoring;
use crate::team::pages::bench;
use crate::web::{Error, Result, Visitor};

/// A finding of an assessment.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) assessment: assessment::Model,
    pub(super) whole: Whole,
    pub(super) held: Held,
}

impl Ground {
    /// Reads it; what a conflict of interest or a blind round keeps from this person is not there for them. Fourteen queries at
    /// most.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        (assessment, finding): (AssessmentId, FindingId),
        today: chrono::NaiveDate,
    ) -> Result<Self> {
        let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
        let whole = tailoring::store::whole(db, &it, edition).await?;
        let held = store::one(db, assessment, finding).await?;
        let withheld = visitor.withheld(assessment);
        if held.head.criterion_id.is_some_and(|it| withheld.covers(it)) {
            return Err(Error::NotFound);
        }
        // Who else raised something of the same decides whether it is blind.
        let all = match held.head.criterion_id {
            _ if held.is_by(visitor.id) => vec![held],
            Some(criterion) => store::about(db, assessment, criterion).await?,
            None => store::all(db, assessment).await?,
        };
        let seen = sight::shown(db, &it, (&whole, today), all, Some(visitor.id)).await?;
        let held = seen.into_iter().find(|it| it.head.id == finding).ok_or(Error::NotFound)?;
        Ok(Self { assessment: it, whole, held })
    }

    /// The criterion that it is about.
    pub(super) fn criterion(&self) -> Option<&criterion::Model> {
        criterion_of(&self.whole, self.held.head.criterion_id)
    }
}

/// A criterion of a tree.
pub(super) fn criterion_of(whole: &Whole, id: Option<CriterionId>) -> Option<&criterion::Model> {
    id.and_then(|id| whole.criteria.iter().find(|it| it.id == id))
}

/// What somebody may do with a finding: as whom they may take its steps.
#[derive(Clone, Debug)]
pub(super) struct Rights(Vec<Side>);

impl Rights {
    /// Finds them out; four queries at most.
    pub(super) async fn of(app: &App, visitor: &Visitor, it: &Ground) -> Result<Self> {
        let of = &it.assessment;
        let reviews = visitor.may_on(Action::RateReview, of);
        let criterion = it.held.head.criterion_id;
        let place = it.whole.criteria.iter().position(|it| Some(it.id) == criterion);
        let theirs = match place {
            Some(place) if reviews => {
                bench::refusal(&app.db.read, (visitor, app.today()), of, (&it.whole, place))
                    .await?
                    .is_none()
            }
            _ => true,
        };
        Ok(Self::known(visitor, of, &it.held, theirs))
    }

    /// The same where it is known whether they rate what it is about, as far as that is a matter of the team.
    pub(super) fn known(
        visitor: &Visitor,
        of: &assessment::Model,
        held: &Held,
        theirs: bool,
    ) -> Self {
        let (reviews, leads) = (visitor.may_on(Action::RateReview, of), visitor.leads(of));
        let sides = [
            (Side::Institution, visitor.may_on(Action::AnswerFindings, of)),
            (Side::Reviewer, reviews && (theirs || leads)),
            (Side::Author, leads || (reviews && held.is_by(visitor.id))),
            (Side::Lead, leads),
        ];
        Self(sides.into_iter().filter(|it| it.1).map(|it| it.0).collect())
    }

    /// Whether a step is theirs.
    pub(super) fn may(&self, step: FindingStep) -> bool {
        self.0.contains(&side(step))
    }

    /// Whether they may let it say something else.
    pub(super) fn rewords(&self, held: &Held) -> bool {
        use crate::entities::FindingState::{Closed, Effective, Withdrawn};
        let is_over = matches!(held.state(), Closed | Effective | Withdrawn);
        self.0.contains(&Side::Author) && !is_over
    }
}
