//! How a sample of a round's ratings was drawn for verification. Never overwritten: drawing again supersedes it.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, People, Round, SamplingPlanId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sampling_plan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SamplingPlanId,
    pub assessment_id: AssessmentId,
    pub round: Round,
    /// Of all criteria that can be verified, in percent.
    pub share: i32,
    /// Up to how many percent of a rater's ratings may differ before everything of theirs is to be verified.
    pub tolerance: i32,
    /// With it the same is drawn again.
    pub seed: i64,
    /// Raters of whom everything is in the sample.
    pub whole_of: People,
    /// Who drew it.
    pub user_id: UserId,
    /// Why it took the place of another.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
