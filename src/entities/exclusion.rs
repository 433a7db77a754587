//! A criterion that an assessment leaves out, with everything below it, and why.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, CriterionId, ExclusionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exclusion")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ExclusionId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    #[sea_orm(column_type = "Text")]
    pub justification: String,
    /// Nobody where the command line did it.
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
