//! Addresses of the stage of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::AssessmentId;

/// Where it stands and what may follow; posting moves it on.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/stage")]
pub struct StageOf {
    pub assessment: AssessmentId,
}
