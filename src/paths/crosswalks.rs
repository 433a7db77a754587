//! Addresses of crosswalks, and of what they let an institution reuse.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, CrosswalkId, CrosswalkRelationId, InstitutionId};

/// Crosswalks between editions.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/crosswalks")]
pub struct Crosswalks;

/// The form for a crosswalk of one's own.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/crosswalks/new")]
pub struct NewCrosswalk;

/// One crosswalk: both trees and what is said of their criteria; posting relates two of them.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/crosswalks/{crosswalk}")]
pub struct Crosswalk {
    pub crosswalk: CrosswalkId,
}

/// Takes a relation away.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/crosswalks/{crosswalk}/relations/{relation}/remove")]
pub struct RemoveRelation {
    pub crosswalk: CrosswalkId,
    pub relation: CrosswalkRelationId,
}

/// What an institution has already for an edition; posting links it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/reuse")]
pub struct Reuse {
    pub institution: InstitutionId,
}

/// Ratings that could be carried into an assessment; posting carries those that are ticked.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/carry")]
pub struct CarryRatings {
    pub assessment: AssessmentId,
}
