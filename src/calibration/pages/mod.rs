//! The pages of calibration.

pub mod criterion;
pub mod list;
pub mod moves;
pub mod rule;
pub mod show;
mod table;
pub mod talk;

use axum::http::StatusCode;
use sea_orm::ConnectionTrait;

use super::standing::Standing;
use super::store;
use crate::access::Action;
use crate::assessments;
use crate::entities::{AssessmentId, CalibrationId, CriterionId, assessment, calibration};
use crate::language::Language;
use crate::rounds::pages::level;
use crate::standards::pack::Scale;
use crate::tailoring::{self, store::Tailored};
use crate::web::{Error, Result, Visitor};

/// An exercise as somebody may see it.
struct Exercise {
    of: assessment::Model,
    tailored: Tailored,
    held: calibration::Model,
    /// Places of its criteria that are not withheld from who looks.
    places: Vec<usize>,
    standing: Standing,
}

impl Exercise {
    /// Reads it; sixteen queries at most.
    async fn of(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        (assessment, id): (AssessmentId, CalibrationId),
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Self> {
        let (of, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
        let held = store::find(db, assessment, id).await?;
        let mut tailored = tailoring::store::of(db, &of, edition, now).await?;
        let mut places = store::places(db, id, &tailored.whole).await?;
        let at = (&tailored.whole, places.as_slice(), now.date_naive());
        let standing = store::standing(db, &of, id, at).await?;
        let withheld = visitor.withheld(assessment);
        places.retain(|it| !withheld.covers(tailored.whole.criteria[*it].id));
        tailored.withhold(withheld);
        Ok(Self { of, tailored, held, places, standing })
    }

    /// The place of a criterion of it: there is none of what is not in it, and what is withheld is refused.
    fn at(&self, visitor: &Visitor, criterion: CriterionId) -> Result<usize> {
        crate::team::pages::bench::require_open(visitor, self.of.id, criterion)?;
        let criteria = &self.tailored.whole.criteria;
        let found = self.places.iter().copied().find(|it| criteria[*it].id == criterion);
        found.ok_or(Error::NotFound)
    }

    fn scale(&self) -> Option<&Scale> {
        self.tailored.whole.head.scale.as_ref()
    }

    /// Whether all see what all said; all who rate in the assessment, that is.
    fn is_open_to(&self, visitor: &Visitor) -> bool {
        self.held.ended_at.is_some() && takes_part(visitor, &self.of)
    }

    /// Whether somebody may still say something.
    fn may_rate(&self, visitor: &Visitor) -> bool {
        let is_taker = self.standing.taker(visitor.id).is_some();
        let is_locked = self.standing.locked.contains(&visitor.id);
        let is_over = self.held.ended_at.is_some() || self.of.stage.is_decided();
        !is_over && is_taker && !is_locked && takes_part(visitor, &self.of)
    }
}

/// Whether somebody rates in an assessment, or leads it.
fn takes_part(visitor: &Visitor, of: &assessment::Model) -> bool {
    visitor.may_on(Action::RateReview, of)
}

/// Whether somebody opens and ends exercises and notes rules now: the lead, until it is decided.
fn leads(visitor: &Visitor, of: &assessment::Model) -> bool {
    visitor.determines(of) && !of.stage.is_decided()
}

/// Lets only the lead on.
fn require_lead(visitor: &Visitor, of: &assessment::Model) -> Result<()> {
    visitor.require_on(Action::Determine, of)?;
    if visitor.determines(of) { require_undecided(visitor, of) } else { Err(Error::Forbidden) }
}

/// Lets only on who rates.
fn require_taker(visitor: &Visitor, of: &assessment::Model) -> Result<()> {
    visitor.require_on(Action::RateReview, of)?;
    require_undecided(visitor, of)
}

/// Where nothing is rated any more, nothing is practised.
fn require_undecided(visitor: &Visitor, of: &assessment::Model) -> Result<()> {
    let said = || refused(visitor.language, "problem-calibration-decided");
    if of.stage.is_decided() { Err(said()) } else { Ok(()) }
}

/// A refusal of which the reader is told why.
fn refused(language: Language, key: &str) -> Error {
    Error::NotTaken(StatusCode::UNPROCESSABLE_ENTITY, "round-refused", language.text(key))
}
