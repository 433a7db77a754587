//! The audit chain: whatever is done to it is found.

use axum::http::StatusCode;
use kriter::audit::store::{holds, verify};
use kriter::audit::{Actor, Event};
use kriter::entities::Role;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};

use crate::app::TestApp;

/// A program with five events, and a way past it into its database.
async fn with_events() -> (TestApp, DatabaseConnection) {
    let app = TestApp::new().await;
    for name in ["one", "two", "three", "four"] {
        let mut change = app.app.change(Actor::System).await.unwrap();
        let details = serde_json::json!({ "name": name });
        change.record(Event::of(app.institution, "role-given", format!("user:{name}"), details));
        change.commit().await.unwrap();
    }
    let behind = Database::connect(app.app.config.database_url()).await.unwrap();
    (app, behind)
}

async fn after(sql: &str) -> String {
    let (app, behind) = with_events().await;
    assert_eq!(verify(&app.app.db.read).await.unwrap().events, 5);
    behind.execute_unprepared(sql).await.unwrap();
    verify(&app.app.db.read).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_change_of_many_events_is_written_as_a_whole() {
    let app = TestApp::new().await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    for number in 0..8_000 {
        let details = serde_json::json!({ "number": number });
        change.record(Event::of(app.institution, "rated", format!("rating:{number}"), details));
    }
    change.commit().await.unwrap();
    assert_eq!(verify(&app.app.db.read).await.unwrap().events, 8_001);
}

#[tokio::test]
async fn an_edited_event_is_found() {
    let found = after("UPDATE audit_event SET details = '{}' WHERE sequence = 3").await;
    assert_eq!(found, "event 3 was edited: its hash does not fit its contents");
}

#[tokio::test]
async fn a_removed_event_is_found() {
    let found = after("DELETE FROM audit_event WHERE sequence = 3").await;
    assert_eq!(found, "event 3 is missing: it was removed, or the order was changed");
}

#[tokio::test]
async fn two_events_that_changed_places_are_found() {
    let found = after(
        "UPDATE audit_event SET sequence = -1 WHERE sequence = 3; \
         UPDATE audit_event SET sequence = 3 WHERE sequence = 4; \
         UPDATE audit_event SET sequence = 4 WHERE sequence = -1",
    )
    .await;
    assert_eq!(found, "event 3 does not follow from the one before it");
}

#[tokio::test]
async fn a_cut_off_end_is_found() {
    let found = after("DELETE FROM audit_event WHERE sequence > 3").await;
    assert_eq!(found, "the log ends at event 3, but 5 were written: its end was cut off");
}

#[tokio::test]
async fn a_chain_rewritten_as_a_whole_does_not_hold_an_earlier_head() {
    let (app, behind) = with_events().await;
    let noted = verify(&app.app.db.read).await.unwrap();
    let head = format!("{}:{}", noted.events, noted.head);
    holds(&app.app.db.read, &head).await.unwrap();
    behind
        .execute_unprepared("UPDATE audit_event SET hash = 'x' WHERE sequence = 5")
        .await
        .unwrap();
    assert!(holds(&app.app.db.read, &head).await.is_err());
}

#[tokio::test]
async fn a_change_without_an_event_does_not_happen() {
    let (app, _) = with_events().await;
    let change = app.app.change(Actor::System).await.unwrap();
    change.tx().execute_unprepared("UPDATE institution SET code = 'GONE'").await.unwrap();
    assert!(change.commit().await.is_err());
    let kept = kriter::institutions::store::by_code(&app.app.db.read, "KAPS").await.unwrap();
    assert!(kept.is_some());
}

#[tokio::test]
async fn a_manager_reads_the_log_of_their_institution_and_of_no_other() {
    let mut app = TestApp::signed_in_as(Role::Manager).await;
    let page = app.get(format!("/institutions/{}/audit", app.institution)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("role given"), "{}", page.text());
    let other = app.get(format!("/institutions/{}/audit", app.institution.0 + 1)).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
