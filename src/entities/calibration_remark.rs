//! What somebody said in the discussion of a criterion.

use sea_orm::entity::prelude::*;

use super::{CalibrationId, CalibrationRemarkId, CriterionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calibration_remark")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CalibrationRemarkId,
    pub calibration_id: CalibrationId,
    pub criterion_id: CriterionId,
    pub user_id: UserId,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "calibration_id", to = "id")]
    pub calibration: BelongsTo<super::calibration::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
