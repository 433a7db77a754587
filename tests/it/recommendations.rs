//! The register of recommendations: what was asked, how far it is fulfilled, and who sees it.

use axum::http::StatusCode;
use kriter::entities::{Fulfilment, Role, recommendation_progress, recommendation_wording};
use kriter::paths::Criterion;
use kriter::standards::store::{by_code, tree_of};
use sea_orm::EntityTrait as _;

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const FIRST: &str = "/recommendations/1";

fn list(app: &TestApp) -> String {
    format!("/institutions/{}/recommendations", app.institution)
}

/// Takes one into the register.
async fn add(app: &mut TestApp, text: &str, due: &str) {
    let fields = [
        ("kind", "condition"),
        ("origin", "human_rights"),
        ("source", "Ombudsperson, report of 2025, no. 14"),
        ("issued_on", "2025-05-10"),
        ("text", text),
        ("due_on", due),
    ];
    let new = format!("{}/new", list(app));
    let sent = app.post(new, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

#[tokio::test]
async fn what_was_asked_is_fulfilled_step_by_step_and_every_step_stays() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = list(&app);
    assert!(app.get(&at).await.text().contains("Nothing is in the register yet."));
    add(&mut app, "Complaints of trainees are looked at from outside", "2026-11-23").await;
    let page = app.get(&at).await.text();
    for said in ["R-1", "Condition", "Complaints of trainees", "overdue", "Not begun"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let partly = [("degree", "partly"), ("note", "A rule is drafted")];
    assert_eq!(app.post(FIRST, &partly).await.location(), FIRST);
    let bare = app.post(FIRST, &[("degree", "fully")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing shows it");
    let register = format!("/institutions/{}/evidence/new", app.institution);
    let fields = [("title", "Rule on complaints"), ("reference", "E-0001")];
    app.upload(&register, &fields, &[]).await;
    let unknown = [("degree", "fully"), ("evidence", "E-0001, E-7"), ("note", "Both")];
    let unknown = app.post(FIRST, &unknown).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.html().contains("E-0001, E-7"), "what was typed stays");
    let fully = app.post(FIRST, &[("degree", "fully"), ("evidence", "E-0001")]).await;
    assert_eq!(fully.location(), FIRST, "{}", fully.text());
    let page = app.get(FIRST).await.text();
    for said in ["Fully", "A rule is drafted", "Rule on complaints", "Ombudsperson"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!app.get(&at).await.text().contains("23 November 2026 overdue"));
    let said: Vec<Fulfilment> = recommendation_progress::Entity::find()
        .all(&app.app.db.read)
        .await
        .unwrap()
        .iter()
        .map(|it| it.degree)
        .collect();
    assert_eq!(said, [Fulfilment::Partly, Fulfilment::Fully]);
    let log = app.get(format!("/institutions/{}/audit", app.institution)).await.text();
    assert_eq!(log.matches("recommendation: how far it is fulfilled").count(), 2, "{log}");
}

#[tokio::test]
async fn what_it_says_is_changed_and_what_it_said_stays() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    add(&mut app, "An outside look", "2026-12-31").await;
    let edit = format!("{FIRST}/edit");
    let form = app.get(&edit).await.html();
    let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let sent = app.post(&edit, &[("due_on", "2027-06-30"), ("seen", seen)]).await;
    assert_eq!(sent.location(), FIRST, "{}", sent.text());
    let rows = recommendation_wording::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].text, "An outside look", "what was not sent stays");
    assert!(rows[0].superseded_at.is_some() && rows[1].superseded_at.is_none());
    let late = app.post(&edit, &[("text", "Another"), ("seen", seen)]).await;
    assert!(late.text().contains("Somebody else was quicker"), "{}", late.text());
    let before = app.post(&edit, &[("due_on", "2024-01-01")]).await;
    assert!(before.text().contains("cannot be due before"), "{}", before.text());
    let same = app.post(&edit, &[("text", "An outside look")]).await;
    assert_eq!(same.location(), FIRST);
    assert_eq!(
        recommendation_wording::Entity::find().all(&app.app.db.read).await.unwrap().len(),
        2
    );
}

#[tokio::test]
async fn it_is_about_criteria_of_any_edition_and_no_longer() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    add(&mut app, "An outside look", "").await;
    let criteria = format!("{FIRST}/criteria");
    let fields = [("edition", "iso-iec-17025-2017"), ("code", "4.1.1, 7.9")];
    for _ in 0..2 {
        assert_eq!(app.post(&criteria, &fields).await.location(), FIRST);
    }
    let page = app.get(FIRST).await.text();
    assert_eq!(page.matches("4.1.1 ").count(), 1, "{page}");
    let unknown = app.post(&criteria, &[("edition", "iso-iec-17025-2017"), ("code", "99")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = app.post(&criteria, &[("edition", "nothing"), ("code", "1")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let html = app.get(FIRST).await.html();
    let end = html.split(&format!("{criteria}/")).nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(app.post(format!("{criteria}/{end}"), &[]).await.location(), FIRST);
    let page = app.get(FIRST).await.text();
    assert!(!page.contains("4.1.1 ") && page.contains("7.9 "), "{page}");
}

#[tokio::test]
async fn what_was_asked_stands_at_its_criteria_for_who_reads_the_register() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("iso-iec-17025-2017").await;
    add(&mut app, "An outside look", "2026-11-23").await;
    add(&mut app, "Rooms of one's own", "").await;
    let relate = async |app: &mut TestApp, number: u64, codes: &str| {
        let fields = [("edition", "iso-iec-17025-2017"), ("code", codes)];
        let sent = app.post(format!("/recommendations/{number}/criteria"), &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    };
    relate(&mut app, 1, "4.1.1").await;
    relate(&mut app, 2, "4").await;
    let [bench, edition] = pages(&app, "4.1.1").await;
    let [other, _] = pages(&app, "7.9.1").await;
    for page in [&bench, &edition] {
        let text = app.get(page).await.text();
        for said in ["R-1", "An outside look", "Not begun", "overdue", "R-2", "Rooms of one's own"]
        {
            assert!(text.contains(said), "{page} {said}: {text}");
        }
    }
    assert!(!app.get(&other).await.text().contains("R-1"), "it is about something else");
    let fully = [("degree", "fully"), ("note", "There is one")];
    assert_eq!(app.post(FIRST, &fully).await.status, StatusCode::SEE_OTHER);
    let text = app.get(&bench).await.text();
    assert!(text.find("R-2") < text.find("R-1") && text.contains("Fully"), "{text}");
    assert_same_queries(&mut app, &bench, async |app| {
        for number in 3..=12 {
            add(app, &format!("Number {number}"), "").await;
            relate(app, number, "4.1.1").await;
        }
    })
    .await;
    let text = app.get(&bench).await.text();
    assert!(text.contains("And 4 more.") && !text.contains("Number 12"), "{text}");
    // Reviewers do not read the register, here neither.
    let mut reviewer = app.another(Role::Reviewer).await;
    app.put_on(1, "reviewer@example.org").await;
    let seen = reviewer.get(&bench).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.text().contains("Rooms of one's own"), "{}", seen.text());
    let mut observer = app.another(Role::Observer).await;
    assert!(observer.get(&bench).await.text().contains("Rooms of one's own"));
    let mut stranger = app.stranger(Role::Administrator).await;
    assert!(!stranger.get(&edition).await.text().contains("Rooms of one's own"));
}

/// A criterion on the workbench of the first assessment, and in the edition.
async fn pages(app: &TestApp, code: &str) -> [String; 2] {
    let db = &app.app.db.read;
    let edition = by_code(db, "iso-iec-17025-2017").await.unwrap().unwrap();
    let whole = tree_of(db, edition).await.unwrap();
    let it = whole.criteria.iter().find(|it| it.code == code).unwrap();
    let edition = it.edition_id;
    [
        format!("/assessments/1/workbench/{}", it.id),
        Criterion { edition, criterion: it.id }.to_string(),
    ]
}

#[tokio::test]
async fn whoever_reads_the_institution_reads_it_and_who_keeps_evidence_keeps_it() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    add(&mut app, "<b>An outside look</b>", "").await;
    assert!(app.get(FIRST).await.html().contains("&lt;b&gt;An outside look"));
    let at = list(&app);
    let new = format!("{at}/new");
    for role in Role::ALL.iter().filter(|it| **it != Role::Administrator) {
        let mut person = app.another(*role).await;
        let reads = matches!(role, Role::Manager | Role::Observer);
        for page in [at.as_str(), FIRST] {
            let seen = person.get(page).await.status;
            let expected = if reads { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(seen, expected, "{role:?} {page}");
        }
        for page in [new.as_str(), "/recommendations/1/edit"] {
            assert_eq!(person.get(page).await.status, StatusCode::FORBIDDEN, "{role:?} {page}");
        }
        for page in [new.as_str(), FIRST, "/recommendations/1/edit", "/recommendations/1/criteria"]
        {
            let sent = person.post(page, &[("degree", "fully"), ("note", "x")]).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{role:?} {page}");
        }
    }
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get(FIRST).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.get(&at).await.status, StatusCode::NOT_FOUND);
    for (fields, said) in [
        (vec![("kind", "wish"), ("source", "x"), ("text", "x")], "kind"),
        (vec![("source", ""), ("text", "")], "source"),
        (vec![("source", "x"), ("text", "x"), ("due_on", "soon")], "soon"),
    ] {
        let sent = app.post(&new, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(sent.html().contains(said), "{said}");
    }
}

#[tokio::test]
async fn the_register_is_filtered_and_paged_and_asks_no_more_for_many() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    add(&mut app, "Number 1", "2026-11-23").await;
    let at = list(&app);
    assert_same_queries(&mut app, &at, async |app| {
        for number in 2..=55 {
            add(app, &format!("Number {number}"), "2027-01-01").await;
        }
    })
    .await;
    let page = app.get(&at).await.text();
    assert!(page.contains("Page 1 of 2") && !page.contains("Number 55"), "{page}");
    assert!(app.get(format!("{at}?page=2")).await.text().contains("Number 55"));
    let late = app.get(format!("{at}?overdue=yes")).await.text();
    assert!(late.contains("Number 1") && !late.contains("Number 2"), "{late}");
    let none = app.get(format!("{at}?origin=decision&degree=%22%3E")).await.text();
    assert!(none.contains("No recommendation is like that."), "{none}");
}
