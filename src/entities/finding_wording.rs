//! What a finding says. Never overwritten: a newer wording supersedes it.

use sea_orm::entity::prelude::*;

use super::{EvidenceId, FindingId, FindingKind, FindingWordingId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_wording")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FindingWordingId,
    pub finding_id: FindingId,
    pub kind: FindingKind,
    #[sea_orm(column_type = "Text")]
    pub statement: String,
    /// What is required, where that is more than the criterion.
    #[sea_orm(column_type = "Text")]
    pub requirement: String,
    /// What was seen.
    #[sea_orm(column_type = "Text")]
    pub objective_evidence: String,
    /// The evidence item in which it was seen.
    pub evidence_id: Option<EvidenceId>,
    pub due_on: Option<Date>,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "finding_id", to = "id")]
    pub finding: BelongsTo<super::finding::Entity>,
    #[sea_orm(belongs_to, from = "evidence_id", to = "id")]
    pub evidence: BelongsTo<Option<super::evidence_item::Entity>>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
