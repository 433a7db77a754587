//! Writing into a local folder so that neither a kill nor a power cut takes back what was accepted.
//!
//! A file grows in `incoming/`, is flushed to the disk, and is then renamed to its place, after which the folder that it moved into is
//! flushed as well. All of it runs on threads that may block, one step at a time; while a part is hashed and written, the next one arrives.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::Stream;
use sha2::{Digest as _, Sha256};
use tokio::task::{JoinHandle, spawn_blocking};

use super::digest::{ACCEPTED, Digest, INCOMING};

/// Bytes that are hashed and written, or read, at a time.
pub(super) const PART: usize = 512 * 1024;

/// A folder of files.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: Arc<PathBuf>,
}

impl Folder {
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        for inside in [ACCEPTED, INCOMING] {
            fs::create_dir_all(root.join(inside))?;
        }
        // Made here, so that taking a lock never needs to.
        File::options().create(true).append(true).open(root.join(LOCK))?;
        Ok(Self { root: Arc::new(root.to_owned()) })
    }

    pub(super) fn incoming(&self) -> Incoming {
        let part = Part { sha: Sha256::new(), size: 0, file: None };
        Incoming { folder: self.clone(), idle: Some(part), at_work: None }
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.root.join(ACCEPTED).join(&digest.as_str()[..2]).join(digest.as_str())
    }

    /// Keeps the sweeper (ours, or that of another process) away from a file while somebody relies on its being there.
    /// File systems without locks are used without: there the grace time alone has to do.
    fn lock(&self, alone: bool) -> io::Result<File> {
        let lock = File::options().append(true).open(self.root.join(LOCK))?;
        match if alone { lock.lock() } else { lock.lock_shared() } {
            Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
            _ => Ok(lock),
        }
    }

    /// Puts a whole file into its place. What is there already with the same size stays, looking new to the sweeper.
    fn settle(&self, part: Part, digest: &Digest) -> io::Result<()> {
        let Some((file, leftover)) = part.file else { return Err(io::ErrorKind::NotFound.into()) };
        let target = self.path(digest);
        let _lock = self.lock(false)?;
        let there = fs::metadata(&target).is_ok_and(|it| it.is_file() && it.len() == part.size);
        if there {
            File::open(&target)?.set_modified(SystemTime::now())?;
        } else {
            file.sync_data()?;
            drop(file);
            rename(&leftover.path, &target)?;
            leftover.moved();
        }
        // Also where it was there: its twin may be between renaming it and this line.
        target.parent().map_or(Ok(()), sync_folder)
    }

    /// Deletes a file unless it was kept or refreshed within `age`; says whether it did.
    pub(super) fn remove_if_older(&self, digest: &Digest, age: Duration) -> io::Result<bool> {
        let path = self.path(digest);
        let _lock = self.lock(true)?;
        let changed = match fs::metadata(&path).and_then(|it| it.modified()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            changed => changed?,
        };
        let old = changed.elapsed().is_ok_and(|it| it >= age);
        if old {
            fs::remove_file(&path)?;
        }
        Ok(old)
    }

    /// What the content hashes to, and its size.
    pub(super) fn hash(&self, digest: &Digest) -> io::Result<(Digest, u64)> {
        let mut file = File::open(self.path(digest))?;
        let (mut sha, mut size, mut part) = (Sha256::new(), 0, vec![0; PART]);
        loop {
            match file.read(&mut part) {
                Ok(0) => return Ok((Digest::of(sha), size)),
                Ok(count) => {
                    sha.update(&part[..count]);
                    size += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The content from one place to another, in larger pieces than `object_store` reads.
    pub(super) async fn read(
        &self,
        digest: &Digest,
        part: Range<u64>,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
        let path = self.path(digest);
        let open = move || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(part.start))?;
            Ok(file.take(part.end - part.start))
        };
        let file = blocking(open).await?;
        Ok(futures_util::stream::try_unfold(file, |mut file| async move {
            blocking(move || {
                let mut part = vec![0; PART / 2];
                let count = file.read(&mut part)?;
                part.truncate(count);
                Ok((count > 0).then(|| (Bytes::from(part), file)))
            })
            .await
        }))
    }
}

/// Held by those who put files into their place (shared) and by the sweeper (alone).
const LOCK: &str = "lock";

/// Runs what may block, away from the threads that serve.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let Some(folder) = to.parent() else { return Err(error) };
            fs::create_dir_all(folder)?;
            fs::rename(from, to)?;
            folder.parent().map_or(Ok(()), sync_folder)
        }
        done => done,
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be flushed; the file system sees to it.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A file in `incoming/`, deleted when it is dropped before it reached its place.
#[derive(Debug)]
struct Leftover {
    path: PathBuf,
    gone: bool,
}

impl Leftover {
    fn moved(mut self) {
        self.gone = true;
    }
}

impl Drop for Leftover {
    fn drop(&mut self) {
        if !self.gone
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!("{} stays behind: {error}", self.path.display());
        }
    }
}

/// What has arrived of a file so far.
#[derive(Debug)]
struct Part {
    sha: Sha256,
    size: u64,
    file: Option<(File, Leftover)>,
}

impl Part {
    fn add(&mut self, folder: &Folder, bytes: &[u8]) -> io::Result<()> {
        let (file, _) = match &mut self.file {
            Some(open) => open,
            none => {
                let name = format!("{:032x}", rand::random::<u128>());
                let path = folder.root.join(INCOMING).join(name);
                let file = File::options().write(true).create_new(true).open(&path)?;
                none.insert((file, Leftover { path, gone: false }))
            }
        };
        file.write_all(bytes)?;
        self.sha.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }
}

/// A file on its way in. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Incoming {
    folder: Folder,
    idle: Option<Part>,
    at_work: Option<JoinHandle<io::Result<Part>>>,
}

impl Incoming {
    async fn turn(&mut self) -> io::Result<Part> {
        if let Some(job) = self.at_work.take() {
            return job.await.map_err(io::Error::other)?;
        }
        // A part that failed is gone, and so is its file.
        self.idle.take().ok_or_else(|| io::Error::other("the file failed before"))
    }

    /// Hands a part on; it is written while the next one arrives.
    pub(super) async fn write(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        let mut part = self.turn().await?;
        let folder = self.folder.clone();
        self.at_work = Some(spawn_blocking(move || {
            part.add(&folder, &bytes)?;
            Ok(part)
        }));
        Ok(())
    }

    /// The last part. The file is whole, but does not count yet.
    pub(super) async fn seal(&mut self, bytes: Vec<u8>) -> io::Result<Digest> {
        self.write(bytes).await?;
        let part = self.turn().await?;
        let digest = Digest::of(part.sha.clone());
        self.idle = Some(part);
        Ok(digest)
    }

    /// Makes it count.
    pub(super) async fn settle(&mut self, digest: &Digest) -> io::Result<()> {
        let part = self.turn().await?;
        let (folder, digest) = (self.folder.clone(), digest.clone());
        blocking(move || folder.settle(part, &digest)).await
    }

    /// Leaves nothing behind once it returns: dropped alone, the part that is being written outlives it for a moment.
    pub(super) async fn abandon(mut self) {
        let _ = self.turn().await;
    }
}
