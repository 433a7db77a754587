//! How a criterion is to be rated in an institution. Never changed: a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{CalibrationId, CalibrationRuleId, CriterionId, InstitutionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calibration_rule")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CalibrationRuleId,
    pub institution_id: InstitutionId,
    pub criterion_id: CriterionId,
    /// From which exercise it came.
    pub calibration_id: CalibrationId,
    pub user_id: UserId,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "calibration_id", to = "id")]
    pub calibration: BelongsTo<super::calibration::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
