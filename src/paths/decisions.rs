//! Addresses of the decision of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::AssessmentId;

/// What was decided; posting enters a decision.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/decision")]
pub struct DecisionOf {
    pub assessment: AssessmentId,
}

/// Switches the public page of a decision on or off.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/decision/public")]
pub struct ConfirmDecision {
    pub assessment: AssessmentId,
}

/// The public page of a decision, under its secret address.
#[derive(Clone, Debug, Deserialize, TypedPath)]
#[typed_path("/confirm/{token}")]
pub struct Confirm {
    pub token: String,
}
