//! What is typed to open an exercise, to talk of it, and as a rule.

use serde::Deserialize;

use super::store::NewCalibration;
use crate::check::{Problem, Problems};
use crate::entities::criterion;
use crate::standards::codes::Resolution;
use crate::tailoring::store::Tailored;
use crate::team::sight::Withheld;

/// Most criteria of one exercise: it is for practice.
const MOST_CRITERIA: usize = 50;

/// An exercise as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OpenForm {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub note: String,
    /// Codes of criteria, however they are set apart.
    #[serde(default)]
    pub criteria: String,
}

impl OpenForm {
    /// The exercise, or every problem at once. What is kept from who opens it is unknown to them.
    pub(super) fn check<'a>(
        &self,
        of: &'a Tailored,
        withheld: &Withheld,
    ) -> Result<NewCalibration<'a>, Problems> {
        let mut problems = Problems::default();
        let title = problems.text("title", &self.title, 200);
        let note = problems.optional_text("note", &self.note, 2_000);
        let mut places = resolve(&self.criteria, of, &mut problems);
        places.sort_unstable();
        places.dedup();
        let criteria: Vec<&criterion::Model> =
            places.iter().map(|it| &of.whole.criteria[*it]).collect();
        let fits = |at: &usize| {
            let it = &of.whole.criteria[*at];
            it.assessable && of.scope[*at].is_in() && !withheld.covers(it.id)
        };
        if !places.iter().all(fits) {
            problems.add("criteria", Problem::Other("problem-calibration-criteria"));
        }
        if criteria.len() > MOST_CRITERIA {
            problems.add("criteria", Problem::Other("problem-calibration-many"));
        }
        problems.or(NewCalibration { title, note, criteria })
    }
}

/// Places of the criteria that were written, one a line or with commas between.
fn resolve(typed: &str, of: &Tailored, problems: &mut Problems) -> Vec<usize> {
    let index = of.whole.index();
    let mut places = Vec::new();
    let typed = problems.text("criteria", typed, 2_000);
    for code in typed.split(['\n', ',', ';']).map(str::trim).filter(|it| !it.is_empty()) {
        match index.resolve(code) {
            Resolution::Found(found) => places.extend(found),
            Resolution::Unknown => problems.add("criteria", Problem::Other("problem-unknown-code")),
        }
    }
    if places.is_empty() && problems.get("criteria").is_none() {
        problems.add("criteria", Problem::Missing);
    }
    places
}

/// A remark in a discussion.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RemarkForm {
    #[serde(default)]
    pub remark: String,
}

impl RemarkForm {
    /// What was said; short, so that it is read.
    pub(super) fn check(&self) -> Result<String, Problems> {
        let mut problems = Problems::default();
        let text = problems.text("remark", &self.remark, 1_000);
        problems.or(text)
    }
}

/// A rule, with the one that was seen when it was written.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RuleForm {
    #[serde(default)]
    pub rule: String,
    #[serde(default)]
    pub seen: String,
}

impl RuleForm {
    /// The rule, in place of the one that holds, which must have been seen.
    pub(super) fn check(&self, held: &str) -> Result<String, Problems> {
        let mut problems = Problems::default();
        let text = problems.text("rule", &self.rule, 2_000);
        if self.seen != held {
            problems.add("rule", Problem::Other("problem-rule-meanwhile"));
        }
        problems.or(text)
    }
}
