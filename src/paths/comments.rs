//! Addresses of comments.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, CommentId, CriterionId};

/// All comments on a criterion of an assessment; posting adds one.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/workbench/{criterion}/comments")]
pub struct Comments {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// Gives a comment other words.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/comments/{comment}")]
pub struct EditComment {
    pub assessment: AssessmentId,
    pub comment: CommentId,
}

/// Strikes a comment out.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/comments/{comment}/strike")]
pub struct StrikeComment {
    pub assessment: AssessmentId,
    pub comment: CommentId,
}
