//! An evidence item that a step of a finding rests on.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, FindingProofId, FindingStepId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_proof")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FindingProofId,
    pub step_id: FindingStepId,
    pub evidence_id: EvidenceId,
    #[sea_orm(belongs_to, from = "step_id", to = "id")]
    pub step: BelongsTo<super::finding_step::Entity>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
