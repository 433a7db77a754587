//! The day of Easter, by the western and by the orthodox reckoning. Pure.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// By whose reckoning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Church {
    Western,
    Orthodox,
}

/// Easter Sunday of a year; none for years that no calendar has.
pub fn easter(year: i32, church: Church) -> Option<NaiveDate> {
    match church {
        Church::Western => western(year),
        Church::Orthodox => orthodox(year),
    }
}

/// The algorithm of the anonymous correspondent of "Nature" (1876).
fn western(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let day = moon + weekday - 7 * late + 114;
    date(year, day / 31, day % 31 + 1)
}

/// Meeus' algorithm for the Julian calendar, in which the orthodox churches reckon, and then the day's name in ours.
fn orthodox(year: i32) -> Option<NaiveDate> {
    let moon = (19 * year.rem_euclid(19) + 15).rem_euclid(30);
    let weekday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) - moon + 34).rem_euclid(7);
    let day = moon + weekday + 114;
    let behind = u64::try_from(year.div_euclid(100) - year.div_euclid(400) - 2).ok()?;
    date(year, day / 31, day % 31 + 1)?.checked_add_days(Days::new(behind))
}

fn date(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike as _, Weekday};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn easter_falls_on_its_known_days() {
        for (year, west, east) in [
            (2018, "2018-04-01", "2018-04-08"),
            (2019, "2019-04-21", "2019-04-28"),
            (2021, "2021-04-04", "2021-05-02"),
            (2024, "2024-03-31", "2024-05-05"),
            (2025, "2025-04-20", "2025-04-20"),
            (2026, "2026-04-05", "2026-04-12"),
            (2027, "2027-03-28", "2027-05-02"),
            (2038, "2038-04-25", "2038-04-25"),
        ] {
            let found = [Church::Western, Church::Orthodox].map(|it| easter(year, it).unwrap());
            assert_eq!(found.map(|it| it.to_string()), [west, east], "{year}");
        }
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_in_spring(year in 1900_i32..2100) {
            let west = easter(year, Church::Western).unwrap();
            let east = easter(year, Church::Orthodox).unwrap();
            prop_assert_eq!((west.weekday(), east.weekday()), (Weekday::Sun, Weekday::Sun));
            prop_assert!((3..=4).contains(&west.month()) && west.year() == year);
            prop_assert!((4..=5).contains(&east.month()) && east.year() == year);
            // Never before the western one, and five weeks after it at the latest.
            prop_assert!((0..=35).contains(&(east - west).num_days()));
        }
    }
}
