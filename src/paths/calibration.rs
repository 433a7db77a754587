//! Addresses of calibration.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, CalibrationId, CriterionId};

/// The exercises of an assessment; posting opens one.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration")]
pub struct Calibrations {
    pub assessment: AssessmentId,
}

/// One exercise.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration/{calibration}")]
pub struct Calibration {
    pub assessment: AssessmentId,
    pub calibration: CalibrationId,
}

/// Locks one's own levels.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration/{calibration}/lock")]
pub struct LockCalibration {
    pub assessment: AssessmentId,
    pub calibration: CalibrationId,
}

/// Ends the rating, though not all have locked.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration/{calibration}/end")]
pub struct EndCalibration {
    pub assessment: AssessmentId,
    pub calibration: CalibrationId,
}

/// A criterion of it; posting rates it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration/{calibration}/{criterion}")]
pub struct CalibrateCriterion {
    pub assessment: AssessmentId,
    pub calibration: CalibrationId,
    pub criterion: CriterionId,
}

/// Says something of a criterion.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration/{calibration}/{criterion}/remark")]
pub struct RemarkCriterion {
    pub assessment: AssessmentId,
    pub calibration: CalibrationId,
    pub criterion: CriterionId,
}

/// Notes the rule of a criterion.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calibration/{calibration}/{criterion}/rule")]
pub struct NoteRule {
    pub assessment: AssessmentId,
    pub calibration: CalibrationId,
    pub criterion: CriterionId,
}
