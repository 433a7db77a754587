//! A supplement that an assessment takes beside its edition.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, AssessmentSupplementId, EditionId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_supplement")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AssessmentSupplementId,
    #[sea_orm(unique_key = "assessment_supplement_once")]
    pub assessment_id: AssessmentId,
    #[sea_orm(unique_key = "assessment_supplement_once")]
    pub edition_id: EditionId,
    pub position: i32,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "edition_id", to = "id")]
    pub edition: BelongsTo<super::edition::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
