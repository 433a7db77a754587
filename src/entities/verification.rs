//! What a verifier found of a rating of a criterion. Never overwritten: a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, CriterionId, RatingId, UserId, VerificationId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "verification")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: VerificationId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    pub rating_id: RatingId,
    pub user_id: UserId,
    /// The level that the verifier gives instead; none where the rating is confirmed.
    pub level: Option<String>,
    pub second_level: Option<String>,
    pub score: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "rating_id", to = "id")]
    pub rating: BelongsTo<super::rating::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
