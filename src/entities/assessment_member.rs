//! Who is on the team of an assessment, as what, and from when until when.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, AssessmentMemberId, Part, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_member")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssessmentMemberId,
    #[sea_orm(unique_key = "assessment_member_assessment_user")]
    pub assessment_id: AssessmentId,
    #[sea_orm(unique_key = "assessment_member_assessment_user")]
    pub user_id: UserId,
    pub part: Part,
    /// First day on which they are on it; from the start where it is not said.
    pub from_day: Option<Date>,
    /// Last day.
    pub until_day: Option<Date>,
    /// Since when they are not on it any more; what they could read before is not forgotten.
    pub taken_off_at: Option<DateTimeUtc>,
    /// Until when they could read it before they were taken off or their days were changed.
    pub read_until: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
