//! Asking for evidence, and answering without any other right.

use axum::http::StatusCode;
use kriter::entities::{EvidenceId, EvidenceStatus, Role, evidence_item, evidence_request, link};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use crate::app::TestApp;

/// An administrator who asked a contributor for a list, due yesterday; and the contributor.
async fn asked() -> (TestApp, TestApp) {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let other = app.another(Role::Contributor).await;
    let person = app.user("contributor@example.org", None).await.to_string();
    let fields = [
        ("title", "List of staff"),
        ("description", "With the dates of appointment"),
        ("person", &person),
        ("unit", "Human resources"),
        ("due_on", "2026-11-23"),
    ];
    let path = format!("/institutions/{}/requests/new", app.institution);
    let sent = app.post(&path, &fields).await;
    assert_eq!(sent.location(), "/requests/1", "{}", sent.text());
    (app, other)
}

async fn item(app: &TestApp) -> evidence_item::Model {
    let found = evidence_item::Entity::find_by_id(EvidenceId(1)).one(&app.app.db.read).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn a_contributor_answers_and_it_counts_once_it_is_accepted() {
    let (mut app, mut contributor) = asked().await;
    let home = contributor.get("/").await;
    let list = home.location().to_owned();
    assert!(list.ends_with("/requests"), "{list}");
    let page = contributor.get(&list).await;
    for said in ["List of staff", "overdue", "Human resources"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let file: (&str, &str, &[u8]) = ("files", "staff.csv", b"name;since");
    let odd: (&str, &str, &[u8]) = ("files", "scan.pdf", b"no pdf at all");
    let sent =
        contributor.upload("/requests/1/answer", &[("note", "As of May")], &[file, odd]).await;
    assert_eq!(sent.location(), "/requests/1", "{}", sent.text());
    let page = contributor.get("/requests/1").await;
    // Of the one whose ending tells of something else they are told, and so is who opens the item.
    let told = "The ending of the file name does not match what the file is.";
    assert_eq!(page.text().matches(told).count(), 1, "{}", page.text());
    assert_eq!(app.get("/evidence/1").await.text().matches(told).count(), 1);
    assert!(page.text().contains("You handed in:"), "{}", page.text());
    assert!(page.text().contains("staff.csv"), "{}", page.text());
    assert_eq!(item(&app).await.status, EvidenceStatus::Draft);

    app.post("/requests/1", &[("move", "return"), ("reason", "The dates are missing")]).await;
    let page = contributor.get("/requests/1").await;
    assert!(page.text().contains("The dates are missing"), "{}", page.text());
    let file: (&str, &str, &[u8]) = ("files", "dates.csv", b"name;date");
    contributor.upload("/requests/1/answer", &[("note", "Dates too")], &[file]).await;
    let moved = app.post("/requests/1", &[("move", "accept"), ("seen", "answered")]).await;
    assert_eq!(moved.location(), "/requests/1", "{}", moved.text());
    let item = item(&app).await;
    assert_eq!(item.status, EvidenceStatus::Submitted);
    assert_eq!(item.description, "As of May\n\nDates too");
    let page = app.get("/evidence/1").await;
    assert!(page.text().contains("staff.csv") && page.text().contains("dates.csv"));
    let late = contributor.upload("/requests/1/answer", &[], &[file]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("now “Accepted”"), "{}", late.text());
}

#[tokio::test]
async fn a_contributor_sees_what_they_are_asked_and_nothing_else() {
    let (mut app, mut contributor) = asked().await;
    let path = format!("/institutions/{}/requests/new", app.institution);
    app.post(&path, &[("title", "Budget of the year"), ("unit", "Finance")]).await;
    let list = format!("/institutions/{}/requests", app.institution);
    assert!(app.get(&list).await.text().contains("Budget of the year"));
    let page = contributor.get(&list).await;
    assert!(!page.text().contains("Budget"), "{}", page.text());
    assert_eq!(contributor.get("/requests/2").await.status, StatusCode::FORBIDDEN);
    let file: (&str, &str, &[u8]) = ("files", "budget.csv", b"1;2");
    let sent = contributor.upload("/requests/2/answer", &[], &[file]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    contributor.upload("/requests/1/answer", &[], &[file]).await;
    for closed in ["evidence", "assessments", "qualifications", "imports", "requests/new", "audit"]
    {
        let path = format!("/institutions/{}/{closed}", app.institution);
        assert_eq!(contributor.get(&path).await.status, StatusCode::FORBIDDEN, "{closed}");
    }
    for closed in ["/evidence/1", "/revisions/1/file"] {
        assert_eq!(contributor.get(closed).await.status, StatusCode::NOT_FOUND, "{closed}");
    }
    let decided = contributor.post("/requests/1", &[("move", "accept")]).await;
    assert_eq!(decided.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_who_decide_at_once_do_not_undo_one_another() {
    let (mut app, _) = asked().await;
    app.post("/requests/1", &[("move", "cancel"), ("reason", "We found it")]).await;
    let late = [("move", "cancel"), ("reason", "Not needed"), ("seen", "open")];
    let late = app.post("/requests/1", &late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("now “Cancelled”"), "{}", late.text());
    let bare = app.post("/requests/1", &[("move", "cancel")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.post("/requests/1", &[("move", "reopen")]).await;
    assert!(app.get("/requests/1").await.text().contains("Open"));
}

#[tokio::test]
async fn an_answer_is_linked_to_the_criterion_that_it_is_asked_for() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("xk-nqa-validation").await.to_string();
    let db = app.app.db.read.clone();
    let edition = kriter::standards::store::by_code(&db, "xk-nqa-validation").await.unwrap();
    let whole = kriter::standards::store::tree_of(&db, edition.unwrap()).await.unwrap();
    let criterion = whole.criteria.iter().find(|it| it.code == "V.1").unwrap().id;
    let id = criterion.to_string();
    let path = format!("/institutions/{}/requests/new", app.institution);
    let bench = app.get(format!("/assessments/{assessment}/workbench/{id}")).await;
    assert!(bench.html().contains(&format!("{path}?criterion={id}")), "{}", bench.html());
    let fields = [
        ("title", "Rules"),
        ("unit", "Legal office"),
        ("criterion", id.as_str()),
        ("assessment", assessment.as_str()),
    ];
    app.post(&path, &fields).await;
    app.upload("/requests/1/answer", &[("place", "https://academy.example/rules")], &[]).await;
    let links = link::Entity::find().all(&db).await.unwrap();
    assert_eq!(links.iter().map(|it| it.criterion_id).collect::<Vec<_>>(), [criterion]);
}

#[tokio::test]
async fn a_request_that_asks_nobody_is_refused_with_all_that_was_typed() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("/institutions/{}/requests/new", app.institution);
    let sent = app.post(&path, &[("description", "Some text"), ("due_on", "31.2.2026")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Choose a person or name a unit.", "Some text", "31.2.2026"] {
        assert!(sent.html().contains(said), "{said}: {}", sent.html());
    }
}

/// The item that the first request points to.
async fn answer_id(app: &TestApp) -> Option<i64> {
    let found = evidence_request::Entity::find().one(&app.app.db.read).await;
    found.unwrap().unwrap().evidence_id.map(|it| it.0)
}

/// Makes a row be otherwise behind the program's back.
async fn change_item(app: &TestApp, edit: impl FnOnce(&mut evidence_item::ActiveModel)) {
    let mut row: evidence_item::ActiveModel = item(app).await.into();
    edit(&mut row);
    let db = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    row.update(&db).await.unwrap();
}

#[tokio::test]
async fn what_was_decided_on_is_not_added_to_and_what_is_gone_is_not_accepted() {
    let (app, mut contributor) = asked().await;
    let file: (&str, &str, &[u8]) = ("files", "staff.csv", b"name;since");
    contributor.upload("/requests/1/answer", &[], &[file]).await;
    change_item(&app, |it| it.status = Set(EvidenceStatus::Accepted)).await;
    let file: (&str, &str, &[u8]) = ("files", "more.csv", b"more");
    contributor.upload("/requests/1/answer", &[("note", "More")], &[file]).await;
    assert_eq!(answer_id(&app).await, Some(2), "a new draft began");
    let held = item(&app).await;
    assert_eq!((held.status, held.description.as_str()), (EvidenceStatus::Accepted, ""));

    let (mut app, mut contributor) = asked().await;
    contributor.upload("/requests/1/answer", &[], &[file]).await;
    change_item(&app, |it| it.deleted_at = Set(Some(crate::app::now()))).await;
    let gone = app.post("/requests/1", &[("move", "accept")]).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.text().contains("no longer in the register"), "{}", gone.text());
    assert_eq!(item(&app).await.status, EvidenceStatus::Draft);
}

#[tokio::test]
async fn an_answer_that_is_restricted_is_decided_on_by_its_readers_only() {
    let (mut app, mut contributor) = asked().await;
    let file: (&str, &str, &[u8]) = ("files", "staff.csv", b"name;since");
    contributor.upload("/requests/1/answer", &[], &[file]).await;
    app.post("/evidence/1/edit", &[("confidentiality", "restricted")]).await;
    let me = app.user("administrator@example.org", None).await.to_string();
    app.post("/evidence/1/readers", &[("reader", &me)]).await;
    let mut other = app.another(Role::Observer).await;
    other.user("second@example.org", Some(Role::Administrator)).await;
    other.sign_in("second@example.org").await;
    assert_eq!(other.get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    let accepted = other.post("/requests/1", &[("move", "accept")]).await;
    assert_eq!(accepted.status, StatusCode::FORBIDDEN);
    let added = other.upload("/requests/1/answer", &[], &[file]).await;
    assert_eq!(added.status, StatusCode::FORBIDDEN);
    // Who was asked goes on, and who needs to know decides.
    let more = contributor.upload("/requests/1/answer", &[], &[file]).await;
    assert_eq!(more.status, StatusCode::SEE_OTHER, "{}", more.text());
    let accepted = app.post("/requests/1", &[("move", "accept")]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text());
}
