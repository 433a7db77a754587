//! When the criteria that a link counts for were rated.

use chrono::{DateTime, Utc};

use super::model::Edition;

/// Times of the current ratings, in the order of the edition.
#[derive(Debug)]
pub(super) struct Rated {
    times: Vec<Option<DateTime<Utc>>>,
    ends: Vec<usize>,
    /// By criterion: the times of all below it, sorted, once they were asked for.
    below: Vec<Option<Vec<DateTime<Utc>>>>,
}

impl Rated {
    /// `times` are those of the criteria that count; none for the others.
    pub(super) fn new(edition: &Edition, times: Vec<Option<DateTime<Utc>>>) -> Self {
        let below = vec![None; times.len()];
        Self { times, ends: edition.ends(), below }
    }

    /// Whether the criterion or one below it was rated at `from` or later, but before `until`.
    pub(super) fn between(
        &mut self,
        criterion: usize,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> bool {
        if until <= from {
            return false;
        }
        let end = self.ends[criterion];
        if end == criterion + 1 {
            return self.times[criterion].is_some_and(|it| from <= it && it < until);
        }
        let times = &self.times;
        let sorted = self.below[criterion].get_or_insert_with(|| {
            let mut sorted: Vec<_> = times[criterion..end].iter().flatten().copied().collect();
            sorted.sort_unstable();
            sorted
        });
        let first = sorted.partition_point(|it| *it < from);
        sorted.get(first).is_some_and(|it| *it < until)
    }
}
