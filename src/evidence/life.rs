//! What happens to an evidence item in its life. Every state that counted stays known; every step leaves an event.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, Set};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::moves::Move;
use super::{links, revisions, store};
use crate::app::Change;
use crate::audit::{self, Event};
use crate::entities::{
    CriterionId, EvidenceId, EvidenceStatus, InstitutionId, LinkId, audit_event, criterion,
    evidence_item, link, revision,
};
use crate::web::visitor::Scope;

/// The object that events of an item name.
pub fn object(item: EvidenceId) -> String {
    format!("evidence:{item}")
}

/// What somebody saw of an item when they decided: its state, and that nothing was added or taken away since.
pub fn stamp<'a>(
    item: &evidence_item::Model,
    revisions: impl IntoIterator<Item = &'a revision::Model>,
) -> String {
    let (mut newest, mut removed) = (0, 0);
    for it in revisions {
        newest = newest.max(it.number);
        removed += i32::from(it.removed_at.is_some());
    }
    let since = item.recorded_at.timestamp_millis();
    format!("{}.{newest}.{removed}.{since}", item.status)
}

/// The stamps of some items; one query.
pub async fn stamps(
    db: &impl ConnectionTrait,
    items: &[&evidence_item::Model],
) -> Result<HashMap<EvidenceId, String>, DbErr> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = revision::Entity::find()
        .filter(revision::COLUMN.evidence_id.is_in(items.iter().map(|it| it.id)))
        .all(db)
        .await?;
    let of = |item: &&evidence_item::Model| {
        let own = rows.iter().filter(|it| it.evidence_id == item.id);
        (item.id, stamp(item, own))
    };
    Ok(items.iter().map(of).collect())
}

/// What an item held when it was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub part: i32,
    pub number: i32,
    /// Of a file; a link and a place have none.
    pub sha256: Option<String>,
}

/// What an item holds now, by part.
pub fn contents(all: &[revision::Model]) -> Vec<Content> {
    let content = |it: &revision::Model| Content {
        part: it.part,
        number: it.number,
        sha256: it.sha256.clone(),
    };
    let mut found: Vec<_> = revisions::current(all).map(content).collect();
    found.sort_by_key(|it| it.part);
    found
}

/// Makes a move that the table allows. Whoever accepts, accepts exactly the contents that the event then names.
pub async fn make(
    change: &mut Change,
    held: &evidence_item::Model,
    (step, to): (Move, EvidenceStatus),
    reason: String,
) -> Result<(), DbErr> {
    let mut details = json!({ "reference": held.reference, "status": to });
    if !reason.is_empty() {
        details["reason"] = reason.clone().into();
    }
    if step == Move::Accept {
        let all = revisions::all(change.tx(), held.id).await?;
        details["contents"] = json!(contents(&all));
    }
    let by = if step == Move::Withdraw { held.superseded_by_id } else { None };
    stand(change, held, (to, by), reason).await?;
    record(change, held, step.event(), details);
    Ok(())
}

/// Brings an item into a state; the one before it stays known.
async fn stand(
    change: &Change,
    held: &evidence_item::Model,
    (status, superseded_by): (EvidenceStatus, Option<EvidenceId>),
    reason: String,
) -> Result<(), DbErr> {
    store::past(held, change.now()).insert(change.tx()).await?;
    let row = evidence_item::ActiveModel {
        id: Set(held.id),
        status: Set(status),
        reason: Set(reason),
        superseded_by_id: Set(superseded_by),
        recorded_at: Set(change.now()),
        ..Default::default()
    };
    row.update(change.tx()).await.map(drop)
}

fn record(change: &mut Change, of: &evidence_item::Model, action: &'static str, details: Value) {
    change.record(Event::of(of.institution_id, action, object(of.id), details));
}

/// What was accepted is no longer what is there: an item whose contents change waits for the reviewer again.
pub(super) async fn reopen(change: &mut Change, of: EvidenceId) -> Result<(), DbErr> {
    let held = evidence_item::Entity::find_by_id(of).require_one(change.tx()).await?;
    if held.status != EvidenceStatus::Accepted {
        return Ok(());
    }
    stand(change, &held, (EvidenceStatus::Submitted, None), String::new()).await?;
    let details = json!({ "reference": held.reference, "status": EvidenceStatus::Submitted });
    record(change, &held, "evidence-reopened", details);
    Ok(())
}

/// Who accepted an item, when, and with which contents.
#[derive(Clone, Debug)]
pub struct Acceptance {
    pub at: Option<DateTime<Utc>>,
    /// As the log names them: `user:7`.
    pub actor: String,
    pub contents: Vec<Content>,
}

/// The last acceptance of an item, from the log; one query.
pub async fn acceptance(
    db: &impl ConnectionTrait,
    item: EvidenceId,
) -> Result<Option<Acceptance>, DbErr> {
    let event = audit::store::newest(db, &object(item), Move::Accept.event()).await?;
    Ok(event.map(|it| Acceptance {
        at: it.happened_at.parse().ok(),
        contents: told(&it, "contents").unwrap_or_default(),
        actor: it.actor,
    }))
}

/// What an event says under a name.
fn told<T: serde::de::DeserializeOwned>(event: &audit_event::Model, name: &str) -> Option<T> {
    let details: Value = serde_json::from_str(&event.details).ok()?;
    serde_json::from_value(details.get(name)?.clone()).ok()
}

/// Items whose place an item has taken; one query.
pub async fn replaced_by(
    db: &impl ConnectionTrait,
    item: &evidence_item::Model,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.superseded_by_id.eq(item.id))
        .filter(evidence_item::COLUMN.institution_id.eq(item.institution_id))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .order_by_asc(evidence_item::Column::OrderKey)
        .all(db)
        .await
}

/// Puts an item into the place of another, everywhere: what was linked is linked to it, with the same reason and place.
pub async fn supersede(
    change: &mut Change,
    held: &evidence_item::Model,
    by: &evidence_item::Model,
) -> Result<(), DbErr> {
    let there: Vec<CriterionId> = criteria_of(change.tx(), by.id).await?;
    let (mut taken, mut made) = (Vec::new(), Vec::new());
    for (link, criterion) in links::of(change.tx(), held.id).await? {
        links::remove(change, held, link.id).await?;
        taken.push(link.id);
        if !there.contains(&criterion.id) {
            links::add(change, by, &criterion, link.relevance, link.place).await?;
            made.push(criterion.id);
        }
    }
    stand(change, held, (EvidenceStatus::Superseded, Some(by.id)), String::new()).await?;
    let details = json!({
        "reference": held.reference, "status": EvidenceStatus::Superseded, "by": by.reference,
        "taken": taken, "made": made,
    });
    record(change, held, Move::Supersede.event(), details);
    Ok(())
}

async fn criteria_of(
    db: &impl ConnectionTrait,
    item: EvidenceId,
) -> Result<Vec<CriterionId>, DbErr> {
    Ok(links::of(db, item).await?.into_iter().map(|it| it.1.id).collect())
}

/// Brings a superseded item back: it waits for the reviewer, has the links again that were taken from it, and what the other
/// got in its place is taken from that one, unless it was taken away already.
pub async fn bring_back(change: &mut Change, held: &evidence_item::Model) -> Result<(), DbErr> {
    let event =
        audit::store::newest(change.tx(), &object(held.id), Move::Supersede.event()).await?;
    let taken: Vec<LinkId> = event.as_ref().and_then(|it| told(it, "taken")).unwrap_or_default();
    let made: Vec<CriterionId> = event.as_ref().and_then(|it| told(it, "made")).unwrap_or_default();
    if let Some(by) = held.superseded_by_id {
        let other = evidence_item::Entity::find_by_id(by).one(change.tx()).await?;
        if let Some(other) = other {
            for (link, criterion) in links::of(change.tx(), other.id).await? {
                if made.contains(&criterion.id) {
                    links::remove(change, &other, link.id).await?;
                }
            }
        }
    }
    let rows = link::Entity::find()
        .filter(link::COLUMN.id.is_in(taken))
        .filter(link::COLUMN.evidence_id.eq(held.id))
        .find_also_related(criterion::Entity)
        .order_by_asc(link::Column::Id)
        .all(change.tx())
        .await?;
    for (link, criterion) in rows {
        if let Some(criterion) = criterion {
            links::add(change, held, &criterion, link.relevance, link.place).await?;
        }
    }
    stand(change, held, (EvidenceStatus::Submitted, None), String::new()).await?;
    let details = json!({ "reference": held.reference, "status": EvidenceStatus::Submitted });
    record(change, held, Move::BringBack.event(), details);
    Ok(())
}

/// Deletes an item so that it can be restored; until then it counts as withdrawn.
pub async fn delete(change: &mut Change, held: &evidence_item::Model) -> Result<(), DbErr> {
    put_away(change, held, Some(change.now())).await?;
    record(change, held, "evidence-deleted", json!({ "reference": held.reference }));
    Ok(())
}

/// Restores a deleted item as it was. That it was gone for a while stays known.
pub async fn restore(change: &mut Change, held: &evidence_item::Model) -> Result<(), DbErr> {
    put_away(change, held, None).await?;
    record(change, held, "evidence-restored", json!({ "reference": held.reference }));
    Ok(())
}

async fn put_away(
    change: &Change,
    held: &evidence_item::Model,
    deleted_at: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    store::past(held, change.now()).insert(change.tx()).await?;
    let row = evidence_item::ActiveModel {
        id: Set(held.id),
        deleted_at: Set(deleted_at),
        recorded_at: Set(change.now()),
        ..Default::default()
    };
    row.update(change.tx()).await.map(drop)
}

/// Deleted items of an institution, by reference; one query.
pub async fn deleted(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.deleted_at.is_not_null())
        .order_by_asc(evidence_item::Column::OrderKey)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await
}

/// A deleted item of an institution whose whole register this person sees; one query.
pub async fn deleted_item(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EvidenceId,
) -> Result<evidence_item::Model, DbErr> {
    evidence_item::Entity::find_by_id(id)
        .filter(evidence_item::COLUMN.institution_id.is_in(scope.institutions.iter().copied()))
        .filter(evidence_item::COLUMN.deleted_at.is_not_null())
        .require_one(db)
        .await
}
