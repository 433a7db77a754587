//! One file, web link or physical location of an evidence item.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, RevisionId, RevisionKind, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RevisionId,
    #[sea_orm(unique_key = "revision_evidence_number")]
    pub evidence_id: EvidenceId,
    #[sea_orm(unique_key = "revision_evidence_number")]
    pub number: i32,
    pub kind: RevisionKind,
    /// A web address, a room and shelf; for a file, its name.
    pub place: String,
    pub sha256: Option<String>,
    pub media_type: Option<String>,
    pub size: Option<i64>,
    /// Who added it; nobody where the command line did.
    pub user_id: Option<UserId>,
    pub created_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
