//! A person who needs to know a restricted evidence item.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, EvidenceReaderId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_reader")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EvidenceReaderId,
    pub evidence_id: EvidenceId,
    pub user_id: UserId,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<super::evidence_item::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
