//! Uploads over real HTTP, against bare programs that do the same to the disk: 100 KiB files at concurrency 8 against writing, flushing and renaming
//! the same files with one row each, as the page of uploads sends them and as new evidence each; a 1 GiB file against `cp` and `sha256sum`.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kriter::accounts::store::NewUser;
use kriter::accounts::{password, store};
use kriter::app::App;
use kriter::audit::Actor;
use kriter::config::{Config, StorageConfig};
use kriter::entities::{Role, Titles};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};

const SMALL: usize = 100 * 1024;
const UPLOADS: usize = 1_000;
const AT_ONCE: usize = 8;
const LARGE: u64 = 1024 * 1024 * 1024;
const RUNS: usize = 3;
const EMAIL: &str = "administrator@example.org";
const PASSWORD: &str = "a long password";
const EDGE: &str = "edge-7d1f";

fn main() {
    // In the target folder: a folder in memory would flush for nothing.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let data = folder.path().join("data");
    runtime.block_on(prepare(&data));
    let program = Program::start(&data);
    let (mut small, mut items, mut large) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        let bare = runtime.block_on(bare(&folder.path().join(format!("bare{run}"))));
        let (whole, new) = (program.small(), program.items());
        runtime.block_on(sort_out(&data));
        let ratio = |it: Duration| bare.as_secs_f64() / it.as_secs_f64();
        println!(
            "{UPLOADS} files of 100 KiB: bare {bare:.2?}, uploaded {whole:.2?}: {:.2} of the rate; as new evidence {new:.2?}: {:.2}",
            ratio(whole),
            ratio(new)
        );
        small.push(ratio(whole));
        items.push(ratio(new));
    }
    for _ in 0..RUNS {
        let (copied, flushed) = copy(folder.path());
        let (whole, grown) = program.large();
        let ratio = copied.as_secs_f64() / whole.as_secs_f64();
        println!(
            "1 GiB: cp + sha256sum {copied:.2?} (and flushed {flushed:.2?}), uploaded {whole:.2?}: {ratio:.2} of the rate, \
             {:.2} of the flushed one; grew by {:.1} MiB",
            flushed.as_secs_f64() / whole.as_secs_f64(),
            f64::from(grown) / 1024.0
        );
        large.push(ratio);
    }
    let all = [("100 KiB", small, 0.5), ("as new evidence", items, 0.5), ("1 GiB", large, 0.6)];
    for (what, mut ratios, target) in all {
        ratios.sort_by(f64::total_cmp);
        println!("{what}: median {:.2} (target: at least {target})", ratios[RUNS / 2]);
    }
}

/// An instance with one institution and one administrator.
async fn prepare(data: &Path) {
    let config = Config {
        clamd: None,
        data: data.into(),
        database: None,
        max_upload_mib: 100,
        storage: StorageConfig::default(),
        log: "warn".into(),
        log_json: false,
    };
    let app = App::start(config).await.expect("an instance");
    let mut change = app.change(Actor::System).await.expect("a change");
    let title = Titles::english("Academy");
    let added = kriter::institutions::store::add(&mut change, "KAPS", title).await;
    let institution = added.expect("an institution").id;
    let new = NewUser {
        email: EMAIL.into(),
        name: "Administrator".into(),
        password_hash: password::hash(PASSWORD.into()).await.expect("a hash"),
        language: "en".into(),
        system_administrator: false,
    };
    let user = store::add(&mut change, new).await.expect("a person").id;
    let given = store::give_role(&mut change, user, institution, Role::Administrator).await;
    given.expect("a role");
    change.commit().await.expect("a commit");
    app.db.close().await.expect("the end");
}

/// What no two files have in common, made quickly.
fn content(number: usize) -> Vec<u8> {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64 ^ (number as u64 + 1);
    let mut bytes = Vec::with_capacity(SMALL);
    while bytes.len() < SMALL {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        bytes.extend_from_slice(&seed.to_le_bytes());
    }
    bytes
}

/// Numbers for contents that were not used before.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Forgets the uploads that wait to be sorted in: of one person there are only so many.
async fn sort_out(data: &Path) {
    let url = format!("sqlite://{}", data.join("kriter.db").display());
    let db = Database::connect(url).await.expect("a database");
    db.execute_unprepared("DELETE FROM waiting_file").await.expect("forgotten");
    db.close().await.expect("the end");
}

/// Hands the next contents to as many threads as files come at once, each with what it works with, and says how long they took.
fn at_once<T>(with: impl Fn() -> T + Sync, work: impl Fn(&mut T, &[u8]) + Sync) -> Duration {
    let first = NEXT.fetch_add(UPLOADS, Ordering::Relaxed);
    let contents: Vec<Vec<u8>> = (first..first + UPLOADS).map(content).collect();
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let mut own = with();
                while let Some(content) = contents.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(&mut own, content);
                }
            });
        }
    });
    begun.elapsed()
}

/// The bare program: write, flush, rename, one row each, with the settings that the program has too.
async fn bare(folder: &Path) -> Duration {
    fs::create_dir_all(folder).expect("a folder");
    let url = format!("sqlite://{}", folder.join("bare.db").display());
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|it| {
        it.create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
    });
    let db: DatabaseConnection = Database::connect(options).await.expect("a database");
    db.execute_unprepared("CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT, size INTEGER)")
        .await
        .expect("a table");
    let runtime = tokio::runtime::Handle::current();
    let number = AtomicUsize::new(0);
    tokio::task::block_in_place(|| {
        at_once(
            || (),
            |(), content| {
                let name = format!("{:08}", number.fetch_add(1, Ordering::Relaxed));
                let part = folder.join(format!("{name}.part"));
                let mut file = File::create(&part).expect("a file");
                file.write_all(content).and_then(|()| file.sync_all()).expect("a flushed file");
                fs::rename(&part, folder.join(&name)).expect("a renamed file");
                let row =
                    format!("INSERT INTO file (name, size) VALUES ('{name}', {})", content.len());
                runtime.block_on(db.execute_unprepared(&row)).expect("a row");
            },
        )
    })
}

/// `cp` and then `sha256sum` of a large file; how long that takes, and how long with the copy flushed as well.
fn copy(folder: &Path) -> (Duration, Duration) {
    let (from, to) = (folder.join("large"), folder.join("copy"));
    if !from.exists() {
        let mut file = File::create(&from).expect("a file");
        let piece: Vec<u8> = (0..11).flat_map(content).take(1024 * 1024).collect();
        for _ in 0..LARGE / piece.len() as u64 {
            file.write_all(&piece).expect("a piece");
        }
        file.sync_all().expect("a flushed file");
    }
    let begun = Instant::now();
    assert!(Command::new("cp").args([&from, &to]).status().expect("cp").success());
    let summed = Command::new("sha256sum").arg(&to).stdout(Stdio::null()).status();
    assert!(summed.expect("sha256sum").success());
    let copied = begun.elapsed();
    File::open(&to).and_then(|it| it.sync_all()).expect("a flushed file");
    let flushed = begun.elapsed();
    fs::remove_file(to).expect("gone");
    (copied, flushed)
}

/// `kriter serve` with somebody signed in.
struct Program {
    child: Child,
    address: String,
    cookie: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
        let address = free.expect("a port").to_string();
        let child = Command::new(env!("CARGO_BIN_EXE_kriter"))
            .args(["serve", "--listen", &address, "--max-upload-mib", "2048", "--data"])
            .arg(data)
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let mut program = Self { child, address, cookie: String::new() };
        let begun = Instant::now();
        while TcpStream::connect(&program.address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not answer");
            thread::sleep(Duration::from_millis(10));
        }
        let form =
            format!("email={}&password={}", EMAIL.replace('@', "%40"), PASSWORD.replace(' ', "+"));
        let kind = "application/x-www-form-urlencoded";
        let mut line = program.begin("/sign-in", kind, form.len() as u64);
        line.write_all(form.as_bytes()).expect("a form");
        let answer = answer(line);
        let cookies = answer.lines().filter_map(|it| it.strip_prefix("set-cookie: "));
        let cookies: Vec<_> = cookies.filter_map(|it| it.split(';').next()).collect();
        assert!(!cookies.is_empty(), "{answer}");
        program.cookie = cookies.join("; ");
        program
    }

    fn begin(&self, path: &str, kind: &str, length: u64) -> TcpStream {
        let mut line = TcpStream::connect(&self.address).expect("a connection");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n",
            self.address, self.cookie
        );
        line.write_all(head.as_bytes()).expect("a head");
        line
    }

    /// Uploads a body as one file of evidence.
    fn upload(&self, size: u64, send: impl FnOnce(&mut TcpStream)) {
        let before = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\n"
        );
        let after = format!("\r\n--{EDGE}--\r\n");
        let length = (before.len() + after.len()) as u64 + size;
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let mut line = self.begin("/institutions/1/evidence/new", &kind, length);
        line.write_all(before.as_bytes()).expect("a part");
        send(&mut line);
        line.write_all(after.as_bytes()).expect("the end");
        let answer = answer(line);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }

    /// As the page of uploads sends files: over lines that stay.
    fn small(&self) -> Duration {
        let line = || BufReader::new(TcpStream::connect(&self.address).expect("a connection"));
        at_once(line, |line, content| {
            let head = format!(
                "POST /institutions/1/uploads/tus HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nTus-Resumable: 1.0.0\r\n\
                 Upload-Length: {length}\r\nUpload-Metadata: filename YS5iaW4=\r\n\
                 Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n\r\n",
                self.address,
                self.cookie,
                length = content.len()
            );
            let request = [head.as_bytes(), content].concat();
            line.get_mut().write_all(&request).expect("a file");
            let mut answer = String::new();
            while !answer.ends_with("\r\n\r\n") {
                assert!(line.read_line(&mut answer).expect("an answer") > 0, "{answer}");
            }
            assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
            assert!(answer.contains("content-length: 0\r\n"), "{answer}");
        })
    }

    /// As new evidence each, by the form.
    fn items(&self) -> Duration {
        let nothing = || ();
        at_once(nothing, |(), content| {
            self.upload(content.len() as u64, |line| line.write_all(content).expect("a file"));
        })
    }

    /// How long a large file takes, and by how many KiB the program grew meanwhile.
    fn large(&self) -> (Duration, u32) {
        // Every time another content: the same one would not be flushed again.
        let first = NEXT.fetch_add(11, Ordering::Relaxed);
        let piece: Vec<u8> = (first..first + 11).flat_map(content).take(1024 * 1024).collect();
        let before = self.memory();
        let mut most = before;
        let begun = Instant::now();
        self.upload(LARGE, |line| {
            for at in 0..LARGE / piece.len() as u64 {
                line.write_all(&piece).expect("a piece");
                if at % 16 == 0 {
                    most = most.max(self.memory());
                }
            }
        });
        (begun.elapsed(), most.max(self.memory()) - before)
    }

    /// Resident memory in KiB.
    fn memory(&self) -> u32 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("Linux");
        let line = status.lines().find(|it| it.starts_with("VmRSS")).expect("its memory");
        line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).expect("a number")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(mut line: TcpStream) -> String {
    let mut answer = String::new();
    line.read_to_string(&mut answer).expect("an answer");
    answer
}
