//! The single level that a round agreed on for a criterion. Never overwritten: a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, CriterionId, DeterminationId, Round, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "determination")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeterminationId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    pub round: Round,
    pub user_id: UserId,
    /// A level of the scale or its not-applicable.
    pub level: String,
    /// The level on the scale's second axis.
    pub second_level: Option<String>,
    /// The score, 0 to 100, where the scale is in percent.
    pub score: Option<f64>,
    /// Why, where the raters differed or it is another level than theirs.
    #[sea_orm(column_type = "Text")]
    pub rationale: String,
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
