//! The register and the search in it over HTTP, with 10,000 evidence items and with 1,000,000, on SQLite.
//!
//! `cargo bench --bench search`; `KRITER_BENCH_ITEMS` measures another large number than a million.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use kriter::accounts::store::NewUser;
use kriter::accounts::{session, store};
use kriter::app::App;
use kriter::audit::Actor;
use kriter::config::Config;
use kriter::entities::{InstitutionId, Role, Titles};
use kriter::router::router;
use sea_orm::{ConnectionTrait as _, Database};

const SMALL: u64 = 10_000;
const RUNS: usize = 100;

#[tokio::main]
async fn main() {
    #[expect(clippy::disallowed_methods, reason = "a setting of the bench")]
    let large = std::env::var("KRITER_BENCH_ITEMS").ok().and_then(|it| it.parse().ok());
    let large = large.unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let small = measure(&folder.path().join("small"), SMALL).await;
    let large_times = measure(&folder.path().join("large"), large).await;
    println!(
        "{:<34}{:>22}{:>22}{:>8}",
        "",
        format!("{SMALL} items"),
        format!("{large} items"),
        "times"
    );
    for ((name, few), (_, many)) in small.iter().zip(&large_times) {
        let ratio = many[1].as_secs_f64() / few[1].as_secs_f64();
        println!(
            "{name:<34}{:>22}{:>22}{ratio:>8.2}",
            format!("{:.1?} / {:.1?}", few[0], few[1]),
            format!("{:.1?} / {:.1?}", many[0], many[1])
        );
    }
    println!("median / slowest but one of {RUNS} (target: under 50 ms, at most 1.5 times)");
}

/// Median and 99th percentile of every page.
async fn measure(folder: &Path, items: u64) -> Vec<(String, [Duration; 2])> {
    let config = Config {
        clamd: None,
        storage: kriter::config::StorageConfig::default(),
        data: folder.to_owned(),
        database: None,
        max_upload_mib: 1,
        log: "warn".into(),
        log_json: false,
    };
    let app = App::start(config.clone()).await.expect("a program");
    let (institution, cookie) = people(&app).await;
    fill(&app, institution, items).await;
    // SQLite plans by how many rows the program has counted when it opened the database.
    app.db.close().await.expect("closed");
    let app = App::start(config).await.expect("a program");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("a port");
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async { axum::serve(listener, service).await });
    let mut times = Vec::new();
    for query in pages() {
        let path = format!("/institutions/{institution}/evidence?{query}");
        let cookie = cookie.clone();
        let name = if query.is_empty() { "first page".to_owned() } else { query.to_owned() };
        let run = move || {
            let mut all: Vec<Duration> = (0..RUNS + 3).map(|_| ask(at, &path, &cookie)).collect();
            let mut some = all.split_off(3);
            some.sort_unstable();
            [some[RUNS / 2], some[RUNS * 99 / 100 - 1]]
        };
        times.push((name, tokio::task::spawn_blocking(run).await.expect("a measure")));
    }
    times
}

fn pages() -> Vec<&'static str> {
    vec![
        "",
        "page=50",
        "sort=newest",
        "status=draft",
        "status=draft&page=20",
        "status=draft&sort=newest",
        "kind=type3",
        "unit=Unit+7",
        "confidentiality=public",
        "year=2024",
        "year=1999",
        "edition=1",
        "tag=water",
        "tag=rare",
        "attention=1",
        "q=needle",
        "q=hundred",
        "q=certificate",
        "q=certificate&sort=reference",
        "q=certificate&status=draft",
        "q=certificate+meeting",
        "q=certificate+needle",
        "q=cer",
        "q=described",
        "q=xyzzyqwerty",
    ]
}

/// An administrator who is signed in.
async fn people(app: &App) -> (InstitutionId, String) {
    let mut change = app.change(Actor::System).await.expect("a change");
    let titles = Titles::english("Academy");
    let institution =
        kriter::institutions::store::add(&mut change, "KAPS", titles).await.expect("added").id;
    let new = NewUser {
        email: "a@example.org".into(),
        name: "A".into(),
        password_hash: String::new(),
        language: "en".into(),
        system_administrator: false,
    };
    let user = store::add(&mut change, new).await.expect("added");
    store::give_role(&mut change, user.id, institution, Role::Administrator).await.expect("a role");
    let token = session::begin(change.tx(), user.id, app.now()).await.expect("a session");
    kriter::standards::load::load(&mut change, &kriter::standards::check::builtin())
        .await
        .expect("packs");
    change.commit().await.expect("committed");
    (institution, format!("{}={token}", session::COOKIE))
}

/// Fills the register and its index by SQL alone: half of the items are certificates, a third speak of a meeting, one in
/// 5,000 has the rare word, and a hundred, however many there are, another one.
async fn fill(app: &App, institution: InstitutionId, items: u64) {
    let begun = Instant::now();
    let db = Database::connect(app.config.database_url()).await.expect("a database");
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {items})"
    );
    let kind = "CASE i % 2 WHEN 0 THEN 'Certificate' ELSE 'Minutes' END";
    let step = items / 100;
    let title = format!(
        "{kind} || ' of subject ' || (i * 7919 % 30011) || CASE i % 3 WHEN 0 THEN ' meeting' ELSE '' END \
         || CASE i % 5000 WHEN 4999 THEN ' needle' ELSE '' END \
         || CASE i % {step} WHEN 0 THEN ' hundred' ELSE '' END"
    );
    let tag = "CASE WHEN i % 7 = 0 THEN 'water' WHEN i % 4001 = 0 THEN 'rare' ELSE '' END";
    let year = "2012 + i % 14";
    for sql in [
        format!(
            "{numbers} INSERT INTO evidence_item (institution_id, reference, order_key, title, description, \
             type_code, owner_unit, owner_person, tags, notes, covers_from, covers_to, confidentiality, status, \
             reason, created_at, recorded_at) \
             SELECT {institution}, printf('KAPS-E-%07d', i), printf('kapse%012d', i), {title}, \
             'Described in some words that are like those of others', 'type' || (i % 40), 'Unit ' || (i % 30), '', \
             CASE {tag} WHEN '' THEN '[]' ELSE '[\"' || {tag} || '\"]' END, '', \
             ({year}) || '-01-01', ({year}) || '-12-31', \
             CASE i % 50 WHEN 0 THEN 'restricted' WHEN 1 THEN 'public' ELSE 'internal' END, \
             CASE i % 11 WHEN 0 THEN 'draft' WHEN 1 THEN 'returned' WHEN 2 THEN 'submitted' ELSE 'accepted' END, \
             '', '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00' FROM n"
        ),
        format!(
            "INSERT INTO evidence_index (rowid, heads, words, notes, facets) \
             SELECT id, lower(replace(reference, '-', ' ') || ' ' || title), \
             lower(description || ' ' || owner_unit), '', \
             'i{institution} y' || substr(covers_from, 1, 4) || \
             CASE tags WHEN '[]' THEN '' ELSE ' t' || json_extract(tags, '$[0]') END FROM evidence_item"
        ),
        "INSERT INTO link (evidence_id, criterion_id, institution_id, edition_id, relevance, place, recorded_at) \
         SELECT it.id, c.id, it.institution_id, c.edition_id, '', '', '2026-01-01 00:00:00+00:00' FROM evidence_item it \
         JOIN (SELECT id, edition_id, row_number() OVER (ORDER BY id) AS number FROM criterion) c \
         ON c.number = 1 + it.id * 31 % (SELECT count(*) FROM criterion) WHERE it.id % 4 > 0"
            .to_owned(),
    ] {
        db.execute_unprepared(&sql).await.expect("filled");
    }
    db.close().await.expect("closed");
    println!("{items} items made in {:.1?}", begun.elapsed());
}

/// Asks for a page and gives how long the answer took.
fn ask(at: SocketAddr, path: &str, cookie: &str) -> Duration {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(at).expect("a connection");
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    begun.elapsed()
}
