//! One workbook read into the register.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, BatchState, ImportBatchId, ImportKind, InstitutionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_batch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ImportBatchId,
    pub institution_id: InstitutionId,
    pub assessment_id: Option<AssessmentId>,
    pub kind: ImportKind,
    pub file_name: String,
    pub sha256: String,
    pub state: BatchState,
    pub user_id: Option<UserId>,
    pub rows_read: i32,
    pub created: i32,
    pub updated: i32,
    pub unchanged: i32,
    pub rejected: i32,
    pub created_at: DateTimeUtc,
    pub committed_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<Option<super::assessment::Entity>>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
