//! How a criterion of one edition relates to one of another.

use sea_orm::entity::prelude::*;

use super::{Confidence, CriterionId, CrosswalkId, CrosswalkRelationId, Relation as RelationKind};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "crosswalk_relation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CrosswalkRelationId,
    #[sea_orm(unique_key = "crosswalk_relation_once")]
    pub crosswalk_id: CrosswalkId,
    #[sea_orm(unique_key = "crosswalk_relation_once")]
    pub from_criterion_id: CriterionId,
    #[sea_orm(unique_key = "crosswalk_relation_once")]
    pub to_criterion_id: CriterionId,
    /// What the first criterion is to the second.
    pub relation: RelationKind,
    /// How much of the second the first answers, 0 to 1, where somebody says so.
    pub strength: Option<f64>,
    pub confidence: Confidence,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    #[sea_orm(belongs_to, from = "crosswalk_id", to = "id")]
    pub crosswalk: BelongsTo<super::crosswalk::Entity>,
    #[sea_orm(belongs_to, relation_enum = "FromCriterion", from = "from_criterion_id", to = "id")]
    pub from_criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, relation_enum = "ToCriterion", from = "to_criterion_id", to = "id")]
    pub to_criterion: BelongsTo<super::criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
