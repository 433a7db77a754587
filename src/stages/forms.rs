//! A move as it is sent.

use serde::Deserialize;

use super::moves::Move;
use super::moving::Wanted;
use crate::check::{Problem, Problems};
use crate::entities::Stage;

/// Most characters of a reason.
const MOST_REASON: usize = 2_000;

/// A move and why it is made.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct MoveForm {
    #[serde(default)]
    pub step: String,
    /// The stage that was shown.
    #[serde(default)]
    pub seen: String,
    #[serde(default)]
    pub reason: String,
}

impl MoveForm {
    /// What is wanted, or every problem at once. Whether a reason is needed, the guards say.
    pub fn check(&self) -> Result<Wanted, Problems> {
        let mut problems = Problems::default();
        let step = problems.choice("step", Move::from_code(&self.step), Move::Submit);
        let seen = problems.choice("seen", Stage::from_code(&self.seen), Stage::Preparing);
        let reason = problems.optional_text("reason", &self.reason, MOST_REASON);
        problems.or(Wanted { step, seen, reason, decided: false })
    }

    /// The problem that no reason was given.
    pub fn unreasoned() -> Problems {
        let mut problems = Problems::default();
        problems.add("reason", Problem::Other("problem-stage-reason"));
        problems
    }
}
