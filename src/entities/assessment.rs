//! One accreditation exercise: an institution against an edition.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, Codes, EditionId, InstitutionId, QualificationId, Settings, Stage};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssessmentId,
    pub institution_id: InstitutionId,
    pub edition_id: EditionId,
    pub qualification_id: Option<QualificationId>,
    pub name: String,
    pub stage: Stage,
    /// Code of the outcome aimed at.
    pub target: String,
    pub visit_date: Option<Date>,
    /// The cycle that is assessed.
    pub period_from: Option<Date>,
    pub period_to: Option<Date>,
    /// Codes of the groups that it is limited to; with none, it takes all.
    pub groups: Codes,
    /// What the institution filled in where the accreditor publishes no number, by name.
    pub settings: Settings,
    /// The edition that holds the criteria which the institution added for this assessment.
    pub own_edition_id: Option<EditionId>,
    /// The assessment that it was carried over from.
    pub moved_from_id: Option<AssessmentId>,
    pub created_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub edition: BelongsTo<super::edition::Entity>,
    #[sea_orm(belongs_to, from = "qualification_id", to = "id")]
    pub qualification: BelongsTo<Option<super::qualification::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
