//! How a learning outcome is judged.

use sea_orm::entity::prelude::*;

use super::{AssessmentCriterionId, LearningOutcomeId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_criterion")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssessmentCriterionId,
    #[sea_orm(unique_key = "assessment_criterion_outcome_code")]
    pub outcome_id: LearningOutcomeId,
    #[sea_orm(unique_key = "assessment_criterion_outcome_code")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub statement: String,
    pub position: i32,
    #[sea_orm(belongs_to, from = "outcome_id", to = "id")]
    pub outcome: BelongsTo<super::learning_outcome::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
