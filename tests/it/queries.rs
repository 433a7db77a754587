//! No page puts a number of questions to the database that grows with its rows.

use std::fmt::Write as _;
use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{Role, Titles, UserId};
use kriter::{accounts, institutions};

use crate::app::TestApp;

/// Questions that a page asks.
async fn asked(app: &mut TestApp, address: &str) -> usize {
    let before = app.queries.load(Ordering::Relaxed);
    let answer = app.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    app.queries.load(Ordering::Relaxed) - before
}

/// A page asks no more questions after `grow` has added rows to what it shows.
pub async fn assert_same_queries(
    app: &mut TestApp,
    address: &str,
    grow: impl AsyncFnOnce(&mut TestApp),
) {
    // What is read once and kept, as the tree of a published edition, is not counted.
    app.get(address).await;
    let few = asked(app, address).await;
    grow(app).await;
    assert_eq!(asked(app, address).await, few, "{address} asks for every row");
}

/// Adds evidence with links, ratings and actions.
async fn grow(app: &mut TestApp, from: usize, to: usize) {
    let codes = ["4.1.1", "4.1.2", "4.1.3", "5.1", "5.2", "6.2.1", "6.2.2", "7.1.1"];
    let mut register = String::from("Number;Title;Location;Criteria\n");
    let mut worksheet = String::from("Criterion;Level;Owner;Due date\n");
    for number in from..to {
        let code = codes[number % codes.len()];
        writeln!(register, "E-{number};Item {number};Room {number};§{code}").unwrap();
        if number - from < codes.len() {
            writeln!(worksheet, "§{code};Minor nonconformity;Owner {number};1.1.2026").unwrap();
        }
    }
    let path = format!("/institutions/{}/imports", app.institution);
    for (kind, assessment, content) in [("evidence", "", register), ("worksheet", "1", worksheet)] {
        let fields = [("kind", kind), ("assessment", assessment)];
        let answer = app.upload(&path, &fields, &[("file", "a.csv", content.as_bytes())]).await;
        let batch = answer.location().to_owned();
        assert_eq!(app.post(&batch, &[]).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_number_of_questions_does_not_grow_with_the_rows() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("iso-iec-17025-2017").await;
    let institution = app.institution;
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    let mut addresses =
        vec![bench, "/standards".into(), "/standards/1".into(), "/evidence/1".into()];
    addresses.extend(["", "/gaps", "/settings"].map(|it| format!("/assessments/1{it}")));
    addresses.extend(
        ["assessments", "evidence", "imports", "qualifications", "audit"]
            .map(|it| format!("/institutions/{institution}/{it}")),
    );
    grow(&mut app, 0, 8).await;
    let mut few = Vec::new();
    for address in &addresses {
        few.push(asked(&mut app, address).await);
    }
    grow(&mut app, 8, 60).await;
    app.assessment("xk-kaa-programme-2021").await;
    for (address, few) in addresses.iter().zip(few) {
        let many = asked(&mut app, address).await;
        assert_eq!(many, few, "{address}");
        // The workbench asks for most: everything about one criterion.
        assert!((1..=28).contains(&many), "{address}: {many}");
    }
}

#[tokio::test]
async fn the_page_of_all_people_does_not_ask_for_each_of_them() {
    let mut app = TestApp::new().await;
    app.user("system@example.org", None).await;
    app.sign_in("system@example.org").await;
    assert_same_queries(&mut app, "/users", async |app| {
        for number in 0..12 {
            app.user(&format!("person{number}@example.org"), Some(Role::Observer)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_start_of_somebody_with_many_places_does_not_ask_for_each_of_them() {
    let mut app = TestApp::new().await;
    let user = app.user("observer@example.org", Some(Role::Observer)).await;
    join(&app, user, "KAF").await;
    app.sign_in("observer@example.org").await;
    assert_same_queries(&mut app, "/", async |app| {
        for number in 0..5 {
            join(app, user, &format!("PLACE{number}")).await;
        }
    })
    .await;
}

/// Makes somebody an observer of one more institution.
async fn join(app: &TestApp, user: UserId, code: &str) {
    let mut change = app.app.change(Actor::System).await.unwrap();
    let added = institutions::store::add(&mut change, code, Titles::english(code)).await.unwrap();
    accounts::store::give_role(&mut change, user, added.id, Role::Observer).await.unwrap();
    change.commit().await.unwrap();
}
