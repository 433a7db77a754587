//! What a recommendation says. Never overwritten: a newer wording supersedes it.

use sea_orm::entity::prelude::*;

use super::{Origin, RecommendationId, RecommendationKind, RecommendationWordingId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation_wording")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecommendationWordingId,
    pub recommendation_id: RecommendationId,
    pub kind: RecommendationKind,
    pub origin: Origin,
    /// Who asks for it, and in which decision or report.
    pub source: String,
    pub issued_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub due_on: Option<Date>,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "recommendation_id", to = "id")]
    pub recommendation: BelongsTo<super::recommendation::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
