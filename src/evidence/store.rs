//! Keeping evidence items. A state that counts is never lost: the old one goes to `evidence_past`.

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::{NotSet, Set};
use serde_json::json;

use super::facts::Facts;
use super::numbers;
use super::revisions::{self, NewRevision};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{EvidenceStatus, InstitutionId, evidence_item, evidence_past};
use crate::search;

/// Adds an evidence item with its parts.
pub async fn add(
    change: &mut Change,
    institution: InstitutionId,
    mut facts: Facts,
    parts: Vec<NewRevision>,
) -> Result<evidence_item::Model, DbErr> {
    if facts.reference.is_empty() {
        facts.reference = numbers::take(change, institution, 1).await?.remove(0);
    }
    let item = facts.row(institution, change.now()).insert(change.tx()).await?;
    let details = json!({ "reference": item.reference });
    change.record(Event::of(
        institution,
        "evidence-added",
        format!("evidence:{}", item.id),
        details,
    ));
    revisions::begin(change, &item, parts).await?;
    Ok(item)
}

/// Changes an evidence item; nothing happens where nothing differs. Tells whether something did.
pub async fn update(
    change: &mut Change,
    held: evidence_item::Model,
    facts: Facts,
) -> Result<bool, DbErr> {
    if Facts::of(&held) == facts {
        return Ok(false);
    }
    let (id, institution) = (held.id, held.institution_id);
    let counts = !facts.counts_like(&held);
    let reads = facts.reads_like(&held);
    if counts {
        past(&held, change.now()).insert(change.tx()).await?;
    }
    let recorded_at = if counts { change.now() } else { held.recorded_at };
    let details = json!({ "reference": facts.reference, "status": facts.status });
    let row = evidence_item::ActiveModel {
        id: Set(id),
        superseded_by_id: NotSet,
        deleted_at: NotSet,
        created_at: NotSet,
        recorded_at: Set(recorded_at),
        ..facts.row(institution, change.now())
    };
    row.update(change.tx()).await?;
    if !reads {
        search::reindex(change.tx(), &[id]).await?;
    }
    change.record(Event::of(institution, "evidence-changed", format!("evidence:{id}"), details));
    Ok(true)
}

/// The state that is about to be replaced.
pub(super) fn past(held: &evidence_item::Model, now: DateTime<Utc>) -> evidence_past::ActiveModel {
    evidence_past::ActiveModel {
        id: NotSet,
        evidence_id: Set(held.id),
        type_code: Set(held.type_code.clone()),
        document_date: Set(held.document_date),
        valid_from: Set(held.valid_from),
        valid_until: Set(held.valid_until),
        review_months: Set(held.review_months),
        // What was deleted did not count until it was restored.
        status: Set(if held.deleted_at.is_some() {
            EvidenceStatus::Withdrawn
        } else {
            held.status
        }),
        reason: Set(held.reason.clone()),
        recorded_at: Set(held.recorded_at),
        superseded_at: Set(now),
    }
}
