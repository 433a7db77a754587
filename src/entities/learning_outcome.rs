//! What a learner knows, can do, or answers for.

use sea_orm::entity::prelude::*;

use super::{Domain, LearningOutcomeId, QualificationUnitId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "learning_outcome")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LearningOutcomeId,
    #[sea_orm(unique_key = "learning_outcome_unit_code")]
    pub unit_id: QualificationUnitId,
    #[sea_orm(unique_key = "learning_outcome_unit_code")]
    pub code: String,
    pub domain: Domain,
    #[sea_orm(column_type = "Text")]
    pub statement: String,
    pub position: i32,
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<super::qualification_unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
