//! Addresses of the deadlines of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, DeadlineId};

/// What is due when; posting adds a deadline.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/deadlines")]
pub struct Deadlines {
    pub assessment: AssessmentId,
}

/// Says on which days things happened.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/deadlines/days")]
pub struct DeadlineDays {
    pub assessment: AssessmentId,
}

/// Takes the usual deadlines of the accreditor.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/deadlines/usual")]
pub struct UsualDeadlines {
    pub assessment: AssessmentId,
}

/// One deadline; posting moves it, marks it as done or removes it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/deadlines/{deadline}")]
pub struct DeadlineOf {
    pub assessment: AssessmentId,
    pub deadline: DeadlineId,
}
