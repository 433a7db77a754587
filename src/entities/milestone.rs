//! A day in the life of an accreditation that deadlines count from. Never overwritten: a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{Anchor, AssessmentId, MilestoneId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MilestoneId,
    pub assessment_id: AssessmentId,
    pub anchor: Anchor,
    pub day: Date,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
