//! Whether a period is covered by what proves something about some days. Pure.

use chrono::{Datelike, NaiveDate};

/// A period; both days belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The days that something proves; without a day it is open on that side. Both days belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// How far a period is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Every day.
    Full,
    /// Some days.
    Part,
    /// No day.
    Hole,
    /// No day, but it has not begun yet.
    Ahead,
}

/// A period of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cell {
    pub state: State,
    /// How many prove something about it.
    pub items: u32,
}

/// How a cycle is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Year,
    Quarter,
}

impl By {
    /// How it is sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
        }
    }

    /// The one with this code; years if there is none.
    pub fn from_code(code: &str) -> Self {
        if code == Self::Quarter.code() { Self::Quarter } else { Self::Year }
    }
}

impl Span {
    /// Its days within a period.
    pub fn within(self, period: Period) -> Option<Period> {
        let from = self.from.map_or(period.from, |it| it.max(period.from));
        let to = self.to.map_or(period.to, |it| it.min(period.to));
        let is_in_order = self.from.zip(self.to).is_none_or(|(from, to)| from <= to);
        (is_in_order && from <= to).then_some(Period { from, to })
    }
}

/// What an item proves: the period that it says; without one, the day of the document alone, which makes no period full
/// that is longer than a day.
pub fn proves(
    covers: (Option<NaiveDate>, Option<NaiveDate>),
    document_date: Option<NaiveDate>,
) -> Option<Span> {
    match covers {
        (None, None) => document_date.map(|it| Span { from: Some(it), to: Some(it) }),
        (from, to) => Some(Span { from, to }),
    }
}

/// How far some spans, in any order, cover a period.
pub fn cover(period: Period, spans: &[Span]) -> Cell {
    let mut parts: Vec<Period> = spans.iter().filter_map(|it| it.within(period)).collect();
    parts.sort_by_key(|it| it.from);
    // The first day that nothing seen so far covers; none once the calendar ends.
    let mut open = Some(period.from);
    for part in &parts {
        if let Some(day) = open.filter(|day| part.from <= *day && part.to >= *day) {
            open = part.to.succ_opt();
            debug_assert!(open.is_none_or(|it| it > day));
        }
    }
    let state = if parts.is_empty() {
        State::Hole
    } else if open.is_none_or(|it| it > period.to) {
        State::Full
    } else {
        State::Part
    };
    Cell { state, items: u32::try_from(parts.len()).unwrap_or(u32::MAX) }
}

/// The same days in as few spans as there can be, from the first day on; spans that touch are one.
pub fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|it| it.from.zip(it.to).is_none_or(|(from, to)| from <= to));
    // No first day comes before every day.
    spans.sort_by_key(|it| it.from);
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let last = merged.last_mut().filter(|last| {
            let next = last.to.and_then(|it| it.succ_opt());
            last.to.is_none() || next.is_none() || span.from.is_none_or(|it| Some(it) <= next)
        });
        match last {
            Some(last) => {
                last.to = last.to.zip(span.to).map(|(a, b)| a.max(b));
            }
            None => merged.push(span),
        }
    }
    merged
}

/// The calendar years or quarters of a cycle, the first and the last cut to it.
pub fn periods(cycle: Period, by: By) -> Vec<Period> {
    let mut found = Vec::new();
    let mut from = cycle.from;
    while from <= cycle.to {
        let month = match by {
            By::Year => 12,
            By::Quarter => from.month0() / 3 * 3 + 3,
        };
        let day = if matches!(month, 6 | 9) { 30 } else { 31 };
        let Some(end) = NaiveDate::from_ymd_opt(from.year(), month, day) else { break };
        found.push(Period { from, to: end.min(cycle.to) });
        let Some(next) = end.succ_opt() else { break };
        from = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(number)
    }

    fn span(from: Option<u64>, to: Option<u64>) -> Span {
        Span { from: from.map(day), to: to.map(day) }
    }

    fn period(from: u64, to: u64) -> Period {
        Period { from: day(from), to: day(to) }
    }

    fn has(span: Span, day: NaiveDate) -> bool {
        span.from.is_none_or(|it| it <= day) && span.to.is_none_or(|it| it >= day)
    }

    fn any_span() -> impl Strategy<Value = Span> {
        let end = || proptest::option::weighted(0.85, 0_u64..60);
        (end(), end()).prop_map(|(from, to)| span(from, to))
    }

    #[test]
    fn a_period_is_full_only_where_every_day_is_covered() {
        let year = period(10, 20);
        let state = |spans: &[Span]| cover(year, spans).state;
        assert_eq!(state(&[]), State::Hole);
        assert_eq!(state(&[span(None, None)]), State::Full);
        assert_eq!(state(&[span(None, Some(20))]), State::Full);
        assert_eq!(state(&[span(None, Some(19))]), State::Part);
        assert_eq!(state(&[span(Some(11), None)]), State::Part);
        assert_eq!(state(&[span(Some(21), None)]), State::Hole);
        // Touching days leave no gap; a day between does.
        assert_eq!(state(&[span(Some(15), Some(30)), span(Some(1), Some(14))]), State::Full);
        assert_eq!(state(&[span(Some(16), Some(30)), span(Some(1), Some(14))]), State::Part);
        // What ends before it begins covers nothing.
        assert_eq!(state(&[span(Some(18), Some(12))]), State::Hole);
    }

    #[test]
    fn a_cycle_is_divided_by_the_calendar_and_cut_to_itself() {
        let at = |text: &str| text.parse::<NaiveDate>().unwrap();
        let cycle = Period { from: at("2023-05-10"), to: at("2025-02-28") };
        let of = |by| -> Vec<String> {
            periods(cycle, by).iter().map(|it| format!("{}..{}", it.from, it.to)).collect()
        };
        assert_eq!(
            of(By::Year),
            ["2023-05-10..2023-12-31", "2024-01-01..2024-12-31", "2025-01-01..2025-02-28"]
        );
        assert_eq!(of(By::Quarter).len(), 8);
        assert_eq!(of(By::Quarter)[..2], ["2023-05-10..2023-06-30", "2023-07-01..2023-09-30"]);
        let last = Period { from: NaiveDate::MAX, to: NaiveDate::MAX };
        assert!(periods(last, By::Year).len() <= 1);
    }

    #[test]
    fn an_item_without_a_period_proves_the_day_of_its_document() {
        let written = Some(day(12));
        assert_eq!(proves((None, None), None), None);
        assert_eq!(proves((None, None), written), Some(span(Some(12), Some(12))));
        assert_eq!(proves((Some(day(3)), None), written), Some(span(Some(3), None)));
    }

    proptest! {
        #[test]
        fn covered_is_what_a_count_of_days_says(
            spans in proptest::collection::vec(any_span(), 0..8), from in 0_u64..50, length in 0_u64..30,
        ) {
            let asked = period(from, from + length);
            let days: Vec<_> = (from..=from + length).map(day).collect();
            let covered = days.iter().filter(|it| spans.iter().any(|span| has(*span, **it))).count();
            let expected = match covered {
                0 => State::Hole,
                it if it == days.len() => State::Full,
                _ => State::Part,
            };
            let touching = spans.iter().filter(|it| days.iter().any(|day| has(**it, *day))).count();
            let cell = cover(asked, &spans);
            prop_assert_eq!((cell.state, cell.items as usize), (expected, touching));
        }

        #[test]
        fn merging_changes_no_day_and_leaves_gaps_between(
            spans in proptest::collection::vec(any_span(), 0..8), from in 0_u64..50, length in 0_u64..30,
        ) {
            let merged = merged(spans.clone());
            for number in 0..70 {
                let at = day(number);
                prop_assert_eq!(
                    spans.iter().any(|it| has(*it, at)), merged.iter().any(|it| has(*it, at)), "{}", at
                );
            }
            for pair in merged.windows(2) {
                prop_assert!(pair[0].to.unwrap().succ_opt().unwrap() < pair[1].from.unwrap());
            }
            let asked = period(from, from + length);
            prop_assert_eq!(cover(asked, &spans).state, cover(asked, &merged).state);
        }

        #[test]
        fn the_periods_of_a_cycle_are_all_its_days_once(from in 0_u64..3_000, length in 0_u64..3_000) {
            for by in [By::Year, By::Quarter] {
                let cycle = period(from, from + length);
                let found = periods(cycle, by);
                prop_assert_eq!((found[0].from, found[found.len() - 1].to), (cycle.from, cycle.to));
                for pair in found.windows(2) {
                    prop_assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from));
                }
            }
        }
    }
}
