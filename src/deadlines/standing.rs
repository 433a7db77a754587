//! How a deadline stands on a day: when it is due, and whether that is over, near or far. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clock;
use super::days_off::country;
use crate::entities::{Anchor, deadline, deadline_move};
use crate::language::Worded;

/// Days before a deadline in which it is near.
const NEAR: i64 = 30;

/// How a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Overdue,
    Near,
    Later,
    /// What it counts from has not happened yet.
    Waiting,
    Done,
}

impl State {
    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Overdue => "bad",
            Self::Near => "poor",
            Self::Later | Self::Waiting => "plain",
            Self::Done => "good",
        }
    }
}

impl Worded for State {
    fn key(&self) -> &'static str {
        match self {
            Self::Overdue => "deadline-overdue",
            Self::Near => "deadline-near",
            Self::Later => "deadline-later",
            Self::Waiting => "deadline-waiting",
            Self::Done => "deadline-done",
        }
    }
}

/// The days that deadlines count from.
pub type Days = BTreeMap<Anchor, NaiveDate>;

/// A deadline with everything that is known of it.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub row: deadline::Model,
    /// How it was moved by hand, the newest first.
    pub moves: Vec<deadline_move::Model>,
    /// When it is due by its rule.
    pub computed: Option<NaiveDate>,
}

impl Deadline {
    /// Works out when it is due by its rule.
    pub fn of(row: deadline::Model, moves: Vec<deadline_move::Model>, days: &Days) -> Self {
        let computed = match row.anchor {
            None => row.fixed_on,
            Some(anchor) => days
                .get(&anchor)
                .and_then(|it| clock::due(*it, row.count, row.unit, country(&row.calendar))),
        };
        Self { row, moves, computed }
    }

    /// The day to which somebody moved it, as long as that holds.
    pub fn moved_to(&self) -> Option<NaiveDate> {
        self.moves.first().and_then(|it| it.to_day)
    }

    /// When it is due: as it was moved, else by its rule.
    pub fn due(&self) -> Option<NaiveDate> {
        self.moved_to().or(self.computed)
    }

    /// How it stands.
    pub fn state(&self, today: NaiveDate) -> State {
        match (self.row.done_on, self.due()) {
            (Some(_), _) => State::Done,
            (None, None) => State::Waiting,
            (None, Some(due)) if due < today => State::Overdue,
            (None, Some(due)) if (due - today).num_days() <= NEAR => State::Near,
            (None, Some(_)) => State::Later,
        }
    }
}

/// In the order in which they are shown: what is over first, then by day, what is done last.
pub fn sort(all: &mut [Deadline], today: NaiveDate) {
    all.sort_by_key(|it| (it.state(today), it.due(), it.row.id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{AssessmentId, CountUnit, DeadlineId, DeadlineMoveId, Titles};

    fn row(anchor: Option<Anchor>, fixed_on: Option<&str>) -> deadline::Model {
        deadline::Model {
            id: DeadlineId(1),
            assessment_id: AssessmentId(1),
            code: String::new(),
            title: Titles::english("Appeal"),
            anchor,
            count: 30,
            unit: CountUnit::Days,
            calendar: "xk".into(),
            fixed_on: fixed_on.map(day),
            source: String::new(),
            checked: false,
            done_on: None,
            removed_at: None,
            user_id: None,
            recorded_at: chrono::DateTime::default(),
        }
    }

    fn moved(to: Option<&str>) -> deadline_move::Model {
        deadline_move::Model {
            id: DeadlineMoveId(1),
            deadline_id: DeadlineId(1),
            from_day: None,
            to_day: to.map(day),
            user_id: None,
            reason: "Agreed".into(),
            recorded_at: chrono::DateTime::default(),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_follows_what_it_counts_from_until_somebody_moves_it() {
        let days = |text: &str| Days::from([(Anchor::Notified, day(text))]);
        let by_rule = || row(Some(Anchor::Notified), None);
        let at = |it: &Deadline| it.due().map(|it| it.to_string()).unwrap_or_default();
        let waiting = Deadline::of(by_rule(), vec![], &Days::new());
        assert_eq!(waiting.state(day("2026-11-24")), State::Waiting);
        let first = Deadline::of(by_rule(), vec![], &days("2026-11-24"));
        let later = Deadline::of(by_rule(), vec![], &days("2026-11-26"));
        assert_eq!((at(&first).as_str(), at(&later).as_str()), ("2026-12-24", "2026-12-26"));
        let held = Deadline::of(by_rule(), vec![moved(Some("2027-01-15"))], &days("2026-11-26"));
        assert_eq!((at(&held).as_str(), held.computed), ("2027-01-15", Some(day("2026-12-26"))));
        let back = vec![moved(None), moved(Some("2027-01-15"))];
        assert_eq!(at(&Deadline::of(by_rule(), back, &days("2026-11-26"))), "2026-12-26");
    }

    #[test]
    fn it_is_over_near_far_or_done() {
        let of = |done| {
            let fixed = deadline::Model { done_on: done, ..row(None, Some("2026-12-24")) };
            Deadline::of(fixed, vec![], &Days::new())
        };
        for (today, expected) in [
            ("2026-11-23", State::Later),
            ("2026-11-24", State::Near),
            ("2026-12-24", State::Near),
            ("2026-12-25", State::Overdue),
        ] {
            assert_eq!(of(None).state(day(today)), expected, "{today}");
        }
        assert_eq!(of(Some(day("2026-12-30"))).state(day("2027-01-01")), State::Done);
    }
}
