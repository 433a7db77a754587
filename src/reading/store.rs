//! Getting at a file: whoever opens its item, and nobody else; and reading it away from the program.

use std::path::PathBuf;
use std::time::Duration;

use sea_orm::prelude::*;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::entities::{RevisionId, evidence_item, revision};
use crate::evidence::sight::of_revision;
use crate::extraction::{Extractor, Failure, Limits, Shown};
use crate::files::Digest;
use crate::web::{Error, Result, Visitor};

/// A file that somebody may open.
pub(super) struct Held {
    pub(super) item: evidence_item::Model,
    pub(super) revision: revision::Model,
    pub(super) digest: Digest,
    pub(super) size: u64,
}

impl Held {
    /// Looks it up, and that its content is there as a whole; three queries.
    pub(super) async fn of(app: &App, visitor: &Visitor, id: RevisionId) -> Result<Self> {
        let revision = revision::Entity::find_by_id(id).require_one(&app.db.read).await?;
        let item = of_revision(&app.db.read, visitor, &revision).await?;
        let digest = revision.sha256.as_deref().and_then(Digest::parse).ok_or(Error::NotFound)?;
        let there = app.files.size(&digest).await.map_err(anyhow::Error::new)?;
        let size = revision.size.and_then(|it| u64::try_from(it).ok());
        match (there, size) {
            (Some(there), Some(size)) if there == size => Ok(Self { item, revision, digest, size }),
            _ => Err(Error::FileMissing),
        }
    }

    pub(super) fn media_type(&self) -> &str {
        self.revision.media_type.as_deref().unwrap_or_default()
    }
}

/// Somebody waits for it, so it ends sooner than the reading for the search.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(15),
    memory: 512 * 1024 * 1024,
    pages: 200,
    text: 1024 * 1024,
    file: 64 * 1024 * 1024,
    unpacked: 128 * 1024 * 1024,
};

/// Files that are read at once, each in a process of up to half a gibibyte.
static PLACES: Semaphore = Semaphore::const_new(2);

/// A copy of a file that is gone when nobody looks at it any more, also where they did not wait for the end.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        // It may not have been begun.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What is shown of a file in its place, of a workbook the sheet at a place from 0; or why nothing is.
pub(super) async fn shown(app: &App, held: &Held, sheet: usize) -> Result<Result<Shown, Failure>> {
    if held.size > LIMITS.file {
        return Ok(Err(Failure::Memory));
    }
    let waited = tokio::time::timeout(LIMITS.time, PLACES.acquire()).await;
    let Ok(Ok(_place)) = waited else { return Ok(Err(Failure::Unavailable)) };
    let folder = app.scratch();
    tokio::fs::create_dir_all(&folder).await.map_err(anyhow::Error::new)?;
    let copy = Copy(folder.join(format!("{:032x}", rand::random::<u128>())));
    app.files.copy_to(&held.digest, &copy.0).await?;
    let mut extractor = Extractor { limits: LIMITS, ..Extractor::default() };
    if let Some(program) = &app.reader {
        extractor.program.clone_from(program);
    }
    Ok(extractor.show(&copy.0, &held.revision.place, sheet).await)
}
