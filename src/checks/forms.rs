//! What is typed about a check.

use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::entities::CheckKind;

/// Which checks are wanted.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CheckFilter {
    #[serde(default)]
    pub kind: String,
    /// Not empty: those that may stand.
    #[serde(default)]
    pub accepted: String,
}

impl CheckFilter {
    /// The kind, where it is one.
    pub(super) fn kind(&self) -> Option<CheckKind> {
        CheckKind::from_code(&self.kind)
    }

    /// As a query that keeps it, from nothing but what is known.
    pub(super) fn kept(&self) -> String {
        let accepted = if self.accepted.is_empty() { "" } else { "yes" };
        format!("kind={}&accepted={accepted}", self.kind().map_or("", CheckKind::code))
    }
}

/// That a check may stand, and why.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AcceptForm {
    /// Id of the criterion.
    #[serde(default)]
    pub criterion: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub about: String,
    /// The facts as they were shown.
    #[serde(default)]
    pub seen: String,
    #[serde(default)]
    pub reason: String,
}

impl AcceptForm {
    /// The kind and the reason, or every problem at once.
    pub(super) fn check(&self) -> Result<(CheckKind, String), Problems> {
        let mut problems = Problems::default();
        let kind = CheckKind::from_code(&self.kind);
        if kind.is_none() {
            problems.add("kind", Problem::NotAnOption);
        }
        let reason = problems.text("reason", &self.reason, 2_000);
        problems.or((kind.unwrap_or(CheckKind::RatedUnproved), reason))
    }
}
