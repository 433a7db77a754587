//! What may stand though a check tells of it: kept with who said so and why, and gone once the facts change.

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::look::side;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AcceptedCheckId, CheckKind, Side, UserId, accepted_check, assessment, criterion,
};
use crate::web::Visitor;

/// What a person's side accepted and still holds, the oldest first; a reviewer's, their own alone. One query.
pub(super) async fn held(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    of: &assessment::Model,
) -> Result<Vec<accepted_check::Model>, DbErr> {
    let side = side(visitor, of);
    let mut found = accepted_check::Entity::find()
        .filter(accepted_check::COLUMN.assessment_id.eq(of.id))
        .filter(accepted_check::Column::Side.eq(side))
        .filter(accepted_check::COLUMN.superseded_at.is_null());
    if side == Side::Team {
        found = found.filter(accepted_check::COLUMN.user_id.eq(visitor.id));
    }
    let mut found = found.order_by_asc(accepted_check::COLUMN.id).all(db).await?;
    found.retain(|it| !visitor.withheld(of.id).covers(it.criterion_id));
    Ok(found)
}

/// A check that may stand.
pub(super) struct NewAccepted<'a> {
    pub(super) criterion: &'a criterion::Model,
    pub(super) kind: CheckKind,
    pub(super) about: String,
    pub(super) stamp: String,
    pub(super) side: Side,
    pub(super) user: UserId,
    pub(super) reason: String,
}

/// Says that a check may stand, in place of what was said of it before.
pub(super) async fn accept(
    change: &mut Change,
    of: &assessment::Model,
    new: NewAccepted<'_>,
) -> Result<(), DbErr> {
    let mut before = accepted_check::Entity::update_many()
        .col_expr(accepted_check::Column::SupersededAt, Expr::value(change.now()))
        .filter(accepted_check::COLUMN.assessment_id.eq(of.id))
        .filter(accepted_check::COLUMN.criterion_id.eq(new.criterion.id))
        .filter(accepted_check::Column::Kind.eq(new.kind))
        .filter(accepted_check::Column::About.eq(new.about.as_str()))
        .filter(accepted_check::Column::Side.eq(new.side))
        .filter(accepted_check::COLUMN.superseded_at.is_null());
    if new.side == Side::Team {
        before = before.filter(accepted_check::COLUMN.user_id.eq(new.user));
    }
    before.exec(change.tx()).await?;
    let details = json!({
        "criterion": new.criterion.code, "check": new.kind, "about": new.about,
    });
    let row = accepted_check::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(new.criterion.id),
        kind: Set(new.kind),
        about: Set(new.about),
        stamp: Set(new.stamp),
        side: Set(new.side),
        user_id: Set(new.user),
        reason: Set(new.reason),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    let subject = format!("assessment:{}", of.id);
    change.record(Event::of(of.institution_id, "check-accepted", subject, details));
    Ok(())
}

/// Takes one back: the check is there again.
pub(super) async fn take_back(
    change: &mut Change,
    of: &assessment::Model,
    visitor: &Visitor,
    id: AcceptedCheckId,
) -> Result<(), DbErr> {
    let held = held(change.tx(), visitor, of).await?.into_iter().find(|it| it.id == id);
    let held = held.ok_or_else(|| DbErr::RecordNotFound(format!("accepted check {id}")))?;
    let details = json!({ "check": held.kind, "about": held.about });
    let mut row: accepted_check::ActiveModel = held.into();
    row.superseded_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let subject = format!("assessment:{}", of.id);
    change.record(Event::of(of.institution_id, "check-taken-back", subject, details));
    Ok(())
}
