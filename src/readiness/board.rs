//! The criteria that count, as the decision rules see them, and which of them are too low for a rule.

use super::model::Edition;
use super::result::Status;
use crate::standards::pack::Rule;

/// An index that misses its score by no more than this has reached it: sums of fractions are not exact.
pub(super) const TOLERANCE: f64 = 1e-9;

/// A criterion that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) criterion: usize,
    /// Place of its area.
    top: usize,
    mandatory: bool,
    weight: f64,
    pub(super) level: Option<u8>,
    /// Share of a full score.
    pub(super) share: f64,
    pub(super) needed: u8,
}

impl Held {
    /// Whether it has at least a level; unrated, it has none.
    fn has(&self, level: u8) -> bool {
        self.level.is_some_and(|it| it >= level)
    }

    /// The same where overall levels are found, for which unrated is the lowest level.
    fn amounts_to(&self, level: u8) -> bool {
        self.level.unwrap_or(0) >= level
    }
}

/// Criteria of which `must` have to rise for a rule to hold.
#[derive(Clone, Debug)]
pub(super) struct Low {
    /// Places in `Board::held`.
    pub(super) places: Vec<usize>,
    pub(super) must: usize,
}

/// The criteria that count, as the decision rules see them.
pub(super) struct Board<'a> {
    pub(super) edition: &'a Edition,
    pub(super) held: Vec<Held>,
    /// Open major nonconformities, each with the place of its criterion if it is about one.
    pub(super) majors: Vec<Option<usize>>,
}

impl<'a> Board<'a> {
    pub(super) fn new(
        edition: &'a Edition,
        criteria: &[Status],
        tops: &[usize],
        majors: Vec<Option<usize>>,
    ) -> Self {
        let counts = |at: &usize| edition.criteria[*at].assessable && !criteria[*at].not_applicable;
        let held = (0..criteria.len()).filter(counts).map(|at| Held {
            criterion: at,
            top: tops[at],
            mandatory: edition.criteria[at].mandatory,
            weight: edition.criteria[at].weight,
            level: criteria[at].level,
            share: edition.share(criteria[at].level, criteria[at].score),
            needed: criteria[at].needed,
        });
        Self { edition, held: held.collect(), majors }
    }

    /// Place of the level that a rule names.
    pub(super) fn level(&self, rule: &Rule) -> Option<u8> {
        self.edition.rank(rule.level()?)
    }

    /// The criteria that are too low for a rule, apart where the rule looks at areas apart; none where it lacks its number.
    pub(super) fn low(&self, rule: &Rule) -> Vec<Low> {
        if let Rule::IndexAtLeast { score: Some(score), .. } = rule {
            return vec![self.low_for_index(*score)];
        }
        let Some(level) = self.level(rule) else { return Vec::new() };
        let all = self.held.len();
        match rule {
            Rule::NoCriterionBelow { .. } => vec![self.low_where(|it| !it.has(level), |low| low)],
            Rule::MandatoryAtLeast { .. } => {
                vec![self.low_where(|it| it.mandatory && !it.has(level), |low| low)]
            }
            Rule::ShareAtLeast { share: Some(share), .. } => {
                vec![self.low_where(|it| !it.has(level), |low| fewest_lifts(low, all, *share))]
            }
            Rule::OverallAtLeast { .. } => {
                vec![self.low_where(|it| !it.amounts_to(level), |low| lifts_to_median(low, all))]
            }
            Rule::AreaAtLeast { .. } => self.low_by_area(level),
            Rule::ShareAtLeast { share: None, .. }
            | Rule::IndexAtLeast { .. }
            | Rule::NoOpenMajor {} => Vec::new(),
        }
    }

    fn low_where(&self, is_low: impl Fn(&Held) -> bool, must: impl Fn(usize) -> usize) -> Low {
        let places: Vec<usize> =
            (0..self.held.len()).filter(|it| is_low(&self.held[*it])).collect();
        Low { must: must(places.len()), places }
    }

    /// How many criteria have at least a level, and how many there are, of the mandatory ones or of all.
    pub(super) fn count(&self, level: u8, mandatory: bool) -> (usize, usize) {
        let asked = || self.held.iter().filter(|it| !mandatory || it.mandatory);
        (asked().filter(|it| it.has(level)).count(), asked().count())
    }

    /// The areas with their levels, the lower medians of their criteria.
    pub(super) fn areas(&self) -> Vec<(usize, u8)> {
        let areas = self.held.chunk_by(|a, b| a.top == b.top);
        areas.map(|it| (it[0].top, median(it))).collect()
    }

    /// The lower median of all.
    pub(super) fn overall(&self) -> u8 {
        median(&self.held)
    }

    fn low_by_area(&self, level: u8) -> Vec<Low> {
        let mut start = 0;
        let area = |held: &[Held]| {
            let here = start..start + held.len();
            start = here.end;
            let is_low = |it: &usize| !self.held[*it].amounts_to(level);
            let places: Vec<usize> = here.filter(is_low).collect();
            Low { must: lifts_to_median(places.len(), held.len()), places }
        };
        self.held.chunk_by(|a, b| a.top == b.top).map(area).collect()
    }

    /// Those that gain most first, until the index is reached.
    fn low_for_index(&self, score: f64) -> Low {
        let (full, best) = (self.edition.full(), self.edition.full_share());
        let gain = |it: usize| {
            let it = &self.held[it];
            it.weight * (best - it.share)
        };
        let can_rise =
            |it: &Held| if self.edition.percent { it.share < best } else { !it.has(full) };
        let mut places: Vec<usize> =
            (0..self.held.len()).filter(|it| can_rise(&self.held[*it])).collect();
        places.sort_unstable_by(|a, b| gain(*b).total_cmp(&gain(*a)).then(a.cmp(b)));
        let (mut held, total) = self.score();
        let mut must = 0;
        while must < places.len() && total > 0.0 && 100.0 * held / total + TOLERANCE < score {
            held += gain(places[must]);
            must += 1;
        }
        Low { places, must }
    }

    /// What the criteria hold, and what they could.
    fn score(&self) -> (f64, f64) {
        let held = self.held.iter().map(|it| it.weight * it.share).sum();
        (held, self.held.iter().map(|it| it.weight).sum())
    }

    pub(super) fn index(&self) -> f64 {
        let (held, total) = self.score();
        if total > 0.0 { 100.0 * held / total } else { 0.0 }
    }
}

/// The lower median of some levels, unrated ones being the lowest.
fn median(held: &[Held]) -> u8 {
    let mut levels: Vec<u8> = held.iter().map(|it| it.level.unwrap_or(0)).collect();
    levels.sort_unstable();
    let middle = levels.len().div_ceil(2).saturating_sub(1);
    levels.get(middle).copied().unwrap_or(0)
}

/// How many of `low` have to rise so that a share of all is not low.
fn fewest_lifts(low: usize, all: usize, share: f64) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts"
    )]
    let most_low = ((1.0 - share.clamp(0.0, 1.0)) * all as f64 + 1e-9).floor() as usize;
    low.saturating_sub(most_low)
}

/// How many of `low` have to rise so that the lower median of all is not low.
fn lifts_to_median(low: usize, all: usize) -> usize {
    // The lower median of n is number (n + 1) / 2 from below.
    low.saturating_sub(all.div_ceil(2).saturating_sub(1)).min(low)
}
