//! A criterion that a recommendation is about.

use sea_orm::entity::prelude::*;

use super::{CriterionId, RecommendationCriterionId, RecommendationId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation_criterion")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecommendationCriterionId,
    pub recommendation_id: RecommendationId,
    pub criterion_id: CriterionId,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "recommendation_id", to = "id")]
    pub recommendation: BelongsTo<super::recommendation::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
