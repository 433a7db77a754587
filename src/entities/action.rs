//! A task that closes a gap. Never overwritten: a newer row of the same reference supersedes it.

use sea_orm::entity::prelude::*;

use super::{ActionId, AssessmentId, CriterionId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActionId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    /// Number in the sheet it came from, or its own.
    pub reference: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub owner: String,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
    pub recorded_at: DateTimeUtc,
    pub superseded_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
