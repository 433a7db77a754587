//! What `analyse` is told of an edition.

use crate::standards::pack::Rule;

/// An edition as far as readiness depends on it.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// In preorder: each after the one above it.
    pub criteria: Vec<Criterion>,
    /// From the worst to the best.
    pub levels: Vec<Level>,
    /// Best first; the last has no rules. A rule whose number nobody filled in has none.
    pub outcomes: Vec<Outcome>,
    /// Criteria are scored in percent, and the score gives the level.
    pub percent: bool,
}

/// A criterion.
#[derive(Clone, Debug, Default)]
pub struct Criterion {
    pub code: String,
    /// Place of the criterion above it.
    pub parent: Option<usize>,
    /// It comes from another edition than the one above it: what is said there says nothing of it.
    pub apart: bool,
    pub assessable: bool,
    pub mandatory: bool,
    /// Share of the index beside the others, 0 or more.
    pub weight: f64,
    /// The evidence types that it expects.
    pub expects: Types,
}

/// A level.
#[derive(Clone, Debug)]
pub struct Level {
    pub code: String,
    /// Its share of a full score, 0 to 1; in percent, that of its least score. With none on any level there is no index.
    pub weight: Option<f64>,
}

/// What an accreditor may decide, and when.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub code: String,
    pub rules: Vec<Rule>,
}

/// A set of evidence types, by their place among the types; places from `Types::MOST` on are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types([u64; 4]);

impl Types {
    /// Types that a set can hold.
    pub const MOST: u16 = 256;

    /// Adds a type.
    pub fn insert(&mut self, place: u16) {
        if place < Self::MOST {
            self.0[usize::from(place) / 64] |= 1 << (place % 64);
        }
    }

    /// Those of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|it| self.0[it] | other.0[it]))
    }

    /// Those of this set that the other lacks.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|it| self.0[it] & !other.0[it]))
    }

    /// How many.
    pub fn count(self) -> u32 {
        self.0.iter().map(|it| it.count_ones()).sum()
    }

    /// Their places, in order.
    pub fn places(self) -> impl Iterator<Item = u16> {
        self.0.into_iter().zip([0, 64, 128, 192]).flat_map(|(mut word, start): (u64, u16)| {
            std::iter::from_fn(move || {
                let place = u16::try_from(word.trailing_zeros()).ok().filter(|it| *it < 64)?;
                word &= word - 1;
                Some(start + place)
            })
        })
    }
}

impl Edition {
    /// Place of the criterion whose ratings and evidence hold for this one too.
    pub fn heir_of(&self, at: usize) -> Option<usize> {
        let criterion = &self.criteria[at];
        criterion.parent.filter(|_| !criterion.apart)
    }

    /// Place of a level.
    pub fn rank(&self, code: &str) -> Option<u8> {
        self.levels.iter().position(|it| it.code == code).and_then(|it| it.try_into().ok())
    }

    /// Place of the lowest level with a full score; where none has it, of the best.
    pub fn full(&self) -> u8 {
        let full = self.levels.iter().position(|it| it.weight.is_some_and(|it| it >= 1.0));
        full.unwrap_or(self.levels.len().saturating_sub(1)).try_into().unwrap_or(u8::MAX)
    }

    /// Whether there is an index at all.
    pub fn has_index(&self) -> bool {
        self.levels.iter().any(|it| it.weight.is_some())
    }

    /// Share of a full score, 0 to 1, that a criterion holds; unrated, none of it.
    pub fn share(&self, level: Option<u8>, score: Option<f64>) -> f64 {
        if let Some(score) = score.filter(|_| self.percent) {
            return score / 100.0;
        }
        let level = level.and_then(|it| self.levels.get(usize::from(it)));
        level.and_then(|it| it.weight).unwrap_or(0.0)
    }

    /// Share of a full score that a criterion holds at its best.
    pub fn full_share(&self) -> f64 {
        if self.percent { 1.0 } else { self.share(Some(self.full()), None) }
    }

    /// For each criterion, the place of the one at the top above it.
    pub fn tops(&self) -> Vec<usize> {
        let mut tops: Vec<usize> = Vec::with_capacity(self.criteria.len());
        for (at, criterion) in self.criteria.iter().enumerate() {
            let top = criterion.parent.and_then(|it| tops.get(it).copied()).unwrap_or(at);
            tops.push(top);
        }
        tops
    }

    /// For each criterion, the place after the last one below it.
    pub fn ends(&self) -> Vec<usize> {
        let mut ends: Vec<usize> = (1..=self.criteria.len()).collect();
        for at in (0..ends.len()).rev() {
            if let Some(parent) = self.criteria[at].parent {
                ends[parent] = ends[parent].max(ends[at]);
            }
        }
        ends
    }
}
