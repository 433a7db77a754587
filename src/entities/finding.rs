//! What reviewers found, as a row that never changes: what it says is in its wordings, how far it has come in its steps.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, CriterionId, FindingId, Round, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FindingId,
    #[sea_orm(unique_key = "finding_number")]
    pub assessment_id: AssessmentId,
    /// Counted from 1 in the assessment.
    #[sea_orm(unique_key = "finding_number")]
    pub number: i32,
    /// None where it is about the assessment as a whole.
    pub criterion_id: Option<CriterionId>,
    /// In which it was raised.
    pub round: Round,
    /// The finding of another assessment that goes on here.
    pub carried_from_id: Option<FindingId>,
    /// Who raised it.
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<Option<super::criterion::Entity>>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
