//! How far the verification of a sample has come, and what it says of each rater. Pure.

use std::collections::BTreeMap;

use crate::entities::{sample_item, verification};
use crate::rounds::standing::Said;

use super::draw::Rater;

/// A rating as it was when it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    pub rater: Rater,
    pub said: Said,
    pub rationale: String,
    /// It holds no longer: it was rated anew since.
    pub is_past: bool,
}

/// What is so of a rating in the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Confirmed,
    Differs,
    /// It was rated anew before anybody verified it.
    Anew,
}

impl State {
    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Open | Self::Anew => "plain",
            Self::Confirmed => "good",
            Self::Differs => "poor",
        }
    }
}

impl crate::language::Worded for State {
    fn key(&self) -> &'static str {
        match self {
            Self::Open => "sample-state-open",
            Self::Confirmed => "sample-state-confirmed",
            Self::Differs => "sample-state-differs",
            Self::Anew => "sample-state-anew",
        }
    }
}

/// A rating in the sample.
#[derive(Clone, Debug)]
pub struct Item {
    pub row: sample_item::Model,
    /// Place of the criterion.
    pub at: usize,
    pub rated: Rated,
    /// What was found, if anything was yet.
    pub found: Option<verification::Model>,
}

impl Item {
    /// How it stands.
    pub fn state(&self) -> State {
        match &self.found {
            Some(it) if it.level.is_some() => State::Differs,
            Some(_) => State::Confirmed,
            None if self.rated.is_past => State::Anew,
            None => State::Open,
        }
    }
}

/// What the verification says of a rater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Result {
    pub confirmed: usize,
    pub differ: usize,
    pub open: usize,
}

impl Result {
    /// Of how many something was found.
    pub fn done(self) -> usize {
        self.confirmed + self.differ
    }

    /// Whether nothing is open any more, and something was found.
    pub fn is_finished(self) -> bool {
        self.open == 0 && self.done() > 0
    }

    /// The share that was confirmed, 0 to 100; none where nothing was found yet.
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
    pub fn percent(self) -> Option<f64> {
        (self.done() > 0).then(|| 100.0 * self.confirmed as f64 / self.done() as f64)
    }

    /// Whether more differ than so many percent.
    pub fn exceeds(self, tolerance: i32) -> bool {
        let tolerance = usize::try_from(tolerance).unwrap_or_default();
        self.differ * 100 > tolerance * self.done()
    }

    fn add(&mut self, state: State) {
        match state {
            State::Open => self.open += 1,
            State::Confirmed => self.confirmed += 1,
            State::Differs => self.differ += 1,
            State::Anew => {}
        }
    }
}

/// What it says of all ratings together.
pub fn whole<'a>(items: impl Iterator<Item = &'a Item>) -> Result {
    let mut result = Result::default();
    items.for_each(|it| result.add(it.state()));
    result
}

/// What it says of each rater.
pub fn by_rater<'a>(items: impl Iterator<Item = &'a Item>) -> BTreeMap<Rater, Result> {
    let mut results: BTreeMap<Rater, Result> = BTreeMap::new();
    for it in items {
        results.entry(it.rated.rater).or_default().add(it.state());
    }
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_stated_share_must_differ() {
        for (confirmed, differ, tolerance, exceeds) in [
            (4, 1, 20, false),
            (3, 1, 20, true),
            (0, 0, 0, false),
            (9, 1, 0, true),
            (0, 5, 100, false),
        ] {
            let result = Result { confirmed, differ, open: 3 };
            assert_eq!(result.exceeds(tolerance), exceeds, "{result:?} {tolerance}");
        }
        assert!(!Result::default().is_finished(), "nobody has found anything");
        assert_eq!(Result { confirmed: 3, differ: 1, open: 0 }.percent(), Some(75.0));
    }
}
