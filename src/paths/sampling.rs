//! Addresses of the verification of a round.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, CriterionId};

/// The sample of a round: what is in it and what was found; posting draws it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/sampling")]
pub struct Sampling {
    pub assessment: AssessmentId,
}

/// A criterion of the sample; posting says what was found.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/sampling/{criterion}")]
pub struct VerifyCriterion {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}
