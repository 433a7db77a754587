//! One change, hashed together with the event before it.

use sea_orm::entity::prelude::*;

use super::AuditEventId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AuditEventId,
    /// From 1, without holes.
    #[sea_orm(unique)]
    pub sequence: i64,
    /// RFC 3339 in UTC, as it was hashed.
    pub happened_at: String,
    /// `user:7`, or `system` for the command line.
    pub actor: String,
    /// Whose affair it is; no foreign key, so that the chain outlives its subject.
    pub institution_id: Option<i64>,
    pub action: String,
    /// What it was done to: `rating:12`.
    pub object: String,
    /// JSON as it was hashed.
    #[sea_orm(column_type = "Text")]
    pub details: String,
    pub previous_hash: String,
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
