//! Addresses of the life of evidence: its states, who needs to know it, what it is used for.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{EvidenceId, InstitutionId, UserId};

/// Moves an item to another state: submitted, accepted, returned, a draft again.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/state")]
pub struct EvidenceState {
    pub evidence: EvidenceId,
}

/// All that an item proves, and what would be lost without it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/use")]
pub struct EvidenceUse {
    pub evidence: EvidenceId,
}

/// What a withdrawal would do; posting withdraws.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/withdraw")]
pub struct WithdrawEvidence {
    pub evidence: EvidenceId,
}

/// Chooses the item that takes the place of this one, everywhere; posting replaces it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/replace")]
pub struct ReplaceEvidence {
    pub evidence: EvidenceId,
}

/// Brings an item back that another took the place of.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/bring-back")]
pub struct BringBackEvidence {
    pub evidence: EvidenceId,
}

/// What a deletion would do; posting deletes.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/delete")]
pub struct DeleteEvidence {
    pub evidence: EvidenceId,
}

/// Restores a deleted item.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/restore")]
pub struct RestoreEvidence {
    pub evidence: EvidenceId,
}

/// Deleted evidence of an institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/evidence/deleted")]
pub struct DeletedEvidence {
    pub institution: InstitutionId,
}

/// Puts a person on the list of those who need to know an item.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/readers")]
pub struct AddReader {
    pub evidence: EvidenceId,
}

/// Takes a person off that list.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/readers/{user}/remove")]
pub struct RemoveReader {
    pub evidence: EvidenceId,
    pub user: UserId,
}

/// Who can open a restricted item today, and why.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/openers")]
pub struct EvidenceOpeners {
    pub evidence: EvidenceId,
}

/// The restricted items of an institution that nobody can open any longer.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/unopened-evidence")]
pub struct UnopenedEvidence {
    pub institution: InstitutionId,
}

/// Names a new reader of such an item.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/name-reader")]
pub struct NameReader {
    pub evidence: EvidenceId,
}
