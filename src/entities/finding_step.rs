//! A step in the life of a finding. Rows are only added.

use sea_orm::entity::prelude::*;

use super::{FindingId, FindingStep, FindingStepId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_step")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FindingStepId,
    pub finding_id: FindingId,
    pub step: FindingStep,
    /// Why, or what was looked at.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// What was done at once; of an answer, as the three that follow.
    #[sea_orm(column_type = "Text")]
    pub correction: String,
    #[sea_orm(column_type = "Text")]
    pub root_cause: String,
    /// What is done so that it does not come again.
    #[sea_orm(column_type = "Text")]
    pub corrective_action: String,
    /// Where else it is, or could be.
    #[sea_orm(column_type = "Text")]
    pub extent: String,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "finding_id", to = "id")]
    pub finding: BelongsTo<super::finding::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
