//! The days on which a country's offices are closed. Pure; the rules are data, in `calendars/holidays.yaml` beside this file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::easter::{Church, easter};
use crate::entities::Titles;

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let text = include_str!("calendars/holidays.yaml");
    serde_saphyr::from_str(text).expect("the days off that the program brings are sound")
});

/// A country with its rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    pub code: String,
    pub title: Titles,
    /// The law.
    pub source: String,
    fixed: Vec<Fixed>,
    #[serde(default)]
    easter: Vec<ByEaster>,
    #[serde(default)]
    announced: Vec<Announced>,
}

/// What happens to a day off that falls on the weekend: the next working day is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Moves {
    /// From a Sunday only.
    Sunday,
    Weekend,
}

/// The same day every year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixed {
    /// Month and day: `05-01`.
    day: String,
    title: Titles,
    since: Option<i32>,
    moves: Option<Moves>,
}

/// So many days after Easter Sunday.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ByEaster {
    church: Church,
    after: i64,
    title: Titles,
}

/// On days that are announced year by year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Announced {
    title: Titles,
    days: Vec<NaiveDate>,
    moves: Option<Moves>,
}

/// The countries that the program knows.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// A country by its code.
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|it| it.code == code)
}

/// Whether nobody works on a day of any week.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Country {
    /// The days off of a year; where two fall on one day, the first of the file names it.
    pub fn of_year(&self, year: i32) -> BTreeMap<NaiveDate, &Titles> {
        let mut days: Vec<(NaiveDate, &Titles, Option<Moves>)> = Vec::new();
        for it in self.fixed.iter().filter(|it| it.since.is_none_or(|since| since <= year)) {
            let day = format!("{year:04}-{}", it.day).parse().ok();
            days.extend(day.map(|day| (day, &it.title, it.moves)));
        }
        for it in &self.easter {
            let day = easter(year, it.church)
                .and_then(|day| day.checked_add_signed(chrono::TimeDelta::days(it.after)));
            days.extend(day.map(|day| (day, &it.title, None)));
        }
        for it in &self.announced {
            let own = it.days.iter().filter(|day| day.year() == year);
            days.extend(own.map(|day| (*day, &it.title, it.moves)));
        }
        let mut off: BTreeMap<NaiveDate, &Titles> = BTreeMap::new();
        for (day, title, _) in &days {
            off.entry(*day).or_insert(title);
        }
        days.sort_by_key(|it| it.0);
        for (day, title, moves) in days {
            let falls = match moves {
                None => false,
                Some(Moves::Sunday) => day.weekday() == Weekday::Sun,
                Some(Moves::Weekend) => is_weekend(day),
            };
            let free = |it: &NaiveDate| !is_weekend(*it) && !off.contains_key(it);
            let next = day.iter_days().skip(1).find(free).filter(|_| falls);
            if let Some(next) = next {
                off.insert(next, title);
            }
        }
        off
    }

    /// The last year whose feasts that follow the moon are known; none where there are no such feasts.
    pub fn announced_until(&self) -> Option<i32> {
        let last = |it: &Announced| it.days.iter().map(chrono::Datelike::year).max();
        self.announced.iter().filter_map(last).min()
    }
}

/// Tells working days from others, reading each year once.
#[derive(Debug, Default)]
pub struct Working {
    country: Option<&'static Country>,
    year: Option<(i32, BTreeMap<NaiveDate, &'static Titles>)>,
}

impl Working {
    /// By the days off of a country; with none, only weekends are off.
    pub fn of(country: Option<&'static Country>) -> Self {
        Self { country, year: None }
    }

    /// What a day is called on which offices are closed for a feast.
    pub fn feast(&mut self, day: NaiveDate) -> Option<&'static Titles> {
        let country = self.country?;
        if self.year.as_ref().is_none_or(|it| it.0 != day.year()) {
            self.year = Some((day.year(), country.of_year(day.year())));
        }
        self.year.as_ref()?.1.get(&day).copied()
    }

    /// Whether offices are open.
    pub fn is_open(&mut self, day: NaiveDate) -> bool {
        !is_weekend(day) && self.feast(day).is_none()
    }

    /// The working day that is so many after a day, or before it; the day itself does not count.
    pub fn after(&mut self, day: NaiveDate, count: i32) -> Option<NaiveDate> {
        let (mut at, mut left) = (day, count.unsigned_abs());
        while left > 0 {
            let step = Days::new(1);
            at = if count > 0 { at.checked_add_days(step)? } else { at.checked_sub_days(step)? };
            left -= u32::from(self.is_open(at));
        }
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_rules_that_the_program_brings_can_be_read_and_name_everything() {
        let codes: Vec<&str> = countries().iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["xk", "rs", "al"]);
        for it in countries() {
            for year in 2020..2040 {
                let off = it.of_year(year);
                assert!(off.len() >= it.fixed.len() - 2, "{} {year}", it.code);
                assert!(off.keys().all(|day| day.year() == year));
            }
            for fixed in &it.fixed {
                let leap = format!("2024-{}", fixed.day).parse::<NaiveDate>();
                assert!(leap.is_ok(), "{}", fixed.day);
                for language in ["en", "sq", "sr"] {
                    assert!(fixed.title.own(language).is_some(), "{} {language}", fixed.day);
                }
            }
        }
    }

    #[test]
    fn known_days_off_are_off() {
        let off = |code: &str, text: &str| {
            country(code).unwrap().of_year(day(text).year()).contains_key(&day(text))
        };
        for (code, text) in [
            ("xk", "2026-02-17"),
            ("xk", "2026-04-06"),
            ("xk", "2026-04-13"),
            ("xk", "2026-05-27"),
            // Statehood Day on a Sunday and Monday: the Tuesday is off.
            ("rs", "2026-02-17"),
            ("rs", "2026-04-10"),
            ("rs", "2026-11-11"),
            // A Saturday and a Sunday: Monday and Tuesday.
            ("al", "2026-11-30"),
            ("al", "2026-12-01"),
            ("al", "2027-01-04"),
            ("al", "2026-12-08"),
        ] {
            assert!(off(code, text), "{code} {text}");
        }
        for (code, text) in [
            ("xk", "2026-02-18"),
            ("rs", "2026-12-25"),
            ("rs", "2027-01-04"),
            ("al", "2017-09-05"),
            ("al", "2026-12-09"),
        ] {
            assert!(!off(code, text), "{code} {text}");
        }
    }

    #[test]
    fn two_days_that_move_do_not_take_the_same_place() {
        // 1 and 2 January 2028 are a Saturday and a Sunday.
        let off = country("al").unwrap().of_year(2028);
        assert!(off.contains_key(&day("2028-01-03")) && off.contains_key(&day("2028-01-04")));
        assert!(!off.contains_key(&day("2028-01-05")));
    }
}
