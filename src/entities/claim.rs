//! Which criterion of an assessment a person is rating at this moment, so that two do not collide. It ends by itself.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, ClaimId, CriterionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ClaimId,
    #[sea_orm(unique_key = "claim_assessment_user")]
    pub assessment_id: AssessmentId,
    #[sea_orm(unique_key = "claim_assessment_user")]
    pub user_id: UserId,
    pub criterion_id: CriterionId,
    pub expires_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
