//! The parts of an evidence item, files, links and places, and their revisions. None is ever overwritten or lost.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::{blobs, life};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    EvidenceId, InstitutionId, Location, RevisionKind, UserId, evidence_item, revision,
};
use crate::search;
use crate::web::upload::Uploaded;

/// What a revision is.
#[derive(Clone, Debug)]
pub enum NewRevision {
    File(Uploaded),
    Web(String),
    /// Where the paper is, in one line, and by its parts.
    Physical(String, Option<Location>),
}

impl NewRevision {
    /// A row to be inserted.
    pub fn row(
        self,
        of: EvidenceId,
        (number, part): (i32, i32),
        user: Option<UserId>,
        now: DateTime<Utc>,
    ) -> revision::ActiveModel {
        let (kind, place, location, file) = match self {
            Self::File(it) => (RevisionKind::File, it.name, None, Some(it.kept)),
            Self::Web(address) => (RevisionKind::Web, address, None, None),
            Self::Physical(place, location) => (RevisionKind::Physical, place, location, None),
        };
        revision::ActiveModel {
            id: NotSet,
            evidence_id: Set(of),
            number: Set(number),
            part: Set(part),
            kind: Set(kind),
            place: Set(place),
            location: Set(location),
            sha256: Set(file.as_ref().map(|it| it.digest.as_str().to_owned())),
            media_type: Set(file.as_ref().map(|it| it.media_type.clone())),
            size: Set(file.as_ref().and_then(|it| it.size.try_into().ok())),
            user_id: Set(user),
            created_at: Set(now),
            removed_at: Set(None),
        }
    }
}

/// Adds a part to an item, or with `part` a newer revision of that one.
pub async fn add(
    change: &mut Change,
    of: &evidence_item::Model,
    part: Option<i32>,
    new: NewRevision,
) -> Result<revision::Model, DbErr> {
    let held = all(change.tx(), of.id).await?;
    let number = held.iter().map(|it| it.number).max().unwrap_or_default() + 1;
    let next = held.iter().map(|it| it.part).max().unwrap_or_default() + 1;
    if let Some(part) = part {
        current(&held)
            .find(|it| it.part == part)
            .ok_or_else(|| DbErr::RecordNotFound(format!("part {part}")))?;
    }
    let (row, _) = put(change, of, (number, part.unwrap_or(next)), new).await?;
    search::reindex(change.tx(), &[of.id]).await?;
    life::reopen(change, of.id).await?;
    Ok(row)
}

/// Gives an item that is new its parts, and the index what they are called and say.
pub(super) async fn begin(
    change: &mut Change,
    of: &evidence_item::Model,
    parts: Vec<NewRevision>,
) -> Result<(), DbErr> {
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    for (number, part) in (1..).zip(parts) {
        let (row, text) = put(change, of, (number, number), part).await?;
        names.push(row.place);
        texts.extend(text);
    }
    search::index_new(change.tx(), of, &names, &texts).await
}

/// Stores a revision. Gives it, and the text of its file where that was read before.
async fn put(
    change: &mut Change,
    of: &evidence_item::Model,
    places: (i32, i32),
    new: NewRevision,
) -> Result<(revision::Model, Option<String>), DbErr> {
    let text = match &new {
        NewRevision::File(file) => blobs::keep(change.tx(), &file.kept, change.now()).await?,
        NewRevision::Web(_) | NewRevision::Physical(..) => None,
    };
    let row = new.row(of.id, places, change.actor().user(), change.now());
    let row = row.insert(change.tx()).await?;
    let details = json!({
        "evidence": of.reference, "number": row.number, "part": row.part, "sha256": row.sha256,
    });
    let subject = format!("revision:{}", row.id);
    change.record(Event::of(of.institution_id, "revision-added", subject, details));
    Ok((row, text))
}

/// Takes a part away from an item; its revisions stay known.
pub async fn remove_part(
    change: &mut Change,
    of: &evidence_item::Model,
    part: i32,
) -> Result<(), DbErr> {
    let held = all(change.tx(), of.id).await?;
    let newest = current(&held)
        .find(|it| it.part == part)
        .ok_or_else(|| DbErr::RecordNotFound(format!("part {part}")))?;
    let row = revision::ActiveModel {
        id: Set(newest.id),
        removed_at: Set(Some(change.now())),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    search::reindex(change.tx(), &[of.id]).await?;
    let details = json!({ "evidence": of.reference, "part": part, "sha256": newest.sha256 });
    let subject = format!("revision:{}", newest.id);
    change.record(Event::of(of.institution_id, "part-removed", subject, details));
    life::reopen(change, of.id).await
}

/// Revisions of an item, the newest first; one query.
pub async fn all(db: &impl ConnectionTrait, of: EvidenceId) -> Result<Vec<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::COLUMN.evidence_id.eq(of))
        .order_by_desc(revision::Column::Number)
        .all(db)
        .await
}

/// Of the revisions of an item, the newest first, those that hold: the newest of each part that was not taken away.
pub fn current(revisions: &[revision::Model]) -> impl Iterator<Item = &revision::Model> {
    let newest = |it: &&revision::Model| {
        !revisions.iter().any(|other| other.part == it.part && other.number > it.number)
    };
    revisions.iter().rev().filter(newest).filter(|it| it.removed_at.is_none())
}

/// The files that some items hold now, by item and part; one query, none where there are no items.
pub async fn files_of(
    db: &impl ConnectionTrait,
    items: Vec<EvidenceId>,
) -> Result<HashMap<EvidenceId, Vec<revision::Model>>, DbErr> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = revision::Entity::find()
        .filter(revision::COLUMN.evidence_id.is_in(items))
        .order_by_desc(revision::Column::Number)
        .all(db)
        .await?;
    let mut by_item: HashMap<EvidenceId, Vec<revision::Model>> = HashMap::new();
    for it in rows {
        by_item.entry(it.evidence_id).or_default().push(it);
    }
    for held in by_item.values_mut() {
        let is_file = |it: &&revision::Model| it.kind == RevisionKind::File;
        *held = current(held).filter(is_file).cloned().collect();
    }
    Ok(by_item)
}

/// Items of the institution that hold a content; one query.
pub async fn same_content(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    sha256: &str,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let rows = revision::Entity::find()
        .filter(revision::COLUMN.sha256.eq(sha256))
        .find_also_related(evidence_item::Entity)
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .order_by_asc(evidence_item::Column::OrderKey)
        .all(db)
        .await?;
    let mut items: Vec<_> = rows.into_iter().filter_map(|it| it.1).collect();
    items.dedup_by_key(|it| it.id);
    Ok(items)
}
