//! The life of an evidence item: its states, what was accepted, its history.

use axum::http::StatusCode;
use kriter::entities::{EvidenceId, EvidenceStatus, Role, audit_event, evidence_item};
use kriter::evidence::{life, revisions};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use crate::app::{Answer, TestApp};

impl TestApp {
    /// What somebody sees of an item who opens its page now.
    pub async fn seen(&self, id: i64) -> String {
        let db = &self.app.db.read;
        let item = evidence_item::Entity::find_by_id(EvidenceId(id)).one(db).await.unwrap();
        life::stamp(&item.unwrap(), &revisions::all(db, EvidenceId(id)).await.unwrap())
    }

    /// Puts an item back to where a reviewer decides, past all rules; what is seen of it then.
    pub async fn submitted_again(&self, id: i64) -> String {
        let behind = sea_orm::Database::connect(self.app.config.database_url()).await.unwrap();
        let sql = format!("UPDATE evidence_item SET status = 'submitted' WHERE id = {id}");
        behind.execute_unprepared(&sql).await.unwrap();
        behind.close().await.unwrap();
        self.seen(id).await
    }

    /// Makes a move on an item as it stands.
    pub async fn step(&mut self, id: i64, step: &str, reason: &str) -> Answer {
        let seen = self.seen(id).await;
        let fields = [("step", step), ("reason", reason), ("seen", seen.as_str())];
        self.post(format!("/evidence/{id}/state"), &fields).await
    }

    pub async fn state(&self, id: i64) -> EvidenceStatus {
        let found = evidence_item::Entity::find_by_id(EvidenceId(id)).one(&self.app.db.read).await;
        found.unwrap().unwrap().status
    }

    /// An item with a file, linked to a criterion, in a register whose reviewer is on the assessment.
    pub async fn reviewed(edition: &str, code: &str) -> (Self, Self) {
        let mut app = Self::with_standards(Role::Administrator).await;
        let assessment = app.assessment(edition).await;
        app.add("Minutes", &[], b"%PDF-1.7 minutes").await;
        let link = [("edition", edition), ("code", code)];
        assert_eq!(app.post("/evidence/1/links", &link).await.status, StatusCode::SEE_OTHER);
        let reviewer = app.another(Role::Reviewer).await;
        app.put_on(assessment, "reviewer@example.org").await;
        (app, reviewer)
    }

    /// Adds an item with a file.
    pub async fn add(&mut self, title: &str, fields: &[(&str, &str)], content: &[u8]) {
        let path = format!("/institutions/{}/evidence/new", self.institution);
        let fields = [&[("title", title)], fields].concat();
        let answer = self.upload(&path, &fields, &[("files", "minutes.pdf", content)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

const EDITION: &str = "iso-iec-17025-2017";

/// The newest event of a kind.
async fn event(app: &TestApp, action: &str) -> audit_event::Model {
    let found = audit_event::Entity::find()
        .filter(audit_event::Column::Action.eq(action))
        .order_by_desc(audit_event::Column::Sequence)
        .one(&app.app.db.read)
        .await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn an_item_goes_to_and_fro_between_those_who_keep_it_and_those_who_judge_it() {
    let (mut app, mut reviewer) = TestApp::reviewed(EDITION, "4.1.1").await;
    let page = reviewer.get("/evidence/1").await.text();
    assert!(page.contains("Accept") && page.contains("Return …"), "{page}");
    assert!(!page.contains("Withdraw …") && !page.contains("Delete …"), "{page}");
    let page = app.get("/evidence/1").await.text();
    assert!(!page.contains("Accept\n") && page.contains("Withdraw …"), "{page}");
    let unsaid = reviewer.step(1, "return", " ").await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    reviewer.step(1, "return", "The annex is missing").await;
    assert_eq!(app.state(1).await, EvidenceStatus::Returned);
    assert!(app.get("/evidence/1").await.text().contains("The annex is missing"));
    app.step(1, "submit", "").await;
    let done = reviewer.step(1, "accept", "").await;
    assert_eq!(done.location(), "/evidence/1", "{}", done.text());
    assert_eq!(app.state(1).await, EvidenceStatus::Accepted);
    let page = app.get("/evidence/1").await.text();
    assert!(page.contains("by reviewer with these contents"), "{page}");
    assert!(page.contains("The contents are still those"), "{page}");
    for said in ["Returned", "The annex is missing", "revision added: № 1 minutes.pdf", "4.1.1"] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test]
async fn an_acceptance_names_the_hash_of_every_file_and_new_contents_wait_again() {
    let (mut app, mut reviewer) = TestApp::reviewed(EDITION, "4.1.1").await;
    reviewer.step(1, "accept", "").await;
    let said = event(&app, "evidence-accepted").await.details;
    let held = revisions::all(&app.app.db.read, EvidenceId(1)).await.unwrap();
    assert!(said.contains(held[0].sha256.as_deref().unwrap()), "{said}");
    assert!(app.get("/evidence/1").await.text().contains("the item is submitted again"));
    let files: [(&str, &str, &[u8]); 1] = [("file", "second.pdf", b"%PDF-1.7 second")];
    let added = app.upload("/evidence/1/revisions", &[], &files).await;
    assert_eq!(app.state(1).await, EvidenceStatus::Submitted);
    let page = app.get(added.location()).await.text();
    assert!(page.contains("The item was accepted; with its new contents"), "{page}");
    event(&app, "evidence-reopened").await;
}

#[tokio::test]
async fn what_the_table_does_not_allow_is_refused_in_words() {
    let (mut app, mut reviewer) = TestApp::reviewed(EDITION, "4.1.1").await;
    for step in ["accept", "return"] {
        assert_eq!(app.step(1, step, "x").await.status, StatusCode::FORBIDDEN, "{step}");
    }
    assert_eq!(reviewer.step(1, "submit", "").await.status, StatusCode::FORBIDDEN);
    let twice = app.step(1, "submit", "").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = "Only a draft or a returned item can be submitted; this one is “Submitted”.";
    assert!(twice.text().contains(words), "{}", twice.text());
    // What has consequences to be shown first has no short cut.
    for step in ["withdraw", "supersede", "bring_back", "", "nonsense"] {
        assert_eq!(app.step(1, step, "x").await.status, StatusCode::NOT_FOUND, "{step}");
    }
    assert_eq!(app.state(1).await, EvidenceStatus::Submitted);
}

#[tokio::test]
async fn of_two_who_decide_at_once_the_second_is_told_what_stands_now() {
    let (mut app, mut reviewer) = TestApp::reviewed(EDITION, "4.1.1").await;
    let seen = app.seen(1).await;
    reviewer.step(1, "return", "Not signed").await;
    let fields = [("step", "accept"), ("seen", seen.as_str())];
    let late = reviewer.post("/evidence/1/state", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = late.text();
    assert!(text.contains("Somebody was quicker") && text.contains("Not signed"), "{text}");
    // Nor is anything accepted that came after the page was opened.
    app.step(1, "submit", "").await;
    let seen = app.seen(1).await;
    let files: [(&str, &str, &[u8]); 1] = [("file", "second.pdf", b"%PDF-1.7 second")];
    app.upload("/evidence/1/revisions", &[], &files).await;
    let fields = [("step", "accept"), ("seen", seen.as_str())];
    let late = reviewer.post("/evidence/1/state", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.state(1).await, EvidenceStatus::Submitted);
}

#[tokio::test]
async fn a_reviewer_decides_in_the_workbench() {
    let (app, mut reviewer) = TestApp::reviewed(EDITION, "4.1.1").await;
    let bench = reviewer.get("/assessments/1/workbench").await.location().to_owned();
    let page = reviewer.get(&bench).await.html();
    assert!(page.contains("action=\"/evidence/1/state\""), "{page}");
    let seen = app.seen(1).await;
    let fields = [("step", "accept"), ("seen", seen.as_str()), ("back", bench.as_str())];
    let done = reviewer.post("/evidence/1/state", &fields).await;
    assert_eq!(done.location(), bench, "{}", done.text());
    let page = reviewer.get(&bench).await.html();
    assert!(!page.contains("action=\"/evidence/1/state\""), "{page}");
    assert!(page.contains("Accepted"), "{page}");
}

#[tokio::test]
async fn a_form_moves_no_state() {
    let (mut app, _) = TestApp::reviewed(EDITION, "4.1.1").await;
    for status in ["withdrawn", "accepted", "draft", "superseded"] {
        let answer = app.post("/evidence/1/edit", &[("status", status)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{status}");
    }
    assert_eq!(app.state(1).await, EvidenceStatus::Submitted);
}
