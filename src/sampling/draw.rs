//! Which of the rated criteria are verified: everything of some raters, at least one of each rater and of each area, the riskiest,
//! and some by chance. The same seed draws the same. Pure.

use std::collections::BTreeSet;

use crate::entities::UserId;
use crate::language::Worded;

/// Why a criterion is in a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Its raters differ.
    Differ,
    /// No evidence counts for it.
    NoEvidence,
    /// Evidence was changed after it was rated.
    Changed,
    /// It is mandatory.
    Mandatory,
    /// Its rater was often overridden before.
    Overridden,
    /// Nothing is known yet of how its rater rates.
    NewRater,
    /// It just reaches the level that the target needs, or just misses it.
    Edge,
    /// Only one evidence item counts for it.
    LittleEvidence,
    /// It weighs more than most.
    Heavy,
    /// Everything of its rater is verified.
    Whole,
    /// At least one of each rater.
    Rater,
    /// At least one of each area.
    Area,
    /// By chance.
    Chance,
}

impl Why {
    /// All of them, the greatest risk first.
    pub const ALL: [Self; 13] = [
        Self::Differ,
        Self::NoEvidence,
        Self::Changed,
        Self::Mandatory,
        Self::Overridden,
        Self::NewRater,
        Self::Edge,
        Self::LittleEvidence,
        Self::Heavy,
        Self::Whole,
        Self::Rater,
        Self::Area,
        Self::Chance,
    ];

    /// How much risk it stands for; docs/sampling.md says the same.
    pub fn points(self) -> u32 {
        match self {
            Self::Differ | Self::NoEvidence => 4,
            Self::Changed | Self::Mandatory | Self::Overridden => 3,
            Self::NewRater | Self::Edge => 2,
            Self::LittleEvidence | Self::Heavy => 1,
            Self::Whole | Self::Rater | Self::Area | Self::Chance => 0,
        }
    }

    /// How it is stored.
    pub fn code(self) -> &'static str {
        &self.key()["sample-why-".len()..]
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

impl Worded for Why {
    fn key(&self) -> &'static str {
        match self {
            Self::Differ => "sample-why-differ",
            Self::NoEvidence => "sample-why-no-evidence",
            Self::Changed => "sample-why-changed",
            Self::Mandatory => "sample-why-mandatory",
            Self::Overridden => "sample-why-overridden",
            Self::NewRater => "sample-why-new-rater",
            Self::Edge => "sample-why-edge",
            Self::LittleEvidence => "sample-why-little-evidence",
            Self::Heavy => "sample-why-heavy",
            Self::Whole => "sample-why-whole",
            Self::Rater => "sample-why-rater",
            Self::Area => "sample-why-area",
            Self::Chance => "sample-why-chance",
        }
    }
}

/// Who rated; none where an import did.
pub type Rater = Option<UserId>;

/// A criterion that can be verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id: what chance says of it does not change when others come and go.
    pub id: i64,
    /// The area that it is in, by place.
    pub area: usize,
    /// Those who rated it.
    pub raters: Vec<Rater>,
    pub risks: BTreeSet<Why>,
}

impl Candidate {
    fn points(&self) -> u32 {
        self.risks.iter().map(|it| it.points()).sum()
    }
}

/// How a sample is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of all candidates, in percent, 1 to 100.
    pub share: u32,
    pub seed: i64,
    /// Raters of whom everything is verified.
    pub whole_of: Vec<UserId>,
}

/// A criterion that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its place among the candidates.
    pub at: usize,
    pub why: BTreeSet<Why>,
}

/// Draws a sample, the riskiest first. It is as large as the share says, or larger where each rater and each area could not be
/// in it otherwise, or where everything of somebody is.
pub fn draw(candidates: &[Candidate], wanted: &Wanted) -> Vec<Chosen> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_cached_key(|at| {
        let it = &candidates[*at];
        (std::cmp::Reverse(it.points()), chance(wanted.seed, it.id), it.id)
    });
    let mut drawn = Drawn { candidates, why: vec![None; candidates.len()] };
    for (at, it) in candidates.iter().enumerate() {
        if it.raters.iter().flatten().any(|it| wanted.whole_of.contains(it)) {
            drawn.take(at, Some(Why::Whole));
        }
    }
    let raters: BTreeSet<Rater> = candidates.iter().flat_map(|it| it.raters.clone()).collect();
    for rater in raters {
        drawn.at_least_one(&order, Why::Rater, |it| it.raters.contains(&rater));
    }
    let areas: BTreeSet<usize> = candidates.iter().map(|it| it.area).collect();
    for area in areas {
        drawn.at_least_one(&order, Why::Area, |it| it.area == area);
    }
    let rest = size(candidates.len(), wanted.share).saturating_sub(drawn.count());
    // A third by chance, so that nobody can know what is not looked at.
    let risky: Vec<usize> = drawn.left(&order).take(rest - rest / 3).collect();
    for at in risky {
        // Where nothing speaks for it, chance put it here.
        drawn.take(at, candidates[at].risks.is_empty().then_some(Why::Chance));
    }
    let mut shuffled = order.clone();
    shuffled.sort_by_key(|at| (chance(wanted.seed, candidates[*at].id), candidates[*at].id));
    let by_chance: Vec<usize> = drawn.left(&shuffled).take(rest / 3).collect();
    for at in by_chance {
        drawn.take(at, Some(Why::Chance));
    }
    let Drawn { mut why, .. } = drawn;
    let chosen = |at: usize| why[at].take().map(|why| Chosen { at, why });
    order.into_iter().filter_map(chosen).collect()
}

/// What was drawn so far: for each candidate, why.
struct Drawn<'a> {
    candidates: &'a [Candidate],
    why: Vec<Option<BTreeSet<Why>>>,
}

impl Drawn<'_> {
    fn take(&mut self, at: usize, why: Option<Why>) {
        let risks = &self.candidates[at].risks;
        self.why[at].get_or_insert_with(|| risks.clone()).extend(why);
    }

    fn count(&self) -> usize {
        self.why.iter().flatten().count()
    }

    fn left<'b>(&'b self, order: &'b [usize]) -> impl Iterator<Item = usize> + 'b {
        order.iter().copied().filter(|it| self.why[*it].is_none())
    }

    /// Takes the first in order that fits, unless one that fits is there already.
    fn at_least_one(&mut self, order: &[usize], why: Why, fits: impl Fn(&Candidate) -> bool) {
        let fits = |at: &usize| fits(&self.candidates[*at]);
        if order.iter().any(|it| self.why[*it].is_some() && fits(it)) {
            return;
        }
        if let Some(first) = order.iter().copied().find(|it| fits(it)) {
            self.take(first, Some(why));
        }
    }
}

/// How many a share of all is, rounded up.
fn size(all: usize, share: u32) -> usize {
    (all * share.min(100) as usize).div_ceil(100)
}

/// A number that looks like chance and is the same on every machine: the finisher of `SplitMix64`.
fn chance(seed: i64, id: i64) -> u64 {
    let step = id.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut it = seed.cast_unsigned().wrapping_add(step).wrapping_add(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// Gives each criterion to one of those who may verify it, to whom has fewest so far. `may` names them by their places.
pub fn share_out(may: &[Vec<usize>], verifiers: usize) -> Vec<usize> {
    let mut load = vec![0_usize; verifiers];
    let mut give = |may: &Vec<usize>| {
        let to = may.iter().copied().min_by_key(|it| (load[*it], *it)).unwrap_or_default();
        if let Some(load) = load.get_mut(to) {
            *load += 1;
        }
        to
    };
    may.iter().map(&mut give).collect()
}

/// What tells one sample from another: a short name of what is in it and of who verifies it.
pub fn mark(of: impl Iterator<Item = (i64, i64)>) -> String {
    let folded =
        of.fold(0_i64, |held, (id, who)| chance(chance(held, id).cast_signed(), who).cast_signed());
    format!("{:016x}", folded.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let risks = prop::collection::btree_set(prop::sample::select(&Why::ALL[..9]), 0..4);
        let raters = prop::collection::btree_set(prop::option::of(1_i64..6), 1..3);
        prop::collection::vec((0_usize..5, raters, risks), 0..80).prop_map(|all| {
            let one = |(id, (area, raters, risks)): (i64, (usize, BTreeSet<Option<i64>>, _))| {
                let raters = raters.into_iter().map(|it| it.map(UserId)).collect();
                Candidate { id: id * 7 + 3, area, raters, risks }
            };
            (0..).zip(all).map(one).collect()
        })
    }

    fn wanted() -> impl Strategy<Value = Wanted> {
        let whole = prop::collection::vec((1_i64..6).prop_map(UserId), 0..2);
        (1_u32..=100, any::<i64>(), whole).prop_map(|it| Wanted {
            share: it.0,
            seed: it.1,
            whole_of: it.2,
        })
    }

    proptest! {
        #[test]
        fn a_sample_has_its_size_and_something_of_each_rater_and_area(
            all in candidates(), wanted in wanted()
        ) {
            let drawn = draw(&all, &wanted);
            let once: BTreeSet<usize> = drawn.iter().map(|it| it.at).collect();
            prop_assert_eq!(once.len(), drawn.len(), "nothing twice");
            prop_assert!(drawn.iter().all(|it| !it.why.is_empty()), "each says why");
            let least = size(all.len(), wanted.share);
            prop_assert!(drawn.len() >= least);
            let forced = |it: &&Chosen| [Why::Whole, Why::Rater, Why::Area].iter().any(|why| it.why.contains(why));
            prop_assert!(drawn.len() == least || drawn.iter().filter(forced).count() == drawn.len());
            for it in &all {
                let has = |fits: &dyn Fn(&Candidate) -> bool| drawn.iter().any(|it| fits(&all[it.at]));
                prop_assert!(has(&|other| other.area == it.area));
                for rater in &it.raters {
                    prop_assert!(has(&|other| other.raters.contains(rater)));
                }
            }
            for (at, it) in all.iter().enumerate() {
                let whole = it.raters.iter().flatten().any(|it| wanted.whole_of.contains(it));
                prop_assert!(!whole || once.contains(&at));
            }
        }

        #[test]
        fn the_same_seed_draws_the_same_in_whatever_order_it_is_asked(
            all in candidates(), wanted in wanted()
        ) {
            let ids = |all: &[Candidate]| -> Vec<i64> {
                draw(all, &wanted).into_iter().map(|it| all[it.at].id).collect()
            };
            let turned: Vec<Candidate> = all.iter().rev().cloned().collect();
            prop_assert_eq!(ids(&all), ids(&turned));
        }

        #[test]
        fn nothing_that_is_left_out_is_riskier_than_what_risk_chose(
            all in candidates(), wanted in wanted()
        ) {
            let drawn = draw(&all, &wanted);
            let free = |it: &&Chosen| it.why.iter().all(|it| it.points() > 0);
            let least = drawn.iter().filter(free).map(|it| all[it.at].points()).min();
            let chosen: BTreeSet<usize> = drawn.iter().map(|it| it.at).collect();
            let left = (0..all.len()).filter(|it| !chosen.contains(it));
            let most = left.map(|it| all[it].points()).max();
            prop_assert!(least.is_none_or(|least| most.is_none_or(|most| least >= most)));
        }

        #[test]
        fn work_is_given_only_to_who_may_do_it_and_evenly_where_all_may(
            may in prop::collection::vec(prop::collection::btree_set(0_usize..4, 1..4), 0..40)
        ) {
            let may: Vec<Vec<usize>> = may.into_iter().map(|it| it.into_iter().collect()).collect();
            let given = share_out(&may, 4);
            prop_assert!(given.iter().zip(&may).all(|(to, may)| may.contains(to)));
            let all = vec![vec![0, 1, 2, 3]; may.len()];
            let given = share_out(&all, 4);
            let load = |it: usize| given.iter().filter(|to| **to == it).count();
            prop_assert!((1..4).all(|it| load(it) <= load(0) && load(0) <= load(it) + 1));
        }
    }

    #[test]
    fn another_seed_draws_another_sample() {
        let one = |id| Candidate { id, area: 0, raters: vec![None], risks: BTreeSet::new() };
        let all: Vec<Candidate> = (0..200).map(one).collect();
        let of = |seed| draw(&all, &Wanted { share: 10, seed, whole_of: Vec::new() });
        assert_eq!(of(1).len(), 20);
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn chance_is_what_it_always_was() {
        // Samples that are stored are drawn again with it.
        assert_eq!(chance(0, 0), 0xe220_a839_7b1d_cdaf);
    }
}
