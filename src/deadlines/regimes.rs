//! The usual deadlines of accreditors: data, in `calendars/regimes.yaml` beside this file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::entities::{Anchor, CountUnit, Titles};

static REGIMES: LazyLock<Vec<Regime>> = LazyLock::new(|| {
    let text = include_str!("calendars/regimes.yaml");
    serde_saphyr::from_str(text).expect("the deadlines that the program brings are sound")
});

/// An accreditor with its deadlines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    pub code: String,
    pub title: Titles,
    /// Beginnings of the ids of the editions that it accredits against.
    editions: Vec<String>,
    /// The country whose days off count; none where the accreditor works in many.
    #[serde(default)]
    pub calendar: String,
    pub deadlines: Vec<Usual>,
}

/// A deadline that an accreditor sets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    pub code: String,
    pub title: Titles,
    pub from: Anchor,
    pub count: i32,
    pub unit: CountUnit,
    pub source: String,
    /// By then nonconformities are closed, so that it holds for each that is found, from the day on which it is.
    #[serde(default)]
    pub closes: bool,
    /// The rule was read in the source; else it is recalled.
    #[serde(default)]
    pub checked: bool,
}

impl Regime {
    /// The deadline within which it wants nonconformities closed, if it says so.
    pub fn closing(&self) -> Option<&Usual> {
        self.deadlines.iter().find(|it| it.closes)
    }
}

/// Who accredits against an edition, by the edition's own id.
pub fn of_edition(code: &str) -> Option<&'static Regime> {
    REGIMES.iter().find(|it| it.editions.iter().any(|start| code.starts_with(start.as_str())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::deadlines::clock::MOST;
    use crate::deadlines::days_off::country;

    #[test]
    fn what_the_program_brings_can_be_read_and_says_everything() {
        let mut codes = HashSet::new();
        for regime in REGIMES.iter() {
            assert!(regime.calendar.is_empty() || country(&regime.calendar).is_some());
            for it in &regime.deadlines {
                assert!(codes.insert(&it.code), "{} is there twice", it.code);
                assert!(it.source.starts_with("http"), "{}", it.code);
                assert!(it.count.abs() <= MOST, "{}", it.code);
                // The form of a finding says in how many months.
                assert!(!it.closes || it.unit == CountUnit::Months, "{}", it.code);
                for language in ["en", "sq", "sr"] {
                    assert!(it.title.own(language).is_some(), "{} {language}", it.code);
                }
            }
        }
    }

    #[test]
    fn an_edition_finds_who_accredits_against_it() {
        for (edition, expected) in [
            ("xk-kaa-programme-2021", Some("kaa")),
            ("xk-kaa-institutional", Some("kaa")),
            ("xk-nqa-provider", Some("nqa-provider")),
            ("xk-nqa-validation", Some("nqa-validation")),
            ("iso-iec-17025-2017", Some("dak")),
            ("iso-iec-17020-2012", Some("dak")),
            ("ilac-g19-2022-outline", Some("dak")),
            ("iadlest-academy-outline", Some("iadlest")),
            ("calea-psta-outline", Some("calea")),
            ("esg-2015", None),
        ] {
            assert_eq!(of_edition(edition).map(|it| it.code.as_str()), expected, "{edition}");
        }
    }
}
