//! That what a check tells of may stand, with its reason, as long as the facts are what they were.

use sea_orm::entity::prelude::*;

use super::{AcceptedCheckId, AssessmentId, CheckKind, CriterionId, Side, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accepted_check")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AcceptedCheckId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    pub kind: CheckKind,
    /// What it is about beside the criterion: an evidence item, somebody's rating.
    pub about: String,
    /// The facts that it followed from, in short.
    #[sea_orm(column_type = "Text")]
    pub stamp: String,
    /// From where it was said: the institution speaks as one, reviewers each for themselves.
    pub side: Side,
    pub user_id: UserId,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
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
