//! A move of an assessment from one stage to another. Never changed.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, Codes, Stage, StageMoveId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_move")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: StageMoveId,
    pub assessment_id: AssessmentId,
    /// Code of the move.
    pub step: String,
    pub from_stage: Stage,
    pub to_stage: Stage,
    /// Nobody where the command line did it.
    pub user_id: Option<UserId>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Codes of what was missing all the same.
    pub overridden: Codes,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
