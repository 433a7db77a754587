//! A rating as it is sent: what is left out stays as it is.

use serde::Deserialize;

use super::questions;
pub(super) use crate::assessments::forms::RatingForm;

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

#[cfg(test)]
mod tests {
    use super::*;

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
