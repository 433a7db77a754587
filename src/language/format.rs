//! Dates and numbers in the reader's form.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::{Locale, locale};

use super::Language;

struct Forms {
    date: Option<DateTimeFormatter<YMD>>,
    number: Option<DecimalFormatter>,
}

impl Forms {
    fn new(locale: Locale) -> Self {
        Self {
            date: DateTimeFormatter::try_new((&locale).into(), YMD::long()).ok(),
            number: DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default())
                .ok(),
        }
    }
}

// `en-GB`, as plain `en` would put the month first.
static FORMS: LazyLock<[Forms; 3]> = LazyLock::new(|| {
    [Forms::new(locale!("en-GB")), Forms::new(locale!("sq")), Forms::new(locale!("sr-Latn"))]
});

impl Language {
    fn forms(self) -> &'static Forms {
        &FORMS[match self {
            Self::English => 0,
            Self::Albanian => 1,
            Self::Serbian => 2,
        }]
    }

    /// A day: "4 November 2026", "4 nëntor 2026", "4. novembar 2026."
    pub fn date(self, day: NaiveDate) -> String {
        let month = u8::try_from(day.month()).unwrap_or(1);
        let date = u8::try_from(day.day()).unwrap_or(1);
        match (&self.forms().date, Date::try_new_iso(day.year(), month, date)) {
            // In Serbian the form has a zero before a day of one digit, which nobody writes.
            (Some(form), Ok(date)) => {
                form.format(&date).to_string().trim_start_matches('0').to_owned()
            }
            _ => day.to_string(),
        }
    }

    /// A moment, to the minute, in UTC.
    pub fn moment(self, at: DateTime<Utc>) -> String {
        // The full stop of the Serbian year is left out before a comma.
        let day = self.date(at.date_naive());
        format!("{}, {} UTC", day.trim_end_matches('.'), at.format("%H:%M"))
    }

    /// A whole number: "12,345", "12.345".
    pub fn count(self, number: impl TryInto<i64>) -> String {
        self.decimal(Decimal::from(number.try_into().unwrap_or(i64::MAX)))
    }

    /// A number with two decimals: "0.24", "0,24".
    pub fn hundredths(self, number: f64) -> String {
        let text = format!("{number:.2}");
        text.parse().map_or(text, |number| self.decimal(number))
    }

    /// A number with one decimal: "12.5", "12,5".
    pub fn tenths(self, number: f64) -> String {
        let text = format!("{number:.1}");
        text.parse().map_or(text, |number| self.decimal(number))
    }

    /// Bytes as people read them: "18 B", "1.9 MiB".
    pub fn bytes(self, bytes: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "shown with one digit after the point")]
        let (kibi, mebi) = (bytes as f64 / 1024.0, bytes as f64 / 1_048_576.0);
        if mebi >= 1.0 {
            format!("{} MiB", self.tenths(mebi))
        } else if kibi >= 1.0 {
            format!("{} KiB", self.tenths(kibi))
        } else {
            format!("{} B", self.count(bytes))
        }
    }

    fn decimal(self, number: Decimal) -> String {
        match &self.forms().number {
            Some(form) => form.format(&number).to_string(),
            None => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_number_look_as_the_reader_writes_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let seen = Language::ALL.map(|it| (it.date(day), it.count(12_345), it.tenths(62.5)));
        let told =
            |date: &str, count: &str, tenths: &str| (date.into(), count.into(), tenths.into());
        assert_eq!(
            seen,
            [
                told("24 November 2026", "12,345", "62.5"),
                told("24 nëntor 2026", "12\u{a0}345", "62,5"),
                told("24. novembar 2026.", "12.345", "62,5"),
            ]
        );
    }
}
