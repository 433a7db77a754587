//! A qualification: what a learner who has shown its outcomes is awarded.

use sea_orm::entity::prelude::*;

use super::{InstitutionId, QualificationId, Titles};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: QualificationId,
    #[sea_orm(unique_key = "qualification_institution_code")]
    pub institution_id: InstitutionId,
    #[sea_orm(unique_key = "qualification_institution_code")]
    pub code: String,
    pub title: Titles,
    /// Qualification type of the national framework, a code of the pack: `T.D`.
    pub kind: String,
    pub nqf_level: String,
    pub eqf_level: String,
    pub credits: Option<f64>,
    pub awarding_body: String,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    pub created_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "institution_id", to = "id")]
    pub institution: BelongsTo<super::institution::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
