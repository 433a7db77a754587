//! What an accreditor publishes, for example ISO/IEC 17025.

use sea_orm::entity::prelude::*;

use super::{FrameworkId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "framework")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FrameworkId,
    #[sea_orm(unique)]
    pub code: String,
    pub title: Titles,
    pub issuer: String,
}

impl ActiveModelBehavior for ActiveModel {}
