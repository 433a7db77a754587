//! Marking over HTTP, eight at a time, and the page of the workbench: an edition of 2,000 criteria and a register of 100,000 evidence
//! items that prove them, on SQLite. Against a bare program that stores a rating and an event in a transaction each.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kriter::accounts::store::NewUser;
use kriter::accounts::{session, store};
use kriter::app::App;
use kriter::audit::Actor;
use kriter::config::{Config, StorageConfig};
use kriter::entities::{Role, Titles};
use kriter::router::router;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, TransactionTrait as _};

const CRITERIA: u32 = 2_000;
const EVIDENCE: u32 = 100_000;
const AT_ONCE: usize = 8;
const MARKS: u32 = CRITERIA;
const PAGES: u32 = 200;

/// Who marks: the institution itself, or the accreditor's reviewers.
struct Marking {
    name: &'static str,
    assessment: i64,
    cookies: Vec<String>,
}

#[tokio::main]
async fn main() {
    // In the target folder: a folder in memory would flush for nothing.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let config = Config {
        clamd: None,
        storage: StorageConfig::default(),
        data: folder.path().join("data"),
        database: None,
        max_upload_mib: 1,
        log: "warn".into(),
        log_json: false,
    };
    let app = App::start(config.clone()).await.expect("a program");
    let (own, review) = fill(&app).await;
    // As the program does every hour; its readers see it once they are opened anew.
    app.db.count_rows().await.expect("counted");
    app.db.close().await.expect("closed");
    let app = App::start(config).await.expect("a program");
    let bare = bare(&folder.path().join("bare.db")).await;
    println!("bare: {bare:.0} a second");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("a port");
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async { axum::serve(listener, service).await });
    for it in [own, review] {
        tokio::task::spawn_blocking(move || measure(at, &it, bare)).await.expect("a measure");
    }
    println!("targets: at least 500 a second, p99 under 40 ms; a page p99 under 30 ms");
}

fn measure(at: SocketAddr, it: &Marking, bare: f64) {
    let next = AtomicU32::new(0);
    let begun = Instant::now();
    let times: Vec<Duration> = thread::scope(|scope| {
        let work = |cookie: &str| {
            let (mut line, mut times) = (Line::to(at), Vec::new());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= MARKS {
                    return times;
                }
                times.push(mark(&mut line, it, cookie, number));
            }
        };
        let all: Vec<_> =
            it.cookies.iter().map(|cookie| scope.spawn(move || work(cookie))).collect();
        all.into_iter().flat_map(|it| it.join().expect("a thread")).collect()
    });
    let rate = f64::from(MARKS) / begun.elapsed().as_secs_f64();
    println!(
        "{}: {rate:.0} marks a second, {:.2} of bare; {}",
        it.name,
        rate / bare,
        spread(times)
    );
    let mut line = Line::to(at);
    let mut page = |number: u32| {
        let criterion = 1_000_001 + number * 7 % CRITERIA;
        let path = format!("/assessments/{}/workbench/{criterion}", it.assessment);
        let (answer, took) = line.ask(&format!("GET {path}"), &it.cookies[0], "");
        assert!(answer.contains("A requirement"), "{path}: {answer}");
        took
    };
    for it in 0..3 {
        page(it);
    }
    println!("{}: page of the workbench {}", it.name, spread((0..PAGES).map(page).collect()));
}

/// Marks one criterion, each reviewer another, as the page does while somebody works.
fn mark(line: &mut Line, it: &Marking, cookie: &str, number: u32) -> Duration {
    let criterion = 1_000_001 + number % CRITERIA;
    let path = format!("/assessments/{}/workbench/{criterion}", it.assessment);
    let body = format!("autosave=yes&level=conforms&rationale=Seen+{number}&seen=");
    line.ask(&format!("POST {path}"), cookie, &body).1
}

/// A connection that stays open, as a browser's does.
struct Line(BufReader<TcpStream>);

impl Line {
    fn to(at: SocketAddr) -> Self {
        let stream = TcpStream::connect(at).expect("a connection");
        stream.set_nodelay(true).expect("set");
        Self(BufReader::new(stream))
    }

    /// Sends a request and gives the answer and how long it took.
    fn ask(&mut self, what: &str, cookie: &str, body: &str) -> (String, Duration) {
        let begun = Instant::now();
        let kind = "application/x-www-form-urlencoded";
        let request = format!(
            "{what} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).expect("asked");
        let (mut answer, mut length) = (String::new(), 0);
        loop {
            let begins = answer.len();
            self.0.read_line(&mut answer).expect("answered");
            let line = answer[begins..].to_ascii_lowercase();
            if let Some(it) = line.strip_prefix("content-length:") {
                length = it.trim().parse().expect("a length");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("answered whole");
        let took = begun.elapsed();
        answer.push_str(&String::from_utf8_lossy(&body));
        assert!(answer.starts_with("HTTP/1.1 200"), "{what}: {answer}");
        (answer, took)
    }
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    format!("median {:.1?}, p99 {:.1?}", at(50), at(99))
}

/// An institution with two assessments, one that it rates itself and one that eight reviewers rate.
async fn fill(app: &App) -> (Marking, Marking) {
    let mut change = app.change(Actor::System).await.expect("a change");
    let title = Titles::english("Academy");
    let institution = kriter::institutions::store::add(&mut change, "KAPS", title).await;
    let institution = institution.expect("an institution").id;
    kriter::standards::load::load(&mut change, &kriter::standards::check::builtin())
        .await
        .expect("packs");
    let mut people = Vec::new();
    for number in 0..=AT_ONCE {
        let new = NewUser {
            email: format!("{number}@example.org"),
            name: format!("Person {number}"),
            password_hash: String::new(),
            language: "en".into(),
            system_administrator: false,
        };
        let user = store::add(&mut change, new).await.expect("a person").id;
        let role = if number == 0 { Role::Administrator } else { Role::Reviewer };
        store::give_role(&mut change, user, institution, role).await.expect("a role");
        let token = session::begin(change.tx(), user, app.now()).await.expect("a session");
        people.push((user, format!("{}={token}", session::COOKIE)));
    }
    change.commit().await.expect("committed");
    let db = Database::connect(app.config.database_url()).await.expect("a database");
    let reviewers = people[1..].iter().map(|it| it.0.to_string()).collect::<Vec<_>>().join(",");
    for sql in rows(institution.0, &reviewers) {
        db.execute_unprepared(&sql).await.unwrap_or_else(|it| panic!("{it}: {sql}"));
    }
    db.close().await.expect("closed");
    let cookies = |it: &[(_, String)]| it.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
    let own = vec![people[0].1.clone(); AT_ONCE];
    (
        Marking { name: "self round", assessment: 1, cookies: own },
        Marking { name: "external round", assessment: 2, cookies: cookies(&people[1..]) },
    )
}

/// The edition, twenty areas with a hundred criteria each but for themselves; the register; links; two assessments.
fn rows(institution: i64, reviewers: &str) -> Vec<String> {
    let numbers = |most: u32| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {most} - 1)"
        )
    };
    let text = |what: &str| {
        format!(
            "json_object('en', '{what} ' || i || ' in the words of many', 'sq', '{what} ' || i || ' me shume fjale', 'sr', '{what} ' || i || ' sa mnogo reci')"
        )
    };
    let moment = "'2026-01-01 00:00:00+00:00'";
    let area = "i - i % 100";
    vec![
        format!(
            "INSERT INTO edition (id, framework_id, code, title, version, kind, pack, digest, institution_id, state, supplements, figures, \
             loaded_at) SELECT 1000000, framework_id, 'bench', title, version, kind, pack, 'bench', institution_id, state, supplements, \
             figures, loaded_at FROM edition WHERE code = 'iso-iec-17025-2017'"
        ),
        format!(
            "{} INSERT INTO criterion (id, edition_id, parent_id, code, kind, title, summary, provenance, assessable, mandatory, weight, \
             expects, depth, groups, details, search, position) \
             SELECT 1000001 + i, 1000000, CASE WHEN i % 100 = 0 THEN NULL ELSE 1000001 + {area} END, \
             CASE WHEN i % 100 = 0 THEN i / 100 ELSE (i / 100) || '.' || (i % 100) END, 'clause', {}, {}, 'checked', 1, 0, 1.0, \
             '[\"certificate\"]', CASE WHEN i % 100 = 0 THEN 0 ELSE 1 END, '[]', '{{}}', '', i FROM n",
            numbers(CRITERIA),
            text("A requirement"),
            text(
                "What the requirement asks for, told at some length so that it is like those of others,"
            )
        ),
        format!(
            "{} INSERT INTO evidence_item (id, institution_id, reference, order_key, title, description, type_code, owner_unit, owner_person, \
             tags, notes, valid_until, confidentiality, status, reason, created_at, recorded_at) \
             SELECT 1 + i, {institution}, printf('KAPS-E-%06d', i), printf('kapse%012d', i), 'Record ' || i, '', 'certificate', '', '', '[]', \
             '', '2029-12-31', 'internal', 'accepted', '', {moment}, {moment} FROM n",
            numbers(EVIDENCE)
        ),
        format!(
            "{} INSERT INTO link (evidence_id, criterion_id, institution_id, edition_id, relevance, place, recorded_at) \
             SELECT 1 + i, 1000001 + i * 31 % {CRITERIA}, {institution}, 1000000, '', '', {moment} FROM n",
            numbers(EVIDENCE)
        ),
        format!(
            "INSERT INTO assessment (id, institution_id, edition_id, name, stage, target, groups, settings, created_at) VALUES \
             (1, {institution}, 1000000, 'Own', 'preparing', 'accreditable', '[]', '{{}}', {moment}), \
             (2, {institution}, 1000000, 'Review', 'external_review', 'accreditable', '[]', '{{}}', {moment})"
        ),
        format!(
            "INSERT INTO assessment_member (assessment_id, user_id, part) SELECT 2, id, 'reviewer' FROM \"user\" WHERE id IN ({reviewers})"
        ),
        format!(
            "INSERT INTO declaration (assessment_id, user_id, signed, recorded_at) SELECT 2, id, 'Person', {moment} FROM \"user\" \
             WHERE id IN ({reviewers})"
        ),
        format!(
            "INSERT INTO assignment (assessment_id, criterion_id, user_id, recorded_at) SELECT 2, c.id, u.id, {moment} FROM criterion c \
             CROSS JOIN \"user\" u WHERE c.edition_id = 1000000 AND c.depth = 0 AND u.id IN ({reviewers})"
        ),
    ]
}

/// Ratings and events that a bare program stores a second, each pair in a transaction of its own, as the settings of the program are.
async fn bare(path: &std::path::Path) -> f64 {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|it| {
        it.journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
            .synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Full)
    });
    let db = Database::connect(options).await.expect("a database");
    db.execute_unprepared(
        "CREATE TABLE rating (id INTEGER PRIMARY KEY, criterion INTEGER, level TEXT, rationale TEXT, at TEXT); \
         CREATE TABLE event (id INTEGER PRIMARY KEY, subject TEXT, details TEXT, hash TEXT)",
    )
    .await
    .expect("tables");
    let begun = Instant::now();
    for number in 0..MARKS {
        let tx = db.begin().await.expect("a transaction");
        for sql in [
            format!(
                "INSERT INTO rating (criterion, level, rationale, at) VALUES ({number}, 'conforms', 'Seen {number}', '2026-01-01')"
            ),
            format!(
                "INSERT INTO event (subject, details, hash) VALUES ('rating:{number}', '{{\"level\":\"conforms\"}}', '{number:064x}')"
            ),
        ] {
            tx.execute_unprepared(&sql).await.expect("stored");
        }
        tx.commit().await.expect("committed");
    }
    f64::from(MARKS) / begun.elapsed().as_secs_f64()
}
