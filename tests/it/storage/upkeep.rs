//! `kriter storage verify`, `sweep` and `migrate`, on folders.

use std::time::{Duration, SystemTime};

use kriter::entities::{Role, audit_event};
use kriter::files::Files;
use kriter::storage::{migrate, sweep, verify};
use sea_orm::prelude::*;

use super::serving::{program, sha256};
use super::{counts, digest};
use crate::app::TestApp;

/// An hour; what a test kept is younger.
const HOUR: Duration = Duration::from_hours(1);

fn age(path: &std::path::Path, by: Duration) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - by).unwrap();
}

#[tokio::test]
async fn verify_names_what_is_missing_and_what_is_wrong_and_lists_what_is_left_over() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    for content in [b"whole", b"gone!", b"other", b"short"] {
        app.keep("a.txt", content).await;
    }
    let sound = verify(&app.app).await.unwrap();
    assert!(sound.is_sound());
    assert_eq!((sound.named, sound.right, sound.bytes), (4, 4, 20));
    std::fs::remove_file(app.blob(b"gone!")).unwrap();
    std::fs::write(app.blob(b"other"), b"OTHER").unwrap();
    std::fs::write(app.blob(b"short"), b"sho").unwrap();
    app.app.files.keep_bytes("nobody's".into(), 100).await.unwrap();
    age(&app.blob(b"nobody's"), 50 * HOUR);
    std::fs::write(app.folder.path().join("files/incoming/half"), b"ha").unwrap();
    std::fs::write(app.folder.path().join("files/sha256/notes.txt"), b"mine").unwrap();
    let found = verify(&app.app).await.unwrap();
    assert!(!found.is_sound());
    assert_eq!((found.named, found.right), (4, 1));
    assert_eq!(found.missing.len(), 1);
    assert_eq!(found.missing[0].sha256, sha256(b"gone!"));
    assert_eq!(found.missing[0].named_by, ["revision 2"]);
    let mut wrong: Vec<_> = found.wrong.iter().map(|it| it.sha256.clone()).collect();
    wrong.sort();
    let mut expected = [sha256(b"other"), sha256(b"short")];
    expected.sort();
    assert_eq!(wrong, expected);
    let mut orphans: Vec<_> = found.orphans.iter().map(|it| (it.size, it.age_days)).collect();
    orphans.sort_unstable();
    assert_eq!(orphans, [(4, 0), (8, 2)]);
    assert_eq!(found.unfinished.len(), 1);
    assert_eq!(found.unfinished[0].key, "incoming/half");
}

#[tokio::test]
async fn the_command_ends_with_1_if_something_is_missing_and_tells_it_as_json() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.keep("a.txt", b"content").await;
    let mut run = program(&app);
    assert!(run.args(["storage", "verify"]).output().unwrap().status.success());
    std::fs::remove_file(app.blob(b"content")).unwrap();
    let mut run = program(&app);
    let output = run.args(["storage", "verify", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["missing"][0]["sha256"], sha256(b"content"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 files are missing"));
}

#[tokio::test]
async fn only_old_files_that_nothing_names_are_swept_and_the_audit_log_tells() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.keep("a.txt", b"named").await;
    for content in [&b"old orphan"[..], b"young orphan", b"comes again"] {
        app.app.files.keep_bytes(content.to_vec().into(), 100).await.unwrap();
    }
    for old in [&b"named"[..], b"old orphan", b"comes again"] {
        age(&app.blob(old), 200 * HOUR);
    }
    // Somebody uploads the same content, and the row is not written yet.
    app.app.files.keep_bytes("comes again".into(), 100).await.unwrap();
    let swept = sweep(&app.app, 168 * HOUR).await.unwrap();
    assert_eq!((swept.deleted, swept.bytes, swept.young), (1, 10, 2));
    assert!(!app.blob(b"old orphan").exists());
    assert!(verify(&app.app).await.unwrap().is_sound());
    let again = sweep(&app.app, 168 * HOUR).await.unwrap();
    assert_eq!(again.deleted, 0);
    let events = audit_event::Entity::find()
        .filter(audit_event::COLUMN.action.eq("files-swept"))
        .all(&app.app.db.read)
        .await
        .unwrap();
    assert_eq!(events.len(), 1, "once, and not for a sweep that found nothing");
    assert!(events[0].details.contains(&sha256(b"old orphan")));
}

#[tokio::test]
async fn sweeping_and_uploading_the_same_content_at_once_loses_nothing() {
    const ROUNDS: usize = 40;
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let mut swept = 0;
    for round in 0..ROUNDS {
        let content = format!("content {round}").into_bytes();
        app.app.files.keep_bytes(content.clone().into(), 100).await.unwrap();
        age(&app.blob(&content), 200 * HOUR);
        let sweeper = app.app.clone();
        let sweeping = tokio::spawn(async move { sweep(&sweeper, HOUR).await.unwrap() });
        if round % 4 > 0 {
            tokio::time::sleep(Duration::from_micros(rand::random::<u64>() % 3000)).await;
        }
        app.keep("a.txt", &content).await;
        swept += sweeping.await.unwrap().deleted;
        assert!(app.blob(&content).exists(), "round {round}");
    }
    let found = verify(&app.app).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(found.right, ROUNDS);
    println!("{ROUNDS} rounds, the sweeper was first in {swept}");
}

#[tokio::test]
async fn files_move_to_another_folder_and_a_run_that_broke_off_is_repeated() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    for content in [b"one", b"two", b"six"] {
        app.keep("a.txt", content).await;
    }
    app.app.files.keep_bytes("nobody's".into(), 100).await.unwrap();
    let target = tempfile::tempdir().unwrap();
    let other = Files::open(target.path()).unwrap();
    let first = migrate(&app.app, &other).await.unwrap();
    assert_eq!((first.named, first.copied, first.bytes, first.held), (3, 3, 9, 0));
    assert!(first.is_whole());
    // As a run leaves it that was killed, and as a disk leaves it that went bad.
    let inside = |content: &[u8]| {
        let name = sha256(content);
        target.path().join("sha256").join(&name[..2]).join(name)
    };
    std::fs::remove_file(inside(b"two")).unwrap();
    std::fs::write(inside(b"six"), b"si").unwrap();
    let again = migrate(&app.app, &other).await.unwrap();
    assert_eq!((again.copied, again.held), (2, 1));
    for content in [b"one", b"two", b"six"] {
        assert_eq!(other.hash(&digest(content)).await.unwrap().unwrap().0, digest(content));
    }
    assert_eq!(counts(&app.app.files).await, (4, 0), "nothing is deleted at the source");
    assert_eq!(counts(&other).await, (3, 0), "orphans stay where they are");
    // What is wrong at the source is told and not copied.
    std::fs::write(app.blob(b"one"), b"ONE").unwrap();
    std::fs::remove_file(app.blob(b"two")).unwrap();
    let empty = tempfile::tempdir().unwrap();
    let third = Files::open(empty.path()).unwrap();
    let partly = migrate(&app.app, &third).await.unwrap();
    assert!(!partly.is_whole());
    assert_eq!((partly.copied, partly.missing.len(), partly.wrong.len()), (1, 1, 1));
    assert_eq!(counts(&third).await, (1, 0));
}

#[tokio::test]
async fn the_command_moves_files_and_says_what_to_set() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.keep("a.txt", b"content").await;
    let target = app.folder.path().join("elsewhere");
    let run = |to: &str| program(&app).args(["storage", "migrate", "--to", to]).output().unwrap();
    let output = run(target.to_str().unwrap());
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{output:?}");
    assert!(told.contains("1 copied (7 bytes)"), "{told}");
    assert!(told.contains(&format!("KRITER_STORAGE={}", target.display())), "{told}");
    let same = run(app.folder.path().join("files").to_str().unwrap());
    assert_eq!(same.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&same.stderr).contains("is the storage in use"));
}

#[test]
fn no_table_that_names_a_file_is_forgotten() {
    // These name no file of their own: where a new one is no reference, it is said here.
    let exempt = ["blob", "dossier", "note"];
    let references = crate::sources::read("src/storage/references.rs");
    for (path, text) in crate::sources::files("src/entities", ".rs") {
        let table = path.rsplit('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let names = text.contains("sha256:");
        assert!(
            !names
                || exempt.contains(&table.as_str())
                || references.contains(&format!("{table}::")),
            "{table} has a sha256, but src/storage/references.rs does not ask it: its files would be swept"
        );
    }
}
