//! What somebody said of a criterion for practice; it counts for nothing else. Never overwritten: a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{CalibrationId, CalibrationRatingId, CriterionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "calibration_rating")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CalibrationRatingId,
    pub calibration_id: CalibrationId,
    pub criterion_id: CriterionId,
    pub user_id: UserId,
    /// A level of the scale or its not-applicable.
    pub level: String,
    pub second_level: Option<String>,
    pub score: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub rationale: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "calibration_id", to = "id")]
    pub calibration: BelongsTo<super::calibration::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
