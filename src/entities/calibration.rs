//! Criteria that all who rate in an assessment rate for practice, to find out how alike they rate.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, CalibrationId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calibration")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CalibrationId,
    pub assessment_id: AssessmentId,
    pub title: String,
    /// What the raters are told.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// Who opened it.
    pub user_id: UserId,
    pub recorded_at: DateTimeUtc,
    /// Since when all see what all said.
    pub ended_at: Option<DateTimeUtc>,
    /// Who ended it before all had locked, and why.
    pub ended_by_id: Option<UserId>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
