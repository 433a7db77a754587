//! Taking in and keeping, in a folder and over `object_store`; and what is left when it fails in between.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use futures_util::stream::{self, BoxStream};
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::*;

use super::remote::PART;
use super::*;

fn folder() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    (folder, files)
}

fn bytes(count: usize) -> Bytes {
    (0..count).map(|it| u8::try_from(it % 251).unwrap()).collect::<Vec<_>>().into()
}

/// As a network brings it: in pieces that fit nothing.
fn in_pieces(
    content: &Bytes,
) -> impl Stream<Item = Result<Bytes, std::convert::Infallible>> + Unpin {
    let pieces: Vec<_> = content.chunks(60_007).map(|it| Ok(Bytes::copy_from_slice(it))).collect();
    stream::iter(pieces)
}

async fn content(files: &Files, digest: &Digest) -> Vec<u8> {
    files.read(digest).await.unwrap().try_collect::<Vec<_>>().await.unwrap().concat()
}

async fn unfinished(files: &Files) -> usize {
    files.unfinished().try_collect::<Vec<_>>().await.unwrap().len()
}

async fn stored(files: &Files) -> usize {
    files.stored().try_collect::<Vec<_>>().await.unwrap().len()
}

#[tokio::test]
async fn the_same_content_is_one_file_and_what_is_refused_leaves_none() {
    let (_folder, folder) = folder();
    for files in [folder, Files::over(Arc::new(InMemory::new()))] {
        let first = files.keep_bytes(Bytes::from_static(b"%PDF-1.7 hello"), 100).await.unwrap();
        let second = files.keep_bytes(Bytes::from_static(b"%PDF-1.7 hello"), 100).await.unwrap();
        assert_eq!(first.digest, second.digest);
        assert_eq!(first.media_type, "application/pdf");
        assert!(matches!(
            files.keep_bytes(Bytes::from_static(b"12345"), 4).await,
            Err(Refused::TooLarge(4))
        ));
        assert!(matches!(files.keep_bytes(Bytes::new(), 4).await, Err(Refused::Empty)));
        let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);
        assert!(matches!(files.keep(broken, 100).await, Err(Refused::BrokeOff)));
        let whole = bytes(2 * PART + 1);
        let broken = stream::iter([Ok(whole), Err("gone")]);
        assert!(matches!(files.keep(broken, u64::MAX).await, Err(Refused::BrokeOff)));
        assert_eq!((stored(&files).await, unfinished(&files).await), (1, 0));
    }
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_whatever_its_size() {
    let (_folder, folder) = folder();
    for files in [folder, Files::over(Arc::new(InMemory::new()))] {
        for size in [1, 512 * 1024, 512 * 1024 + 1, PART - 1, PART, PART + 1, 2 * PART + 77] {
            let sent = bytes(size);
            let kept = files.keep(in_pieces(&sent), u64::MAX).await.unwrap();
            assert_eq!(kept.size, size as u64);
            assert_eq!(content(&files, &kept.digest).await, sent, "{size}");
            assert_eq!(
                files.hash(&kept.digest).await.unwrap(),
                Some((kept.digest.clone(), size as u64))
            );
        }
        assert_eq!((stored(&files).await, unfinished(&files).await), (7, 0));
    }
}

#[tokio::test]
async fn another_content_than_the_one_that_was_claimed_is_refused() {
    let (_folder, folder) = folder();
    let claimed = Digest::parse(&"0".repeat(64)).unwrap();
    for files in [folder, Files::over(Arc::new(InMemory::new()))] {
        let refused = files.keep_as(in_pieces(&bytes(PART + 1)), &claimed).await;
        assert!(matches!(refused, Err(Refused::AnotherContent(_))), "{refused:?}");
        assert_eq!((stored(&files).await, unfinished(&files).await), (0, 0));
    }
}

#[tokio::test]
async fn a_file_that_is_there_is_not_written_again_but_looks_new_and_a_short_one_is_replaced() {
    let (folder, files) = folder();
    let kept = files.keep_bytes(bytes(1000), 1000).await.unwrap();
    let path = folder.path().join(kept.digest.key().to_string());
    let old = SystemTime::now() - Duration::from_hours(1000);
    let age = |path: &std::path::Path| {
        std::fs::metadata(path).unwrap().modified().unwrap().elapsed().unwrap()
    };
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(old).unwrap();
    #[cfg(unix)]
    let inode = |path: &std::path::Path| {
        std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).unwrap())
    };
    #[cfg(unix)]
    let before = inode(&path);
    files.keep_bytes(bytes(1000), 1000).await.unwrap();
    assert!(age(&path) < Duration::from_mins(1));
    #[cfg(unix)]
    assert_eq!(inode(&path), before, "it was written again");
    file.set_len(999).unwrap();
    files.keep_bytes(bytes(1000), 1000).await.unwrap();
    assert_eq!(content(&files, &kept.digest).await, bytes(1000));
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    files.keep_bytes(bytes(1000), 1000).await.unwrap();
    assert_eq!(content(&files, &kept.digest).await, bytes(1000));
    assert_eq!(unfinished(&files).await, 0);
}

#[tokio::test]
async fn only_what_is_old_is_removed() {
    let (_folder, folder) = folder();
    for files in [folder, Files::over(Arc::new(InMemory::new()))] {
        let kept = files.keep_bytes(bytes(10), 10).await.unwrap();
        assert!(!files.remove_if_older(&kept.digest, Duration::from_hours(1)).await.unwrap());
        assert_eq!(files.size(&kept.digest).await.unwrap(), Some(10));
        assert!(files.remove_if_older(&kept.digest, Duration::ZERO).await.unwrap());
        assert!(!files.remove_if_older(&kept.digest, Duration::ZERO).await.unwrap());
        assert_eq!(files.size(&kept.digest).await.unwrap(), None);
        assert_eq!(files.hash(&kept.digest).await.unwrap(), None);
        let read = files.read(&kept.digest).await.err().unwrap();
        assert!(is_missing(&read), "{read:?}");
    }
}

#[tokio::test]
async fn what_is_too_large_for_the_service_to_copy_is_copied_through_us() {
    let store = Arc::new(InMemory::new());
    let mut remote = Remote::new(store.clone());
    remote.limit_copies(PART as u64);
    let files = Files::of(Kind::Remote(remote));
    let sent = bytes(3 * PART + 5);
    let kept = files.keep(in_pieces(&sent), u64::MAX).await.unwrap();
    assert_eq!(content(&files, &kept.digest).await, sent);
    assert_eq!((stored(&files).await, unfinished(&files).await), (1, 0));
}

/// A store whose n-th write fails, as one does that is full.
#[derive(Debug)]
struct Failing {
    inner: InMemory,
    writes_left: Arc<AtomicUsize>,
}

impl fmt::Display for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a store that fails")
    }
}

fn write(left: &AtomicUsize) -> object_store::Result<()> {
    let full = || std::io::Error::from(std::io::ErrorKind::StorageFull).into();
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| it.checked_sub(1))
        .map(drop)
        .map_err(|_| object_store::Error::Generic { store: "failing", source: full() })
}

#[derive(Debug)]
struct FailingUpload(Box<dyn MultipartUpload>, Arc<AtomicUsize>);

#[async_trait]
impl MultipartUpload for FailingUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        match write(&self.1) {
            Ok(()) => self.0.put_part(data),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }
    async fn complete(&mut self) -> object_store::Result<PutResult> {
        write(&self.1)?;
        self.0.complete().await
    }
    async fn abort(&mut self) -> object_store::Result<()> {
        self.0.abort().await
    }
}

#[async_trait]
impl ObjectStore for Failing {
    async fn put_opts(
        &self,
        location: &Key,
        payload: PutPayload,
        opts: PutOptions,
    ) -> object_store::Result<PutResult> {
        write(&self.writes_left)?;
        self.inner.put_opts(location, payload, opts).await
    }
    async fn put_multipart_opts(
        &self,
        location: &Key,
        opts: PutMultipartOptions,
    ) -> object_store::Result<Box<dyn MultipartUpload>> {
        write(&self.writes_left)?;
        let upload = self.inner.put_multipart_opts(location, opts).await?;
        Ok(Box::new(FailingUpload(upload, self.writes_left.clone())))
    }
    async fn get_opts(
        &self,
        location: &Key,
        options: GetOptions,
    ) -> object_store::Result<GetResult> {
        self.inner.get_opts(location, options).await
    }
    fn delete_stream(
        &self,
        locations: BoxStream<'static, object_store::Result<Key>>,
    ) -> BoxStream<'static, object_store::Result<Key>> {
        self.inner.delete_stream(locations)
    }
    fn list(&self, prefix: Option<&Key>) -> BoxStream<'static, object_store::Result<ObjectMeta>> {
        self.inner.list(prefix)
    }
    async fn list_with_delimiter(&self, prefix: Option<&Key>) -> object_store::Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }
    async fn copy_opts(
        &self,
        from: &Key,
        to: &Key,
        options: CopyOptions,
    ) -> object_store::Result<()> {
        write(&self.writes_left)?;
        self.inner.copy_opts(from, to, options).await
    }
}

#[tokio::test]
async fn whichever_write_fails_the_file_is_refused_and_does_not_count() {
    // Begin, three parts, complete, copy: six writes; one for the small file.
    for (size, writes) in [(PART * 2 + 9, 6), (100, 1)] {
        for until in 0..=writes {
            let writes_left = Arc::new(AtomicUsize::new(until));
            let failing = Failing { inner: InMemory::new(), writes_left: writes_left.clone() };
            let files = Files::over(Arc::new(failing));
            let kept = files.keep(in_pieces(&bytes(size)), u64::MAX).await;
            if until == writes {
                assert_eq!(content(&files, &kept.unwrap().digest).await, bytes(size));
                assert_eq!(writes_left.load(Ordering::Relaxed), 0);
            } else {
                assert!(matches!(kept, Err(Refused::Full)), "{until}: {kept:?}");
                assert_eq!((stored(&files).await, unfinished(&files).await), (0, 0), "{until}");
            }
        }
    }
}
