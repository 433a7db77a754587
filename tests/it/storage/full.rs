//! A disk that is full: a small file system in memory, and the visitor's words.

use std::path::{Path, PathBuf};
use std::process::Command;

use kriter::entities::Role;
use kriter::storage::verify;

use super::counts;
use super::serving::unique;
use crate::app::TestApp;

/// A file system of so many KiB; unmounted when dropped.
struct Small(tempfile::TempDir);

impl Small {
    /// Only root may mount.
    #[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
    fn mounted(kib: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kib}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|it| it.status.success());
        if !mounted {
            eprintln!("SKIPPED: a full disk cannot be tried here, as mounting is not allowed");
        }
        mounted.then_some(Self(folder))
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

async fn on(storage: &Path) -> TestApp {
    let mut app = TestApp::with(|config| {
        config.storage.storage = Some(storage.to_str().unwrap().to_owned());
        config.max_upload_mib = 8;
    })
    .await;
    app.sign_in_as(Role::Administrator).await;
    app
}

#[tokio::test]
async fn a_file_that_fills_the_disk_is_refused_in_plain_words_and_leaves_nothing() {
    let Some(small) = Small::mounted(1024) else { return };
    let mut app = on(&small.path()).await;
    let path = app.evidence_form();
    app.keep("first.bin", &unique(300_000)).await;
    let answer = app.upload(&path, &[], &[("files", "large.bin", &unique(3_000_000))]).await;
    assert_eq!(answer.status.as_u16(), 507);
    assert!(answer.text().contains("No space is left"), "{}", answer.text());
    assert!(answer.text().contains("Nothing of what you sent was kept"), "{}", answer.text());
    assert_eq!(counts(&app.app.files).await, (1, 0));
    // What still fits is taken, and all that was accepted is there.
    app.keep("second.bin", &unique(300_000)).await;
    assert!(verify(&app.app).await.unwrap().is_sound());
}

#[tokio::test]
async fn several_files_of_which_the_last_does_not_fit_leave_no_item() {
    let Some(small) = Small::mounted(1024) else { return };
    let mut app = on(&small.path()).await;
    let path = app.evidence_form();
    let (one, two) = (unique(300_000), unique(2_000_000));
    let files = [("files", "one.bin", &one[..]), ("files", "two.bin", &two[..])];
    let answer = app.upload(&path, &[], &files).await;
    assert_eq!(answer.status.as_u16(), 507);
    let found = verify(&app.app).await.unwrap();
    assert_eq!((found.named, found.orphans.len(), found.unfinished.len()), (0, 1, 0));
}

#[tokio::test]
async fn a_disk_that_fills_up_under_files_and_database_keeps_what_it_accepted() {
    let Some(small) = Small::mounted(9 * 1024) else { return };
    let mut app = TestApp::with(|config| config.data = small.path()).await;
    app.sign_in_as(Role::Administrator).await;
    let path = app.evidence_form();
    let (mut accepted, mut refused) = (0, 0);
    for size in [700_000, 100_000, 10_000, 1_000, 100].into_iter().flat_map(|it| [it; 12]) {
        let answer = app.upload(&path, &[], &[("files", "a.bin", &unique(size))]).await;
        match answer.status.as_u16() {
            303 => accepted += 1,
            507 => refused += 1,
            other => panic!("{other}: {}", answer.text()),
        }
    }
    assert!(accepted > 0 && refused > 0, "{accepted} accepted, {refused} refused");
    let found = verify(&app.app).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.right, found.unfinished.len()), (accepted, 0));
}
