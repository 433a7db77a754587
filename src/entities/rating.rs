//! One rater's level for one criterion in one round. Never overwritten: a newer one supersedes it.

use sea_orm::entity::prelude::*;

use super::{Answers, AssessmentId, CriterionId, RatingId, Round, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rating")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RatingId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    pub round: Round,
    /// Nobody where the command line imported it.
    pub user_id: Option<UserId>,
    /// A level of the scale or its not-applicable; none while only the rationale is noted.
    pub level: Option<String>,
    /// The level on the scale's second axis.
    pub second_level: Option<String>,
    /// The score, 0 to 100, where the scale is in percent.
    pub score: Option<f64>,
    /// Carried over from another edition; somebody has yet to confirm it.
    pub confirm: bool,
    /// The rating that it was carried over from.
    pub carried_from_id: Option<RatingId>,
    #[sea_orm(column_type = "Text")]
    pub rationale: String,
    #[sea_orm(column_type = "Text")]
    pub recommendation: String,
    /// What was answered where the criterion asks questions.
    pub answers: Answers,
    /// How often its words were changed while they were typed.
    pub edits: i32,
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
