//! Which evidence item is offered for which criterion. A link that is taken away stays known.

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    CriterionId, EvidenceId, InstitutionId, LinkId, criterion, evidence_item, link,
};

/// A row to be inserted.
pub fn row(
    (evidence, criterion): (EvidenceId, CriterionId),
    relevance: String,
    place: String,
    now: DateTime<Utc>,
) -> link::ActiveModel {
    link::ActiveModel {
        id: NotSet,
        evidence_id: Set(evidence),
        criterion_id: Set(criterion),
        relevance: Set(relevance),
        place: Set(place),
        recorded_at: Set(now),
        superseded_at: Set(None),
    }
}

/// Links an item to a criterion; where it is linked already, nothing happens. Tells whether something did.
pub async fn add(
    change: &mut Change,
    of: &evidence_item::Model,
    to: &criterion::Model,
    relevance: String,
    place: String,
) -> Result<bool, DbErr> {
    let held = link::Entity::find()
        .filter(link::COLUMN.evidence_id.eq(of.id))
        .filter(link::COLUMN.criterion_id.eq(to.id))
        .filter(link::COLUMN.superseded_at.is_null())
        .count(change.tx())
        .await?;
    if held > 0 {
        return Ok(false);
    }
    let row = row((of.id, to.id), relevance, place, change.now());
    let row = row.insert(change.tx()).await?;
    let details = json!({ "evidence": of.reference, "criterion": to.code });
    change.record(Event::of(
        of.institution_id,
        "evidence-linked",
        format!("link:{}", row.id),
        details,
    ));
    Ok(true)
}

/// Takes a link away; what it was stays known.
pub async fn remove(
    change: &mut Change,
    of: &evidence_item::Model,
    id: LinkId,
) -> Result<(), DbErr> {
    let removed = link::Entity::update_many()
        .col_expr(link::Column::SupersededAt, Expr::value(change.now()))
        .filter(link::COLUMN.id.eq(id))
        .filter(link::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    if removed.rows_affected == 0 {
        return Err(DbErr::RecordNotFound(format!("link {id}")));
    }
    let details = json!({ "evidence": of.reference });
    change.record(Event::of(of.institution_id, "link-removed", format!("link:{id}"), details));
    Ok(())
}

/// Links of an item that hold, with their criteria; one query.
pub async fn of(
    db: &impl ConnectionTrait,
    item: EvidenceId,
) -> Result<Vec<(link::Model, criterion::Model)>, DbErr> {
    let rows = link::Entity::find()
        .filter(link::COLUMN.evidence_id.eq(item))
        .filter(link::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::EditionId)
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(link, criterion)| Some((link, criterion?))).collect())
}

/// Items of an institution that are linked to any of some criteria; one query.
pub async fn linked_to(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    criteria: &[CriterionId],
) -> Result<Vec<(link::Model, evidence_item::Model)>, DbErr> {
    let rows = link::Entity::find()
        .filter(link::COLUMN.criterion_id.is_in(criteria.iter().copied()))
        .filter(link::COLUMN.superseded_at.is_null())
        .find_also_related(evidence_item::Entity)
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .order_by_asc(evidence_item::Column::OrderKey)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(link, item)| Some((link, item?))).collect())
}
