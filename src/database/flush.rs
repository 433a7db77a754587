//! Flushing SQLite's write-ahead log to the disk, once for all who wait for it.
//!
//! SQLite itself would flush within each transaction, while all other writers wait. Here it does not (`synchronous = NORMAL`); who
//! committed waits until the log is on the disk, and whoever commits meanwhile is served by one flush with all the others.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::DbErr;
use tokio::sync::Mutex;

/// The log of a database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Log(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// How many have asked.
    asked: AtomicU64,
    /// Of those, how many are served; held by whoever flushes.
    served: Mutex<u64>,
}

impl Log {
    /// Of the database in a file.
    pub(super) fn of(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-wal");
        Self(Arc::new(Inner {
            path: path.into(),
            asked: AtomicU64::new(0),
            served: Mutex::default(),
        }))
    }

    /// Returns once everything that was committed before is on the disk.
    pub async fn flush(&self) -> Result<(), DbErr> {
        let flushed = self.flushed().await;
        flushed.map_err(|it| DbErr::Custom(format!("cannot flush the log: {it}")))
    }

    async fn flushed(&self) -> io::Result<()> {
        let turn = self.0.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut served = self.0.served.lock().await;
        if *served >= turn {
            return Ok(());
        }
        let all = self.0.asked.load(Ordering::SeqCst);
        let path = self.0.path.clone();
        let flushed = tokio::task::spawn_blocking(move || sync(&path)).await;
        flushed.map_err(io::Error::other)??;
        *served = all;
        Ok(())
    }
}

fn sync(log: &Path) -> io::Result<()> {
    match File::open(log) {
        // Nothing waits in a log that is not there: SQLite has put it into the database, and flushed that.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        log => log?.sync_data(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_who_ask_are_served_and_none_twice() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::of(&folder.path().join("kriter.db"));
        log.flush().await.unwrap();
        std::fs::write(folder.path().join("kriter.db-wal"), "pages").unwrap();
        let waiting: Vec<_> = (0..50)
            .map(|_| {
                let log = log.clone();
                tokio::spawn(async move { log.flush().await })
            })
            .collect();
        for it in waiting {
            it.await.unwrap().unwrap();
        }
        assert_eq!(*log.0.served.lock().await, 51);
    }
}
