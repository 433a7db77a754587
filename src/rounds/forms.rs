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
    let agreed = standing.agreed();
    if typed.rationale.is_empty() && !agreed.is_some_and(|it| it.is_like(&said)) {
        problems.add("rationale", Problem::Other("problem-round-reason"));
    }
    problems.or((said, typed.rationale))
}
