//! One file, web link or physical location of an evidence item.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, Location, RevisionId, RevisionKind, UserId};

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
    /// Which part of the item it is a state of: an item may be many files, links and places. The newest of a part holds.
    pub part: i32,
    pub kind: RevisionKind,
    /// A web address, a room and shelf; for a file, its name.
    pub place: String,
    /// Building, room, shelf and binder of a physical one.
    pub location: Option<Location>,
    pub sha256: Option<String>,
    pub media_type: Option<String>,
    pub size: Option<i64>,
    /// Who added it; nobody where the command line did.
    pub user_id: Option<UserId>,
    pub created_at: DateTimeUtc,
    /// Since when its part no longer belongs to the item; said of the newest of the part.
    pub removed_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
