//! A titled thing that proves something, as it stands now.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use super::{Codes, Confidentiality, EvidenceId, EvidenceStatus, InstitutionId, Proof};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_item", model_attrs(derive(Deserialize)))]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EvidenceId,
    #[sea_orm(unique_key = "evidence_item_institution_reference")]
    pub institution_id: InstitutionId,
    /// The institution's own code of it, unique in it: `KAPS-E-0042`.
    #[sea_orm(unique_key = "evidence_item_institution_reference")]
    pub reference: String,
    /// The reference as a key that sorts it naturally, the same on both databases.
    #[sea_orm(column_type = "Text")]
    pub order_key: String,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub type_code: Option<String>,
    pub owner_unit: String,
    /// Who in the unit sees to it.
    #[sea_orm(column_type = "Text")]
    pub owner_person: String,
    /// Tag of the language that it is written in.
    pub language: Option<String>,
    /// What kind of proof it is.
    pub proof: Option<Proof>,
    /// Words of the institution's own.
    pub tags: Codes,
    /// For the institution itself, not for reviewers.
    #[sea_orm(column_type = "Text")]
    pub notes: String,
    pub document_date: Option<Date>,
    /// The period that it proves something about.
    pub covers_from: Option<Date>,
    pub covers_to: Option<Date>,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    pub review_months: Option<i32>,
    pub confidentiality: Confidentiality,
    pub status: EvidenceStatus,
    /// Why it was returned or withdrawn.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// The item that took its place.
    pub superseded_by_id: Option<EvidenceId>,
    /// When it was deleted; it can be restored, and counts as withdrawn until then.
    pub deleted_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    /// Since when it stands as it does.
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
