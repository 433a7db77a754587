//! A missing evidence item that a unit or a person is asked for.

use sea_orm::entity::prelude::*;

use super::{
    AssessmentId, CriterionId, EvidenceId, EvidenceRequestId, InstitutionId, RequestState, UserId,
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EvidenceRequestId,
    #[sea_orm(unique_key = "evidence_request_number")]
    pub institution_id: InstitutionId,
    /// Counted from 1 in the institution.
    #[sea_orm(unique_key = "evidence_request_number")]
    pub number: i32,
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub type_code: Option<String>,
    pub assessment_id: Option<AssessmentId>,
    /// What it is to prove.
    pub criterion_id: Option<CriterionId>,
    /// The unit that is asked, in words.
    pub asked_unit: String,
    /// The person who is asked.
    pub asked_user_id: Option<UserId>,
    pub due_on: Option<Date>,
    pub state: RequestState,
    /// Why it was returned or cancelled.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// The answer.
    pub evidence_id: Option<EvidenceId>,
    /// Who asks.
    pub user_id: Option<UserId>,
    pub created_at: DateTimeUtc,
    /// Since when it stands as it does.
    pub recorded_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<Option<super::criterion::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
