//! Who reviews an assessment.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, AssessmentReviewerId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_reviewer")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssessmentReviewerId,
    #[sea_orm(unique_key = "assessment_reviewer_assessment_user")]
    pub assessment_id: AssessmentId,
    #[sea_orm(unique_key = "assessment_reviewer_assessment_user")]
    pub user_id: UserId,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
