//! Addresses of findings.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, FindingId};

/// The findings of an assessment; `?state=`, `?kind=`, `?overdue=` choose among them.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/findings")]
pub struct Findings {
    pub assessment: AssessmentId,
}

/// The form for a new finding; `?criterion=` says of what.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/findings/new")]
pub struct NewFinding {
    pub assessment: AssessmentId,
}

/// One finding; posting takes a step.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/findings/{finding}")]
pub struct Finding {
    pub assessment: AssessmentId,
    pub finding: FindingId,
}

/// The form that lets a finding say something else.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/findings/{finding}/edit")]
pub struct EditFinding {
    pub assessment: AssessmentId,
    pub finding: FindingId,
}
