//! Deadlines as they are typed.

use chrono::NaiveDate;
use serde::Deserialize;

use super::clock::MOST;
use super::days_off::country;
use super::store::NewDeadline;
use crate::check::{Problem, Problems};
use crate::entities::{Anchor, CountUnit, Titles};
use crate::language::Language;
use crate::web::sent::sent;

/// The days that are typed here, with the names of their fields. The visit is said in the settings.
pub(super) const TYPED: [(Anchor, &str); 6] = [
    (Anchor::Applied, "applied"),
    (Anchor::Report, "report"),
    (Anchor::Decided, "decided"),
    (Anchor::Notified, "notified"),
    (Anchor::Start, "start"),
    (Anchor::Expiry, "expiry"),
];

/// On which days things happened; what was not sent stays.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DaysForm {
    #[serde(default, deserialize_with = "sent")]
    pub applied: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub report: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub decided: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub notified: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub start: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub expiry: Option<String>,
    /// What was shown.
    #[serde(default)]
    pub seen: String,
}

impl DaysForm {
    /// What was typed for a day.
    pub fn typed(&self, anchor: Anchor) -> Option<&str> {
        match anchor {
            Anchor::Applied => self.applied.as_deref(),
            Anchor::Report => self.report.as_deref(),
            Anchor::Decided => self.decided.as_deref(),
            Anchor::Notified => self.notified.as_deref(),
            Anchor::Start => self.start.as_deref(),
            Anchor::Expiry => self.expiry.as_deref(),
            Anchor::Visit => None,
        }
    }

    /// The days that were sent, or every problem at once.
    pub fn check(&self) -> Result<Vec<(Anchor, Option<NaiveDate>)>, Problems> {
        let mut problems = Problems::default();
        let mut days = Vec::new();
        for (anchor, name) in TYPED {
            if let Some(typed) = self.typed(anchor) {
                days.push((anchor, problems.optional_date(name, typed)));
            }
        }
        problems.or(days)
    }
}

/// A deadline of the institution's own.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NewForm {
    #[serde(default)]
    pub title: String,
    /// What it counts from; empty where it has a day of its own.
    #[serde(default)]
    pub anchor: String,
    #[serde(default)]
    pub fixed_on: String,
    #[serde(default)]
    pub count: String,
    /// `after` or `before`.
    #[serde(default)]
    pub way: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub calendar: String,
}

impl NewForm {
    /// The deadline, or every problem at once.
    pub fn check(&self, language: Language) -> Result<NewDeadline, Problems> {
        let mut problems = Problems::default();
        let title = problems.text("title", &self.title, 200);
        let mut new = NewDeadline {
            title: Titles::of(language.code(), title),
            anchor: None,
            count: 0,
            unit: CountUnit::Days,
            calendar: String::new(),
            fixed_on: None,
        };
        if self.anchor.is_empty() {
            new.fixed_on = Some(problems.date("fixed_on", &self.fixed_on));
            return problems.or(new);
        }
        let anchor = Anchor::from_code(&self.anchor);
        new.anchor = Some(problems.choice("anchor", anchor, Anchor::Visit));
        new.unit = problems.choice("unit", CountUnit::from_code(&self.unit), CountUnit::Days);
        let count = self.count.trim().parse::<i32>().ok().filter(|it| (0..=MOST).contains(it));
        let count = count.unwrap_or_else(|| {
            problems.add("count", Problem::Other("problem-deadline-count"));
            0
        });
        new.count = match self.way.as_str() {
            "before" => -count,
            "after" => count,
            _ => {
                problems.add("way", Problem::NotAnOption);
                0
            }
        };
        if !self.calendar.is_empty() && country(&self.calendar).is_none() {
            problems.add("calendar", Problem::NotAnOption);
        }
        new.calendar.clone_from(&self.calendar);
        problems.or(new)
    }
}

/// What is done to a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Move(NaiveDate, String),
    /// Back to where its rule puts it.
    ByRule(String),
    Done(NaiveDate),
    NotDone,
    Remove,
    Restore,
}

/// A change of a deadline, with what was seen of it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub day: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub seen: String,
}

impl StepForm {
    /// What is to be done, or every problem at once; nothing was done on a day after `today`.
    pub fn check(&self, today: NaiveDate) -> Result<Step, Problems> {
        let mut problems = Problems::default();
        let mut reason = || problems.text("reason", &self.reason, 2_000);
        let step = match self.step.as_str() {
            "move" => {
                let reason = reason();
                Step::Move(problems.date("day", &self.day), reason)
            }
            "by-rule" => Step::ByRule(reason()),
            "done" => {
                let day = problems.date("day", &self.day);
                if day > today {
                    problems.add("day", Problem::Other("problem-deadline-later"));
                }
                Step::Done(day)
            }
            "not-done" => Step::NotDone,
            "remove" => Step::Remove,
            "restore" => Step::Restore,
            _ => {
                problems.add("step", Problem::NotAnOption);
                Step::NotDone
            }
        };
        problems.or(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(anchor: &str, count: &str, way: &str) -> NewForm {
        NewForm {
            title: "Reply".into(),
            anchor: anchor.into(),
            count: count.into(),
            way: way.into(),
            unit: "working_days".into(),
            calendar: "xk".into(),
            fixed_on: "24.12.2026".into(),
        }
    }

    #[test]
    fn a_deadline_counts_from_a_day_or_has_its_own() {
        let own = new("", "9", "after").check(Language::English).unwrap();
        assert_eq!(
            (own.anchor, own.fixed_on.map(|it| it.to_string())),
            (None, Some("2026-12-24".into()))
        );
        let before = new("visit", "9", "before").check(Language::Serbian).unwrap();
        assert_eq!((before.count, before.fixed_on), (-9, None));
        assert_eq!(before.title.own("sr"), Some("Reply"));
        for (anchor, count, way) in [
            ("visit", "-1", "after"),
            ("visit", "99999", "after"),
            ("visit", "x", "after"),
            ("visit", "1", "aside"),
            ("moon", "1", "after"),
        ] {
            assert!(
                new(anchor, count, way).check(Language::English).is_err(),
                "{anchor} {count} {way}"
            );
        }
        let strange = NewForm { calendar: "../x".into(), ..new("visit", "1", "after") };
        assert!(strange.check(Language::English).unwrap_err().get("calendar").is_some());
        let bare = NewForm { fixed_on: String::new(), title: String::new(), ..new("", "", "") };
        let problems = bare.check(Language::English).unwrap_err();
        assert!(problems.get("title").is_some() && problems.get("fixed_on").is_some());
    }

    #[test]
    fn days_that_were_not_sent_stay_and_empty_ones_are_cleared() {
        let form = DaysForm {
            applied: Some("2026-01-31".into()),
            report: Some(String::new()),
            ..DaysForm::default()
        };
        let day = "2026-01-31".parse().ok();
        assert_eq!(form.check().unwrap(), [(Anchor::Applied, day), (Anchor::Report, None)]);
        let wrong = DaysForm { expiry: Some("31.2.2026".into()), ..DaysForm::default() };
        assert!(wrong.check().unwrap_err().get("expiry").is_some());
    }
}
