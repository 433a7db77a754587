//! A titled thing that proves something, as it stands now.

use sea_orm::entity::prelude::*;

use super::{Confidentiality, EvidenceId, EvidenceStatus, InstitutionId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_item")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EvidenceId,
    #[sea_orm(unique_key = "evidence_item_institution_reference")]
    pub institution_id: InstitutionId,
    /// The institution's own number, unique in it: `EV-0042`.
    #[sea_orm(unique_key = "evidence_item_institution_reference")]
    pub reference: String,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub type_code: Option<String>,
    pub owner_unit: String,
    pub document_date: Option<Date>,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    pub review_months: Option<i32>,
    pub confidentiality: Confidentiality,
    pub status: EvidenceStatus,
    pub created_at: DateTimeUtc,
    /// Since when it stands as it does.
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
