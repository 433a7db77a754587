//! Addresses of the checks of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AcceptedCheckId, AssessmentId};

/// What does not go together; posting says that one of it may stand.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/checks")]
pub struct Checks {
    pub assessment: AssessmentId,
}

/// Takes back that a check may stand.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/checks/{accepted}/take-back")]
pub struct TakeBackCheck {
    pub assessment: AssessmentId,
    pub accepted: AcceptedCheckId,
}
