//! When raters see what others rated: not before everybody who rates a criterion has locked. Pure.

use std::collections::{HashMap, HashSet};

use crate::entities::{CriterionId, UserId};

/// Who rates which criterion of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raters {
    /// All who rate something.
    pub all: Vec<UserId>,
    /// Who rates each criterion; those that are not named, all do.
    pub single: HashMap<CriterionId, Vec<UserId>>,
}

impl Raters {
    /// Who rates a criterion.
    pub fn of(&self, criterion: CriterionId) -> &[UserId] {
        self.single.get(&criterion).unwrap_or(&self.all)
    }
}

/// How far a round is open.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    pub raters: Raters,
    pub locked: HashSet<UserId>,
    pub signed_off: bool,
}

impl Opening {
    /// Whether what `rated` it may be shown to all. One voice alone hides from nobody; with more, all who rate it must have
    /// locked. Who has left the team is not waited for.
    pub fn is_open(&self, criterion: CriterionId, rated: &HashSet<UserId>) -> bool {
        self.is_open_among(self.raters.of(criterion), rated)
    }

    /// The same of what is about no single criterion: all who rate anything must have locked.
    pub fn is_open_to_all(&self, said: &HashSet<UserId>) -> bool {
        self.is_open_among(&self.raters.all, said)
    }

    fn is_open_among(&self, raters: &[UserId], rated: &HashSet<UserId>) -> bool {
        let others = rated.iter().filter(|it| !raters.contains(it)).count();
        self.signed_off
            || raters.len() + others < 2
            || raters.iter().all(|it| self.locked.contains(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(raters: &[i64], locked: &[i64]) -> Opening {
        let users = |it: &[i64]| it.iter().map(|it| UserId(*it)).collect::<Vec<_>>();
        Opening {
            raters: Raters { all: users(raters), single: HashMap::new() },
            locked: users(locked).into_iter().collect(),
            signed_off: false,
        }
    }

    #[test]
    fn it_opens_when_the_last_of_its_raters_has_locked() {
        let criterion = CriterionId(1);
        for (raters, locked, rated, open) in [
            (&[1, 2][..], &[][..], &[1, 2][..], false),
            (&[1, 2], &[1], &[1, 2], false),
            (&[1, 2], &[1, 2], &[1, 2], true),
            // Nobody to hide from.
            (&[1], &[], &[1], true),
            (&[], &[], &[], true),
            // Somebody who left rated it before: the one who is left does not see it yet.
            (&[1], &[], &[1, 9], false),
            (&[1], &[1], &[1, 9], true),
            // A second rater who has said nothing yet must not see the first.
            (&[1, 2], &[], &[1], false),
        ] {
            let rated = rated.iter().map(|it| UserId(*it)).collect();
            let found = opening(raters, locked).is_open(criterion, &rated);
            assert_eq!(found, open, "{raters:?} {locked:?} {rated:?}");
        }
        let signed_off = Opening { signed_off: true, ..opening(&[1, 2], &[]) };
        assert!(signed_off.is_open(criterion, &HashSet::new()));
    }

    #[test]
    fn a_criterion_waits_only_for_its_own_raters() {
        let mut opening = opening(&[1, 2, 3], &[1, 2]);
        opening.raters.single.insert(CriterionId(7), vec![UserId(1), UserId(2)]);
        let rated = [UserId(1), UserId(2)].into();
        assert!(opening.is_open(CriterionId(7), &rated));
        assert!(!opening.is_open(CriterionId(8), &rated));
        assert!(!opening.is_open_to_all(&rated), "what is about the whole waits for all");
    }
}
