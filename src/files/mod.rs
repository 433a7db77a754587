//! Uploaded files, kept under the SHA-256 of their content: in a local folder, or in a service that speaks S3.

mod digest;
mod folder;
mod media;
mod pieces;
mod place;
mod remote;
#[cfg(test)]
mod tests;
mod trouble;
mod upkeep;

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt};

pub use digest::{Digest, hex};
pub use place::{Bucket, Place, Secret, bucket_of};
pub use trouble::{Refused, is_full, is_missing};
pub use upkeep::{Stored, Unfinished};

use crate::scanner::{self, Refusal, Scanner};
use folder::Folder;
use remote::Remote;
use trouble::io;

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct Kept {
    pub digest: Digest,
    pub size: u64,
    /// By content, not by name.
    pub media_type: String,
}

/// The store of files; cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    kind: Kind,
    scanner: Option<Scanner>,
    /// When the last file came.
    last: Arc<Mutex<Option<Instant>>>,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Listed through `object_store`, read and written by ourselves.
    Folder(Folder, Arc<dyn ObjectStore>),
    Remote(Remote),
}

impl Files {
    /// Files in a local folder, made if need be.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let said = || format!("cannot use the folder {}", folder.display());
        let own = Folder::open(folder).with_context(said)?;
        let store = LocalFileSystem::new_with_prefix(folder).with_context(said)?;
        Ok(Self::of(Kind::Folder(own, Arc::new(store))))
    }

    /// Files in a place; of a bucket nothing is asked yet.
    pub fn at(place: &Place) -> anyhow::Result<Self> {
        match place {
            Place::Folder(folder) => Self::open(folder),
            Place::S3(bucket) => Ok(Self::over(bucket.open()?)),
        }
    }

    /// Files in any store.
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self::of(Kind::Remote(Remote::new(store)))
    }

    fn of(kind: Kind) -> Self {
        Self { kind, scanner: None, last: Arc::default() }
    }

    /// For how long no file has come in here; nothing where none ever did.
    pub fn quiet_for(&self) -> Option<Duration> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).map(|it| it.elapsed())
    }

    /// The same, with a virus scanner that is asked about every file before it counts.
    #[must_use]
    pub fn scanned_by(mut self, scanner: Option<Scanner>) -> Self {
        self.scanner = scanner;
        self
    }

    /// Who is asked about every file.
    pub fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// Streams a file in, hashing on the way; at most three parts of it are in memory. It counts only once it is whole.
    pub async fn keep<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin,
        most: u64,
    ) -> Result<Kept, Refused> {
        self.take_in(body, most, None).await
    }

    /// Takes a file in that claims to be `digest`, and refuses any other content.
    pub async fn keep_as<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin,
        digest: &Digest,
    ) -> Result<Kept, Refused> {
        self.take_in(body, u64::MAX, Some(digest)).await
    }

    async fn take_in<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Unpin,
        most: u64,
        claimed: Option<&Digest>,
    ) -> Result<Kept, Refused> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        let mut incoming = self.incoming();
        let taken = async {
            let kept = incoming.fill(scanner::screen(self.scanner.as_ref(), body), most).await?;
            if claimed.is_some_and(|it| *it != kept.digest) {
                return Err(Refused::AnotherContent(kept.digest));
            }
            incoming.settle(&kept.digest).await?;
            Ok(kept)
        }
        .await;
        if taken.is_err() {
            incoming.abandon().await;
        }
        taken
    }

    /// Takes in what is in memory already.
    pub async fn keep_bytes(&self, bytes: Bytes, most: u64) -> Result<Kept, Refused> {
        let whole = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
        self.keep(whole, most).await
    }

    /// The content, as a stream.
    pub async fn read(
        &self,
        digest: &Digest,
    ) -> object_store::Result<BoxStream<'static, object_store::Result<Bytes>>> {
        match &self.kind {
            Kind::Folder(folder, _) => {
                let body = folder.read(digest, 0..u64::MAX).await.map_err(io)?;
                Ok(body.map_err(io).boxed())
            }
            Kind::Remote(remote) => Ok(remote.store.get(&digest.key()).await?.into_stream()),
        }
    }

    /// Bytes of the content from one place to another, as a stream.
    pub async fn read_part(
        &self,
        digest: &Digest,
        part: Range<u64>,
    ) -> object_store::Result<BoxStream<'static, object_store::Result<Bytes>>> {
        match &self.kind {
            Kind::Folder(folder, _) => {
                let body = folder.read(digest, part).await.map_err(io)?;
                Ok(body.map_err(io).boxed())
            }
            Kind::Remote(remote) => {
                let asked = GetOptions { range: Some(part.into()), ..GetOptions::default() };
                Ok(remote.store.get_opts(&digest.key(), asked).await?.into_stream())
            }
        }
    }

    /// Copies the content to a local file, for readers that need one.
    pub async fn copy_to(&self, digest: &Digest, path: &Path) -> anyhow::Result<()> {
        let mut body = self.read(digest).await?;
        let mut file = tokio::fs::File::create(path).await?;
        while let Some(chunk) = body.next().await {
            tokio::io::AsyncWriteExt::write_all(&mut file, &chunk?).await?;
        }
        tokio::io::AsyncWriteExt::flush(&mut file).await?;
        Ok(())
    }

    fn incoming(&self) -> Incoming {
        match &self.kind {
            Kind::Folder(folder, _) => Incoming::Folder(folder.incoming()),
            Kind::Remote(remote) => Incoming::Remote(Box::new(remote.incoming())),
        }
    }
}

/// A file on its way in.
#[derive(Debug)]
enum Incoming {
    Folder(folder::Incoming),
    Remote(Box<remote::Incoming>),
}

impl Incoming {
    /// Takes the whole body in; it does not count yet.
    async fn fill(
        &mut self,
        mut body: impl Stream<Item = Result<Bytes, Refusal>> + Unpin,
        most: u64,
    ) -> Result<Kept, Refused> {
        let full = match self {
            Self::Folder(_) => folder::PART,
            Self::Remote(_) => remote::PART,
        };
        let (mut size, mut head, mut part) = (0_u64, Vec::new(), Vec::new());
        while let Some(chunk) = body.next().await {
            let mut chunk = chunk?;
            size += chunk.len() as u64;
            if size > most {
                return Err(Refused::TooLarge(most));
            }
            if head.len() < media::HEAD {
                head.extend_from_slice(&chunk[..chunk.len().min(media::HEAD - head.len())]);
            }
            // All parts but the last are of one size, which some services insist on.
            while part.len() + chunk.len() >= full {
                part.extend_from_slice(&chunk.split_to(full - part.len()));
                self.write(std::mem::replace(&mut part, Vec::with_capacity(full))).await?;
            }
            part.extend_from_slice(&chunk);
        }
        if size == 0 {
            return Err(Refused::Empty);
        }
        let digest = self.seal(part).await?;
        Ok(Kept { digest, size, media_type: media::media_type(&head) })
    }

    async fn write(&mut self, part: Vec<u8>) -> object_store::Result<()> {
        match self {
            Self::Folder(it) => it.write(part).await.map_err(io),
            Self::Remote(it) => it.write(part).await,
        }
    }

    async fn seal(&mut self, last: Vec<u8>) -> object_store::Result<Digest> {
        match self {
            Self::Folder(it) => it.seal(last).await.map_err(io),
            Self::Remote(it) => it.seal(last).await,
        }
    }

    async fn settle(&mut self, digest: &Digest) -> object_store::Result<()> {
        match self {
            Self::Folder(it) => it.settle(digest).await.map_err(io),
            Self::Remote(it) => it.settle(digest).await,
        }
    }

    /// Leaves nothing behind once it returns.
    async fn abandon(self) {
        match self {
            Self::Folder(it) => it.abandon().await,
            Self::Remote(it) => it.abandon().await,
        }
    }
}
