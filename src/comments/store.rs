//! Comments and mentions in the database. What is struck out stays; the log tells who did what, never what was said.

use std::collections::{BTreeSet, HashSet};

use chrono::TimeDelta;
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use crate::app::{App, Change};
use crate::audit::Event;
use crate::entities::{
    AssessmentId, Audience, CommentId, CriterionId, MentionId, Side, UserId, assessment, comment,
    criterion, mention, user,
};

/// A comment with who wrote it.
pub type Said = (comment::Model, Option<user::Model>);

/// How long its author may change the words of a comment.
const EDITED_FOR: TimeDelta = TimeDelta::minutes(5);

/// Whether its author may still change the words of a comment at a moment.
pub fn is_editable(it: &comment::Model, now: DateTimeUtc) -> bool {
    it.struck_at.is_none() && now - it.recorded_at < EDITED_FOR
}

/// A comment to be written.
#[derive(Clone, Debug)]
pub struct NewComment {
    pub user: UserId,
    pub reply_to: Option<CommentId>,
    pub side: Side,
    pub audience: Audience,
    pub text: String,
    pub mentions: BTreeSet<UserId>,
}

/// Everything that was said of a criterion in an assessment, in the order in which it was, whoever may see it; one query.
pub async fn said_of(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    criterion: CriterionId,
) -> Result<Vec<Said>, DbErr> {
    comment::Entity::find()
        .filter(comment::COLUMN.assessment_id.eq(assessment))
        .filter(comment::COLUMN.criterion_id.eq(criterion))
        .find_also_related(user::Entity)
        .order_by_asc(comment::Column::Id)
        .all(db)
        .await
}

/// A comment of an assessment; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    id: CommentId,
) -> Result<comment::Model, DbErr> {
    comment::Entity::find_by_id(id)
        .filter(comment::COLUMN.assessment_id.eq(assessment))
        .require_one(db)
        .await
}

/// Writes a comment.
pub async fn add(
    change: &mut Change,
    of: &assessment::Model,
    criterion: &criterion::Model,
    new: NewComment,
) -> Result<CommentId, DbErr> {
    let row = comment::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(criterion.id),
        user_id: Set(new.user),
        reply_to_id: Set(new.reply_to),
        round: Set(of.stage.round()),
        side: Set(new.side),
        audience: Set(new.audience),
        text: Set(new.text),
        edits: Set(0),
        recorded_at: Set(change.now()),
        struck_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    mentioned(change, row.id, new.mentions).await?;
    let details = json!({
        "assessment": of.id, "criterion": criterion.code, "audience": row.audience,
        "reply_to": row.reply_to_id,
    });
    change.record(Event::of(
        of.institution_id,
        "comment-added",
        format!("comment:{}", row.id),
        details,
    ));
    Ok(row.id)
}

/// Gives a comment other words.
pub async fn edit(
    change: &mut Change,
    of: &assessment::Model,
    held: comment::Model,
    text: String,
    mentions: BTreeSet<UserId>,
) -> Result<(), DbErr> {
    let id = held.id;
    let edits = held.edits + 1;
    let mut row: comment::ActiveModel = held.into();
    row.text = Set(text);
    row.edits = Set(edits);
    row.update(change.tx()).await?;
    mention::Entity::delete_many()
        .filter(mention::COLUMN.comment_id.eq(id))
        .filter(mention::COLUMN.user_id.is_not_in(mentions.iter().copied()))
        .exec(change.tx())
        .await?;
    mentioned(change, id, mentions).await?;
    let details = json!({ "assessment": of.id, "edits": edits });
    change.record(Event::of(of.institution_id, "comment-edited", format!("comment:{id}"), details));
    Ok(())
}

/// Strikes a comment out; it stays legible, and mentions nobody any more who has not read it.
pub async fn strike(
    change: &mut Change,
    of: &assessment::Model,
    held: comment::Model,
) -> Result<(), DbErr> {
    let id = held.id;
    let mut row: comment::ActiveModel = held.into();
    row.struck_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    mention::Entity::delete_many()
        .filter(mention::COLUMN.comment_id.eq(id))
        .filter(mention::COLUMN.read_at.is_null())
        .exec(change.tx())
        .await?;
    let details = json!({ "assessment": of.id });
    change.record(Event::of(of.institution_id, "comment-struck", format!("comment:{id}"), details));
    Ok(())
}

/// Notes whom a comment mentions, as far as it is not noted yet.
async fn mentioned(
    change: &Change,
    comment: CommentId,
    users: BTreeSet<UserId>,
) -> Result<(), DbErr> {
    let held: HashSet<UserId> = mention::Entity::find()
        .select_only()
        .column(mention::Column::UserId)
        .filter(mention::COLUMN.comment_id.eq(comment))
        .into_tuple()
        .all(change.tx())
        .await?
        .into_iter()
        .collect();
    let row = |user: UserId| mention::ActiveModel {
        id: NotSet,
        comment_id: Set(comment),
        user_id: Set(user),
        recorded_at: Set(change.now()),
        read_at: Set(None),
    };
    let rows: Vec<_> = users.into_iter().filter(|it| !held.contains(it)).map(row).collect();
    if !rows.is_empty() {
        mention::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

/// Those of some comments that mention somebody who had not read them yet; from now on they have. One query, and a write
/// where there are some: that a page was looked at, nobody did.
pub(super) async fn read(
    app: &App,
    user: UserId,
    comments: Vec<CommentId>,
) -> Result<HashSet<CommentId>, DbErr> {
    if comments.is_empty() {
        return Ok(HashSet::new());
    }
    let unread: Vec<(MentionId, CommentId)> = mention::Entity::find()
        .select_only()
        .columns([mention::Column::Id, mention::Column::CommentId])
        .filter(mention::COLUMN.user_id.eq(user))
        .filter(mention::COLUMN.comment_id.is_in(comments))
        .filter(mention::COLUMN.read_at.is_null())
        .into_tuple()
        .all(&app.db.read)
        .await?;
    if unread.is_empty() {
        return Ok(HashSet::new());
    }
    let derived = app.derive().await?;
    mention::Entity::update_many()
        .col_expr(mention::Column::ReadAt, Expr::value(app.now()))
        .filter(mention::COLUMN.id.is_in(unread.iter().map(|it| it.0)))
        .exec(derived.tx())
        .await?;
    derived.commit().await?;
    Ok(unread.into_iter().map(|it| it.1).collect())
}
