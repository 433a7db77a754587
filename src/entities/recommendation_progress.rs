//! How far a recommendation is fulfilled, as it was said at a time. Rows are only added.

use sea_orm::entity::prelude::*;

use super::{Fulfilment, RecommendationId, RecommendationProgressId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation_progress")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecommendationProgressId,
    pub recommendation_id: RecommendationId,
    pub degree: Fulfilment,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "recommendation_id", to = "id")]
    pub recommendation: BelongsTo<super::recommendation::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
