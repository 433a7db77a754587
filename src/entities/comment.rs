//! What somebody says of a criterion of an assessment; a reply hangs on a comment that is none.

use sea_orm::entity::prelude::*;

use super::{AssessmentId, Audience, CommentId, CriterionId, Round, Side, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CommentId,
    pub assessment_id: AssessmentId,
    pub criterion_id: CriterionId,
    pub user_id: UserId,
    pub reply_to_id: Option<CommentId>,
    /// The round that was rated when it was written; while that is blind, so is what a reviewer says.
    pub round: Round,
    /// From where its author speaks.
    pub side: Side,
    pub audience: Audience,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// How often its words were changed while that was possible.
    pub edits: i32,
    pub recorded_at: DateTimeUtc,
    /// Since when it is struck out; it stays legible.
    pub struck_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "assessment_id", to = "id")]
    pub assessment: BelongsTo<super::assessment::Entity>,
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<super::criterion::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
