//! A crosswalk between two editions.

use sea_orm::entity::prelude::*;

use super::{CrosswalkId, EditionId, InstitutionId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crosswalk")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CrosswalkId,
    /// The crosswalk's own id: `esg-2015-xk-kaa-programme-2021`.
    #[sea_orm(unique)]
    pub code: String,
    pub title: Titles,
    pub from_edition_id: EditionId,
    pub to_edition_id: EditionId,
    /// Who says so, and where that was read.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub licence_note: String,
    /// The only institution that sees it and may change it; none where everybody sees it and nobody changes it.
    pub institution_id: Option<InstitutionId>,
    /// SHA-256 of the file as loaded; empty where it was made here.
    pub digest: String,
    pub loaded_at: DateTimeUtc,
    #[sea_orm(belongs_to, relation_enum = "FromEdition", from = "from_edition_id", to = "id")]
    pub from_edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, relation_enum = "ToEdition", from = "to_edition_id", to = "id")]
    pub to_edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<Option<super::institution::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
