//! Who did what, when: every change leaves an event, and every event is hashed together with the one before it.

pub mod chain;
pub mod pages;
pub mod store;
mod veil;

use serde_json::Value;

use crate::entities::{InstitutionId, UserId, assessment};

/// Who makes a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    User(UserId),
    /// The command line and the program itself.
    System,
}

impl Actor {
    /// The person, if it is one.
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::User(id) => Some(id),
            Self::System => None,
        }
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::System => f.write_str("system"),
        }
    }
}

/// What was done to what.
#[derive(Clone, Debug)]
pub struct Event {
    /// A verb in the past, for example `rated`; worded under `audit-<action>`.
    pub action: &'static str,
    /// Kind and id: `criterion:12`.
    pub object: String,
    /// Whose affair it is.
    pub institution: Option<InstitutionId>,
    /// What a reader wants to know: codes, names, counts. Never file contents or secrets.
    pub details: Value,
}

impl Event {
    /// An event of an institution.
    pub fn of(
        institution: InstitutionId,
        action: &'static str,
        object: String,
        details: Value,
    ) -> Self {
        Self { action, object, institution: Some(institution), details }
    }

    /// An event of an assessment.
    pub fn of_assessment(of: &assessment::Model, action: &'static str, details: Value) -> Self {
        Self::of(of.institution_id, action, format!("assessment:{}", of.id), details)
    }

    /// An event of the whole instance.
    pub fn of_instance(action: &'static str, object: String, details: Value) -> Self {
        Self { action, object, institution: None, details }
    }
}
