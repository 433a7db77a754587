//! Uploaded files, kept under the SHA-256 of their content behind the `object_store` interface.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use sha2::{Digest as _, Sha256};

/// Bytes sent to the store at a time.
const PART: usize = 1024 * 1024;

/// SHA-256 of a file's content, 64 lower-case hex digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Digest(String);

impl Digest {
    /// Takes only what is a digest, so that no path can be smuggled in.
    pub fn parse(text: &str) -> Option<Self> {
        let hex =
            text.len() == 64 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        hex.then(|| Self(text.to_owned()))
    }

    /// The hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn key(&self) -> Key {
        Key::from(format!("sha256/{}/{}", &self.0[..2], self.0))
    }
}

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct Kept {
    pub digest: Digest,
    pub size: u64,
    /// By content, not by name.
    pub media_type: String,
}

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    #[error("the file is empty")]
    Empty,
    #[error("the upload broke off")]
    BrokeOff,
    #[error(transparent)]
    Store(#[from] object_store::Error),
}

/// The store of files.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

impl Files {
    /// Files in a local folder, made if need be.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the folder {}", folder.display()))?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Clears what killed uploads left: no row names it. Only what is older than a day goes, as another copy of the
    /// program may be taking in a file right now.
    pub async fn sweep_unfinished(&self) -> object_store::Result<()> {
        let mut unfinished = self.store.list(Some(&Key::from("incoming")));
        while let Some(found) = unfinished.next().await {
            let found = found?;
            let age = std::time::SystemTime::now().duration_since(found.last_modified.into());
            if age.is_ok_and(|it| it > std::time::Duration::from_hours(24)) {
                self.store.delete(&found.location).await?;
            }
        }
        Ok(())
    }

    /// Streams a file in, hashing on the way; at most one part of it is in memory. It counts only once it is whole.
    pub async fn keep<E>(
        &self,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
        most: u64,
    ) -> Result<Kept, Refused> {
        let key = Key::from(format!("incoming/{:032x}", rand::random::<u128>()));
        let mut upload = self.store.put_multipart(&key).await?;
        let taken = async {
            let mut sha = Sha256::new();
            let (mut size, mut head, mut part) = (0_u64, Vec::new(), Vec::with_capacity(PART));
            while let Some(chunk) = body.next().await {
                let chunk = chunk.map_err(|_| Refused::BrokeOff)?;
                size += chunk.len() as u64;
                if size > most {
                    return Err(Refused::TooLarge(most));
                }
                sha.update(&chunk);
                if head.len() < 8192 {
                    head.extend_from_slice(&chunk[..chunk.len().min(8192 - head.len())]);
                }
                part.extend_from_slice(&chunk);
                if part.len() >= PART {
                    upload.put_part(PutPayload::from(std::mem::take(&mut part))).await?;
                }
            }
            if size == 0 {
                return Err(Refused::Empty);
            }
            if !part.is_empty() {
                upload.put_part(PutPayload::from(part)).await?;
            }
            Ok(Kept { digest: Digest(hex(&sha.finalize())), size, media_type: media_type(&head) })
        }
        .await;
        match taken {
            Ok(kept) => {
                upload.complete().await?;
                self.store.rename(&key, &kept.digest.key()).await?;
                Ok(kept)
            }
            Err(refused) => {
                upload.abort().await?;
                Err(refused)
            }
        }
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
    ) -> object_store::Result<impl Stream<Item = object_store::Result<Bytes>> + use<>> {
        Ok(self.store.get(&digest.key()).await?.into_stream())
    }

    /// Copies the content to a local file, for readers that need one.
    pub async fn copy_to(&self, digest: &Digest, path: &Path) -> anyhow::Result<()> {
        let mut body = self.store.get(&digest.key()).await?.into_stream();
        let mut file = tokio::fs::File::create(path).await?;
        while let Some(chunk) = body.next().await {
            tokio::io::AsyncWriteExt::write_all(&mut file, &chunk?).await?;
        }
        tokio::io::AsyncWriteExt::flush(&mut file).await?;
        Ok(())
    }
}

/// Folder of what is still coming, piece by piece. What was taken in, and what is being taken in, is elsewhere.
const PIECES: &str = "pieces";

/// Pieces of files that are still coming: `pieces/<token>/<offset>`. A piece is never written over.
impl Files {
    fn pieces_of(token: &str) -> Key {
        Key::from(PIECES).join(token)
    }

    fn piece(token: &str, offset: u64) -> Key {
        Self::pieces_of(token).join(format!("{offset:020}"))
    }

    /// Keeps the bytes from `offset` on. Of two pieces that come for one place the first holds: tells whether this is it.
    pub async fn put_piece(&self, token: &str, offset: u64, bytes: Bytes) -> Result<bool, Refused> {
        let key = Self::piece(token, offset);
        let once = PutOptions::from(PutMode::Create);
        match self.store.put_opts(&key, bytes.into(), once).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Where the pieces from the start on without a hole begin, each with its size.
    pub async fn pieces(&self, token: &str) -> Result<Vec<(u64, u64)>, Refused> {
        let prefix = Self::pieces_of(token);
        let mut there = std::collections::BTreeMap::new();
        let mut listed = self.store.list(Some(&prefix));
        while let Some(found) = listed.next().await {
            let found = found?;
            if let Some(offset) = found.location.filename().and_then(|it| it.parse::<u64>().ok()) {
                there.insert(offset, found.size);
            }
        }
        let (mut pieces, mut end) = (Vec::new(), 0);
        while let Some(size) = there.get(&end).copied().filter(|it| *it > 0) {
            pieces.push((end, size));
            end += size;
        }
        Ok(pieces)
    }

    /// The content of some pieces, one after the other.
    pub fn read_pieces(
        &self,
        token: &str,
        pieces: &[(u64, u64)],
    ) -> impl Stream<Item = object_store::Result<Bytes>> + use<> {
        let keys: Vec<Key> = pieces.iter().map(|it| Self::piece(token, it.0)).collect();
        let store = self.store.clone();
        futures_util::stream::iter(keys)
            .then(move |key| {
                let store = store.clone();
                async move { store.get(&key).await.map(object_store::GetResult::into_stream) }
            })
            .try_flatten()
    }

    /// Takes the pieces of a file away.
    pub async fn delete_pieces(&self, token: &str) -> Result<(), Refused> {
        let mut listed = self.store.list(Some(&Self::pieces_of(token)));
        while let Some(found) = listed.next().await {
            self.store.delete(&found?.location).await?;
        }
        Ok(())
    }
}

/// Media type by content.
fn media_type(head: &[u8]) -> String {
    if let Some(kind) = infer::get(head) {
        return kind.mime_type().to_owned();
    }
    // A character may be cut at the end of the head.
    let text = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if text && !head.contains(&0) {
        "text/plain; charset=utf-8"
    } else {
        "application/octet-stream"
    }
    .to_owned()
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_digest_is_a_digest() {
        assert!(Digest::parse(&"a1".repeat(32)).is_some());
        for text in ["", "../../etc/passwd", &"A1".repeat(32), &"a1".repeat(33), &"g1".repeat(32)] {
            assert!(Digest::parse(text).is_none(), "{text}");
        }
    }

    #[tokio::test]
    async fn the_same_content_is_one_file_and_what_is_refused_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let first = files.keep_bytes(Bytes::from_static(b"%PDF-1.7 hello"), 100).await.unwrap();
        let second = files.keep_bytes(Bytes::from_static(b"%PDF-1.7 hello"), 100).await.unwrap();
        assert_eq!(first.digest, second.digest);
        assert_eq!(first.media_type, "application/pdf");
        assert!(matches!(
            files.keep_bytes(Bytes::from_static(b"12345"), 4).await,
            Err(Refused::TooLarge(4))
        ));
        assert!(matches!(files.keep_bytes(Bytes::new(), 4).await, Err(Refused::Empty)));
        let broken = futures_util::stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);
        assert!(matches!(files.keep(broken, 100).await, Err(Refused::BrokeOff)));
        let incoming: Vec<_> =
            std::fs::read_dir(folder.path().join("incoming")).into_iter().flatten().collect();
        assert!(incoming.is_empty(), "{incoming:?}");
    }
}
