//! Copying every named file to another store, once more if need be, never deleting at the source.

use serde::Serialize;

use super::references::{names, referenced};
use super::verify::{Missing, Wrong};
use crate::app::App;
use crate::files::{Digest, Files, Refused};

/// What was copied.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Migrated {
    pub named: usize,
    pub copied: usize,
    pub bytes: u64,
    /// There already, whole and right.
    pub held: usize,
    /// Not at the source, and so not copied.
    pub missing: Vec<Missing>,
    /// Not what its name says at the source, and so not copied.
    pub wrong: Vec<Wrong>,
}

impl Migrated {
    /// Whether the other store now has all that rows name.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.wrong.is_empty()
    }
}

/// Copies what rows name to another store, hashing each file on its way. What is there with the same size and the right content is not
/// copied again, so that a run that broke off is simply repeated.
pub async fn migrate(app: &App, to: &Files) -> anyhow::Result<Migrated> {
    let db = &app.db.read;
    let rows = referenced(db).await?;
    let named = rows.digests.len() + rows.strange.len();
    let mut done = Migrated { named, ..Migrated::default() };
    for sha256 in rows.strange {
        let named_by = names(db, &sha256).await?;
        done.missing.push(Missing { sha256, named_by });
    }
    let mut digests: Vec<Digest> = rows.digests.into_iter().collect();
    digests.sort_unstable();
    for digest in digests {
        let size = app.files.size(&digest).await?;
        if size.is_some() && to.size(&digest).await? == size {
            let held = to.hash(&digest).await?;
            if held.is_some_and(|it| it.0 == digest) {
                done.held += 1;
                continue;
            }
        }
        let sha256 = digest.to_string();
        if size.is_none() {
            let named_by = names(db, &sha256).await?;
            done.missing.push(Missing { sha256, named_by });
            continue;
        }
        match to.keep_as(app.files.read(&digest).await?, &digest).await {
            Ok(kept) => {
                done.copied += 1;
                done.bytes += kept.size;
            }
            Err(refused @ (Refused::AnotherContent(_) | Refused::Empty | Refused::BrokeOff)) => {
                let named_by = names(db, &sha256).await?;
                done.wrong.push(Wrong { sha256, found: refused.to_string(), named_by });
            }
            Err(refused) => return Err(refused.into()),
        }
    }
    Ok(done)
}
