//! A task of the occupational standard behind a qualification.

use sea_orm::entity::prelude::*;

use super::{OccupationalTaskId, QualificationId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "occupational_task")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OccupationalTaskId,
    #[sea_orm(unique_key = "occupational_task_qualification_code")]
    pub qualification_id: QualificationId,
    #[sea_orm(unique_key = "occupational_task_qualification_code")]
    pub code: String,
    pub duty: String,
    #[sea_orm(column_type = "Text")]
    pub statement: String,
    pub position: i32,
    #[sea_orm(belongs_to, from = "qualification_id", to = "id")]
    pub qualification: BelongsTo<super::qualification::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
