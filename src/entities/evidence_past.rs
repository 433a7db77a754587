//! How an evidence item stood earlier; written when a state that counts is replaced.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, EvidencePastId, EvidenceStatus};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_past")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EvidencePastId,
    pub evidence_id: EvidenceId,
    pub type_code: Option<String>,
    pub document_date: Option<Date>,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    pub review_months: Option<i32>,
    pub status: EvidenceStatus,
    /// Why it was returned or withdrawn.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
