//! The end of the chain: one row, so that a cut-off end is noticed.

use sea_orm::entity::prelude::*;

use super::AuditHeadId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AuditHeadId,
    pub sequence: i64,
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
