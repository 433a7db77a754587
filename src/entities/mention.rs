//! That a comment mentions somebody, and whether they have read it.

use sea_orm::entity::prelude::*;

use super::{CommentId, MentionId, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mention")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MentionId,
    #[sea_orm(unique_key = "mention_once")]
    pub comment_id: CommentId,
    #[sea_orm(unique_key = "mention_once")]
    pub user_id: UserId,
    pub recorded_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "comment_id", to = "id")]
    pub comment: BelongsTo<super::comment::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
