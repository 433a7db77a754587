//! Decisions: entered once, corrected by another, confirmed in public only where that was switched on.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use kriter::entities::{
    Anchor, EvidenceStatus, Role, Stage, confirmation, decision, evidence_item, milestone,
};
use sea_orm::{EntityTrait as _, QueryOrder as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const DECISION: &str = "/assessments/1/decision";
const PUBLIC: &str = "/assessments/1/decision/public";

/// An academy at the external review, with a sealed dossier; its administrator is signed in.
async fn academy() -> TestApp {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    assert_eq!(app.assessment("xk-nqa-validation").await, 1);
    app.sealed(1).await;
    app.stage(1, Stage::ExternalReview).await;
    app.get("/").await;
    app
}

/// A decision as it is typed, with some fields otherwise.
fn typed<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
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
    fields
}

async fn enter(app: &mut TestApp, other: &[(&str, &str)]) -> Answer {
    app.post(DECISION, &typed(other)).await
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
    let mut app = TestApp::with_standards(Role::Administrator).await;
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
async fn the_document_comes_with_the_form_and_is_evidence_from_then_on() {
    let mut app = academy().await;
    let file: (&str, &str, &[u8]) = ("file", "vendimi.pdf", b"%PDF-1.7 d");
    // What is refused leaves nothing behind.
    for (other, files) in [
        (("number", ""), &[file][..]),
        (("document", "D-1"), &[file]),
        (("quotas", "None"), &[file, file]),
        (("quotas", "None"), &[("file", "empty.pdf", b"")]),
        (("reason", ""), &[file]),
    ] {
        let sent = app.upload(DECISION, &typed(&[other]), files).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
        assert!(sent.html().contains("Police basic training"), "{other:?}");
    }
    let stale = app.upload(DECISION, &typed(&[("seen", "7")]), &[file]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let db = app.app.db.read.clone();
    assert!(evidence_item::Entity::find().all(&db).await.unwrap().is_empty());

    let sent = app.upload(DECISION, &typed(&[]), &[file]).await;
    assert_eq!(sent.location(), DECISION, "{}", sent.text());
    let item = evidence_item::Entity::find().one(&db).await.unwrap().unwrap();
    let said = (item.title.as_str(), item.status, item.type_code.as_deref());
    let expected =
        ("Decision AKK-12/2026", EvidenceStatus::Submitted, Some("accreditation_decision"));
    assert_eq!(said, expected);
    let days = [item.document_date, item.valid_from, item.valid_until].map(Option::unwrap);
    assert_eq!(days.map(|it| it.to_string()), ["2026-11-20", "2026-12-01", "2029-11-30"]);
    assert!(app.get(DECISION).await.text().contains(&format!("{} vendimi.pdf", item.reference)));
    let kept = app.get("/revisions/1/file").await;
    assert_eq!(kept.body, b"%PDF-1.7 d");
    let log = app.get("/institutions/1/audit").await.text();
    assert!(log.contains("decision entered") && log.contains(&item.reference), "{log}");
    // One that takes its place may name what is there.
    let fields = [("seen", "1"), ("document", item.reference.as_str()), ("reason", "A slip")];
    let done = enter(&mut app, &fields).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
    let rows = all(&app).await;
    assert_eq!(rows[0].document_id, rows[1].document_id);
}

#[tokio::test]
async fn who_changes_no_evidence_brings_no_document() {
    let app = academy().await;
    let mut lead = app.another(Role::LeadReviewer).await;
    app.put_on(1, "lead_reviewer@example.org").await;
    let page = lead.get(DECISION).await.html();
    assert!(page.contains("name=\"document\"") && !page.contains("type=\"file\""), "{page}");
    let file: (&str, &str, &[u8]) = ("file", "vendimi.pdf", b"%PDF-1.7 d");
    let sent = lead.upload(DECISION, &typed(&[]), &[file]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    // Neither does who keeps the evidence of another institution.
    let user = app.user("lead_reviewer@example.org", None).await;
    app.stranger(Role::Observer).await;
    let mut change = app.app.change(kriter::audit::Actor::System).await.unwrap();
    let other = kriter::institutions::store::by_code(change.tx(), "KAF").await.unwrap().unwrap();
    let role = Role::Administrator;
    kriter::accounts::store::give_role(&mut change, user, other.id, role).await.unwrap();
    change.commit().await.unwrap();
    let sent = lead.upload(DECISION, &typed(&[]), &[file]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert!(all(&app).await.is_empty());
    let items = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    assert!(items.is_empty());
    let done = enter(&mut lead, &[]).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
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

#[tokio::test]
async fn a_day_of_expiry_that_a_decision_set_goes_with_it() {
    let mut app = academy().await;
    enter(&mut app, &[]).await;
    let refused = [("seen", "1"), ("kind", "refused"), ("valid_from", ""), ("valid_until", "")];
    let done = enter(&mut app, &refused).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
    let holds = |days: Vec<milestone::Model>| {
        let held = days.into_iter().filter(|it| it.superseded_at.is_none());
        held.map(|it| (it.anchor, it.day.to_string())).collect::<Vec<_>>()
    };
    let db = app.app.db.read.clone();
    let days = holds(milestone::Entity::find().all(&db).await.unwrap());
    assert_eq!(days, [(Anchor::Decided, "2026-11-20".to_owned())]);
    // What was typed by hand stays.
    let page = app.get("/assessments/1/deadlines").await.html();
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let typed = [("decided", "2026-11-20"), ("expiry", "2031-01-31"), ("seen", seen)];
    let set = app.post("/assessments/1/deadlines/days", &typed).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    let deferred = [("seen", "2"), ("kind", "deferred"), ("valid_from", ""), ("valid_until", "")];
    let done = enter(&mut app, &deferred).await;
    assert_eq!(done.location(), DECISION, "{}", done.text());
    let days = holds(milestone::Entity::find().all(&db).await.unwrap());
    assert!(days.contains(&(Anchor::Expiry, "2031-01-31".to_owned())), "{days:?}");
}

#[tokio::test]
async fn who_sees_the_assessment_reads_the_document_and_names_no_other_item_of_the_register() {
    let mut app = academy().await;
    app.add("Payroll of May", &[("reference", "D-1")], b"%PDF-1.7 payroll").await;
    app.add("Letter of the agency", &[("reference", "D-2")], b"%PDF-1.7 letter").await;
    let mut lead = app.another(Role::LeadReviewer).await;
    app.put_on(1, "lead_reviewer@example.org").await;
    let refused = enter(&mut lead, &[("document", "D-1")]).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it is linked to nothing of theirs"
    );
    let unknown = enter(&mut lead, &[("document", "D-9")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lead.get("/revisions/2/file").await.status, StatusCode::NOT_FOUND);
    enter(&mut app, &[("document", "D-2")]).await;
    let page = lead.get(DECISION).await;
    assert!(page.html().contains("/revisions/2/file"), "{}", page.text());
    assert_eq!(lead.get("/revisions/2/file").await.body, b"%PDF-1.7 letter");
    assert_eq!(lead.get("/revisions/1/file").await.status, StatusCode::NOT_FOUND);
    // The decision stands on it.
    let kept = app.get("/evidence/2/delete").await.text();
    assert!(kept.contains("a decision, a finding, a recommendation or a note"), "{kept}");
    let mut stranger = app.stranger(Role::LeadReviewer).await;
    assert_eq!(stranger.get("/revisions/2/file").await.status, StatusCode::NOT_FOUND);
}
