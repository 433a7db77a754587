//! What is typed about a round.

use serde::Deserialize;

use super::standing::{Said, Standing};
use crate::assessments::forms::RatingForm;
use crate::check::{Problem, Problems};
use crate::standards::pack::Scale;

/// Why something is taken back.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    pub reason: String,
}

impl ReasonForm {
    /// The reason; there must be one.
    pub fn check(&self) -> Result<String, Problems> {
        let mut problems = Problems::default();
        let reason = problems.text("reason", &self.reason, 2_000);
        problems.or(reason)
    }
}

/// What the lead determines, and why: without a reason only what all raters say.
pub(super) fn determined(
    form: &RatingForm,
    scale: &Scale,
    standing: &Standing,
) -> Result<(Said, String), Problems> {
    let typed = form.check(scale, None)?;
    let mut problems = Problems::default();
    let Some(level) = typed.level else {
        problems.add("level", Problem::Other("problem-round-level"));
        return Err(problems);
    };
    let said = Said { level, second: typed.second, score: typed.score };
    // Also another score in the same level is another word than theirs.
    if typed.rationale.is_empty() && standing.agreed().as_ref() != Some(&said) {
        problems.add("rationale", Problem::Other("problem-round-reason"));
    }
    problems.or((said, typed.rationale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{RatingId, UserId};
    use crate::rounds::standing::Voice;

    #[test]
    fn another_score_in_the_same_level_wants_its_reason_too() {
        let scale: Scale = serde_json::from_value(serde_json::json!({
            "percent": true,
            "levels": [
                { "code": "failed", "title": { "en": "Failed" }, "from": 0, "role": "bad" },
                { "code": "passed", "title": { "en": "Passed" }, "from": 70, "role": "good" },
            ],
        }))
        .unwrap();
        let voice = |(user, score): (i64, f64)| Voice {
            rating: RatingId(user),
            user: Some(UserId(user)),
            said: Said { level: "passed".into(), second: None, score: Some(score) },
            rationale: String::new(),
        };
        let voices = [(1, 71.0), (2, 72.0)].map(voice).into();
        let standing = Standing { voices, determined: None };
        let of = |score: &str, rationale: &str| {
            let (score, rationale) = (score.to_owned(), rationale.to_owned());
            let form = RatingForm { score, rationale, ..RatingForm::default() };
            determined(&form, &scale, &standing)
        };
        let refused = of("89", "").unwrap_err();
        assert_eq!(refused.get("rationale"), Some(&Problem::Other("problem-round-reason")));
        assert_eq!(of("89", "The record of May").unwrap().0.score, Some(89.0));
        assert_eq!(of("71", "").unwrap().0.score, Some(71.0), "the lowest is what is adopted");
    }
}
