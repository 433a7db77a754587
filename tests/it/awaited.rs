//! “My work”: findings whose next step is theirs, and deadlines that they keep.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{CriterionId, Role, Stage, criterion};
use kriter::team;
use sea_orm::EntityTrait as _;

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const EDITION: &str = "iso-iec-17025-2017";
const ANSWER: [(&str, &str); 5] = [
    ("step", "answer"),
    ("correction", "The case was reviewed anew"),
    ("root_cause", "Nobody had been named for it"),
    ("corrective_action", "The head of unit signs each case"),
    ("extent", "All cases of the year"),
];

/// A laboratory in internal review: its administrator, a reviewer and a second one.
struct Laboratory {
    admin: TestApp,
    first: TestApp,
    second: TestApp,
    criterion: CriterionId,
}

impl Laboratory {
    async fn new() -> Self {
        let admin = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(admin.assessment(EDITION).await, 1);
        let first = admin.another(Role::Reviewer).await;
        admin.put_on(1, "reviewer@example.org").await;
        admin.user("second@example.org", Some(Role::Reviewer)).await;
        let mut second = admin.another(Role::Reviewer).await;
        second.sign_in("second@example.org").await;
        admin.stage(1, Stage::InternalReview).await;
        let db = &admin.app.db.read;
        let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
        let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
        let criterion = whole.criteria.iter().find(|it| it.code == "4.1.1").unwrap().id;
        Self { admin, first, second, criterion }
    }

    /// Somebody's next step in finding 1.
    async fn step(who: &mut TestApp, fields: &[(&str, &str)]) {
        let sent = who.post("/assessments/1/findings/1", fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{fields:?}: {}", sent.text());
    }
}

async fn raise(who: &mut TestApp, assessment: i64, criterion: CriterionId, statement: &str) {
    let criterion = criterion.to_string();
    let fields = [
        ("kind", "minor"),
        ("criterion", criterion.as_str()),
        ("statement", statement),
        ("objective_evidence", "Case 12 of March"),
    ];
    let sent = who.post(format!("/assessments/{assessment}/findings/new"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

async fn work(person: &mut TestApp) -> String {
    person.get("/work").await.text()
}

#[tokio::test]
async fn a_finding_waits_for_the_one_whose_step_is_next() {
    let mut it = Laboratory::new().await;
    raise(&mut it.first, 1, it.criterion, "One record is not signed").await;
    let note = |step| [("step", step), ("note", "Seen on the spot")];
    for (reviews, waits, fields) in [
        (false, "Answer a finding", &ANSWER[..]),
        (true, "Agree to an answer or return it", &note("agree")),
        (false, "Show that a finding is mended", &note("complete")),
        (true, "Verify a finding", &note("verify")),
        (true, "Check the effect", &note("confirm")),
    ] {
        let (mut next, mut other) = (&mut it.admin, &mut it.first);
        if reviews {
            (next, other) = (other, next);
        }
        let page = next.get("/work").await;
        let row = format!("{waits} F-1 One record is not signed Assessment 2027");
        assert!(page.text().contains(&row), "{row}: {}", page.text());
        assert!(page.html().contains("href=\"/assessments/1/findings/1\""), "{}", page.html());
        // By when it is to be closed, but not when its effect is looked at.
        let is_due = page.text().contains(&format!("24 February 2027 {waits}"));
        assert_eq!(is_due, waits != "Check the effect", "{}", page.text());
        assert!(!work(other).await.contains("F-1"), "{waits}");
        assert!(!work(&mut it.second).await.contains("F-1"), "not on the assessment");
        Laboratory::step(next, fields).await;
    }
    for person in [&mut it.admin, &mut it.first] {
        assert!(!work(person).await.contains("F-1"), "its effect is confirmed");
    }
    // Who reads only has nothing to do with it.
    let mut manager = it.admin.another(Role::Manager).await;
    assert!(work(&mut manager).await.contains("Nothing waits for you"));
}

#[tokio::test]
async fn what_is_blind_assigned_to_others_or_in_conflict_waits_for_nobody_else() {
    let mut it = Laboratory::new().await;
    it.admin.put_on(1, "second@example.org").await;
    raise(&mut it.first, 1, it.criterion, "One record is not signed").await;
    // Two rate blind: nobody else knows of it.
    assert!(!work(&mut it.admin).await.contains("F-1"));
    for person in [&mut it.first, &mut it.second] {
        person.rate_all(EDITION, "conforms", &[]).await;
        let locked = person.post("/assessments/1/round/lock", &[]).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
    }
    assert!(work(&mut it.admin).await.contains("F-1"));
    Laboratory::step(&mut it.admin, &ANSWER).await;
    for person in [&mut it.first, &mut it.second] {
        assert!(work(person).await.contains("Agree to an answer or return it"));
    }
    let of = it.admin.assessed(1).await;
    let [first, second] = [
        it.admin.user("reviewer@example.org", None).await,
        it.admin.user("second@example.org", None).await,
    ];
    let row = criterion::Entity::find_by_id(it.criterion);
    let row = row.one(&it.admin.app.db.read).await.unwrap().unwrap();
    let mut change = it.admin.app.change(Actor::System).await.unwrap();
    team::assigned::assign(&mut change, &of, &[&row], &[first]).await.unwrap();
    change.commit().await.unwrap();
    assert!(work(&mut it.first).await.contains("F-1"));
    assert!(!work(&mut it.second).await.contains("F-1"), "assigned to the first");
    let mut change = it.admin.app.change(Actor::User(first)).await.unwrap();
    team::assigned::assign(&mut change, &of, &[&row], &[second]).await.unwrap();
    let conflict =
        team::conflicts::NewConflict { criterion: Some(row.id), reason: "Wrote it".into() };
    team::conflicts::declare(&mut change, &of, first, "x".into(), vec![conflict]).await.unwrap();
    change.commit().await.unwrap();
    assert!(!work(&mut it.first).await.contains("F-1"), "in conflict");
    assert!(work(&mut it.second).await.contains("F-1"));
}

#[tokio::test]
async fn a_deadline_waits_for_who_keeps_it_from_three_months_before() {
    let mut it = Laboratory::new().await;
    for (title, day) in [
        ("Hand in the annexes", "2026-11-20"),
        ("Pay the fee", "2027-02-22"),
        ("Apply anew", "2027-02-23"),
    ] {
        let fields = [("title", title), ("fixed_on", day)];
        let added = it.admin.post("/assessments/1/deadlines", &fields).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    }
    let page = it.admin.get("/work").await;
    let text = page.text();
    assert!(text.contains("overdue: 1"), "{text}");
    assert!(
        text.contains("20 November 2026 overdue Keep a deadline Hand in the annexes"),
        "{text}"
    );
    assert!(text.contains("22 February 2027 Keep a deadline Pay the fee"), "{text}");
    assert!(!text.contains("Apply anew"), "{text}");
    assert!(page.html().contains("href=\"/assessments/1/deadlines/1\""), "{}", page.html());
    assert!(!work(&mut it.first).await.contains("Pay the fee"), "who reviews keeps none");
    for (id, fields) in
        [(1, &[("step", "done"), ("day", "2026-11-23")][..]), (2, &[("step", "remove")])]
    {
        let at = format!("/assessments/1/deadlines/{id}");
        let html = it.admin.get(&at).await.html();
        let seen = html.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut fields = fields.to_vec();
        fields.push(("seen", seen));
        let sent = it.admin.post(&at, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
    assert!(work(&mut it.admin).await.contains("Nothing waits for you"));
}

#[tokio::test]
async fn more_assessments_findings_and_deadlines_take_no_more_queries() {
    let mut it = Laboratory::new().await;
    let criterion = it.criterion;
    raise(&mut it.first, 1, criterion, "One record is not signed").await;
    it.admin
        .post("/assessments/1/deadlines", &[("title", "Fee"), ("fixed_on", "2026-12-01")])
        .await;
    let first = &mut it.first;
    assert_same_queries(&mut it.admin, "/work", async |app| {
        for assessment in 1..4 {
            if assessment > 1 {
                assert_eq!(app.assessment(EDITION).await, assessment);
                app.put_on(assessment, "reviewer@example.org").await;
                app.stage(assessment, Stage::InternalReview).await;
            }
            for number in 0..5 {
                raise(first, assessment, criterion, &format!("Record {number} is not signed"))
                    .await;
                let fields = [("title", "Fee"), ("fixed_on", "2026-12-02")];
                app.post(format!("/assessments/{assessment}/deadlines"), &fields).await;
            }
        }
    })
    .await;
    assert!(work(&mut it.admin).await.contains("32 things wait for you"));
    let admin = &mut it.admin;
    Laboratory::step(admin, &ANSWER).await;
    assert_same_queries(&mut it.first, "/work", async |_| {
        for (assessment, finding) in [(1, 2), (2, 7), (3, 12)] {
            let path = format!("/assessments/{assessment}/findings/{finding}");
            let sent = admin.post(path, &ANSWER).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        }
    })
    .await;
    let page = work(&mut it.first).await;
    assert_eq!(page.matches("Agree to an answer or return it F-").count(), 4, "{page}");
}
