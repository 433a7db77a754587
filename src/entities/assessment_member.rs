//! Who is on the team of an assessment, as what, and from when until when.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, AssessmentMemberId, Part, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_member")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssessmentMemberId,
    pub assessment_id: AssessmentId,
    pub user_id: UserId,
    pub part: Part,
    /// First day on which they are on it; from the start where it is not said.
    pub from_day: Option<Date>,
    /// Last day.
    pub until_day: Option<Date>,
    pub recorded_at: DateTimeUtc,
    /// Since when they are not on it any more, or as something else.
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
