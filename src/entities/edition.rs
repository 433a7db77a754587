//! One version of a framework, immutable once loaded.

use sea_orm::entity::prelude::*;

use super::{EditionId, FrameworkId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EditionId,
    pub framework_id: FrameworkId,
    /// The pack's own id: `iso-iec-17025-2017`.
    #[sea_orm(unique)]
    pub code: String,
    pub title: Titles,
    pub version: String,
    /// `criteria` or `levels`.
    pub kind: String,
    /// The pack without its tree: scale, outcomes, sources, notes.
    pub pack: serde_json::Value,
    /// SHA-256 of the pack as loaded.
    pub digest: String,
    pub loaded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "framework_id", to = "id")]
    pub framework: BelongsTo<super::framework::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
