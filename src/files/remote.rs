//! Writing to a service that speaks S3, through `object_store`.
//!
//! What fits into one part is put under its digest at once. What is larger goes in parts to `incoming/`, since its digest is known only at
//! its end, and is then copied to its place by the service itself.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use object_store::path::Path as Key;
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload, Result, UploadPart,
};
use sha2::{Digest as _, Sha256};
use tokio::sync::RwLock;
use tokio::task::{JoinHandle, spawn_blocking};

use super::digest::{Digest, INCOMING};

/// Bytes of a part: services ask for 5 MiB at least, and take 10,000 parts of a file. Two at most are in memory.
pub(super) const PART: usize = 5 * 1024 * 1024;

/// Services copy no more than 5 GB at a time; what is larger is copied through this program.
const MOST_COPIED: u64 = 5_000_000_000;

/// A store that is reached through `object_store` alone.
#[derive(Clone, Debug)]
pub(super) struct Remote {
    pub(super) store: Arc<dyn ObjectStore>,
    /// Shared by those who put files into their place; the sweeper takes it alone.
    sweeping: Arc<RwLock<()>>,
    most_copied: u64,
}

impl Remote {
    pub(super) fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store, sweeping: Arc::default(), most_copied: MOST_COPIED }
    }

    #[cfg(test)]
    pub(super) fn limit_copies(&mut self, most: u64) {
        self.most_copied = most;
    }

    pub(super) fn incoming(&self) -> Incoming {
        Incoming {
            remote: self.clone(),
            key: Key::from(format!("{INCOMING}/{:032x}", rand::random::<u128>())),
            sha: Some(Sha256::new()),
            size: 0,
            small: None,
            upload: None,
            sending: None,
        }
    }

    /// Deletes a file unless it was put within `age`; says whether it did.
    pub(super) async fn remove_if_older(&self, digest: &Digest, age: Duration) -> Result<bool> {
        let _alone = self.sweeping.write().await;
        let found = match self.store.head(&digest.key()).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(false),
            found => found?,
        };
        let changed = std::time::SystemTime::from(found.last_modified);
        let old = changed.elapsed().is_ok_and(|it| it >= age);
        if old {
            self.store.delete(&found.location).await?;
        }
        Ok(old)
    }

    async fn copy(&self, from: &Key, to: &Key, size: u64) -> Result<()> {
        if size <= self.most_copied {
            return self.store.copy(from, to).await;
        }
        let mut upload = self.store.put_multipart(to).await?;
        let mut at = 0;
        while at < size {
            let end = size.min(at + PART as u64);
            let part = self.store.get_range(from, at..end).await;
            let sent = match part {
                Ok(part) => upload.put_part(part.into()).await,
                Err(error) => Err(error),
            };
            if let Err(error) = sent {
                upload.abort().await?;
                return Err(error);
            }
            at = end;
        }
        upload.complete().await.map(drop)
    }
}

/// A file on its way in. Dropped, it leaves nothing that counts.
#[derive(Debug)]
pub(super) struct Incoming {
    remote: Remote,
    key: Key,
    sha: Option<Sha256>,
    size: u64,
    /// The whole file, where it fits into one part.
    small: Option<Bytes>,
    upload: Option<Box<dyn MultipartUpload>>,
    sending: Option<JoinHandle<Result<()>>>,
}

impl Incoming {
    async fn hash(&mut self, bytes: &Bytes) -> Result<()> {
        self.size += bytes.len() as u64;
        let (mut sha, bytes) = (self.sha.take().unwrap_or_default(), bytes.clone());
        let hashed = spawn_blocking(move || {
            sha.update(&bytes);
            sha
        });
        self.sha = Some(hashed.await?);
        Ok(())
    }

    async fn sent(&mut self) -> Result<()> {
        match self.sending.take() {
            Some(job) => job.await?,
            None => Ok(()),
        }
    }

    /// Hands a part on; it is sent while the next one arrives.
    pub(super) async fn write(&mut self, part: Vec<u8>) -> Result<()> {
        let bytes = Bytes::from(part);
        self.hash(&bytes).await?;
        self.sent().await?;
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => none.insert(self.remote.store.put_multipart(&self.key).await?),
        };
        let part: UploadPart = upload.put_part(PutPayload::from(bytes));
        self.sending = Some(tokio::spawn(part));
        Ok(())
    }

    /// The last part. The file is whole, but does not count yet.
    pub(super) async fn seal(&mut self, last: Vec<u8>) -> Result<Digest> {
        if self.upload.is_none() {
            let bytes = Bytes::from(last);
            self.hash(&bytes).await?;
            self.small = Some(bytes);
        } else {
            if !last.is_empty() {
                self.write(last).await?;
            }
            self.sent().await?;
        }
        Ok(Digest::of(self.sha.clone().unwrap_or_default()))
    }

    /// Makes it count. What is there already is put once more: it is the only way to make it look new to the sweeper.
    pub(super) async fn settle(&mut self, digest: &Digest) -> Result<()> {
        let store = &self.remote.store;
        if let Some(bytes) = self.small.take() {
            let _shared = self.remote.sweeping.read().await;
            return store.put(&digest.key(), PutPayload::from(bytes)).await.map(drop);
        }
        if let Some(upload) = &mut self.upload {
            upload.complete().await?;
            self.upload = None;
        }
        let copied = {
            let _shared = self.remote.sweeping.read().await;
            self.remote.copy(&self.key, &digest.key(), self.size).await
        };
        let deleted = store.delete(&self.key).await;
        copied?;
        if let Err(error) = deleted {
            // The content is in its place; what stays behind is swept one day.
            tracing::warn!("{} stays behind: {error}", self.key);
        }
        Ok(())
    }

    /// Takes back what was sent.
    pub(super) async fn abandon(mut self) {
        abort(self.upload.take(), self.sending.take()).await;
    }
}

async fn abort(upload: Option<Box<dyn MultipartUpload>>, sending: Option<JoinHandle<Result<()>>>) {
    if let Some(job) = sending {
        // A part that arrives after the end of its upload would be kept, and paid for.
        let _ = job.await;
    }
    if let Some(mut upload) = upload
        && let Err(error) = upload.abort().await
    {
        tracing::warn!("parts of an upload stay behind: {error}");
    }
}

impl Drop for Incoming {
    /// Where the visitor went away, nobody is left to wait.
    fn drop(&mut self) {
        if self.upload.is_some()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(abort(self.upload.take(), self.sending.take()));
        }
    }
}
