//! A learning outcome that prepares for an occupational task.

use sea_orm::entity::prelude::*;

use super::{LearningOutcomeId, OccupationalTaskId, TaskOutcomeId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_outcome")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TaskOutcomeId,
    #[sea_orm(unique_key = "task_outcome_task_outcome")]
    pub task_id: OccupationalTaskId,
    #[sea_orm(unique_key = "task_outcome_task_outcome")]
    pub outcome_id: LearningOutcomeId,
    #[sea_orm(belongs_to, from = "task_id", to = "id")]
    pub task: BelongsTo<super::occupational_task::Entity>,
    #[sea_orm(belongs_to, from = "outcome_id", to = "id")]
    pub outcome: BelongsTo<super::learning_outcome::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
