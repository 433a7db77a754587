//! Whether sealed dossiers are still what they were: the manifest, the hash in the audit chain, every file.

use futures_util::StreamExt as _;
use serde::Serialize;
use serde_json::Value;

use super::manifest::{Manifest, digest};
use super::{seal, store};
use crate::app::App;
use crate::audit;
use crate::entities::{AssessmentId, dossier};
use crate::files::Digest;

/// Files that are hashed at a time.
const AT_ONCE: usize = 2;

/// What was found of one version.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checked {
    pub version: i32,
    pub sha256: String,
    /// The manifest has the hash that was noted when it was sealed.
    pub manifest: bool,
    /// The audit chain tells of the same hash.
    pub chained: bool,
    pub files: usize,
    /// Files that are there and are what they were.
    pub right: usize,
    pub bytes: u64,
    /// Hashes of files that are not there.
    pub missing: Vec<String>,
    /// Hashes of files that are something else now, or cannot be read.
    pub wrong: Vec<String>,
}

impl Checked {
    /// Whether all is as it was.
    pub fn is_sound(&self) -> bool {
        self.manifest && self.chained && self.right == self.files
    }
}

/// Checks all versions of an assessment's dossier, the oldest first.
pub async fn verify(app: &App, assessment: AssessmentId) -> anyhow::Result<Vec<Checked>> {
    let mut checked = Vec::new();
    for it in store::versions(&app.db.read, assessment).await?.into_iter().rev() {
        checked.push(one(app, &it).await?);
    }
    Ok(checked)
}

async fn one(app: &App, it: &dossier::Model) -> anyhow::Result<Checked> {
    let db = &app.db.read;
    let text = store::text(db, it.id).await?;
    let event = audit::store::newest(db, &seal::object(it.id), "dossier-sealed").await?;
    let told = event.and_then(|it| serde_json::from_str::<Value>(&it.details).ok());
    let mut checked = Checked {
        version: it.version,
        sha256: it.sha256.clone(),
        manifest: digest(&text) == it.sha256,
        chained: told.is_some_and(|told| told["sha256"] == it.sha256.as_str()),
        ..Checked::default()
    };
    let Ok(manifest) = Manifest::read(&text) else { return Ok(checked) };
    let named = manifest.files();
    checked.files = named.len();
    let hashed = named.into_iter().map(|sha256| async move {
        let found = match Digest::parse(sha256) {
            Some(it) => Some((app.files.hash(&it).await, it)),
            None => None,
        };
        (sha256.to_owned(), found)
    });
    let mut hashed = futures_util::stream::iter(hashed).buffered(AT_ONCE);
    while let Some((sha256, found)) = hashed.next().await {
        match found {
            Some((Ok(Some((real, size))), wanted)) if real == wanted => {
                checked.right += 1;
                checked.bytes += size;
            }
            Some((Ok(None), _)) => checked.missing.push(sha256),
            _ => checked.wrong.push(sha256),
        }
    }
    Ok(checked)
}
