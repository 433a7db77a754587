//! How an exercise stands: who has said what, who has finished, who is waited for. Pure.

use std::collections::HashSet;

use crate::entities::{CriterionId, UserId, calibration_rating};
use crate::rounds::standing::Said;

/// Somebody who takes part, and the criteria of the exercise that no conflict of interest keeps from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taker {
    pub user: UserId,
    pub name: String,
    pub rates: Vec<CriterionId>,
}

/// What is known of an exercise.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Those who rate in the assessment and have something to rate here, by name.
    pub takers: Vec<Taker>,
    pub locked: HashSet<UserId>,
    /// What all said, in the order in which they did: never to be shown to others before it has ended.
    pub ratings: Vec<calibration_rating::Model>,
}

impl Standing {
    /// What somebody has to rate, if they take part.
    pub fn taker(&self, user: UserId) -> Option<&Taker> {
        self.takers.iter().find(|it| it.user == user)
    }

    /// What somebody said of a criterion.
    pub fn said(&self, user: UserId, criterion: CriterionId) -> Option<&calibration_rating::Model> {
        self.ratings.iter().find(|it| it.user_id == user && it.criterion_id == criterion)
    }

    /// What all said of a criterion.
    pub fn of(&self, criterion: CriterionId) -> Vec<&calibration_rating::Model> {
        self.ratings.iter().filter(|it| it.criterion_id == criterion).collect()
    }

    /// What somebody has still to rate before they lock.
    pub fn missing(&self, user: UserId) -> Vec<CriterionId> {
        let rates = self.taker(user).map(|it| it.rates.clone()).unwrap_or_default();
        rates.into_iter().filter(|it| self.said(user, *it).is_none()).collect()
    }

    /// Those who have not locked yet, without one who is about to.
    pub fn waited_for(&self, but: Option<UserId>) -> Vec<&Taker> {
        let open = |it: &&Taker| !self.locked.contains(&it.user) && Some(it.user) != but;
        self.takers.iter().filter(open).collect()
    }
}

/// A level as it was said.
pub fn said(it: &calibration_rating::Model) -> Said {
    Said { level: it.level.clone(), second: it.second_level.clone(), score: it.score }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{CalibrationId, CalibrationRatingId};

    fn rating(user: i64, criterion: i64) -> calibration_rating::Model {
        calibration_rating::Model {
            id: CalibrationRatingId(0),
            calibration_id: CalibrationId(1),
            criterion_id: CriterionId(criterion),
            user_id: UserId(user),
            level: "met".into(),
            second_level: None,
            score: None,
            rationale: String::new(),
            recorded_at: chrono::DateTime::default(),
            superseded_at: None,
        }
    }

    #[test]
    fn one_rates_what_is_theirs_and_is_waited_for_until_they_lock() {
        let taker = |user, rates: &[i64]| Taker {
            user: UserId(user),
            name: String::new(),
            rates: rates.iter().copied().map(CriterionId).collect(),
        };
        let mut standing = Standing {
            takers: vec![taker(1, &[7, 8]), taker(2, &[8])],
            locked: HashSet::new(),
            ratings: vec![rating(1, 7), rating(2, 8)],
        };
        assert_eq!(standing.missing(UserId(1)), [CriterionId(8)]);
        assert!(standing.missing(UserId(2)).is_empty());
        assert_eq!(standing.waited_for(Some(UserId(1))).len(), 1);
        standing.locked.insert(UserId(2));
        assert!(standing.waited_for(Some(UserId(1))).is_empty());
        assert_eq!(standing.waited_for(None).len(), 1);
        assert_eq!(standing.of(CriterionId(8)).len(), 1);
    }
}
