//! The manifest of a dossier as it was hashed.

use sea_orm::entity::prelude::*;

use super::DossierId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: DossierId,
    #[sea_orm(column_type = "Text")]
    pub manifest: String,
}

impl ActiveModelBehavior for ActiveModel {}
