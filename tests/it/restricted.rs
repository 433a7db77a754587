//! Who need not know a restricted item sees that there is one, and nothing more, wherever they look.

use axum::http::StatusCode;
use kriter::entities::{AssessmentId, EvidenceId, Role, evidence_item, evidence_reader};
use kriter::language::Language;
use kriter::readiness::facts::Options;
use kriter::readiness::store::assess;
use kriter::reports::pages::{Asked, make};
use sea_orm::{ConnectionTrait as _, EntityTrait as _};

use crate::app::TestApp;
use crate::sources::addresses;

const EDITION: &str = "xk-nqa-validation";
/// In everything that the item says of itself, and nowhere else.
const WORD: &str = "zyxwv";

/// The administrator keeps an item that only they may open; the others are outside.
async fn planted() -> (TestApp, Vec<TestApp>) {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment(EDITION).await;
    let fields = [
        ("title", "Names of zyxwv informants"),
        ("description", "About zyxwv"),
        ("owner_unit", "Zyxwv unit"),
        ("confidentiality", "restricted"),
        ("valid_until", "2026-01-31"),
        ("only_me", "yes"),
    ];
    let files: [(&str, &str, &[u8]); 1] = [("files", "zyxwv.pdf", b"%PDF-1.7 zyxwv")];
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let added = app.upload(&path, &fields, &files).await;
    assert_eq!(added.location(), "/evidence/1", "{}", added.text());
    let behind = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    let sql = "UPDATE evidence_item SET reference = 'ZYXWV-1', order_key = 'zyxwv', notes = 'zyxwv', \
               tags = '[\"zyxwv\"]', owner_person = 'zyxwv'";
    behind.execute_unprepared(sql).await.unwrap();
    behind.close().await.unwrap();
    let link = [("edition", EDITION), ("code", "V.1"), ("relevance", "zyxwv"), ("place", "zyxwv")];
    app.post("/evidence/1/links", &link).await;
    app.post("/evidence/1/edit", &[("title", "More zyxwv")]).await;
    let mut outside = Vec::new();
    for role in [Role::Manager, Role::Observer, Role::Reviewer] {
        outside.push(app.another(role).await);
    }
    app.put_on(assessment, "reviewer@example.org").await;
    app.sealed(assessment).await;
    let mut second = app.another(Role::Observer).await;
    second.user("second@example.org", Some(Role::Administrator)).await;
    second.sign_in("second@example.org").await;
    outside.push(second);
    (app, outside)
}

/// Whether bytes hold the word, in whatever case.
fn tells(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).to_lowercase().contains(WORD)
}

/// All cells of a workbook.
fn cells(bytes: Vec<u8>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let book = kriter::sheets::read(&path, "report.xlsx", &kriter::sheets::Limits::default());
    format!("{:?}", book.unwrap())
}

#[tokio::test]
async fn no_page_tells_those_outside_more_than_that_there_is_something() {
    let (mut app, mut outside) = planted().await;
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    let mut all = addresses();
    all.extend([
        bench,
        "/institutions/1/evidence?q=zyxw".into(),
        "/institutions/1/evidence?status=submitted".into(),
        "/institutions/1/reuse?edition=1&evidence=any".into(),
        "/assessments/1/gaps?kind=expired".into(),
    ]);
    let mut inside = 0;
    for address in &all {
        inside += usize::from(tells(&app.get(address).await.body));
        for person in &mut outside {
            let answer = person.get(address).await;
            assert!(!tells(&answer.body), "{address}: {}", answer.text());
        }
    }
    // The item's pages, the register, its search, the gaps, the log, the workbench.
    assert!(inside >= 7, "the test would prove nothing: {inside}");
    for person in &mut outside[..1] {
        let log = person.get("/institutions/1/audit").await.text();
        assert!(log.contains("evidence changed Restricted"), "{log}");
    }
    let gaps = app.get("/assessments/1/gaps").await.text();
    assert!(gaps.contains("ZYXWV-1 expired"), "{gaps}");
    let gaps = outside[0].get("/assessments/1/gaps").await.text();
    assert!(gaps.contains("A restricted item expired"), "{gaps}");
}

#[tokio::test]
async fn nothing_can_be_done_to_it_from_outside() {
    let (app, mut outside) = planted().await;
    let seen = app.seen(1).await;
    let fields = [("seen", seen.as_str()), ("reason", "x"), ("step", "accept"), ("title", "x")];
    for person in &mut outside {
        for form in ["edit", "withdraw", "delete", "replace", "use"] {
            let answer = person.get(format!("/evidence/1/{form}")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "GET {form}");
        }
        for form in
            ["edit", "state", "withdraw", "delete", "replace", "bring-back", "readers", "links"]
        {
            let answer = person.post(format!("/evidence/1/{form}"), &fields).await;
            assert!(answer.status.is_client_error(), "POST {form}: {}", answer.status);
            assert!(!tells(&answer.body), "POST {form}");
        }
        let answer = person.post("/links/1/remove", &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let held = evidence_item::Entity::find_by_id(EvidenceId(1)).one(&app.app.db.read).await;
    assert_eq!(held.unwrap().unwrap().title, "More zyxwv");
}

#[tokio::test]
async fn reports_and_commands_name_it_only_to_those_inside() {
    let (mut app, mut outside) = planted().await;
    let report = app.get("/assessments/1/readiness.xlsx").await.body;
    assert!(tells(cells(report).as_bytes()));
    let report = outside[0].get("/assessments/1/readiness.xlsx").await.body;
    let told = cells(report);
    assert!(told.contains("Restricted") && !tells(told.as_bytes()), "{told}");
    let db = &app.app.db.read;
    let (it, edition) = kriter::assessments::store::by_id(db, AssessmentId(1)).await.unwrap();
    let options = Options::on(app.app.today());
    let asked = Asked {
        language: Language::English,
        options,
        made_at: app.app.now(),
        made_by: "Kriter".into(),
        reader: None,
    };
    let report = make(db, it.clone(), edition.clone(), asked).await.unwrap();
    assert!(!tells(cells(report).as_bytes()));
    let assessed = assess(db, it, edition, options).await.unwrap();
    for language in Language::ALL {
        assert!(!tells(assessed.json(language).to_string().as_bytes()));
    }
}

#[tokio::test]
async fn an_import_from_outside_neither_changes_nor_tells_it() {
    let (app, mut outside) = planted().await;
    let second = outside.last_mut().unwrap();
    let file = b"Number;Title\nZYXWV-1;Harmless\n;More zyxwv\n";
    let files: [(&str, &str, &[u8]); 1] = [("file", "a.csv", file)];
    let sent = second.upload("/institutions/1/imports", &[("kind", "evidence")], &files).await;
    let batch = sent.location().to_owned();
    let preview = second.get(&batch).await.text();
    assert!(preview.contains("a restricted item that you may not open"), "{preview}");
    second.post(&batch, &[]).await;
    let held = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    let titles: Vec<_> = held.iter().map(|it| it.title.as_str()).collect();
    // The title was theirs to write; that an item has it already is not theirs to know.
    assert_eq!(titles, ["More zyxwv", "More zyxwv"]);
}

#[tokio::test]
async fn the_list_is_kept_by_those_on_it_and_never_ends_unnoticed() {
    let (mut app, mut outside) = planted().await;
    let reviewer = app.user("reviewer@example.org", None).await.to_string();
    let manager = app.user("manager@example.org", None).await.to_string();
    let page = app.get("/evidence/1").await.text();
    assert!(page.contains("Only these people can open it") && page.contains("administrator"));
    // A manager's role does not open what is restricted.
    let wrong = app.post("/evidence/1/readers", &[("reader", &manager)]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    app.post("/evidence/1/readers", &[("reader", &reviewer)]).await;
    assert_eq!(outside[2].get("/evidence/1").await.status, StatusCode::OK);
    assert_eq!(outside[3].get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    app.post(format!("/evidence/1/readers/{reviewer}/remove"), &[]).await;
    assert_eq!(outside[2].get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    let own = app.user("administrator@example.org", None).await;
    let remove = format!("/evidence/1/readers/{own}/remove");
    let asked = app.post(&remove, &[]).await.text();
    assert!(asked.contains("This is the last person on the list"), "{asked}");
    assert_eq!(outside[2].get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    app.post(&remove, &[("everyone", "yes")]).await;
    for person in &mut outside[2..] {
        assert_eq!(person.get("/evidence/1").await.status, StatusCode::OK);
    }
    assert_eq!(outside[0].get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    // Whoever begins a list is on it.
    app.post("/evidence/1/readers", &[("reader", &reviewer)]).await;
    assert_eq!(app.get("/evidence/1").await.status, StatusCode::OK);
    let held = evidence_reader::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(held.iter().filter(|it| it.superseded_at.is_none()).count(), 2);
    assert_eq!(held.len(), 4);
}

#[tokio::test]
async fn of_two_who_add_a_revision_at_once_the_second_is_told_and_loses_nothing() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.add("Minutes", &[], b"%PDF-1.7 first").await;
    let mut second = app.another(Role::Observer).await;
    second.user("second@example.org", Some(Role::Administrator)).await;
    second.sign_in("second@example.org").await;
    let page = app.get("/evidence/1").await.html();
    assert!(page.contains("name=\"seen\" value=\"1\""), "{page}");
    let path = "/evidence/1/revisions";
    let file: [(&str, &str, &[u8]); 1] = [("file", "theirs.pdf", b"%PDF-1.7 theirs")];
    assert_eq!(
        app.upload(path, &[("part", "1"), ("seen", "1")], &file).await.status,
        StatusCode::SEE_OTHER
    );
    let file: [(&str, &str, &[u8]); 1] = [("file", "mine.pdf", b"%PDF-1.7 mine")];
    let late = second.upload(path, &[("part", "1"), ("seen", "1")], &file).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (text, html) = (late.text(), late.html());
    assert!(text.contains("theirs.pdf") && text.contains("mine.pdf"), "{text}");
    let token = html.split("name=\"waiting\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let again = [("part", "1"), ("seen", "2"), ("waiting", token)];
    // The file waits for whoever sent it, and for nobody else.
    assert_eq!(app.upload(path, &again, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(second.upload(path, &again, &[]).await.status, StatusCode::SEE_OTHER);
    let page = second.get("/evidence/1").await.text();
    assert!(page.contains("mine.pdf") && page.contains("Earlier revisions: 2"), "{page}");
    assert!(page.contains("theirs.pdf"), "{page}");
    assert_eq!(second.get("/revisions/3/file").await.body, b"%PDF-1.7 mine");
    assert_eq!(second.upload(path, &again, &[]).await.status, StatusCode::NOT_FOUND);
    let late = second.upload(path, &[("part", "1"), ("seen", "2"), ("place", "Room 4")], &[]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.html().contains("name=\"place\" value=\"Room 4\""), "{}", late.text());
}
