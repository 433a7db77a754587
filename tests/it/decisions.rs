//! Decisions: entered once, corrected by another, confirmed in public only where that was switched on.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use kriter::entities::{Anchor, Role, Stage, confirmation, decision, milestone};
use sea_orm::{EntityTrait as _, QueryOrder as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const DECISION: &str = "/assessments/1/decision";
const PUBLIC: &str = "/assessments/1/decision/public";

/// An academy at the external review, with a sealed dossier; its administrator is signed in.
async fn academy() -> TestApp {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.standards().await;
    assert_eq!(app.assessment("xk-nqa-validation").await, 1);
    app.sealed(1).await;
    app.stage(1, Stage::ExternalReview).await;
    app.get("/").await;
    app
}

/// A decision as it is typed, with some fields otherwise.
async fn enter(app: &mut TestApp, other: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("kind", "conditional"),
        ("number", "AKK-12/2026"),
        ("decided_on", "2026-11-20"),
        ("valid_from", "2026-12-01"),
        ("valid_until", "2029-11-30"),
        ("scope", "Police basic training"),
        ("conditions", "Two more instructors by May"),
        ("quotas", "60 learners"),
        ("reason", "The authority decided by letter"),
        ("seen", ""),
    ];
    for it in other {
        match fields.iter_mut().find(|field| field.0 == it.0) {
            Some(field) => field.1 = it.1,
            None => fields.push(*it),
        }
    }
    app.post(DECISION, &fields).await
}

async fn all(app: &TestApp) -> Vec<decision::Model> {
    decision::Entity::find().order_by_asc(decision::COLUMN.id).all(&app.app.db.read).await.unwrap()
}

/// Switches the public page of the first decision; its address, if there is one.
async fn switch(app: &mut TestApp, on: &str) -> String {
    let sent = app.post(PUBLIC, &[("on", on), ("seen", "1")]).await;
    assert_eq!(sent.location(), DECISION, "{}", sent.text());
    let row = confirmation::Entity::find().one(&app.app.db.read).await.unwrap().unwrap();
    format!("/confirm/{}", row.token)
}

#[tokio::test]
async fn the_assessment_is_decided_with_its_decision_and_its_deadlines_follow() {
    let mut app = academy().await;
    let stage = app.get("/assessments/1/stage").await;
    assert!(stage.text().contains("The decision is not entered yet."), "{}", stage.text());
    assert!(stage.html().contains(&format!("href=\"{DECISION}\"")));
    let fields = [("step", "decide"), ("seen", "external_review"), ("reason", "Now")];
    let jump = app.post("/assessments/1/stage", &fields).await;
    assert_eq!(jump.status, StatusCode::UNPROCESSABLE_ENTITY, "not without a decision");
    let done = enter(&mut app, &[]).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
    assert_eq!(app.assessed(1).await.stage, Stage::Decided);
    let page = app.get(DECISION).await.text();
    for said in [
        "granted with conditions",
        "AKK-12/2026",
        "20 November 2026",
        "1 December 2026 – 30 November 2029",
        "Two more instructors by May",
        "60 learners",
        "Entered by administrator",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let days = milestone::Entity::find().all(&app.app.db.read).await.unwrap();
    let mut anchors: Vec<_> = days.iter().map(|it| it.anchor).collect();
    anchors.sort_unstable();
    assert_eq!(anchors, [Anchor::Decided, Anchor::Expiry]);
    assert!(
        app.get("/assessments/1/stage").await.text().contains("The authority decided by letter")
    );
    assert!(app.get("/institutions/1/audit").await.text().contains("decision entered"));
}

#[tokio::test]
async fn a_decision_is_corrected_by_another_and_both_stay_known() {
    let mut app = academy().await;
    enter(&mut app, &[]).await;
    let bare = enter(&mut app, &[("seen", "1"), ("number", "AKK-13/2026"), ("reason", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.html().contains("AKK-13/2026"), "what was typed stays");
    let fields = [("seen", "1"), ("number", "AKK-13/2026"), ("reason", "A slip of the pen")];
    let done = enter(&mut app, &fields).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
    let rows = all(&app).await;
    assert_eq!(rows.len(), 2);
    assert!(rows[0].superseded_at.is_some() && rows[1].supersedes_id == Some(rows[0].id));
    assert_eq!(rows[0].number, "AKK-12/2026", "the first is as it was");
    let page = app.get(DECISION).await.text();
    assert!(page.contains("A slip of the pen") && page.contains("Earlier decisions"), "{page}");
    let late = enter(&mut app, &[("seen", "1"), ("reason", "Mine")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("entered a decision meanwhile"), "{}", late.text());
}

#[tokio::test]
async fn wrong_input_is_refused_with_what_was_typed_and_nothing_is_decided() {
    let mut app = academy().await;
    for wrong in [
        ("kind", "perhaps"),
        ("outcome", "../x"),
        ("number", " "),
        ("decided_on", "2026-11-25"),
        ("decided_on", "31.2.2026"),
        ("valid_until", "2026-11-30"),
        ("conditions", ""),
        ("document", "KAPS-E-9999"),
        ("reason", ""),
    ] {
        let sent = enter(&mut app, &[wrong]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(sent.html().contains("Police basic training"), "{wrong:?}");
    }
    let hostile = "<script>alert(1)</script>";
    enter(&mut app, &[("scope", hostile), ("number", hostile)]).await;
    let page = app.get(DECISION).await.html();
    assert!(page.contains("&lt;script&gt;") && !page.contains(hostile));
    assert_eq!(all(&app).await.len(), 1);
}

#[tokio::test]
async fn a_decision_belongs_to_the_external_review_and_stands_on_a_dossier() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.standards().await;
    app.assessment("xk-nqa-validation").await;
    app.stage(1, Stage::ExternalReview).await;
    let bare = enter(&mut app, &[]).await;
    assert!(bare.text().contains("no sealed dossier"), "{}", bare.text());
    app.sealed(1).await;
    for stage in [Stage::Preparing, Stage::Submitted, Stage::Decided, Stage::Closed] {
        app.stage(1, stage).await;
        let early = enter(&mut app, &[]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{stage}");
        assert!(early.text().contains("no decision is entered"), "{stage}: {}", early.text());
    }
    assert_eq!(all(&app).await.len(), 0);
}

#[tokio::test]
async fn the_lead_enters_it_too_and_nobody_else() {
    let app = academy().await;
    for role in Role::ALL.iter().filter(|it| **it != Role::Administrator) {
        let mut person = app.another(*role).await;
        if matches!(role, Role::Reviewer | Role::LeadReviewer) {
            app.put_on(1, &format!("{}@example.org", role.code())).await;
        }
        app.stage(1, Stage::ExternalReview).await;
        let page = person.get(DECISION).await;
        assert_eq!(page.status.is_success(), *role != Role::Contributor, "{role:?}");
        let sent = enter(&mut person, &[]).await;
        if *role == Role::LeadReviewer {
            assert_eq!(sent.location(), DECISION, "{}", sent.text());
        } else {
            assert!(sent.status.is_client_error(), "{role:?}: {}", sent.status);
        }
        let public = person.post(PUBLIC, &[("on", "yes"), ("seen", "1")]).await;
        assert!(public.status.is_client_error(), "{role:?}: {}", public.status);
    }
    assert_eq!(all(&app).await.len(), 1);
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get(DECISION).await.status, StatusCode::NOT_FOUND);
    assert_eq!(enter(&mut stranger, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_who_enter_at_once_one_is_told_to_look() {
    let mut app = academy().await;
    let mut other = app.another(Role::Administrator).await;
    let (first, second) = tokio::join!(enter(&mut app, &[]), enter(&mut other, &[]));
    let mut found = [first.status, second.status];
    found.sort();
    assert_eq!(found, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    assert_eq!(all(&app).await.len(), 1);
}

#[tokio::test]
async fn the_public_page_is_off_until_it_is_switched_on_and_tells_nothing_else() {
    let mut app = academy().await;
    enter(&mut app, &[]).await;
    assert_eq!(confirmation::Entity::find().all(&app.app.db.read).await.unwrap().len(), 0);
    let address = switch(&mut app, "yes").await;
    let page = app.get(DECISION).await;
    assert!(page.html().contains(&address) && page.html().contains("<svg"), "a QR code");
    assert!(!page.html().contains("<?xml"));
    let mut anybody = app.another(Role::Observer).await;
    anybody.forget();
    let seen = anybody.get(&address).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.headers.get(SET_COOKIE).is_none(), "no cookies");
    assert!(seen.headers["x-robots-tag"].to_str().unwrap().contains("noindex"));
    assert_eq!(seen.headers["cache-control"], "no-store");
    let text = seen.text();
    for said in [
        "Academy for Public Safety",
        "AKK-12/2026",
        "granted with conditions",
        "Police basic training",
        "30 November 2029",
        "not valid yet",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for secret in
        ["Assessment 2027", "instructors", "60 learners", "administrator", "/assessments/"]
    {
        assert!(!seen.html().contains(secret), "{secret}");
    }
    switch(&mut app, "").await;
    assert_eq!(anybody.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(switch(&mut app, "yes").await, address, "what was printed works again");
    assert_eq!(anybody.get(&address).await.status, StatusCode::OK);
    for wrong in ["/confirm/1", "/confirm/..%2f..", "/confirm/ffffffffffffffffffffffffffffffff"] {
        assert_eq!(anybody.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let log = app.get("/institutions/1/audit").await.html();
    assert!(!log.contains(address.trim_start_matches("/confirm/")), "the address is in no log");
}

#[tokio::test]
async fn a_decision_that_was_replaced_or_withdrawn_says_so_in_public() {
    let mut app = academy().await;
    enter(&mut app, &[]).await;
    let address = switch(&mut app, "yes").await;
    enter(&mut app, &[("seen", "1"), ("reason", "Another number")]).await;
    let mut anybody = app.another(Role::Observer).await;
    anybody.forget();
    let text = anybody.get(&address).await.text();
    assert!(text.contains("replaced by a later decision"), "{text}");
    let on = app.post(PUBLIC, &[("on", "yes"), ("seen", "1")]).await;
    assert_eq!(on.status, StatusCode::UNPROCESSABLE_ENTITY, "what was replaced is not switched on");
    let withdrawn =
        [("seen", "2"), ("kind", "withdrawn"), ("reason", "Withdrawn by the authority")];
    enter(&mut app, &withdrawn).await;
    let text = anybody.get(&address).await.text();
    assert!(text.contains("withdrawn"), "{text}");
    switch(&mut app, "").await;
    assert_eq!(anybody.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_document_is_pinned_and_shown_to_who_may_open_it() {
    let mut app = academy().await;
    let register = format!("/institutions/{}/evidence/new", app.institution);
    let fields = [("title", "Zyxwv"), ("confidentiality", "restricted"), ("reference", "D-1")];
    app.upload(&register, &fields, &[("files", "zyxwv.pdf", b"%PDF-1.7 d")]).await;
    let done = enter(&mut app, &[("document", "D-1")]).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
    assert!(all(&app).await[0].document_id.is_some());
    assert!(app.get(DECISION).await.html().contains("/revisions/1/file"));
    let mut observer = app.another(Role::Observer).await;
    let page = observer.get(DECISION).await;
    assert!(
        page.text().contains("Restricted") && !page.html().contains("zyxwv"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn the_page_asks_no_more_the_more_decisions_there_were() {
    let mut app = academy().await;
    enter(&mut app, &[]).await;
    switch(&mut app, "yes").await;
    enter(&mut app, &[("seen", "1"), ("reason", "Again")]).await;
    assert_same_queries(&mut app, DECISION, async |app| {
        for id in 2..20 {
            let seen = id.to_string();
            let done = enter(app, &[("seen", &seen), ("reason", "Again")]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
    })
    .await;
}
