//! The storage of files: what survives what, what is told of it, and moving it elsewhere.

mod bucket;
mod faults;
mod full;
mod serving;
mod upkeep;

use std::path::PathBuf;

use futures_util::TryStreamExt as _;
use kriter::files::{Digest, Files};

use crate::app::TestApp;

impl TestApp {
    fn evidence_form(&self) -> String {
        format!("/institutions/{}/evidence/new", self.institution)
    }

    /// Where a content is in the folder of files.
    pub fn blob(&self, content: &[u8]) -> PathBuf {
        let name = serving::sha256(content);
        self.folder.path().join("files/sha256").join(&name[..2]).join(name)
    }

    /// Adds evidence with one file; the content must come in.
    async fn keep(&mut self, name: &str, content: &[u8]) {
        let path = self.evidence_form();
        let answer = self.upload(&path, &[], &[("files", name, content)]).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    }
}

fn digest(content: &[u8]) -> Digest {
    Digest::parse(&serving::sha256(content)).unwrap()
}

/// How many files were accepted, and how many are on their way.
async fn counts(files: &Files) -> (usize, usize) {
    let stored = files.stored().try_collect::<Vec<_>>().await.unwrap();
    let unfinished = files.unfinished().try_collect::<Vec<_>>().await.unwrap();
    (stored.len(), unfinished.len())
}
