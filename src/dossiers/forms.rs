//! Sealing as it is sent.

use serde::Deserialize;

use crate::check::Problems;

/// The next version of a dossier is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SealForm {
    #[serde(default)]
    pub reason: String,
    /// The newest version that was shown; 0 for none.
    #[serde(default)]
    pub seen: String,
}

impl SealForm {
    /// Why it is sealed; the first version needs no reason.
    pub fn check(&self, is_first: bool) -> Result<String, Problems> {
        let mut problems = Problems::default();
        let reason = if is_first {
            problems.optional_text("reason", &self.reason, 2_000)
        } else {
            problems.text("reason", &self.reason, 2_000)
        };
        problems.or(reason)
    }
}
