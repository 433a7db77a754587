//! Addresses of the rounds of an assessment.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, CriterionId, RoundLockId};

/// The round that is rated now, or another with `?round=`.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round")]
pub struct RoundOf {
    pub assessment: AssessmentId,
}

/// Locks one's own ratings.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round/lock")]
pub struct LockRound {
    pub assessment: AssessmentId,
}

/// Ends somebody's lock.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round/locks/{lock}/end")]
pub struct UnlockRound {
    pub assessment: AssessmentId,
    pub lock: RoundLockId,
}

/// Determines what all raters agree on.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round/adopt")]
pub struct AdoptAgreed {
    pub assessment: AssessmentId,
}

/// Determines one criterion.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round/{criterion}/determine")]
pub struct Determine {
    pub assessment: AssessmentId,
    pub criterion: CriterionId,
}

/// Signs the round off.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round/sign-off")]
pub struct SignOffRound {
    pub assessment: AssessmentId,
}

/// Takes the sign-off back.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/round/reopen")]
pub struct ReopenRound {
    pub assessment: AssessmentId,
}
