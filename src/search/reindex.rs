//! Keeping the index: after a change, for many items at once, and all of it anew.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::document::Document;
use super::index::{clear, missing, write};
use crate::app::App;
use crate::entities::{EvidenceId, TextState, blob, evidence_item, revision};

/// Items that are read at once.
const CHUNK: usize = 500;
/// Items with files whose texts are in memory at once.
const TEXTS: usize = 25;

/// Brings the index up to what some items say now. Part of every change of an item's words, of its files or of their texts.
pub async fn reindex(db: &impl ConnectionTrait, ids: &[EvidenceId]) -> Result<(), DbErr> {
    for some in ids.chunks(CHUNK) {
        let items = evidence_item::Entity::find()
            .filter(evidence_item::Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        index_items(db, items).await?;
    }
    Ok(())
}

/// The newest item there is; for `reindex_after`.
pub async fn newest(db: &impl ConnectionTrait) -> Result<EvidenceId, DbErr> {
    let newest: Option<EvidenceId> = evidence_item::Entity::find()
        .select_only()
        .column(evidence_item::Column::Id)
        .order_by_desc(evidence_item::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    Ok(newest.unwrap_or(EvidenceId(0)))
}

/// Indexes all items that were added after one, for imports; a few queries for every five hundred.
pub async fn reindex_after(db: &impl ConnectionTrait, after: EvidenceId) -> Result<(), DbErr> {
    let mut after = after;
    loop {
        let items = evidence_item::Entity::find()
            .filter(evidence_item::Column::Id.gt(after))
            .order_by_asc(evidence_item::Column::Id)
            .limit(CHUNK as u64)
            .all(db)
            .await?;
        let Some(last) = items.last() else { return Ok(()) };
        after = last.id;
        index_items(db, items).await?;
    }
}

/// Indexes what the index does not know: all of it after an upgrade, nothing otherwise. In steps, so that others may write
/// meanwhile; what was begun and broken off goes on where it was. Tells how many items.
pub async fn index_missing(app: &App) -> Result<usize, DbErr> {
    let backend = app.db.read.get_database_backend();
    let (mut after, mut count) = (0, 0);
    loop {
        let rows = app.db.read.query_all_raw(missing(backend, after, CHUNK as u64)).await?;
        let ids: Vec<EvidenceId> =
            rows.iter().map(|it| it.try_get("", "id").map(EvidenceId)).collect::<Result<_, _>>()?;
        let Some(last) = ids.last() else { return Ok(count) };
        after = last.0;
        let derived = app.derive().await?;
        reindex(derived.tx(), &ids).await?;
        derived.commit().await?;
        count += ids.len();
    }
}

/// Makes the whole index anew. Until it is done the search finds only what is in it again. Tells how many items.
pub async fn rebuild(app: &App) -> Result<usize, DbErr> {
    let derived = app.derive().await?;
    clear(derived.tx()).await?;
    derived.commit().await?;
    index_missing(app).await
}

/// Files, links and places of an item that hold: their names, and the contents of the files.
#[derive(Default)]
struct Parts {
    names: Vec<String>,
    digests: Vec<String>,
}

/// The parts of some items that hold; one query.
async fn parts(
    db: &impl ConnectionTrait,
    items: &[evidence_item::Model],
) -> Result<HashMap<EvidenceId, Parts>, DbErr> {
    let revisions = revision::Entity::find()
        .filter(revision::Column::EvidenceId.is_in(items.iter().map(|it| it.id)))
        .order_by_asc(revision::Column::EvidenceId)
        .order_by_asc(revision::Column::Part)
        .order_by_desc(revision::Column::Number)
        .all(db)
        .await?;
    let mut parts: HashMap<EvidenceId, Parts> = HashMap::new();
    let mut before = None;
    for it in revisions {
        let of = (it.evidence_id, it.part);
        // The newest of a part comes first, and is the one that holds unless the part was taken away.
        if before.replace(of) == Some(of) || it.removed_at.is_some() {
            continue;
        }
        let held = parts.entry(it.evidence_id).or_default();
        held.names.push(it.place);
        held.digests.extend(it.sha256);
    }
    Ok(parts)
}

/// Indexes an item that was added just now, with the names of its parts and the texts of its files that are known.
pub async fn index_new(
    db: &impl ConnectionTrait,
    item: &evidence_item::Model,
    names: &[String],
    texts: &[String],
) -> Result<(), DbErr> {
    let (names, texts) = (names.iter().map(String::as_str), texts.iter().map(String::as_str));
    write(db, vec![Document::of(item, names, texts)]).await
}

/// Brings the index up to what items say.
async fn index_items(
    db: &impl ConnectionTrait,
    items: Vec<evidence_item::Model>,
) -> Result<(), DbErr> {
    let parts = parts(db, &items).await?;
    let none = Parts::default();
    let of = |it: &evidence_item::Model| parts.get(&it.id).unwrap_or(&none);
    let (filed, plain): (Vec<_>, Vec<_>) = items.iter().partition(|it| !of(it).digests.is_empty());
    let names = |it| of(it).names.iter().map(String::as_str);
    write(db, plain.into_iter().map(|it| Document::of(it, names(it), [])).collect()).await?;
    for some in filed.chunks(TEXTS) {
        let digests = some.iter().flat_map(|it| of(it).digests.iter().cloned());
        let texts: HashMap<String, Option<String>> = blob::Entity::find()
            .select_only()
            .columns([blob::Column::Sha256, blob::Column::Text])
            .filter(blob::Column::Sha256.is_in(digests))
            .filter(blob::Column::TextState.eq(TextState::Read))
            .into_tuple::<(String, Option<String>)>()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let texts = |it| {
            let held = of(it).digests.iter().filter_map(|it| texts.get(it)?.as_deref());
            held.collect::<Vec<_>>()
        };
        let documents = some.iter().map(|it| Document::of(it, names(it), texts(it)));
        write(db, documents.collect()).await?;
    }
    Ok(())
}
