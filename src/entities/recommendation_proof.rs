//! An evidence item that shows how far a recommendation is fulfilled.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, RecommendationProgressId, RecommendationProofId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation_proof")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecommendationProofId,
    pub progress_id: RecommendationProgressId,
    pub evidence_id: EvidenceId,
    #[sea_orm(belongs_to, from = "progress_id", to = "id")]
    pub progress: BelongsTo<super::recommendation_progress::Entity>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
