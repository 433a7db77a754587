//! Who needs to know a restricted item: its list of readers. Without one, everybody whose role allows it opens it.

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::life::object;
use crate::access::{Action, allowed};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    EvidenceId, InstitutionId, Role, UserId, evidence_item, evidence_reader, membership, user,
};

/// The readers of an item, by name; one query.
pub async fn of(db: &impl ConnectionTrait, item: EvidenceId) -> Result<Vec<user::Model>, DbErr> {
    let rows = evidence_reader::Entity::find()
        .filter(evidence_reader::COLUMN.evidence_id.eq(item))
        .filter(evidence_reader::COLUMN.superseded_at.is_null())
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|it| it.1).collect())
}

/// People of an institution whose role may open restricted evidence, by name; one query.
pub async fn candidates(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<user::Model>, DbErr> {
    let roles = Role::ALL.iter().copied().filter(|it| allowed(*it, Action::ReadRestricted));
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.institution_id.eq(institution))
        .filter(membership::Column::Role.is_in(roles))
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|it| it.1).collect())
}

/// Puts a person on the list; where they are on it, nothing happens. Tells whether something did.
pub async fn add(
    change: &mut Change,
    of: &evidence_item::Model,
    reader: UserId,
) -> Result<bool, DbErr> {
    let held = evidence_reader::Entity::find()
        .filter(evidence_reader::COLUMN.evidence_id.eq(of.id))
        .filter(evidence_reader::COLUMN.user_id.eq(reader))
        .filter(evidence_reader::COLUMN.superseded_at.is_null())
        .count(change.tx())
        .await?;
    if held > 0 {
        return Ok(false);
    }
    let row = evidence_reader::ActiveModel {
        id: NotSet,
        evidence_id: Set(of.id),
        user_id: Set(reader),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await?;
    record(change, of, "reader-added", reader);
    Ok(true)
}

/// Takes a person off the list; that they were on it stays known.
pub async fn remove(
    change: &mut Change,
    of: &evidence_item::Model,
    reader: UserId,
) -> Result<(), DbErr> {
    let removed = evidence_reader::Entity::update_many()
        .col_expr(evidence_reader::Column::SupersededAt, Expr::value(change.now()))
        .filter(evidence_reader::COLUMN.evidence_id.eq(of.id))
        .filter(evidence_reader::COLUMN.user_id.eq(reader))
        .filter(evidence_reader::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    if removed.rows_affected == 0 {
        return Err(DbErr::RecordNotFound(format!("reader {reader}")));
    }
    record(change, of, "reader-removed", reader);
    Ok(())
}

fn record(change: &mut Change, of: &evidence_item::Model, action: &'static str, reader: UserId) {
    let details = json!({ "reference": of.reference, "user": reader });
    change.record(Event::of(of.institution_id, action, object(of.id), details));
}
