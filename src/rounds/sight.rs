//! Which ratings a person may see: their own, and those of criteria whose raters have all locked.

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};
use sea_orm::prelude::*;

use super::opening::{Opening, Raters};
use crate::entities::{CriterionId, Round, UserId, assessment, rating, round_lock, sign_off};
use crate::standards::preorder::heirs;
use crate::standards::store::Whole;
use crate::team::assigned::{Duties, duties_in};

/// How far the rounds of an assessment are open.
#[derive(Clone, Debug)]
pub struct Sight {
    internal: Opening,
    external: Opening,
}

/// What of a rating decides who sees it.
#[derive(Clone, Copy, Debug)]
pub struct Uttered {
    pub round: Round,
    pub criterion: CriterionId,
    pub by: Option<UserId>,
    /// It names a level, and holds.
    pub counts: bool,
}

impl From<&rating::Model> for Uttered {
    fn from(it: &rating::Model) -> Self {
        Self {
            round: it.round,
            criterion: it.criterion_id,
            by: it.user_id,
            counts: it.superseded_at.is_none() && it.level.is_some(),
        }
    }
}

/// Who rated a criterion in a round.
pub type RatedBy = FxHashMap<(Round, CriterionId), FxHashSet<UserId>>;

impl Sight {
    /// Reads it as of today; six queries.
    pub async fn of(
        db: &impl ConnectionTrait,
        of: &assessment::Model,
        whole: &Whole,
        today: NaiveDate,
    ) -> Result<Self, DbErr> {
        let mut found = Self::in_many(db, &[(of, whole)], today).await?;
        found.pop().ok_or_else(|| DbErr::RecordNotFound("assessment".into()))
    }

    /// The same of some assessments, in their order; six queries.
    pub async fn in_many(
        db: &impl ConnectionTrait,
        of: &[(&assessment::Model, &Whole)],
        today: NaiveDate,
    ) -> Result<Vec<Self>, DbErr> {
        let ids = || of.iter().map(|it| it.0.id);
        let locks = round_lock::Entity::find()
            .filter(round_lock::Column::AssessmentId.is_in(ids()))
            .filter(round_lock::COLUMN.superseded_at.is_null());
        let signed_off = sign_off::Entity::find()
            .filter(sign_off::Column::AssessmentId.is_in(ids()))
            .filter(sign_off::COLUMN.superseded_at.is_null());
        let (duties, locks, signed_off) =
            tokio::try_join!(duties_in(db, of, today), locks.all(db), signed_off.all(db))?;
        let sight = |((of, whole), duties): (&(&assessment::Model, &Whole), Duties)| {
            let raters = Arc::new(raters(whole, &duties));
            let opening = |round| {
                let locks =
                    locks.iter().filter(|it| it.assessment_id == of.id && it.round == round);
                let is_it = |it: &sign_off::Model| it.assessment_id == of.id && it.round == round;
                Opening {
                    raters: raters.clone(),
                    locked: locks.map(|it| it.user_id).collect(),
                    signed_off: signed_off.iter().any(is_it),
                    decided: of.stage.is_decided(),
                }
            };
            Self { internal: opening(Round::Internal), external: opening(Round::External) }
        };
        Ok(of.iter().zip(duties).map(sight).collect())
    }

    /// How far a round is open; the self round has one voice, so that it hides nothing.
    pub fn opening(&self, round: Round) -> Option<&Opening> {
        match round {
            Round::Own => None,
            Round::Internal => Some(&self.internal),
            Round::External => Some(&self.external),
        }
    }

    /// Whether nobody is waited for before what was said of a criterion in a round is shown to all.
    pub fn is_open(&self, rated: &RatedBy, round: Round, criterion: CriterionId) -> bool {
        let nobody = FxHashSet::default();
        let rated = rated.get(&(round, criterion)).unwrap_or(&nobody);
        self.opening(round).is_none_or(|it| it.is_open(criterion, rated))
    }

    /// Leaves of some ratings those that a viewer may see; for no viewer, those that are open to all.
    pub fn retain<T>(
        &self,
        rows: &mut Vec<T>,
        uttered: impl Fn(&T) -> Uttered,
        viewer: Option<UserId>,
    ) {
        let rated = rated_by(rows.iter().map(&uttered));
        let nobody = FxHashSet::default();
        rows.retain(|it| {
            let it = uttered(it);
            let is_own = viewer.is_some() && it.by == viewer;
            let rated = rated.get(&(it.round, it.criterion)).unwrap_or(&nobody);
            let shows = |round: &Opening| round.shows(it.criterion, rated, it.by);
            is_own || self.opening(it.round).is_none_or(shows)
        });
    }
}

/// Who rated each criterion in each round, as far as it holds.
pub fn rated_by(rows: impl Iterator<Item = Uttered>) -> RatedBy {
    let mut rated = RatedBy::default();
    for it in rows.filter(|it| it.counts) {
        if let Some(user) = it.by {
            rated.entry((it.round, it.criterion)).or_default().insert(user);
        }
    }
    rated
}

/// Leaves of all ratings of an assessment those that a viewer may see; six queries at most, none where only the self round was
/// rated.
pub async fn shown(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    (whole, today): (&Whole, NaiveDate),
    mut rows: Vec<rating::Model>,
    viewer: Option<UserId>,
) -> Result<Vec<rating::Model>, DbErr> {
    if rows.iter().any(|it| it.round != Round::Own) {
        Sight::of(db, of, whole, today).await?.retain(&mut rows, |it| it.into(), viewer);
    }
    Ok(rows)
}

/// Who rates in the rounds of reviewers.
pub(super) fn raters(whole: &Whole, duties: &Duties) -> Raters {
    // Mostly those of the criterion before.
    let mut last: Arc<[UserId]> = Arc::default();
    let single = (0..whole.criteria.len()).map(|at| {
        if !duties.raters(at).eq(last.iter().copied()) {
            last = duties.raters(at).collect();
        }
        last.clone()
    });
    let criteria = whole.criteria.iter().map(|it| it.id);
    Raters::new(duties.able(), criteria, single.collect(), &heirs(&whole.criteria))
}
