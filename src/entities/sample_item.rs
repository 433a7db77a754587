//! A rating that is in a sample: of which criterion, why, and who verifies it.

use sea_orm::entity::prelude::*;

use super::{Codes, CriterionId, RatingId, SampleItemId, SamplingPlanId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sample_item")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SampleItemId,
    pub plan_id: SamplingPlanId,
    pub criterion_id: CriterionId,
    /// A rating of the criterion, or of the one above it that holds for it too.
    pub rating_id: RatingId,
    pub verifier_id: UserId,
    /// Codes of the reasons why it is in the sample.
    pub why: Codes,
    #[sea_orm(belongs_to, from = "plan_id", to = "id")]
    pub plan: BelongsTo<super::sampling_plan::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "rating_id", to = "id")]
    pub rating: BelongsTo<super::rating::Entity>,
    #[sea_orm(belongs_to, from = "verifier_id", to = "id")]
    pub verifier: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
