//! What the accreditor decided. Never changed: a later decision takes its place.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, DecisionId, DecisionKind, DossierId, RevisionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DecisionId,
    pub assessment_id: AssessmentId,
    /// The newest dossier when it was entered.
    pub dossier_id: DossierId,
    pub kind: DecisionKind,
    /// Code of an outcome of the edition; empty where none fits.
    pub outcome: String,
    /// The accreditor's own number of it.
    pub number: String,
    pub decided_on: Date,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub scope: String,
    #[sea_orm(column_type = "Text")]
    pub conditions: String,
    #[sea_orm(column_type = "Text")]
    pub quotas: String,
    /// The document, as a revision of an evidence item.
    pub document_id: Option<RevisionId>,
    pub supersedes_id: Option<DecisionId>,
    /// Why it takes the place of another, or was entered although something was missing.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub user_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "dossier_id", to = "id")]
    pub dossier: BelongsTo<super::dossier::Entity>,
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<Option<super::revision::Entity>>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<Option<super::user::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
