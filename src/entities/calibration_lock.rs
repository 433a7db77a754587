//! That somebody has finished what they say for practice.

use sea_orm::entity::prelude::*;

use super::{CalibrationId, CalibrationLockId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calibration_lock")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CalibrationLockId,
    pub calibration_id: CalibrationId,
    pub user_id: UserId,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "calibration_id", to = "id")]
    pub calibration: BelongsTo<super::calibration::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
