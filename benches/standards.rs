//! Catalogues: a real workbook through the whole program, a made one of 100,000 criteria read and stored, the page of its tree, and
//! what the packs inside the program add to a start. Each against a limit that is measured in the same run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Request, StatusCode};
use calamine::{Reader as _, Xlsx, open_workbook};
use kriter::accounts::store::NewUser;
use kriter::app::App;
use kriter::audit::{Actor, Event};
use kriter::catalogues::bring::{self, Outcome};
use kriter::config::{Config, StorageConfig};
use kriter::entities::{EditionId, criterion};
use kriter::exchange::file::{self, TableAsked};
use kriter::exchange::outgoing::{self, Target};
use kriter::standards::pack::{Node, Pack};
use kriter::standards::{check, rows};
use kriter::titles::Titles;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use tower::ServiceExt as _;

const RUNS: usize = 5;
const NODES: usize = 100_000;
const PASSWORD: &str = "a long password";

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    workbook(folder.path());
    start(folder.path());
    let file = folder.path().join("large.xlsx");
    let large = large();
    let written = outgoing::write(&large, &[], Target::Xlsx, chrono::DateTime::UNIX_EPOCH);
    std::fs::write(&file, written.expect("a workbook").bytes).expect("a file");
    let (app, edition) = import(folder.path(), &file, &large).await;
    tree(app, edition).await;
}

fn time<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let found = run();
    (begun.elapsed(), found)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn times(of: Duration, limit: Duration) -> f64 {
    of.as_secs_f64() / limit.as_secs_f64()
}

/// The whole program, from its start to its end.
fn kriter(data: &Path, arguments: &[&str]) -> Duration {
    let (took, status) = time(|| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_kriter"));
        program.args(arguments).arg("--data").arg(data).stdout(Stdio::null()).status()
    });
    assert!(status.expect("the program").success(), "{arguments:?}");
    took
}

/// A workbook of 1,209 criteria into a new data folder, against calamine alone and a start that does nothing.
fn workbook(folder: &Path) {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let samples = std::env::var_os("KRITER_SAMPLES").map_or_else(beside, Into::into);
    let file = samples.join("frameworks/ciso-workbook/nist-sp-800-53-rev5.xlsx");
    let Some(path) = file.to_str().filter(|_| file.exists()) else {
        println!("SKIPPED: the sample nist-sp-800-53-rev5.xlsx is not here");
        return;
    };
    let (mut alone, mut whole) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let read = time(|| {
            let mut book: Xlsx<_> = open_workbook(&file).expect("a workbook");
            book.worksheets().len()
        });
        alone.push(read.0 + kriter(&folder.join(format!("bare-{run}")), &["audit", "verify"]));
        let data = folder.join(format!("nist-{run}"));
        whole.push(kriter(&data, &["standards", "import", path]));
    }
    let (alone, whole) = (median(alone), median(whole));
    println!(
        "import of 1,209 criteria, whole program: {whole:.0?}; calamine and an empty start: {alone:.0?}; {:.1} times (target: under 500 ms)",
        times(whole, alone)
    );
}

/// A start that looks whether every pack is loaded, against one that does not.
fn start(folder: &Path) {
    let data = folder.join("start");
    kriter(&data, &["standards", "list"]);
    let several =
        |arguments: &[&str]| median((0..RUNS * 4).map(|_| kriter(&data, arguments)).collect());
    let (with, without) = (several(&["standards", "list"]), several(&["audit", "verify"]));
    println!(
        "start with all packs looked up and listed: {with:.1?}; without: {without:.1?}; {:.1?} more (target: under 50 ms)",
        with.saturating_sub(without)
    );
}

/// 100 areas of 9 standards of 110 indicators.
fn large() -> Pack {
    let text = include_str!("../tests/fixtures/packs/sound.yaml");
    let pack_file = check::PackFile { name: "large.yaml".into(), text: text.into() };
    let pack = check::parse(&pack_file, &check::known_evidence_types()).expect("a pack");
    let node = |code: String, kind: &str, children: Vec<Node>| {
        let title = [("en", "What is asked in"), ("sq", "Çfarë kërkohet në")];
        let title = title.map(|(tag, text)| (tag, format!("{text} {code}"))).into_iter().collect();
        let mut node = Node::new(&code, kind, title);
        node.summary = Some(Titles::english(format!("The text of {code}, in a sentence or two.")));
        node.children = children;
        node
    };
    let area = |a: usize| {
        let standard = |s: usize| {
            let indicators =
                (1..=110).map(|i| node(format!("{a}.{s}.{i}"), "indicator", Vec::new()));
            node(format!("{a}.{s}"), "standard", indicators.collect())
        };
        node(a.to_string(), "area", (1..=9).map(standard).collect())
    };
    Pack { id: "large-1".into(), criteria: (1..=100).map(area).collect(), ..pack }
}

async fn app(data: &Path) -> App {
    let config = Config {
        data: data.into(),
        database: None,
        max_upload_mib: 100,
        storage: StorageConfig::default(),
        log: "warn".into(),
        clamd: None,
        log_json: false,
    };
    App::start(config).await.expect("an instance")
}

/// Reading and storing it, against calamine alone and a bare insert of the same rows.
async fn import(folder: &Path, file: &Path, large: &Pack) -> (App, EditionId) {
    let (read, ()) = time(|| {
        let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
        assert_eq!(book.worksheet_range("Criteria").expect("a sheet").height(), NODES + 1);
    });
    let bare = insert(&folder.join("insert"), large).await;
    let app = app(&folder.join("large")).await;
    let begun = Instant::now();
    let brought = file::read(file, "large.xlsx", None, &TableAsked::default()).expect("a pack");
    let parsed = begun.elapsed();
    let mut change = app.change(Actor::System).await.expect("a change");
    let outcomes = bring::bring(&mut change, &brought, None).await.expect("an edition");
    change.commit().await.expect("a commit");
    let whole = begun.elapsed();
    let [Outcome::New(edition)] = &outcomes[..] else { panic!("{outcomes:?}") };
    println!(
        "import of {NODES} criteria: {whole:.2?}, {parsed:.2?} of it reading; calamine {read:.2?} and a bare insert {bare:.2?}; {:.1} times (target: under 5 s)",
        times(whole, read + bare)
    );
    (app, edition.id)
}

/// The rows alone, in one transaction, as many at a time as a statement takes.
async fn insert(data: &Path, large: &Pack) -> Duration {
    let app = app(data).await;
    let mut change = app.change(Actor::System).await.expect("a change");
    // An edition for the rows to belong to.
    let small = Pack { criteria: vec![Node::new("0", "x", Titles::english("X"))], ..large.clone() };
    let placing = kriter::standards::load::Placing::default();
    let added = kriter::standards::load::add(&mut change, &small, String::new(), placing).await;
    let edition = added.expect("an edition").id;
    let begun = Instant::now();
    let nodes = large.preorder();
    let row = |(place, it)| rows::criterion(edition, large, it, None, place);
    let rows: Vec<_> = nodes.iter().enumerate().map(row).collect();
    for chunk in rows.chunks(1_500) {
        let insert = criterion::Entity::insert_many(chunk.to_vec());
        insert.exec_without_returning(change.tx()).await.expect("an insert");
    }
    change.record(Event::of_instance("imported", "bench".into(), serde_json::Value::Null));
    change.commit().await.expect("a commit");
    begun.elapsed()
}

/// The page of the tree, through the router, against a bare query for what it shows.
async fn tree(app: App, edition: EditionId) {
    let router = kriter::router::router(app.clone());
    let session = sign_in(&app, &router).await;
    let (mut page, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..RUNS * 4 {
        let begun = Instant::now();
        let rows = criterion::Entity::find()
            .filter(criterion::Column::EditionId.eq(edition))
            .filter(criterion::Column::ParentId.is_null())
            .order_by_asc(criterion::Column::Position)
            .limit(2_000)
            .all(&app.db.read)
            .await
            .expect("rows");
        bare.push(begun.elapsed());
        let begun = Instant::now();
        let asked = Request::get(format!("/standards/{edition}")).header(COOKIE, &session);
        let asked = asked.body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(asked).await.expect("an answer");
        assert_eq!((answer.status(), rows.len()), (StatusCode::OK, 100));
        axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a page");
        page.push(begun.elapsed());
    }
    let (page, bare) = (median(page), median(bare));
    println!(
        "tree of {NODES} criteria: page {page:.1?}, bare query {bare:.1?}; {:.1} times (target: under 100 ms)",
        times(page, bare)
    );
}

/// Somebody who may see everything; their cookie.
async fn sign_in(app: &App, router: &Router) -> String {
    let mut change = app.change(Actor::System).await.expect("a change");
    let password_hash =
        kriter::accounts::password::hash(PASSWORD.into()).await.expect("a hash of the password");
    let new = NewUser {
        email: "bench@example.org".into(),
        name: "Bench".into(),
        password_hash,
        language: "en".into(),
        system_administrator: true,
    };
    kriter::accounts::store::add(&mut change, new).await.expect("a user");
    change.commit().await.expect("a commit");
    let form = "email=bench%40example.org&password=a%20long%20password";
    let asked = Request::post("/sign-in").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let asked = asked.body(Body::from(form)).expect("a request");
    let answer = router.clone().oneshot(asked).await.expect("an answer");
    let cookies = answer.headers().get_all(SET_COOKIE).iter();
    let cookies = cookies.filter_map(|it| it.to_str().ok()?.split(';').next());
    cookies.collect::<Vec<_>>().join("; ")
}
