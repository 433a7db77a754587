//! A node of an edition's tree, at any depth; assessable ones are rated.

use sea_orm::entity::prelude::*;

use super::{Codes, CriterionId, Details, EditionId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CriterionId,
    #[sea_orm(unique_key = "criterion_edition_code")]
    pub edition_id: EditionId,
    pub parent_id: Option<CriterionId>,
    /// The accreditor's own numbering, unique in the edition: `7.2.1`.
    #[sea_orm(unique_key = "criterion_edition_code")]
    pub code: String,
    pub kind: String,
    pub title: Titles,
    pub summary: Titles,
    /// How sure the pack is: `checked`, `recalled` or `reconstructed`.
    pub provenance: String,
    pub assessable: bool,
    pub mandatory: bool,
    pub weight: f64,
    /// Codes of the evidence types it expects.
    pub expects: Codes,
    pub depth: i32,
    /// Codes of the groups that it belongs to; with none, it belongs to all.
    pub groups: Codes,
    /// What few criteria have.
    pub details: Details,
    /// Its code and texts in every language, folded, to be searched.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// Place in the preorder of the tree, from 0.
    pub position: i32,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: HasOne<Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
