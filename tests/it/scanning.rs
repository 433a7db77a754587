//! Files go past a virus scanner: a real clamd, with one signature of our own, since no database comes with its package.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use bytes::Bytes;
use kriter::entities::{
    Role, audit_event, blob, evidence_item, import_batch, revision, waiting_file,
};
use kriter::files::{Files, Refused};
use kriter::scanner::{Refusal, Scanner};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use crate::app::TestApp;

/// The harmless file that every scanner takes for a virus; in halves, so that none takes this file for one.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into()
}

/// A clamd in a folder of its own; it ends with this.
struct Clamd {
    folder: tempfile::TempDir,
    process: Child,
}

impl Clamd {
    /// Starts one, where one is installed.
    #[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
    async fn start() -> Option<Self> {
        let program = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"];
        let Some(program) = program.iter().map(Path::new).find(|it| it.exists()) else {
            eprintln!("SKIPPED: clamd is not here (Debian's package is clamav-daemon)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("signatures")).unwrap();
        let hex = eicar().iter().fold(String::new(), |mut text, it| {
            write!(text, "{it:02x}").unwrap();
            text
        });
        std::fs::write(at("signatures/own.ndb"), format!("Eicar-Of-Ours:0:*:{hex}\n")).unwrap();
        let settings = format!(
            "Foreground yes\nLocalSocket {0}/clamd.ctl\nDatabaseDirectory {0}/signatures\nTemporaryDirectory {0}\n\
             LogFile {0}/log\nStreamMaxLength 512K\nMaxFileSize 256K\nAlertExceedsMax yes\n",
            folder.path().display()
        );
        std::fs::write(at("clamd.conf"), settings).unwrap();
        let mut command = Command::new(program);
        command.arg("--config-file").arg(at("clamd.conf")).stdout(Stdio::null());
        let process = command.stderr(Stdio::null()).spawn().unwrap();
        let started = Self { folder, process };
        let until = Instant::now() + Duration::from_mins(1);
        while started.scanner().ping().await.is_err() {
            let log = || std::fs::read_to_string(started.folder.path().join("log"));
            assert!(Instant::now() < until, "clamd does not start: {:?}", log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Some(started)
    }

    fn address(&self) -> String {
        format!("unix:{}/clamd.ctl", self.folder.path().display())
    }

    fn scanner(&self) -> Scanner {
        Scanner::new(self.address().parse().unwrap())
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An administrator in front of a program with this scanner.
async fn app_with(address: &str) -> TestApp {
    let address = address.parse().unwrap();
    let mut app = TestApp::with(|it| it.clamd = Some(address)).await;
    app.sign_in_as(Role::Administrator).await;
    app
}

fn new_evidence(app: &TestApp) -> String {
    format!("/institutions/{}/evidence/new", app.institution)
}

/// Every file below a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|it| it.unwrap().path());
    let mut files: Vec<PathBuf> =
        paths.flat_map(|it| if it.is_dir() { files_in(&it) } else { vec![it] }).collect();
    // By which copies of the program keep out of one another's way; it has no content.
    files.retain(|it| !it.ends_with("lock"));
    files
}

/// Holds that no file, no row and nothing half of either is there.
async fn nothing_is_kept(app: &TestApp) {
    let held = files_in(&app.folder.path().join("files"));
    assert!(held.is_empty(), "{held:?}");
    let db = &app.app.db.read;
    assert_eq!(blob::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(evidence_item::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(revision::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(import_batch::Entity::find().count(db).await.unwrap(), 0);
}

/// A file packed as others pack it: a zip, a document of Word.
fn packed(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default();
    if name.starts_with("word/") {
        zip.start_file("[Content_Types].xml", deflated).unwrap();
        zip.write_all(b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>").unwrap();
    }
    zip.start_file(name, deflated).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_virus_is_refused_wherever_it_hides_and_nothing_of_it_is_kept() {
    let Some(clamd) = Clamd::start().await else { return };
    let mut app = app_with(&clamd.address()).await;
    let path = new_evidence(&app);
    let hidden = [
        ("Virus č.txt", eicar()),
        ("far in.bin", [vec![7; 100_000], eicar(), vec![9; 100_000]].concat()),
        ("packed.zip", packed("a/b.txt", &eicar())),
        ("letter.docx", packed("word/embeddings/object.bin", &eicar())),
    ];
    for (name, content) in &hidden {
        let answer = app.upload(&path, &[("title", "x")], &[("files", name, content)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.text());
        let text = answer.text();
        assert!(text.starts_with("This file is refused"), "{text}");
        assert!(text.contains(&format!("“{name}” is refused")), "{text}");
        assert!(text.contains("Eicar-Of-Ours") && text.contains("clean source"), "{text}");
    }
    let imports = format!("/institutions/{}/imports", app.institution);
    let sheet = [b"title,code\n".to_vec(), eicar()].concat();
    let answer = app.upload(&imports, &[("kind", "evidence")], &[("file", "r.csv", &sheet)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    nothing_is_kept(&app).await;
    let events = audit_event::Entity::find().all(&app.app.db.read).await.unwrap();
    let told: Vec<_> = events.iter().filter(|it| it.action == "file-refused").collect();
    assert_eq!(told.len(), 5);
    assert!(told[0].details.contains("Virus č.txt") && told[0].institution_id == Some(1));
    let log = app.get(format!("/institutions/{}/audit", app.institution)).await;
    assert!(log.text().contains("file with a virus refused"), "{}", log.text());
}

#[tokio::test]
async fn a_clean_file_is_accepted_and_a_virus_does_not_become_its_revision() {
    let Some(clamd) = Clamd::start().await else { return };
    let mut app = app_with(&clamd.address()).await;
    let path = new_evidence(&app);
    assert!(app.get(&path).await.text().contains("Files are checked for viruses."));
    let clean = packed("word/document.xml", b"<a>clean</a>");
    let answer = app.upload(&path, &[], &[("files", "letter.docx", &clean)]).await;
    assert_eq!(answer.location(), "/evidence/1", "{}", answer.text());
    assert_eq!(app.get("/revisions/1/file").await.body, clean);
    let answer = app.upload("/evidence/1/revisions", &[], &[("file", "new.txt", &eicar())]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let held = revision::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(files_in(&app.folder.path().join("files")).len(), 1);
    let events = audit_event::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(events.iter().filter(|it| it.action == "file-refused").count(), 1);
    // Of a restricted item even the name of the file is told to nobody outside.
    app.post("/evidence/1/edit", &[("confidentiality", "restricted")]).await;
    app.upload("/evidence/1/revisions", &[], &[("file", "Name_of_somebody.txt", &eicar())]).await;
    let log = format!("/institutions/{}/audit", app.institution);
    assert!(app.get(&log).await.text().contains("Name_of_somebody"));
    let seen = app.another(Role::Manager).await.get(&log).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.text().contains("Name_of_somebody"), "{}", seen.text());
}

#[tokio::test]
async fn a_virus_that_comes_in_pieces_or_as_an_answer_is_refused_and_told() {
    let Some(clamd) = Clamd::start().await else { return };
    let mut app = app_with(&clamd.address()).await;
    let whole = eicar();
    let at = app.announce("pieces.txt", whole.len()).await;
    let (head, tail) = whole.split_at(30);
    assert!(app.piece(&at, 0, head.to_vec()).await.status.is_success());
    let refused = app.piece(&at, 30, tail.to_vec()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html());
    assert_eq!(waiting_file::Entity::find().count(&app.app.db.read).await.unwrap(), 0);

    let mut contributor = app.another(Role::Contributor).await;
    let person = app.user("contributor@example.org", None).await.to_string();
    let path = format!("/institutions/{}/requests/new", app.institution);
    app.post(&path, &[("title", "List of staff"), ("person", &person)]).await;
    let page = contributor.get("/requests/1").await;
    assert!(page.text().contains("Files are checked for viruses."), "{}", page.text());
    let sent = contributor.upload("/requests/1/answer", &[], &[("files", "a.txt", &whole)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.text());
    nothing_is_kept(&app).await;
    let events = audit_event::Entity::find().all(&app.app.db.read).await.unwrap();
    let told: Vec<_> = events.iter().filter(|it| it.action == "file-refused").collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|it| it.institution_id == Some(app.institution.0)));
    assert!(told[1].actor.starts_with("user:") && told[1].actor != told[0].actor);
}

#[tokio::test]
async fn a_virus_is_found_across_every_border_of_chunks() {
    let Some(clamd) = Clamd::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap().scanned_by(Some(clamd.scanner()));
    let whole = eicar();
    for cut in 0..=whole.len() {
        let (head, tail) = whole.split_at(cut);
        let chunks = [head, tail].map(|it| Ok::<_, Refusal>(Bytes::copy_from_slice(it)));
        let taken = files.keep(futures_util::stream::iter(chunks), 1000).await;
        assert!(matches!(&taken, Err(Refused::Infected(it)) if it.contains("Eicar")), "{taken:?}");
    }
    let single = whole.iter().map(|it| Ok::<_, Refusal>(Bytes::copy_from_slice(&[*it])));
    let taken = files.keep(futures_util::stream::iter(single.collect::<Vec<_>>()), 1000).await;
    assert!(matches!(taken, Err(Refused::Infected(_))), "{taken:?}");
    assert_eq!(files_in(folder.path()), [""; 0].map(PathBuf::from));
}

#[tokio::test]
async fn what_the_scanner_does_not_look_at_is_refused_and_the_words_say_how_to_mend_it() {
    let Some(clamd) = Clamd::start().await else { return };
    let mut app = app_with(&clamd.address()).await;
    let path = new_evidence(&app);
    // One is over StreamMaxLength, one under it and over MaxFileSize.
    for (name, content) in [("stream.bin", vec![7; 1_000_000]), ("file.bin", vec![7; 300_000])] {
        let answer = app.upload(&path, &[], &[("files", name, &content)]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{name}: {}", answer.text());
        let text = answer.text();
        assert!(text.contains(name) && text.contains("raise StreamMaxLength"), "{text}");
        assert!(text.contains("lower the upload limit"), "{text}");
    }
    nothing_is_kept(&app).await;
}

#[tokio::test]
async fn without_an_answer_nothing_comes_in() {
    let Some(mut clamd) = Clamd::start().await else { return };
    let mut app = app_with(&clamd.address()).await;
    let path = new_evidence(&app);
    clamd.kill();
    let answer = app.upload(&path, &[], &[("files", "a.txt", b"clean")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let text = answer.text();
    assert!(text.starts_with("Files cannot be checked at the moment"), "{text}");
    assert!(text.contains("“a.txt” could not be checked for viruses"), "{text}");
    nothing_is_kept(&app).await;
    // What brings no file works on, and so do pages.
    let answer = app.upload(&path, &[("title", "Charter")], &[]).await;
    assert_eq!(answer.location(), "/evidence/1", "{}", answer.text());
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_scanner_that_is_stuck_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("clamd.ctl");
    let _stuck = tokio::net::UnixListener::bind(&socket).unwrap();
    let address = format!("unix:{}", socket.display());
    let mut app = app_with(&address).await;
    let scanner = Scanner::new(address.parse().unwrap()).patience(Duration::from_millis(200));
    app.app.files = app.app.files.clone().scanned_by(Some(scanner));
    app.secure(false);
    let path = new_evidence(&app);
    let began = Instant::now();
    let answer = app.upload(&path, &[], &[("files", "a.txt", b"clean")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    nothing_is_kept(&app).await;
}

#[tokio::test]
async fn without_a_scanner_uploads_work_and_every_form_says_that_nothing_scans() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = new_evidence(&app);
    let answer = app.upload(&path, &[], &[("files", "a.txt", &eicar())]).await;
    assert_eq!(answer.location(), "/evidence/1", "{}", answer.text());
    let imports = format!("/institutions/{}/imports", app.institution);
    let uploads = format!("/institutions/{}/uploads", app.institution);
    let register = format!("/institutions/{}/evidence", app.institution);
    for page in [path.as_str(), "/evidence/1", &imports, &uploads, &register] {
        let text = app.get(page).await.text();
        assert!(text.contains("No virus scanner is set up: files are not checked."), "{text}");
    }
}
