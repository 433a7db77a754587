//! A recommendation or condition that the institution has to fulfil, as a row that never changes.

use sea_orm::entity::prelude::*;

use super::{InstitutionId, RecommendationId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecommendationId,
    #[sea_orm(unique_key = "recommendation_number")]
    pub institution_id: InstitutionId,
    /// Counted from 1 in the institution.
    #[sea_orm(unique_key = "recommendation_number")]
    pub number: i32,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
