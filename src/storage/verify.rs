//! Whether every file that a row names is there and is what it was.

use std::collections::HashMap;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Serialize;

use super::references::{names, referenced};
use crate::app::App;
use crate::files::Digest;

/// Files that are hashed at a time.
const AT_ONCE: usize = 2;

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verified {
    /// Contents that rows name.
    pub named: usize,
    /// Of these, there and right.
    pub right: usize,
    pub bytes: u64,
    pub missing: Vec<Missing>,
    pub wrong: Vec<Wrong>,
    /// In the store, and named by no row.
    pub orphans: Vec<Orphan>,
    /// Uploads that did not end, or go on right now.
    pub unfinished: Vec<Orphan>,
}

/// A content that is not in the store.
#[derive(Clone, Debug, Serialize)]
pub struct Missing {
    pub sha256: String,
    pub named_by: Vec<String>,
}

/// A content that is not what its name says.
#[derive(Clone, Debug, Serialize)]
pub struct Wrong {
    pub sha256: String,
    /// What it is instead, or why it cannot be read.
    pub found: String,
    pub named_by: Vec<String>,
}

/// Something in the store that no row names.
#[derive(Clone, Debug, Serialize)]
pub struct Orphan {
    pub key: String,
    pub size: u64,
    pub age_days: u64,
}

impl Verified {
    /// Whether nothing is missing or wrong; orphans hurt nobody.
    pub fn is_sound(&self) -> bool {
        self.missing.is_empty() && self.wrong.is_empty()
    }
}

/// Reads every file that a row names.
pub async fn verify(app: &App) -> anyhow::Result<Verified> {
    let db = &app.db.read;
    // Rows first: a row is written after its file, so what a row names now must be in the list that is taken afterwards.
    let rows = referenced(db).await?;
    let mut found =
        Verified { named: rows.digests.len() + rows.strange.len(), ..Verified::default() };
    for sha256 in rows.strange {
        let named_by = names(db, &sha256).await?;
        found.missing.push(Missing { sha256, named_by });
    }
    let mut there = HashMap::new();
    let mut stored = app.files.stored();
    while let Some(it) = stored.try_next().await? {
        match it.digest {
            Some(digest) if rows.digests.contains(&digest) => drop(there.insert(digest, it.size)),
            _ => found.orphans.push(orphan(it.key, it.size, it.changed_at)),
        }
    }
    let mut unfinished = app.files.unfinished();
    while let Some(it) = unfinished.try_next().await? {
        found.unfinished.push(orphan(it.key, it.size, it.changed_at));
    }
    let mut digests: Vec<Digest> = rows.digests.into_iter().collect();
    digests.sort_unstable();
    let (present, absent): (Vec<_>, Vec<_>) =
        digests.into_iter().partition(|it| there.contains_key(it));
    for digest in absent {
        let named_by = names(db, digest.as_str()).await?;
        found.missing.push(Missing { sha256: digest.to_string(), named_by });
    }
    let hashed = present.into_iter().map(|digest| async move {
        let hashed = app.files.hash(&digest).await;
        (digest, hashed)
    });
    let mut hashed = futures_util::stream::iter(hashed).buffered(AT_ONCE);
    while let Some((digest, hashed)) = hashed.next().await {
        let sha256 = digest.to_string();
        let what = match hashed {
            Ok(Some((real, size))) if real == digest => {
                found.right += 1;
                found.bytes += size;
                continue;
            }
            Ok(Some((real, size))) => format!("{size} bytes that hash to {real}"),
            Ok(None) => "deleted a moment ago".to_owned(),
            Err(error) => format!("cannot be read: {error}"),
        };
        let named_by = names(db, &sha256).await?;
        found.wrong.push(Wrong { sha256, found: what, named_by });
    }
    Ok(found)
}

fn orphan(key: String, size: u64, changed_at: DateTime<Utc>) -> Orphan {
    let age = SystemTime::now().duration_since(changed_at.into()).unwrap_or_default();
    Orphan { key, size, age_days: age.as_secs() / (24 * 60 * 60) }
}
