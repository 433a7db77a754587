//! When raters see what others rated: not before everybody who rates a criterion has locked. Pure.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::entities::{CriterionId, UserId};
use crate::standards::preorder::Places;

/// Who rates which criterion of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raters {
    /// All who could come to rate something, as they are on the team.
    pub able: Vec<UserId>,
    /// All who rate something.
    pub all: Vec<UserId>,
    /// Who rates each criterion; those that are not named, all do.
    pub single: Places<Arc<[UserId]>>,
    /// Who rates each criterion or one for which its ratings hold too; those that are not named, all do.
    pub reach: Places<Arc<[UserId]>>,
}

impl Raters {
    /// From those who could rate and the criteria in preorder: who rates each, and the place of the one above whose ratings
    /// hold for it too.
    pub fn new(
        able: Vec<UserId>,
        criteria: impl Iterator<Item = CriterionId> + Clone,
        single: Vec<Arc<[UserId]>>,
        heirs: &[Option<usize>],
    ) -> Self {
        let mut reach = single.clone();
        for at in (0..reach.len()).rev() {
            let above =
                heirs[at].filter(|it| !reach[at].iter().all(|one| reach[*it].contains(one)));
            if let Some(above) = above {
                let both: BTreeSet<UserId> =
                    reach[above].iter().chain(&*reach[at]).copied().collect();
                reach[above] = both.into_iter().collect();
            }
        }
        let all: BTreeSet<UserId> = single.iter().flat_map(|it| it.iter().copied()).collect();
        let all = all.into_iter().collect();
        Self {
            able,
            all,
            single: criteria.clone().zip(single).collect(),
            reach: criteria.zip(reach).collect(),
        }
    }

    /// Who rates a criterion.
    pub fn of(&self, criterion: CriterionId) -> &[UserId] {
        self.single.get(&criterion).map_or(&self.all, |it| it)
    }

    /// Who rates a criterion or one for which its ratings hold too.
    fn reached(&self, criterion: CriterionId) -> &[UserId] {
        self.reach.get(&criterion).map_or(&self.all, |it| it)
    }
}

/// How far a round is open.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    pub raters: Arc<Raters>,
    pub locked: FxHashSet<UserId>,
    pub signed_off: bool,
    /// It is decided: nobody rates any more, and nothing is hidden from who answers what was found.
    pub decided: bool,
}

impl Opening {
    /// Whether nobody is waited for any more before what was said of a criterion is shown to all. Who is the only one who could
    /// rate hides from nobody; else all who rate it, or something for which it holds, must have locked, and those who said
    /// something of it and rate only other criteria now. That it is one person's alone opens nothing: it can be given to another
    /// tomorrow. Who has left the team is waited for only where nobody else rates it.
    pub fn is_open(&self, criterion: CriterionId, said: &FxHashSet<UserId>) -> bool {
        self.is_open_among(self.raters.reached(criterion), said)
    }

    /// The same of what is about no single criterion: all who rate anything must have locked.
    pub fn is_open_to_all(&self, said: &FxHashSet<UserId>) -> bool {
        self.is_open_among(&self.raters.all, said)
    }

    /// Whether a rating of a criterion by somebody may be shown to all. What somebody said who rates it no more and has never
    /// locked was not their last word: it stays theirs until the round is signed off.
    pub fn shows(
        &self,
        criterion: CriterionId,
        rated: &FxHashSet<UserId>,
        by: Option<UserId>,
    ) -> bool {
        let is_final = |by| self.raters.of(criterion).contains(&by) || self.locked.contains(&by);
        self.is_over() || (by.is_none_or(is_final) && self.is_open(criterion, rated))
    }

    /// Whether nothing is said in it any more.
    fn is_over(&self) -> bool {
        self.signed_off || self.decided
    }

    fn is_open_among(&self, raters: &[UserId], said: &FxHashSet<UserId>) -> bool {
        let mut people = self.raters.able.iter().chain(said);
        let first = people.next();
        let is_alone = people.all(|it| Some(it) == first);
        if self.is_over() || is_alone {
            return true;
        }
        let others = || said.iter().filter(|it| !raters.contains(it));
        let stays = |it: &&UserId| self.raters.all.contains(it);
        let has_locked = |it: &UserId| self.locked.contains(it);
        let mut waited = raters.iter().chain(others().filter(stays)).peekable();
        if waited.peek().is_some() {
            waited.all(has_locked)
        } else {
            // All of the others have left.
            others().all(has_locked)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(raters: &[i64], locked: &[i64]) -> Opening {
        let users = |it: &[i64]| it.iter().map(|it| UserId(*it)).collect::<Vec<_>>();
        Opening {
            raters: Raters { able: users(raters), all: users(raters), ..Raters::default() }.into(),
            locked: users(locked).into_iter().collect(),
            ..Opening::default()
        }
    }

    fn raters(of: &mut Opening) -> &mut Raters {
        Arc::make_mut(&mut of.raters)
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
        assert!(signed_off.is_open(criterion, &FxHashSet::default()));
    }

    #[test]
    fn a_criterion_waits_only_for_its_own_raters() {
        let mut opening = opening(&[1, 2, 3], &[1, 2]);
        raters(&mut opening).reach.insert(CriterionId(7), vec![UserId(1), UserId(2)].into());
        let rated = [UserId(1), UserId(2)].into_iter().collect();
        assert!(opening.is_open(CriterionId(7), &rated));
        assert!(!opening.is_open(CriterionId(8), &rated));
        assert!(!opening.is_open_to_all(&rated), "what is about the whole waits for all");
    }

    #[test]
    fn a_criterion_of_one_rater_opens_no_sooner_where_another_could_get_it() {
        let alone = |able: &[i64], locked: &[i64]| {
            let mut it = opening(able, locked);
            raters(&mut it).single.insert(CriterionId(7), vec![UserId(1)].into());
            raters(&mut it).reach.insert(CriterionId(7), vec![UserId(1)].into());
            it.shows(CriterionId(7), &[UserId(1)].into_iter().collect(), Some(UserId(1)))
        };
        assert!(alone(&[1], &[]), "nobody else is there");
        assert!(!alone(&[1, 2], &[]) && !alone(&[1, 2], &[2]));
        assert!(alone(&[1, 2], &[1]));
    }

    #[test]
    fn what_holds_for_criteria_below_waits_for_those_who_rate_them() {
        let id = CriterionId;
        let user = |it: &[i64]| it.iter().map(|it| UserId(*it)).collect::<Vec<_>>();
        // 1 with 2 and 3 below it; then 4 of another edition.
        let single = [&[9][..], &[9, 5], &[9], &[9, 7]].map(|it| user(it).into()).to_vec();
        let heirs = [None, Some(0), Some(0), None];
        let able = user(&[5, 7, 9]);
        let raters = Raters::new(able, [1, 2, 3, 4].map(id).into_iter(), single, &heirs);
        assert_eq!(raters.all, user(&[5, 7, 9]));
        assert_eq!((raters.of(id(1)), raters.reached(id(1))), (&*user(&[9]), &*user(&[5, 9])));
        let rated: FxHashSet<_> = [UserId(9)].into_iter().collect();
        let mut opening = Opening { raters: raters.into(), ..Opening::default() };
        let open = |it: &Opening| [1, 2, 3, 4].map(|at| it.is_open(id(at), &rated));
        assert_eq!(open(&opening), [false; 4], "3 is theirs alone, but others could get it");
        opening.locked = [UserId(9)].into_iter().collect();
        assert_eq!(open(&opening), [false, false, true, false]);
        opening.locked = [UserId(9), UserId(5)].into_iter().collect();
        assert_eq!(open(&opening), [true, true, true, false]);
    }

    #[test]
    fn whom_a_criterion_was_taken_from_keeps_what_they_said_to_themselves() {
        let shown = |opening: &Opening, rated: &[i64]| {
            let rated: FxHashSet<_> = rated.iter().map(|it| UserId(*it)).collect();
            let by = |it| opening.shows(CriterionId(7), &rated, Some(UserId(it)));
            [1, 2].map(by)
        };
        let nobody = |locked: &[i64]| {
            let mut it = opening(&[], locked);
            raters(&mut it).single.insert(CriterionId(7), Vec::new().into());
            raters(&mut it).reach.insert(CriterionId(7), Vec::new().into());
            it
        };
        // Nobody rates it any more.
        assert_eq!(shown(&nobody(&[]), &[1, 2]), [false, false]);
        assert_eq!(shown(&nobody(&[]), &[1]), [false, false]);
        assert_eq!(shown(&nobody(&[1]), &[1, 2]), [false, false]);
        assert_eq!(shown(&nobody(&[1, 2]), &[1, 2]), [true, true], "their days have ended");
        let signed_off = Opening { signed_off: true, ..nobody(&[]) };
        assert_eq!(shown(&signed_off, &[1, 2]), [true, true]);
        // They still rate other criteria.
        let elsewhere = |locked: &[i64]| {
            let all = vec![UserId(1), UserId(2)];
            let mut it = nobody(locked);
            raters(&mut it).all = all;
            it
        };
        assert_eq!(shown(&elsewhere(&[1]), &[1, 2]), [false, false]);
        assert_eq!(shown(&elsewhere(&[1, 2]), &[1, 2]), [true, true]);
        // One is left and locks: what the other never locked is not told.
        let one = |locked: &[i64]| opening(&[1], locked);
        assert_eq!(shown(&one(&[]), &[1, 2]), [false, false]);
        assert_eq!(shown(&one(&[1]), &[1, 2]), [true, false]);
    }
}
