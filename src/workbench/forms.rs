//! A rating as it is sent, alone or with many in a table: what is left out stays as it is.

use serde::Deserialize;

use super::bench::form_of;
use super::questions;
pub(super) use crate::assessments::forms::RatingForm;
use crate::entities::{CriterionId, rating};
use crate::standards::pack::Scale;

/// What was sent of a rating.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SentRating {
    pub level: Option<String>,
    pub second: Option<String>,
    pub score: Option<String>,
    pub rationale: Option<String>,
    pub recommendation: Option<String>,
    /// Places of the questions that are on the form.
    #[serde(default)]
    pub asked: Vec<usize>,
    /// Question and choice: `2.0`.
    #[serde(default)]
    pub chosen: Vec<String>,
    /// Places of the questions that are answered in `said`, in the same order.
    #[serde(default)]
    pub about: Vec<usize>,
    #[serde(default)]
    pub said: Vec<String>,
    #[serde(default)]
    pub seen: String,
    /// Sent by the page itself while somebody types: the answer is short.
    pub autosave: Option<String>,
}

impl SentRating {
    /// The whole rating: what was sent, over what is held.
    pub(super) fn over(&self, held: RatingForm) -> RatingForm {
        let or = |sent: &Option<String>, held| sent.clone().unwrap_or(held);
        // A score or a level chosen anew takes the place of the other.
        let score = if self.level.is_some() && self.score.is_none() {
            String::new()
        } else {
            or(&self.score, held.score)
        };
        RatingForm {
            level: or(&self.level, held.level),
            second: or(&self.second, held.second),
            score,
            rationale: or(&self.rationale, held.rationale),
            recommendation: or(&self.recommendation, held.recommendation),
            answers: questions::over(self, held.answers),
            seen: self.seen.clone(),
        }
    }
}

/// The rows of the table, each with what was seen of it. The lists have the same order; one that was not sent at all leaves that part
/// of every row as it is.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TableForm {
    #[serde(default)]
    criterion: Vec<CriterionId>,
    #[serde(default)]
    seen: Vec<String>,
    #[serde(default)]
    level: Vec<String>,
    #[serde(default)]
    second: Vec<String>,
    #[serde(default)]
    score: Vec<String>,
    #[serde(default)]
    why: Vec<String>,
    /// Why it does not apply, for the rows that say so and give no reason of their own.
    #[serde(default)]
    pub(super) reason: String,
    /// The part of the table that was shown.
    #[serde(default)]
    pub(super) area: String,
    pub(super) page: Option<u64>,
}

/// A row as it was sent; what is empty stays as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct SentRow<'a> {
    pub(super) criterion: CriterionId,
    pub(super) seen: &'a str,
    pub(super) level: &'a str,
    pub(super) second: &'a str,
    pub(super) score: &'a str,
    pub(super) why: &'a str,
}

impl TableForm {
    /// The rows; none where a list is longer or shorter than that of the criteria, so that nobody could tell what is meant of which.
    pub(super) fn rows(&self) -> Option<Vec<SentRow<'_>>> {
        let lists = [&self.seen, &self.level, &self.second, &self.score, &self.why];
        if lists.iter().any(|it| !it.is_empty() && it.len() != self.criterion.len()) {
            return None;
        }
        let row = |(at, criterion): (usize, &CriterionId)| {
            let [seen, level, second, score, why] =
                lists.map(|it| it.get(at).map_or("", |it| it.trim()));
            SentRow { criterion: *criterion, seen, level, second, score, why }
        };
        Some(self.criterion.iter().enumerate().map(row).collect())
    }
}

impl SentRow<'_> {
    /// Whether nothing was chosen or typed.
    pub(super) fn is_empty(&self) -> bool {
        [self.level, self.second, self.score, self.why].iter().all(|it| it.is_empty())
    }

    /// The whole rating: what was sent, over what is held. `reason` says why it does not apply where the row does not.
    pub(super) fn over(
        &self,
        scale: &Scale,
        held: Option<&rating::Model>,
        reason: &str,
    ) -> RatingForm {
        let text = |it: &str| (!it.is_empty()).then(|| it.to_owned());
        let mut sent = SentRating {
            level: text(self.level),
            second: text(self.second),
            score: text(self.score),
            rationale: text(self.why),
            ..SentRating::default()
        };
        if sent.score.is_some() {
            // It takes the place of a level that was chosen before.
            sent.level.get_or_insert_default();
        }
        if scale.is_not_applicable(self.level) {
            sent.second.get_or_insert_default();
            sent.rationale = sent.rationale.or_else(|| text(reason.trim()));
            let is_said = |it: &rating::Model| {
                it.level.as_deref().is_some_and(|it| scale.is_not_applicable(it))
            };
            if !held.is_some_and(is_said) {
                // What was said of a level is no reason why it does not apply.
                sent.rationale.get_or_insert_default();
            }
        }
        sent.over(form_of(Some(scale), held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> TableForm {
        let of = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
        TableForm {
            criterion: vec![CriterionId(1), CriterionId(2)],
            seen: of(&["", "7.0"]),
            level: of(&["na", ""]),
            why: of(&["", " Moved out "]),
            ..TableForm::default()
        }
    }

    #[test]
    fn a_list_that_is_not_sent_leaves_its_part_and_one_of_another_length_is_refused() {
        let form = table();
        let rows = form.rows().unwrap();
        assert_eq!((rows[0].level, rows[0].second, rows[1].why), ("na", "", "Moved out"));
        assert!(!rows[1].is_empty());
        for short in [vec![], vec!["x".to_owned()]] {
            let level = TableForm { level: short.clone(), ..table() };
            assert_eq!(level.rows().is_some(), short.is_empty());
        }
    }

    #[test]
    fn what_does_not_apply_needs_a_reason_which_many_rows_may_share() {
        let scale: Scale = serde_json::from_value(serde_json::json!({
            "levels": [{ "code": "none", "title": { "en": "No" }, "role": "bad" }],
            "not_applicable": { "code": "na", "title": { "en": "Does not apply" } },
        }))
        .unwrap();
        let form = table();
        let row = form.rows().unwrap()[0];
        assert!(row.over(&scale, None, " ").check(&scale, None).is_err());
        let shared = row.over(&scale, None, "No range there").check(&scale, None).unwrap();
        assert_eq!(shared.rationale, "No range there");
        let own = SentRow { why: "Sold", ..row };
        assert_eq!(own.over(&scale, None, "No range there").rationale, "Sold");
    }

    #[test]
    fn what_is_not_sent_stays() {
        let held = RatingForm {
            level: "full".into(),
            rationale: "Seen on site".into(),
            recommendation: "Go on".into(),
            ..RatingForm::default()
        };
        let sent = SentRating { level: Some("none".into()), ..SentRating::default() };
        let whole = sent.over(held.clone());
        assert_eq!((whole.level.as_str(), whole.rationale.as_str()), ("none", "Seen on site"));
        let sent = SentRating { rationale: Some(String::new()), ..SentRating::default() };
        let whole = sent.over(held);
        assert_eq!((whole.level.as_str(), whole.rationale.as_str()), ("full", ""));
        assert_eq!(whole.recommendation, "Go on");
    }
}
