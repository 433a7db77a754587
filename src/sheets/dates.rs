//! Days as people write them.

use chrono::{Duration, NaiveDate};

/// Why something is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    #[error("not a date")]
    NotADate,
    #[error("not a day of the calendar")]
    Impossible,
    #[error("the year has two digits only")]
    ShortYear,
}

/// Reads a day: `2026-12-31`, `31.12.2026`, `31/12/2026`, `31-12-2026`, with or without a time after it. With dots and
/// slashes the day comes first, as everybody here writes it.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateProblem> {
    let text = text.trim().trim_end_matches('.');
    let (day, rest) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let joined: String;
    let day = if day.ends_with(['.', '/']) {
        joined = text.chars().filter(|it| !it.is_whitespace()).collect();
        joined.as_str()
    } else {
        // A time after the day does not matter; words after it do, they would be lost.
        if !is_time(rest) {
            return Err(DateProblem::NotADate);
        }
        day
    };
    let parts: Vec<&str> = day.split(['.', '/', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return Err(DateProblem::NotADate) };
    let number = |text: &str| -> Result<u32, DateProblem> {
        let digits =
            !text.is_empty() && text.len() <= 4 && text.bytes().all(|it| it.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().ok_or(DateProblem::NotADate)
    };
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let (year, month, day) = match (first.len(), third.len()) {
        (4, _) => (a, b, c),
        (_, 4) => (c, b, a),
        _ => return Err(DateProblem::ShortYear),
    };
    let year = i32::try_from(year).map_err(|_| DateProblem::NotADate)?;
    sensible(NaiveDate::from_ymd_opt(year, month, day).ok_or(DateProblem::Impossible)?)
}

/// Whether this is nothing, or a time such as `08:30`, `8:30 PM`, `00:00:00.000`, `08:30:00+02:00`.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    let signs = |it: char| it.is_ascii_digit() || ":.+- ZAPM".contains(it.to_ascii_uppercase());
    text.is_empty()
        || (text.starts_with(|it: char| it.is_ascii_digit())
            && text.contains(':')
            && text.chars().all(signs))
}

/// The day of a serial number as spreadsheet programs count them from 1899-12-30; only from 1982 to 2119, as any other
/// number is more likely something else.
pub(super) fn from_serial(number: f64) -> Result<NaiveDate, DateProblem> {
    if !(30_000.0..80_400.0).contains(&number) {
        return Err(DateProblem::NotADate);
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 30000 and 80400")]
    let days = number.floor() as i64;
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or(DateProblem::Impossible)?;
    start.checked_add_signed(Duration::days(days)).ok_or(DateProblem::Impossible)
}

/// No document is older than the printing press or valid for more than two centuries.
fn sensible(day: NaiveDate) -> Result<NaiveDate, DateProblem> {
    let year = chrono::Datelike::year(&day);
    if (1450..=2250).contains(&year) { Ok(day) } else { Err(DateProblem::Impossible) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_that_people_use_are_read() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        for text in [
            "31.12.2026",
            "31.12.2026.",
            "31. 12. 2026.",
            "31/12/2026",
            "31-12-2026",
            "2026-12-31",
            "2026-12-31T08:30:00Z",
            "2026-12-31 08:30",
            "31.12.2026 8:30 PM",
            " 31.12.2026 ",
        ] {
            assert_eq!(parse_date(text), Ok(day), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for (text, problem) in [
            ("", DateProblem::NotADate),
            ("soon", DateProblem::NotADate),
            ("31.02.2026", DateProblem::Impossible),
            ("12/31/2026", DateProblem::Impossible),
            ("1.2.26", DateProblem::ShortYear),
            ("0026-12-31", DateProblem::Impossible),
            ("2026", DateProblem::NotADate),
            ("+1.2.2026", DateProblem::NotADate),
            ("31.12.2026 or later", DateProblem::NotADate),
            ("31.12.2026 12", DateProblem::NotADate),
        ] {
            assert_eq!(parse_date(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn a_serial_number_is_a_day_where_it_can_be_one() {
        assert_eq!(from_serial(46_387.0), Ok(NaiveDate::from_ymd_opt(2026, 12, 31).unwrap()));
        assert_eq!(from_serial(2026.0), Err(DateProblem::NotADate));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in ".{0,20}") {
            let _ = parse_date(&text);
        }
    }
}
