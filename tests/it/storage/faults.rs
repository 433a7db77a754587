//! What breaks in between: the process, the line, the disk behind our back. Counts are in docs/reliability.md.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt as _;
use kriter::audit::Actor;
use kriter::entities::{Role, revision};
use kriter::storage::{names, verify};
use sea_orm::EntityTrait as _;
use tokio::io::AsyncWriteExt as _;

use super::counts;
use super::serving::{Serving, answer, end, sha256, unique};
use crate::app::TestApp;

/// What a process may take more while it moves a file of any size, in KiB.
pub const MOST_GROWTH: u64 = 32 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_of_uploading_it_keeps_what_it_acknowledged_and_nothing_half() {
    const KILLS: usize = 20;
    let app = TestApp::new().await;
    let path = app.evidence_form();
    let mut acknowledged = Vec::new();
    let mut cut = 0;
    for kill in 0..KILLS {
        let serving = Arc::new(Serving::of(&app).await);
        let came = Arc::new(AtomicUsize::new(0));
        let uploading = || upload_until_cut(serving.clone(), path.clone(), came.clone());
        let uploaders: Vec<_> = (0..3).map(|_| tokio::spawn(uploading())).collect();
        // After so many uploads as chance will have it, however slow the machine, and at any moment of the next.
        let (begun, wanted) = (Instant::now(), rand::random::<u32>() as usize % 6);
        while came.load(Ordering::Relaxed) < wanted && begun.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(rand::random::<u64>() % 60)).await;
        let id = serving.id();
        let status = std::process::Command::new("kill").args(["-9", &id.to_string()]).status();
        assert!(status.unwrap().success());
        for uploader in uploaders {
            acknowledged.extend(uploader.await.unwrap());
            cut += 1;
        }
        let found = verify(&app.app).await.unwrap();
        assert!(found.is_sound(), "kill {kill}: {found:?}");
    }
    for sha256 in &acknowledged {
        assert!(!names(&app.app.db.read, sha256).await.unwrap().is_empty(), "{sha256} is lost");
    }
    // Also what no row names is whole: a file has its place only once it is.
    let mut stored = app.app.files.stored();
    while let Some(it) = stored.next().await {
        let digest = it.unwrap().digest.unwrap();
        assert_eq!(app.app.files.hash(&digest).await.unwrap().unwrap().0, digest);
    }
    let found = verify(&app.app).await.unwrap();
    println!(
        "{KILLS} kills, {cut} uploads cut off, {} acknowledged, {} named and right, {} orphans, {} unfinished",
        acknowledged.len(),
        found.right,
        found.orphans.len(),
        found.unfinished.len()
    );
    assert!(acknowledged.len() > KILLS, "hardly anything was uploaded: {}", acknowledged.len());
    // The next start works, and the register opens.
    let serving = Serving::of(&app).await;
    let page = serving.get(&format!("/institutions/{}/evidence", app.institution)).await.unwrap();
    assert_eq!(page.status, 200);
}

/// Uploads one file after the other and counts them; gives the digests of those that were acknowledged.
async fn upload_until_cut(
    serving: Arc<Serving>,
    path: String,
    came: Arc<AtomicUsize>,
) -> Vec<String> {
    let mut kept = Vec::new();
    loop {
        let content = unique(1 + rand::random::<u32>() as usize % 900_000);
        match serving.upload(&path, "a.bin", &content).await {
            Ok(it) if it.status == 303 => {
                kept.push(sha256(&content));
                came.fetch_add(1, Ordering::Relaxed);
            }
            Ok(it) => panic!("{}", it.head),
            Err(_) => return kept,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_file_and_row_there_is_no_item_and_the_file_is_an_orphan() {
    let app = TestApp::new().await;
    if app.app.config.database.is_some() {
        // There is no way to hold one writer back on PostgreSQL without knowing its locks; SQLite has one.
        return;
    }
    let mut serving = Serving::of(&app).await;
    let content = unique(100_000);
    let holding = app.app.change(Actor::System).await.unwrap();
    let path = app.evidence_form();
    let sent = content.clone();
    let mut stream = serving.begin_upload(&path, "a.bin", sent.len() as u64).await.unwrap();
    stream.write_all(&sent).await.unwrap();
    stream.write_all(end().as_bytes()).await.unwrap();
    let begun = Instant::now();
    while !app.blob(&content).exists() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the file never came");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    serving.kill();
    assert!(answer(stream).await.is_err(), "it was not acknowledged");
    drop(holding);
    let found = verify(&app.app).await.unwrap();
    assert_eq!((found.named, found.orphans.len(), found.unfinished.len()), (0, 1, 0));
    // The same upload again finds the file and makes the item.
    let serving = Serving::of(&app).await;
    assert_eq!(serving.upload(&path, "a.bin", &content).await.unwrap().status, 303);
    let found = verify(&app.app).await.unwrap();
    assert_eq!((found.named, found.right, found.orphans.len()), (1, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_in_the_middle_leaves_neither_item_nor_file() {
    let app = TestApp::new().await;
    let serving = Serving::of(&app).await;
    let path = app.evidence_form();
    for sent in [0, 1, 70_000, 700_000] {
        let mut stream = serving.begin_upload(&path, "a.bin", 900_000).await.unwrap();
        stream.write_all(&unique(sent)).await.unwrap();
        stream.flush().await.unwrap();
        if sent % 2 == 0 {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        drop(stream);
    }
    let begun = Instant::now();
    while counts(&app.app.files).await != (0, 0) {
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", counts(&app.app.files).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(verify(&app.app).await.unwrap().named, 0);
    assert_eq!(serving.upload(&path, "a.bin", b"whole").await.unwrap().status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_uploads_of_one_content_at_once_are_eight_items_and_one_file() {
    let app = TestApp::new().await;
    eight_at_once(&app, 600_000).await;
    assert_eq!(counts(&app.app.files).await, (1, 0));
}

/// Eight people upload one content of a size at once: each has an item of theirs, and the content is right.
pub async fn eight_at_once(app: &TestApp, size: usize) {
    let serving = Arc::new(Serving::of(app).await);
    let content: Arc<[u8]> = unique(size).into();
    let uploads: Vec<_> = (0..8)
        .map(|_| {
            let (serving, path, content) = (serving.clone(), app.evidence_form(), content.clone());
            tokio::spawn(
                async move { serving.upload(&path, "a.bin", &content).await.unwrap().status },
            )
        })
        .collect();
    for upload in uploads {
        assert_eq!(upload.await.unwrap(), 303);
    }
    let rows = revision::Entity::find().all(&app.app.db.read).await.unwrap();
    let same = rows.iter().filter(|it| it.sha256.as_deref() == Some(&sha256(&content)));
    assert_eq!(same.count(), 8);
    assert!(verify(&app.app).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_file_that_vanished_is_told_to_the_visitor_in_their_language_and_can_be_brought_again() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.keep("a.txt", b"content").await;
    std::fs::remove_file(app.blob(b"content")).unwrap();
    assert_eq!(app.get("/evidence/1").await.status.as_u16(), 200);
    let answer = app.get("/revisions/1/file").await;
    assert_eq!(answer.status.as_u16(), 410);
    assert!(answer.text().contains("its content is not in the storage"), "{}", answer.text());
    app.post("/language", &[("language", "sr"), ("back", "/")]).await;
    let answer = app.get("/revisions/1/file").await;
    assert!(answer.text().contains("Sadržaj ove datoteke nedostaje"), "{}", answer.text());
    app.keep("a.txt", b"content").await;
    assert_eq!(app.get("/revisions/1/file").await.body, b"content");
    assert!(verify(&app.app).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_file_that_was_cut_short_is_never_sent_as_if_it_were_whole() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.keep("a.txt", b"content").await;
    std::fs::write(app.blob(b"content"), b"con").unwrap();
    let answer = app.get("/revisions/1/file").await;
    assert_eq!(answer.status.as_u16(), 410);
}

/// Uploads a large file and says by how many KiB the process grew.
pub async fn grown_by_uploading(serving: &Serving, path: &str, size: u64) -> u64 {
    let before = serving.memory();
    let piece = Bytes::from(unique(1024 * 1024));
    let mut stream = serving.begin_upload(path, "large.bin", size).await.unwrap();
    let mut most = before;
    for at in 0..size / piece.len() as u64 {
        stream.write_all(&piece).await.unwrap();
        if at % 8 == 0 {
            most = most.max(serving.memory());
        }
    }
    stream.write_all(end().as_bytes()).await.unwrap();
    let came = answer(stream).await.unwrap();
    assert_eq!(came.status, 303, "{}", came.head);
    most.max(serving.memory()) - before
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_streams_in_and_out_with_flat_memory() {
    if !cfg!(target_os = "linux") {
        return;
    }
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    let mebibytes = std::env::var("KRITER_TEST_LARGE_MIB").ok().and_then(|it| it.parse().ok());
    let mebibytes: u64 = mebibytes.unwrap_or(256);
    let size = mebibytes * 1024 * 1024;
    let app = TestApp::with(|config| config.max_upload_mib = mebibytes + 44).await;
    let serving = Serving::of(&app).await;
    // What is set up once is not growth.
    serving.upload(&app.evidence_form(), "small.bin", b"small").await.unwrap();
    let grown = grown_by_uploading(&serving, &app.evidence_form(), size).await;
    assert!(grown < MOST_GROWTH, "it grew by {grown} KiB while uploading");
    let before = serving.memory();
    let mut stream = serving.begin("GET /revisions/2/file").await.unwrap();
    stream.write_all(b"\r\n").await.unwrap();
    let (mut came, mut most, mut piece) = (0, before, vec![0; 1024 * 1024]);
    loop {
        let count = tokio::io::AsyncReadExt::read(&mut stream, &mut piece).await.unwrap();
        came += count as u64;
        most = most.max(serving.memory());
        if count == 0 {
            break;
        }
    }
    assert!(came > size, "{came}");
    println!("uploading {size} bytes took {grown} KiB, downloading {} KiB", most - before);
    assert!(most - before < MOST_GROWTH, "it grew by {} KiB while downloading", most - before);
}
