//! Addresses of linking evidence to criteria, and of the coverage calendar.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, CriterionId, EvidenceId};

/// Notes and places of an item's links, many at once; posting changes or removes them.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/links/change")]
pub struct ChangeLinks {
    pub evidence: EvidenceId,
}

/// Criteria to be chosen for an item; posting links those that are ticked.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/link")]
pub struct ChooseCriteria {
    pub evidence: EvidenceId,
}

/// Items of the register to be chosen for a criterion; posting links those that are ticked.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/workbench/{criterion}/link")]
pub struct ChooseEvidence {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// Links of another assessment; posting takes those that are ticked.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/copy-links")]
pub struct CopyLinks {
    pub assessment: AssessmentId,
}

/// Which criterion is covered in which year of the cycle.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calendar")]
pub struct Calendar {
    pub assessment: AssessmentId,
}

/// What covers a criterion in a period of the cycle.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calendar/{criterion}")]
pub struct CalendarAt {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// The calendar as a workbook.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/calendar.xlsx")]
pub struct CalendarReport {
    pub assessment: AssessmentId,
}
