//! Which revisions the sealed dossiers pin: what is pinned is never deleted.

use std::collections::BTreeSet;

use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, Set};

use super::manifest::Manifest;
use crate::app::Change;
use crate::entities::{
    CriterionId, DossierId, EvidenceId, assessment, dossier, dossier_pin, evidence_item, link,
    revision,
};

/// Rows of one statement; SQLite takes 32,766 values.
const CHUNK: usize = 5_000;

/// Pins everything that a manifest names.
pub(super) async fn pin(change: &Change, of: DossierId, manifest: &Manifest) -> Result<(), DbErr> {
    let pins: Vec<dossier_pin::ActiveModel> = manifest
        .evidence
        .iter()
        .flat_map(|item| item.revisions.iter().map(move |it| (item.id, it)))
        .map(|(item, it)| dossier_pin::ActiveModel {
            id: NotSet,
            dossier_id: Set(of),
            evidence_id: Set(item),
            revision_id: Set(it.id),
            sha256: Set(it.sha256.clone()),
        })
        .collect();
    for some in pins.chunks(CHUNK) {
        dossier_pin::Entity::insert_many(some.to_vec()).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

/// What the newest dossier of an assessment holds of some criteria and is linked there no longer, with the revisions that were handed
/// over; three queries at most.
pub async fn taken_away(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    criteria: &[CriterionId],
) -> Result<Vec<(evidence_item::Model, Vec<revision::Model>)>, DbErr> {
    let Some(newest) = super::store::newest(db, of.id).await? else { return Ok(Vec::new()) };
    let (sealed, is_it) = (newest.sealed_at, link::COLUMN.criterion_id.is_in(criteria.to_vec()));
    let linked = link::Entity::find().filter(is_it).all(db).await?;
    let held = |it: &&link::Model| {
        it.recorded_at <= sealed && it.superseded_at.is_some_and(|ended| ended >= sealed)
    };
    let now = |it: &link::Model| {
        let mut same = linked.iter().filter(|other| other.evidence_id == it.evidence_id);
        same.any(|it| it.superseded_at.is_none())
    };
    let gone: BTreeSet<EvidenceId> =
        linked.iter().filter(held).filter(|it| !now(it)).map(|it| it.evidence_id).collect();
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let pinned = dossier_pin::Entity::find()
        .filter(dossier_pin::COLUMN.dossier_id.eq(newest.id))
        .filter(dossier_pin::COLUMN.evidence_id.is_in(gone))
        .find_also_related(evidence_item::Entity)
        .find_also_related(revision::Entity)
        .order_by_asc(dossier_pin::COLUMN.id)
        .all(db)
        .await?;
    let mut found: Vec<(evidence_item::Model, Vec<revision::Model>)> = Vec::new();
    for (_, item, revision) in pinned {
        let (Some(item), Some(revision)) = (item, revision) else { continue };
        match found.iter_mut().find(|it| it.0.id == item.id) {
            Some(held) => held.1.push(revision),
            None => found.push((item, vec![revision])),
        }
    }
    Ok(found)
}

/// The first assessment in whose dossier an item is, with the dossier; two queries at most.
pub async fn of_item(
    db: &impl ConnectionTrait,
    item: EvidenceId,
) -> Result<Option<(assessment::Model, dossier::Model)>, DbErr> {
    let pin = dossier_pin::Entity::find()
        .filter(dossier_pin::COLUMN.evidence_id.eq(item))
        .order_by_asc(dossier_pin::COLUMN.id)
        .one(db)
        .await?;
    let Some(pin) = pin else { return Ok(None) };
    let found = dossier::Entity::find_by_id(pin.dossier_id)
        .find_also_related(assessment::Entity)
        .one(db)
        .await?;
    Ok(found.and_then(|(dossier, assessment)| Some((assessment?, dossier))))
}
