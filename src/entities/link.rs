//! An evidence item offered for a criterion.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use super::{CriterionId, EditionId, EvidenceId, InstitutionId, LinkId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link", model_attrs(derive(Deserialize)))]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LinkId,
    pub evidence_id: EvidenceId,
    pub criterion_id: CriterionId,
    /// The institution of the item.
    pub institution_id: InstitutionId,
    /// The edition of the criterion.
    pub edition_id: EditionId,
    pub relevance: String,
    /// Where in the document: a page, a clause.
    pub place: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
