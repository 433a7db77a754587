//! What an assessment handed over, sealed as a version. Never changed.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, DossierId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DossierId,
    #[sea_orm(unique_key = "dossier_version")]
    pub assessment_id: AssessmentId,
    /// From 1.
    #[sea_orm(unique_key = "dossier_version")]
    pub version: i32,
    /// Of the manifest, byte for byte.
    pub sha256: String,
    /// Evidence items in it, and contents that it pins.
    pub items: i32,
    pub files: i32,
    pub user_id: Option<UserId>,
    /// Why it was sealed, where it is not the first.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub sealed_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
