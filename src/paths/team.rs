//! Addresses of the team of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, ConflictId, CriterionId, UserId};

/// Who is on the team; posting puts somebody on it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team")]
pub struct Team {
    pub assessment: AssessmentId,
}

/// A person's own declaration of conflicts of interest; posting signs it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/declaration")]
pub struct DeclareConflicts {
    pub assessment: AssessmentId,
}

/// Areas and criteria with those who rate them; posting assigns what is ticked, or takes it back.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/assign")]
pub struct AssignCriteria {
    pub assessment: AssessmentId,
}

/// Who sees what, until when.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/access")]
pub struct AccessReport {
    pub assessment: AssessmentId,
}

/// The same as a workbook.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/access.xlsx")]
pub struct AccessWorkbook {
    pub assessment: AssessmentId,
}

/// One member; posting changes part and days.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/{user}")]
pub struct TeamMember {
    pub assessment: AssessmentId,
    pub user: UserId,
}

/// What a member sees.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/{user}/sees")]
pub struct MemberSees {
    pub assessment: AssessmentId,
    pub user: UserId,
}

/// Takes a member off the team.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/{user}/leave")]
pub struct LeaveTeam {
    pub assessment: AssessmentId,
    pub user: UserId,
}

/// Asks a member to declare anew.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/{user}/declare-anew")]
pub struct DeclareAnew {
    pub assessment: AssessmentId,
    pub user: UserId,
}

/// Records a conflict of interest of a member.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/{user}/conflicts")]
pub struct RecordConflict {
    pub assessment: AssessmentId,
    pub user: UserId,
}

/// Lifts a conflict of interest that was recorded for a member.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/team/{user}/conflicts/{conflict}/lift")]
pub struct LiftConflict {
    pub assessment: AssessmentId,
    pub user: UserId,
    pub conflict: ConflictId,
}

/// Says that somebody is rating a criterion at this moment; the page says it again while it is open.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/workbench/{criterion}/claim")]
pub struct ClaimCriterion {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}
