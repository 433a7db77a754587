//! A file that was sent, or is being sent, and is not yet part of an evidence item.

use sea_orm::entity::prelude::*;

use super::{CriterionId, InstitutionId, UserId, WaitingFileId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: WaitingFileId,
    /// By which the sender's browser names it; cannot be guessed.
    #[sea_orm(unique)]
    pub token: String,
    pub institution_id: InstitutionId,
    pub user_id: UserId,
    pub name: String,
    /// Bytes that it will have.
    pub size: i64,
    /// Bytes that have come.
    pub received: i64,
    /// Once it is whole.
    pub sha256: Option<String>,
    pub media_type: Option<String>,
    /// The criterion that it was dropped on.
    pub criterion_id: Option<CriterionId>,
    pub created_at: DateTimeUtc,
    /// When something last came.
    pub touched_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
