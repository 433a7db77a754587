//! From what was typed to what was meant: each helper gives the value, or notes the problem and gives a stand-in that `or` never lets out.

use chrono::NaiveDate;

use crate::language::Language;

/// Why a field cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It must be there.
    Missing,
    /// It has more than this many characters.
    TooLong(usize),
    /// It is none of those offered.
    NotAnOption,
    /// It is no day of the calendar.
    NotADate,
    /// It is no web address that may be linked to.
    NotAnAddress,
    /// Another problem, by the key of its message.
    Other(&'static str),
    /// Another one, in the words of the reader's language.
    Said(String),
}

impl Problem {
    /// The sentence beside the field.
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Missing => language.text("problem-missing"),
            Self::TooLong(most) => language.with("problem-too-long", [("most", (*most).into())]),
            Self::NotAnOption => language.text("problem-not-an-option"),
            Self::NotADate => language.text("problem-not-a-date"),
            Self::NotAnAddress => language.text("problem-not-an-address"),
            Self::Other(key) => language.text(key),
            Self::Said(text) => text.clone(),
        }
    }
}

/// All that is wrong with a form, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<(&'static str, Problem)>);

impl Problems {
    /// Notes a problem.
    pub fn add(&mut self, field: &'static str, problem: Problem) {
        self.0.push((field, problem));
    }

    /// The first problem of a field.
    pub fn get(&self, field: &str) -> Option<&Problem> {
        self.0.iter().find(|it| it.0 == field).map(|it| &it.1)
    }

    /// All of them, by field, in the order in which they were noted.
    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, Problem)> {
        self.0.iter()
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, unless something was wrong with it.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// Text that must be there, trimmed, of `most` characters at most.
    pub fn text(&mut self, field: &'static str, typed: &str, most: usize) -> String {
        let text = self.optional_text(field, typed, most);
        if text.is_empty() {
            self.add(field, Problem::Missing);
        }
        text
    }

    /// Text that may be empty, trimmed, without control characters but line ends.
    pub fn optional_text(&mut self, field: &'static str, typed: &str, most: usize) -> String {
        let text: String = typed
            .trim()
            .chars()
            .filter(|it| !it.is_control() || matches!(it, '\n' | '\t'))
            .collect();
        if text.chars().count() > most {
            self.add(field, Problem::TooLong(most));
        }
        text
    }

    /// A calendar day, as a date input sends it.
    pub fn date(&mut self, field: &'static str, typed: &str) -> NaiveDate {
        self.optional_date(field, typed).unwrap_or_else(|| {
            if self.get(field).is_none() {
                self.add(field, Problem::Missing);
            }
            NaiveDate::default()
        })
    }

    /// A calendar day, or none.
    pub fn optional_date(&mut self, field: &'static str, typed: &str) -> Option<NaiveDate> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let day = crate::sheets::parse_date(typed).ok();
        if day.is_none() {
            self.add(field, Problem::NotADate);
        }
        day
    }

    /// One of the offered, by whatever finds it.
    pub fn choice<T: Copy>(&mut self, field: &'static str, found: Option<T>, stand_in: T) -> T {
        found.unwrap_or_else(|| {
            self.add(field, Problem::NotAnOption);
            stand_in
        })
    }

    /// A web address that is safe as a link: http or https.
    pub fn web_address(&mut self, field: &'static str, typed: &str) -> String {
        let text = self.text(field, typed, 2_000);
        let lower = text.to_lowercase();
        let safe = lower.starts_with("https://") || lower.starts_with("http://");
        if !text.is_empty() && (!safe || text.contains(char::is_whitespace)) {
            self.add(field, Problem::NotAnAddress);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_no_address() {
        for typed in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "data:text/html,x",
            "ftp://a",
            "http://a b",
        ] {
            let mut problems = Problems::default();
            problems.web_address("address", typed);
            assert_eq!(problems.get("address"), Some(&Problem::NotAnAddress), "{typed}");
        }
    }

    #[test]
    fn every_problem_is_noted_at_once() {
        let mut problems = Problems::default();
        problems.text("name", "  ", 10);
        problems.date("visit", "32.13.2026");
        assert_eq!(problems.get("name"), Some(&Problem::Missing));
        assert_eq!(problems.get("visit"), Some(&Problem::NotADate));
        assert!(problems.or(()).is_err());
    }
}
