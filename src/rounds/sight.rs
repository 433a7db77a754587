//! Which ratings a person may see: their own, and those of criteria whose raters have all locked.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::prelude::*;

use super::opening::{Opening, Raters};
use crate::entities::{CriterionId, Round, UserId, assessment, rating, round_lock, sign_off};
use crate::standards::store::Whole;
use crate::team::assigned::duties;

/// How far the rounds of an assessment are open.
#[derive(Clone, Debug)]
pub struct Sight {
    internal: Opening,
    external: Opening,
}

/// Who rated a criterion in a round.
pub type RatedBy = HashMap<(Round, CriterionId), HashSet<UserId>>;

impl Sight {
    /// Reads it as of today; six queries.
    pub async fn of(
        db: &impl ConnectionTrait,
        of: &assessment::Model,
        whole: &Whole,
        today: NaiveDate,
    ) -> Result<Self, DbErr> {
        let raters = raters(db, of, whole, today).await?;
        let locks = round_lock::Entity::find()
            .filter(round_lock::COLUMN.assessment_id.eq(of.id))
            .filter(round_lock::COLUMN.superseded_at.is_null())
            .all(db)
            .await?;
        let signed_off = sign_off::Entity::find()
            .filter(sign_off::COLUMN.assessment_id.eq(of.id))
            .filter(sign_off::COLUMN.superseded_at.is_null())
            .all(db)
            .await?;
        let opening = |round| Opening {
            raters: raters.clone(),
            locked: locks.iter().filter(|it| it.round == round).map(|it| it.user_id).collect(),
            signed_off: signed_off.iter().any(|it| it.round == round),
        };
        Ok(Self { internal: opening(Round::Internal), external: opening(Round::External) })
    }

    /// How far a round is open; the self round has one voice, so that it hides nothing.
    pub fn opening(&self, round: Round) -> Option<&Opening> {
        match round {
            Round::Own => None,
            Round::Internal => Some(&self.internal),
            Round::External => Some(&self.external),
        }
    }

    /// Whether what was said of a criterion in a round is open to all.
    pub fn is_open(&self, rated: &RatedBy, round: Round, criterion: CriterionId) -> bool {
        let nobody = HashSet::new();
        let rated = rated.get(&(round, criterion)).unwrap_or(&nobody);
        self.opening(round).is_none_or(|it| it.is_open(criterion, rated))
    }

    /// Leaves of some ratings those that a viewer may see; for no viewer, those that are open to all.
    pub fn retain<T>(
        &self,
        rows: &mut Vec<T>,
        rating: impl Fn(&T) -> &rating::Model,
        viewer: Option<UserId>,
    ) {
        let rated = rated_by(rows.iter().map(&rating));
        rows.retain(|it| {
            let it = rating(it);
            let is_own = viewer.is_some() && it.user_id == viewer;
            is_own || self.is_open(&rated, it.round, it.criterion_id)
        });
    }
}

/// Who rated each criterion in each round, as far as it holds.
pub fn rated_by<'a>(rows: impl Iterator<Item = &'a rating::Model>) -> RatedBy {
    let mut rated = RatedBy::new();
    for it in rows.filter(|it| it.superseded_at.is_none() && it.level.is_some()) {
        if let Some(user) = it.user_id {
            rated.entry((it.round, it.criterion_id)).or_default().insert(user);
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
        Sight::of(db, of, whole, today).await?.retain(&mut rows, |it| it, viewer);
    }
    Ok(rows)
}

/// Who rates in the rounds of reviewers; four queries.
async fn raters(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    whole: &Whole,
    today: NaiveDate,
) -> Result<Raters, DbErr> {
    let duties = duties(db, of, whole, today).await?;
    let criteria = whole.criteria.iter().enumerate();
    let single: HashMap<CriterionId, Vec<UserId>> =
        criteria.map(|(place, it)| (it.id, duties.raters(place))).collect();
    let all: HashSet<UserId> = single.values().flatten().copied().collect();
    let mut all: Vec<UserId> = all.into_iter().collect();
    all.sort_unstable();
    Ok(Raters { all, single })
}
