//! A criterion that is rated for practice.

use sea_orm::entity::prelude::*;

use super::{CalibrationCriterionId, CalibrationId, CriterionId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calibration_criterion")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CalibrationCriterionId,
    pub calibration_id: CalibrationId,
    pub criterion_id: CriterionId,
    #[sea_orm(belongs_to, from = "calibration_id", to = "id")]
    pub calibration: BelongsTo<super::calibration::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
