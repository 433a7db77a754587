//! Sealing a dossier: every file that it names is there, its manifest is hashed, and the hash goes into the audit chain.

use std::collections::{BTreeSet, HashMap};

use futures_util::{StreamExt as _, TryStreamExt as _};
use sea_orm::prelude::*;
use sea_orm::{NotSet, Set};
use serde_json::json;

use super::gather::gather;
use super::manifest::{Evidence, Manifest, Revision, digest};
use super::{difference, pins, store};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{DossierId, assessment, dossier, dossier_text, edition};
use crate::files::{Digest, Files};

/// From so many files on, the whole store is listed rather than each file asked for.
const LISTED: usize = 500;
/// Files that are asked for at a time.
const AT_ONCE: usize = 8;

/// Why nothing was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsealed {
    /// The contents of these files are not in the store.
    Missing(Vec<Absent>),
    /// Nothing has changed since the newest version.
    Unchanged(i32),
}

/// A file that a dossier would name and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Of the evidence item; none where the item is restricted, so that it is not named.
    pub reference: Option<String>,
    pub name: Option<String>,
}

/// Seals what the dossier holds now as its next version, within a change that is alone in the institution.
pub async fn seal(
    change: &mut Change,
    files: &Files,
    (of, edition): (&assessment::Model, edition::Model),
    reason: String,
) -> anyhow::Result<Result<dossier::Model, Unsealed>> {
    let before = store::newest(change.tx(), of.id).await?;
    let version = before.as_ref().map_or(1, |it| it.version + 1);
    let manifest = gather(change.tx(), of, edition, (version, change.now())).await?;
    if let Some(before) = before {
        let held = store::manifest(change.tx(), before.id).await?;
        if difference::between(&held, &manifest).is_empty() {
            return Ok(Err(Unsealed::Unchanged(before.version)));
        }
    }
    let absent = absent(files, &manifest).await?;
    if !absent.is_empty() {
        return Ok(Err(Unsealed::Missing(absent)));
    }
    Ok(Ok(write(change, of, &manifest, reason).await?))
}

async fn write(
    change: &mut Change,
    of: &assessment::Model,
    manifest: &Manifest,
    reason: String,
) -> anyhow::Result<dossier::Model> {
    let text = manifest.text()?;
    let sha256 = digest(&text);
    let files = manifest.files().len();
    let row = dossier::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        version: Set(manifest.assessment.version),
        sha256: Set(sha256.clone()),
        items: Set(i32::try_from(manifest.evidence.len())?),
        files: Set(i32::try_from(files)?),
        user_id: Set(change.actor().user()),
        reason: Set(reason.clone()),
        sealed_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    let text = dossier_text::ActiveModel { dossier_id: Set(row.id), manifest: Set(text) };
    dossier_text::Entity::insert(text).exec_without_returning(change.tx()).await?;
    pins::pin(change, row.id, manifest).await?;
    let details = json!({
        "assessment": of.id, "version": row.version, "sha256": sha256,
        "items": row.items, "files": row.files, "reason": reason,
    });
    change.record(Event::of(of.institution_id, "dossier-sealed", object(row.id), details));
    Ok(row)
}

/// The object that events of a dossier name.
pub(super) fn object(id: DossierId) -> String {
    format!("dossier:{id}")
}

/// The files of a manifest that are not in the store, or are of another size than was noted.
async fn absent(files: &Files, manifest: &Manifest) -> anyhow::Result<Vec<Absent>> {
    let named = manifest.files();
    let wanted: BTreeSet<Digest> = named.into_iter().filter_map(Digest::parse).collect();
    let there = sizes(files, &wanted).await?;
    let is_there = |it: &Revision| match &it.sha256 {
        None => true,
        Some(sha256) => {
            let held = Digest::parse(sha256).and_then(|it| there.get(&it).copied());
            held.is_some_and(|held| it.size.is_none_or(|size| u64::try_from(size) == Ok(held)))
        }
    };
    let told = |item: &Evidence, it: &Revision| {
        let open = item.confidentiality != crate::entities::Confidentiality::Restricted;
        Absent {
            reference: open.then(|| item.reference.clone()),
            name: open.then(|| it.name.clone()),
        }
    };
    let all =
        manifest.evidence.iter().flat_map(|item| item.revisions.iter().map(move |it| (item, it)));
    Ok(all.filter(|(_, it)| !is_there(it)).map(|(item, it)| told(item, it)).collect())
}

/// The sizes of those files that are in the store.
async fn sizes(files: &Files, wanted: &BTreeSet<Digest>) -> anyhow::Result<HashMap<Digest, u64>> {
    let mut there = HashMap::new();
    if wanted.len() > LISTED {
        let mut stored = files.stored();
        while let Some(it) = stored.try_next().await? {
            if let Some(digest) = it.digest.filter(|it| wanted.contains(it)) {
                there.insert(digest, it.size);
            }
        }
        return Ok(there);
    }
    // Owned by each question, so that the answer may come on any thread.
    let wanted: Vec<Digest> = wanted.iter().cloned().collect();
    let files = files.clone();
    let ask = move |it: Digest| {
        let files = files.clone();
        async move {
            let size = files.size(&it).await;
            (it, size)
        }
    };
    let mut asked = futures_util::stream::iter(wanted).map(ask).buffer_unordered(AT_ONCE);
    while let Some((digest, size)) = asked.next().await {
        if let Some(size) = size? {
            there.insert(digest, size);
        }
    }
    Ok(there)
}
