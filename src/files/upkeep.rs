//! Looking after the store: what is in it, whether it is right, taking away what nobody needs.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::path::Path as Key;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt as _, Result};
use sha2::{Digest as _, Sha256};

use super::digest::{ACCEPTED, Digest, INCOMING};
use super::folder::blocking;
use super::trouble::io;
use super::{Files, Kind};

/// Something among the accepted files.
#[derive(Clone, Debug)]
pub struct Stored {
    /// None where somebody else put something there.
    pub digest: Option<Digest>,
    pub key: String,
    pub size: u64,
    pub changed_at: DateTime<Utc>,
}

/// A file whose upload has not ended, or never will.
#[derive(Clone, Debug)]
pub struct Unfinished {
    pub key: String,
    pub size: u64,
    pub changed_at: DateTime<Utc>,
}

/// After this an upload is not waited for any more. Another copy of the program may be taking in a file right now.
const GIVEN_UP: Duration = Duration::from_hours(24);

impl Files {
    fn store(&self) -> &dyn ObjectStore {
        match &self.kind {
            Kind::Folder(_, store) => store.as_ref(),
            Kind::Remote(remote) => remote.store.as_ref(),
        }
    }

    /// Every accepted file.
    pub fn stored(&self) -> BoxStream<'static, Result<Stored>> {
        let told = |it: ObjectMeta| {
            let digest = it.location.filename().and_then(Digest::parse);
            Stored {
                digest: digest.filter(|digest| digest.key() == it.location),
                key: it.location.to_string(),
                size: it.size,
                changed_at: it.last_modified,
            }
        };
        self.store().list(Some(&Key::from(ACCEPTED))).map_ok(told).boxed()
    }

    /// Every file that is on its way in, or was.
    pub fn unfinished(&self) -> BoxStream<'static, Result<Unfinished>> {
        let told = |it: ObjectMeta| Unfinished {
            key: it.location.to_string(),
            size: it.size,
            changed_at: it.last_modified,
        };
        self.store().list(Some(&Key::from(INCOMING))).map_ok(told).boxed()
    }

    /// Clears what killed uploads left: no row names it.
    pub async fn sweep_unfinished(&self) -> Result<()> {
        let mut unfinished = self.unfinished();
        while let Some(found) = unfinished.next().await {
            let found = found?;
            let age = SystemTime::now().duration_since(found.changed_at.into());
            if age.is_ok_and(|it| it > GIVEN_UP) {
                self.store().delete(&Key::from(found.key)).await?;
            }
        }
        Ok(())
    }

    /// Bytes of a file, if it is there.
    pub async fn size(&self, digest: &Digest) -> Result<Option<u64>> {
        match self.store().head(&digest.key()).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the content under a digest really hashes to, and its size; nothing if it is not there.
    pub async fn hash(&self, digest: &Digest) -> Result<Option<(Digest, u64)>> {
        let found = match &self.kind {
            Kind::Folder(folder, _) => {
                let (folder, digest) = (folder.clone(), digest.clone());
                blocking(move || folder.hash(&digest)).await.map_err(io)
            }
            Kind::Remote(_) => self.hash_streamed(digest).await,
        };
        match found {
            Ok(found) => Ok(Some(found)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn hash_streamed(&self, digest: &Digest) -> Result<(Digest, u64)> {
        let mut body = self.read(digest).await?;
        let (mut sha, mut size) = (Sha256::new(), 0);
        while let Some(chunk) = body.try_next().await? {
            size += chunk.len() as u64;
            sha.update(&chunk);
        }
        Ok((Digest::of(sha), size))
    }

    /// Deletes a file unless it was kept, or kept once more, within `age`; says whether it did. Nobody may name it in a row:
    /// that is for the caller to know.
    pub async fn remove_if_older(&self, digest: &Digest, age: Duration) -> Result<bool> {
        match &self.kind {
            Kind::Folder(folder, _) => {
                let (folder, digest) = (folder.clone(), digest.clone());
                blocking(move || folder.remove_if_older(&digest, age)).await.map_err(io)
            }
            Kind::Remote(remote) => remote.remove_if_older(digest, age).await,
        }
    }
}
