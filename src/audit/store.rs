//! Writing and reading the chain.

use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::prelude::*;
use sea_orm::{DatabaseTransaction, IntoActiveModel as _, NotSet, QueryOrder, QuerySelect, Set};

use super::chain::{self, Walk};
use super::{Actor, Event};
use crate::entities::{AuditHeadId, InstitutionId, audit_event, audit_head};

/// Events read at a time while verifying.
const CHUNK: u64 = 1_000;

/// Events of one insert: a database takes only so many values in one.
const ROWS: usize = 1_000;

/// Appends events to the chain, inside the change that they tell of.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    actor: Actor,
    now: DateTime<Utc>,
    events: Vec<Event>,
) -> Result<(), DbErr> {
    // Locked, so that two changes on PostgreSQL take their numbers one after the other.
    let head = audit_head::Entity::find_by_id(AuditHeadId(1)).lock_exclusive().one(tx).await?;
    let head = head.ok_or_else(|| DbErr::RecordNotFound("head of the audit chain".into()))?;
    let (mut sequence, mut previous) = (head.sequence, head.hash.clone());
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        sequence += 1;
        let mut row = audit_event::Model {
            id: crate::entities::AuditEventId(0),
            sequence,
            happened_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
            actor: actor.to_string(),
            institution_id: event.institution.map(|it| it.0),
            action: event.action.to_owned(),
            object: event.object,
            details: event.details.to_string(),
            previous_hash: previous.clone(),
            hash: String::new(),
        };
        row.hash = chain::hash(&row);
        previous.clone_from(&row.hash);
        rows.push(audit_event::ActiveModel { id: NotSet, ..row.into_active_model().reset_all() });
    }
    for some in rows.chunks(ROWS) {
        audit_event::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    audit_head::Entity::update_many()
        .set(audit_head::ActiveModel {
            sequence: Set(sequence),
            hash: Set(previous),
            ..Default::default()
        })
        .filter(audit_head::COLUMN.id.eq(head.id))
        .exec(tx)
        .await
        .map(drop)
}

/// What a verification found.
#[derive(Clone, Debug)]
pub struct Verified {
    pub events: i64,
    /// Hash of the last event; noted elsewhere, it proves later that nothing before it was rewritten.
    pub head: String,
}

/// Walks the whole chain.
pub async fn verify(db: &impl ConnectionTrait) -> anyhow::Result<Verified> {
    let head = audit_head::Entity::find_by_id(AuditHeadId(1)).one(db).await?;
    let mut walk = Walk::default();
    let mut after = i64::MIN;
    loop {
        let events = audit_event::Entity::find()
            .filter(audit_event::COLUMN.sequence.gt(after))
            .order_by_asc(audit_event::COLUMN.sequence)
            .limit(CHUNK)
            .all(db)
            .await?;
        let Some(last) = events.last() else { break };
        after = last.sequence;
        for event in &events {
            walk.step(event)?;
        }
    }
    let head = head.ok_or(chain::Broken::OtherEnd)?;
    walk.end(head.sequence, &head.hash)?;
    Ok(Verified { events: head.sequence, head: head.hash })
}

/// The newest events of an institution, `page` counted from 1; one query.
pub async fn recent(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    page: u64,
    size: u64,
) -> Result<Vec<audit_event::Model>, DbErr> {
    audit_event::Entity::find()
        .filter(audit_event::COLUMN.institution_id.eq(institution.0))
        .order_by_desc(audit_event::COLUMN.sequence)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db)
        .await
}

/// The newest event of an object that tells of an action; one query.
pub async fn newest(
    db: &impl ConnectionTrait,
    object: &str,
    action: &str,
) -> Result<Option<audit_event::Model>, DbErr> {
    audit_event::Entity::find()
        .filter(audit_event::COLUMN.object.eq(object))
        .filter(audit_event::COLUMN.action.eq(action))
        .order_by_desc(audit_event::COLUMN.sequence)
        .limit(1)
        .one(db)
        .await
}

/// Events of some objects, the newest first; one query.
pub async fn of_objects(
    db: &impl ConnectionTrait,
    objects: Vec<String>,
) -> Result<Vec<audit_event::Model>, DbErr> {
    audit_event::Entity::find()
        .filter(audit_event::COLUMN.object.is_in(objects))
        .order_by_desc(audit_event::COLUMN.sequence)
        .limit(CHUNK)
        .all(db)
        .await
}

/// How many events an institution has; one query.
pub async fn count(db: &impl ConnectionTrait, institution: InstitutionId) -> Result<u64, DbErr> {
    audit_event::Entity::find()
        .filter(audit_event::COLUMN.institution_id.eq(institution.0))
        .count(db)
        .await
}

/// Whether a head noted earlier, `SEQUENCE:HASH`, is still part of the chain.
pub async fn holds(db: &impl ConnectionTrait, head: &str) -> anyhow::Result<()> {
    let (sequence, hash) = head.split_once(':').context("a head is SEQUENCE:HASH")?;
    let sequence: i64 = sequence.parse().context("a head is SEQUENCE:HASH")?;
    let event = audit_event::Entity::find()
        .filter(audit_event::COLUMN.sequence.eq(sequence))
        .one(db)
        .await?;
    match event {
        Some(event) if event.hash == hash => Ok(()),
        Some(_) => Err(chain::Broken::Edited(sequence).into()),
        None => Err(chain::Broken::Missing(sequence).into()),
    }
}
