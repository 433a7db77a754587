//! A real service that speaks S3, started by the tests: `KRITER_TEST_S3` is the path of its program, `weed` of `SeaweedFS`.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use futures_util::{TryStreamExt as _, stream};
use kriter::config::StorageConfig;
use kriter::entities::Role;
use kriter::files::{Files, Refused};
use kriter::storage::{migrate, sweep, verify};

use super::serving::{Serving, free_port, program, sha256, unique};
use super::{counts, digest, faults};
use crate::app::TestApp;

const ACCESS: &str = "kriter-test";
const SECRET: &str = "a secret for tests";

/// A service of its own, in a temporary folder; it ends with the test.
struct Service {
    child: Child,
    endpoint: String,
    _folder: tempfile::TempDir,
}

impl Service {
    /// Starts it; none where it is not there.
    #[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    async fn started() -> Option<Self> {
        let Ok(weed) = std::env::var("KRITER_TEST_S3") else {
            eprintln!("SKIPPED: KRITER_TEST_S3 does not name the program of an S3 service");
            return None;
        };
        // A port that was free may be taken by the time it is used.
        for _ in 0..3 {
            let mut service = Self::launched(&weed);
            if service.is_ready().await {
                return Some(service);
            }
        }
        panic!("the S3 service does not start");
    }

    fn launched(weed: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = serde_json::json!({ "identities": [{
            "name": "kriter",
            "credentials": [{ "accessKey": ACCESS, "secretKey": SECRET }],
            "actions": ["Admin", "Read", "Write", "List"],
        }]});
        let keys = folder.path().join("keys.json");
        std::fs::write(&keys, identity.to_string()).unwrap();
        let port = free_port();
        let mut command = Command::new(weed);
        command.args(["server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"]);
        command.args(["-master.volumeSizeLimitMB=64", "-volume.max=40", "-s3.iam=false"]);
        command.args(["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]);
        command.arg(format!("-dir={}", folder.path().display()));
        command.arg(format!("-s3.config={}", keys.display()));
        command.arg(format!("-s3.port={port}"));
        for part in ["master.port", "volume.port", "filer.port", "s3.port"] {
            if part != "s3.port" {
                command.arg(format!("-{part}={}", free_port()));
            }
            command.arg(format!("-{part}.grpc={}", free_port()));
        }
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        command.stdout(Stdio::null()).stderr(log).current_dir(folder.path());
        let child = command.spawn().unwrap();
        let endpoint = format!("http://127.0.0.1:{port}");
        Self { child, endpoint, _folder: folder }
    }

    /// Waits until it keeps a file, which is later than that it answers; tells whether it ever did.
    async fn is_ready(&mut self) -> bool {
        let begun = Instant::now();
        // The first file also makes the bucket. It is beside those of the tests: one that was given up may still arrive.
        let beside = StorageConfig {
            storage: Some("s3://evidence/ready".into()),
            ..self.bucket("evidence")
        };
        loop {
            let files = Files::at(&beside.place("".as_ref()).unwrap()).unwrap();
            let tried = files.keep_bytes("ready?".into(), 100);
            if let Ok(Ok(_)) = tokio::time::timeout(Duration::from_secs(5), tried).await {
                return true;
            }
            let has_ended = self.child.try_wait().unwrap().is_some();
            if has_ended || begun.elapsed() > Duration::from_mins(1) {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Settings for a bucket, which the service makes at the first file.
    fn bucket(&self, name: &str) -> StorageConfig {
        StorageConfig {
            storage: Some(format!("s3://{name}/kriter/files")),
            s3_endpoint: Some(self.endpoint.clone()),
            s3_allow_http: true,
            s3_access_key: ACCESS.parse().ok(),
            s3_secret_key: SECRET.parse().ok(),
            ..StorageConfig::default()
        }
    }

    async fn app(&self) -> TestApp {
        let mut app = TestApp::with(|config| {
            config.storage = self.bucket("evidence");
            config.max_upload_mib = 80;
        })
        .await;
        app.sign_in_as(Role::Administrator).await;
        app
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_uploads_of_one_content_into_a_bucket_are_eight_items_and_one_object() {
    let Some(service) = Service::started().await else { return };
    let app = service.app().await;
    // Put at once under its hash, and in parts that are copied to their place.
    for (objects, size) in [(1, 600_000), (2, 9_000_000)] {
        faults::eight_at_once(&app, size).await;
        until_nothing_is_unfinished(&app).await;
        assert_eq!(counts(&app.app.files).await, (objects, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_goes_into_a_bucket_and_comes_back_small_and_in_many_parts() {
    let Some(service) = Service::started().await else { return };
    let mut app = service.app().await;
    for (number, size) in (1..).zip([1, 100_000, 5 << 20, 8 << 20, (16 << 20) + 1, 30 << 20]) {
        let content = unique(size);
        app.keep("a.bin", &content).await;
        let came = app.get(format!("/revisions/{number}/file")).await;
        assert_eq!(came.status.as_u16(), 200);
        assert!(came.body == content, "{size} bytes came back differently");
    }
    assert!(!app.folder.path().join("files").exists(), "nothing is kept beside the bucket");
    let found = verify(&app.app).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.right, found.orphans.len(), found.unfinished.len()), (6, 0, 0));
    let again = unique(1000);
    app.keep("a.bin", &again).await;
    app.keep("b.bin", &again).await;
    assert_eq!(counts(&app.app.files).await, (7, 0), "one content is one file");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_vanishes_from_a_bucket_is_told_and_what_breaks_off_does_not_count() {
    let Some(service) = Service::started().await else { return };
    let mut app = service.app().await;
    app.keep("a.txt", b"content").await;
    app.keep("b.txt", b"stays").await;
    let files = &app.app.files;
    assert!(files.remove_if_older(&digest(b"content"), Duration::ZERO).await.unwrap());
    let answer = app.get("/revisions/1/file").await;
    assert_eq!(answer.status.as_u16(), 410);
    assert!(answer.text().contains("its content is not in the storage"), "{}", answer.text());
    let found = verify(&app.app).await.unwrap();
    assert_eq!(
        found.missing.iter().map(|it| it.sha256.as_str()).collect::<Vec<_>>(),
        [sha256(b"content")]
    );
    assert_eq!(found.right, 1);
    let output = program(&app).args(["storage", "verify", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    for size in [100_000, 20 << 20] {
        let pieces = vec![Ok(unique(size).into()), Err("the line broke")];
        let broken = app.app.files.keep(stream::iter(pieces), u64::MAX).await;
        assert!(matches!(broken, Err(Refused::BrokeOff)), "{broken:?}");
        let pieces = vec![Ok::<_, ()>(unique(size).into())];
        let large = app.app.files.keep(stream::iter(pieces), size as u64 - 1).await;
        assert!(matches!(large, Err(Refused::TooLarge(_))), "{large:?}");
    }
    assert_eq!(counts(&app.app.files).await, (1, 0));
    app.app.files.keep_bytes("nobody's".into(), 100).await.unwrap();
    let swept = sweep(&app.app, Duration::from_hours(1)).await.unwrap();
    assert_eq!((swept.deleted, swept.young), (0, 1));
    let swept = sweep(&app.app, Duration::ZERO).await.unwrap();
    assert_eq!(swept.deleted, 1);
    assert_eq!(counts(&app.app.files).await, (1, 0), "what a row names stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_move_from_a_folder_into_a_bucket_and_back() {
    let Some(service) = Service::started().await else { return };
    let mut app = TestApp::with(|config| config.max_upload_mib = 80).await;
    app.sign_in_as(Role::Administrator).await;
    let contents = [unique(10), unique(100_000), unique(20 << 20)];
    for content in &contents {
        app.keep("a.bin", content).await;
    }
    // By the command, as an operator does it.
    let output = program(&app)
        .args(["storage", "migrate", "--json", "--to", "s3://moved/kriter"])
        .args(["--to-s3-endpoint", &service.endpoint, "--to-s3-allow-http"])
        .env("KRITER_TO_S3_ACCESS_KEY", ACCESS)
        .env("KRITER_TO_S3_SECRET_KEY", SECRET)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["copied"], &told["held"]), (&3.into(), &0.into()));
    let moved =
        StorageConfig { storage: Some("s3://moved/kriter".into()), ..service.bucket("moved") };
    let bucket = Files::at(&moved.place("".as_ref()).unwrap()).unwrap();
    assert_eq!(counts(&bucket).await, (3, 0));
    let again = migrate(&app.app, &bucket).await.unwrap();
    assert_eq!((again.copied, again.held), (0, 3));
    // And back, into an empty folder, with the bucket as the storage in use.
    let folder = PathBuf::from(app.folder.path()).join("back");
    let mut there = app.app.clone();
    there.files = bucket;
    let back = Files::open(&folder).unwrap();
    let returned = migrate(&there, &back).await.unwrap();
    assert_eq!((returned.copied, returned.is_whole()), (3, true));
    for content in &contents {
        let read: Vec<_> = back.read(&digest(content)).await.unwrap().try_collect().await.unwrap();
        assert!(read.concat() == *content);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_streams_into_a_bucket_with_flat_memory_and_a_broken_line_leaves_nothing() {
    let Some(service) = Service::started().await else { return };
    if !cfg!(target_os = "linux") {
        return;
    }
    let app = service.app().await;
    let serving = Serving::of(&app).await;
    serving.upload(&app.evidence_form(), "small.bin", b"small").await.unwrap();
    let mut stream = serving.begin_upload(&app.evidence_form(), "cut.bin", 40 << 20).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &unique(30 << 20)).await.unwrap();
    drop(stream);
    // What is cleared away of the broken upload is not growth of the next.
    until_nothing_is_unfinished(&app).await;
    // Parts that were sent are given back by the allocator when it pleases: a program that held the file would grow each time.
    let mut grown = u64::MAX;
    for _ in 0..3 {
        let by = faults::grown_by_uploading(&serving, &app.evidence_form(), 64 << 20).await;
        println!("uploading 64 MiB into a bucket took {by} KiB");
        grown = grown.min(by);
    }
    assert!(grown < faults::MOST_GROWTH, "it grew by {grown} KiB");
    let found = verify(&app.app).await.unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.right, found.orphans.len(), found.unfinished.len()), (4, 0, 0));
}

/// Waits half a minute at most.
async fn until_nothing_is_unfinished(app: &TestApp) {
    for _ in 0..300 {
        if verify(&app.app).await.unwrap().unfinished.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the broken upload is still there");
}

#[tokio::test]
async fn a_bucket_that_does_not_answer_is_said_at_the_start_and_uploads_are_refused() {
    let storage = StorageConfig {
        storage: Some("s3://nowhere/kriter".into()),
        s3_endpoint: Some(format!("http://127.0.0.1:{}", free_port())),
        s3_allow_http: true,
        s3_access_key: ACCESS.parse().ok(),
        s3_secret_key: SECRET.parse().ok(),
        ..StorageConfig::default()
    };
    let mut app = TestApp::with(|config| config.storage = storage).await;
    app.sign_in_as(Role::Administrator).await;
    let path = app.evidence_form();
    let answer = app.upload(&path, &[], &[("files", "a.txt", b"content")]).await;
    assert_eq!(answer.status.as_u16(), 500);
    assert_eq!(
        verify(&app.app).await.err().map(|it| it.to_string().contains("nowhere")),
        Some(true)
    );
    let output = program(&app).arg("serve").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot use the storage of files"), "{said}");
}
