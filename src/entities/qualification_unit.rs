//! A unit of learning outcomes.

use sea_orm::entity::prelude::*;

use super::{QualificationId, QualificationUnitId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification_unit")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: QualificationUnitId,
    #[sea_orm(unique_key = "qualification_unit_qualification_code")]
    pub qualification_id: QualificationId,
    #[sea_orm(unique_key = "qualification_unit_qualification_code")]
    pub code: String,
    pub title: Titles,
    pub credits: Option<f64>,
    /// Notional hours of learning.
    pub hours: Option<f64>,
    pub compulsory: bool,
    pub position: i32,
    #[sea_orm(belongs_to, from = "qualification_id", to = "id")]
    pub qualification: BelongsTo<super::qualification::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
