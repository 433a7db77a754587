//! Which revisions the sealed dossiers pin: what is pinned is never deleted.

use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, Set};

use super::manifest::Manifest;
use crate::app::Change;
use crate::entities::{DossierId, EvidenceId, assessment, dossier, dossier_pin};

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
