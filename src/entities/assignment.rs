//! That a person rates a criterion, and everything below it, in an assessment.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, AssignmentId, CriterionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssignmentId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    pub user_id: UserId,
    /// Who assigned it; nobody where the program did.
    pub by_user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
