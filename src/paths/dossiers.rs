//! Addresses of the sealed dossiers of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::AssessmentId;

/// The versions, and what has changed since; posting seals the next.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/dossiers")]
pub struct Dossiers {
    pub assessment: AssessmentId,
}

/// One version.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/dossiers/{version}")]
pub struct DossierVersion {
    pub assessment: AssessmentId,
    pub version: i32,
}

/// What a version changed.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/dossiers/{version}/changes")]
pub struct DossierChanges {
    pub assessment: AssessmentId,
    pub version: i32,
}

/// The manifest of a version as a file.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/dossiers/{version}/manifest.json")]
pub struct DossierFile {
    pub assessment: AssessmentId,
    pub version: i32,
}
