//! What an evidence item is used for, what is lost without it, and the ways in which it goes: withdrawn, replaced, deleted.

use axum::http::StatusCode;
use kriter::entities::{
    EvidenceId, EvidenceStatus, InstitutionId, Role, Stage, evidence_item, evidence_past, link,
};
use kriter::readiness::facts::Options;
use kriter::readiness::store::assess;
use sea_orm::EntityTrait as _;

use crate::app::{Answer, TestApp};

const EDITION: &str = "iso-iec-17025-2017";

impl TestApp {
    /// Sends a form of an item as it stands.
    async fn send_seen(&mut self, id: i64, form: &str, fields: &[(&str, &str)]) -> Answer {
        let seen = self.seen(id).await;
        let fields = [&[("seen", seen.as_str())], fields].concat();
        self.post(format!("/evidence/{id}/{form}"), &fields).await
    }

    /// Criteria with valid evidence in the first assessment on a day, in percent.
    async fn evidenced(&self, day: &str) -> f64 {
        let db = &self.app.db.read;
        let id = kriter::entities::AssessmentId(1);
        let (it, edition) = kriter::assessments::store::by_id(db, id).await.unwrap();
        let options = Options::on(day.parse().unwrap());
        assess(db, it, edition, options).await.unwrap().readiness.whole.evidenced
    }

    async fn current_links(&self, id: i64) -> usize {
        let all = link::Entity::find().all(&self.app.db.read).await.unwrap();
        let holds =
            |it: &&link::Model| it.superseded_at.is_none() && it.evidence_id == EvidenceId(id);
        all.iter().filter(holds).count()
    }

    /// The same program on a later day.
    fn later(&self, moment: &str) -> kriter::app::App {
        self.app.clone().at(moment.parse().unwrap())
    }
}

/// An institution with an assessment, and an item that proves one criterion.
async fn used() -> TestApp {
    TestApp::reviewed(EDITION, "4.1.1").await.0
}

#[tokio::test]
async fn where_an_item_is_used_is_shown_with_what_would_be_lost() {
    let mut app = used().await;
    let page = app.get("/evidence/1/use").await.text();
    for said in ["Assessment 2027", "4.1.1", "Gaps that would open: 1", "Link evidence that"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for form in ["withdraw", "delete"] {
        let page = app.get(format!("/evidence/1/{form}")).await.text();
        assert!(page.contains("Gaps that would open: 1"), "{form}: {page}");
    }
    let before = app.evidenced("2026-11-24").await;
    assert!(before > 0.0);
    app.send_seen(1, "withdraw", &[("reason", "Outdated")]).await;
    assert!(app.evidenced("2026-11-24").await < before);
    assert_eq!(app.state(1).await, EvidenceStatus::Withdrawn);
    let page = app.get("/evidence/1").await.text();
    assert!(page.contains("Outdated") && page.contains("Make it a draft again"), "{page}");
    assert_eq!(app.get("/evidence/1/withdraw").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_withdrawal_needs_a_reason_and_what_was_seen() {
    let mut app = used().await;
    let without = app.send_seen(1, "withdraw", &[("reason", "  ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    for form in ["withdraw", "delete", "replace"] {
        let fields = [("reason", "Old"), ("seen", "draft.1.0.0"), ("by", "1")];
        let unseen = app.post(format!("/evidence/1/{form}"), &fields).await;
        assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(unseen.text().contains("Somebody was quicker"), "{form}: {}", unseen.text());
    }
    assert_eq!(app.state(1).await, EvidenceStatus::Submitted);
}

#[tokio::test]
async fn another_item_takes_the_place_everywhere_and_can_be_sent_back() {
    let mut app = used().await;
    app.add("New minutes", &[], b"%PDF-1.7 new").await;
    let link = [("edition", EDITION), ("code", "4.1.2"), ("relevance", "Page 3")];
    app.post("/evidence/1/links", &link).await;
    // The other is linked to one of them already.
    app.post("/evidence/2/links", &[("edition", EDITION), ("code", "4.1.1")]).await;
    let found = app.get("/evidence/1/replace?q=new").await;
    assert!(found.html().contains("/evidence/1/replace?by=2"), "{}", found.text());
    assert!(!found.html().contains("by=1\""), "{}", found.text());
    let confirm = app.get("/evidence/1/replace?by=2").await.text();
    assert!(confirm.contains("No gap would open."), "{confirm}");
    let itself = app.send_seen(1, "replace", &[("by", "1")]).await;
    assert_eq!(itself.status, StatusCode::UNPROCESSABLE_ENTITY);
    let evidenced = app.evidenced("2026-11-24").await;
    let done = app.send_seen(1, "replace", &[("by", "2")]).await;
    assert_eq!(done.location(), "/evidence/2", "{}", done.text());
    assert_eq!((app.current_links(1).await, app.current_links(2).await), (0, 2));
    assert!((app.evidenced("2026-11-24").await - evidenced).abs() < 0.01);
    assert_eq!(app.state(1).await, EvidenceStatus::Superseded);
    let old = app.get("/evidence/1").await.text();
    assert!(old.contains("Replaced by KAPS-E-0002 New minutes"), "{old}");
    let new = app.get("/evidence/2").await.text();
    assert!(new.contains("Takes the place of KAPS-E-0001 Minutes"), "{new}");
    assert!(new.contains("Page 3"), "{new}");
    let twice = app.send_seen(1, "replace", &[("by", "2")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.send_seen(1, "bring-back", &[]).await;
    assert_eq!(app.state(1).await, EvidenceStatus::Submitted);
    // Each has what it had before.
    assert_eq!((app.current_links(1).await, app.current_links(2).await), (2, 1));
}

#[tokio::test]
async fn a_deleted_item_is_nowhere_and_comes_back_as_it_was() {
    let mut app = used().await;
    let institution = app.institution;
    let evidenced = app.evidenced("2026-11-24").await;
    let done = app.send_seen(1, "delete", &[]).await;
    assert_eq!(done.location(), format!("/institutions/{institution}/evidence/deleted"));
    assert!(app.evidenced("2026-11-24").await < evidenced);
    for address in ["/evidence/1", "/evidence/1/use", "/evidence/1/delete", "/revisions/1/file"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    for address in [
        format!("/institutions/{institution}/evidence"),
        format!("/institutions/{institution}/evidence?q=minutes"),
        format!("/institutions/{institution}/reuse?edition=1"),
        bench,
        "/assessments/1/gaps".into(),
    ] {
        let page = app.get(&address).await;
        // A type of evidence is called "Minutes" too: the register offers it as a filter.
        let rows = page.html().replace(">Minutes of a meeting</option>", "");
        assert!(!rows.contains("Minutes") && !rows.contains("KAPS-E-0001"), "{address}: {rows}");
    }
    let list = format!("/institutions/{institution}/evidence/deleted");
    assert!(app.get(&list).await.text().contains("KAPS-E-0001 Minutes"));
    for role in [Role::Manager, Role::Observer, Role::Reviewer] {
        assert_eq!(app.another(role).await.get(&list).await.status, StatusCode::FORBIDDEN);
    }
    let back = app.post("/evidence/1/restore", &[]).await;
    assert_eq!(back.location(), "/evidence/1", "{}", back.text());
    assert!((app.evidenced("2026-11-24").await - evidenced).abs() < 0.01);
    assert_eq!(app.post("/evidence/1/restore", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_before_the_deletion_between_and_after_it_are_each_counted_as_they_were() {
    let app = used().await;
    for (moment, delete) in [("2026-12-10T08:00:00Z", true), ("2026-12-20T08:00:00Z", false)] {
        let later = app.later(moment);
        let held =
            evidence_item::Entity::find_by_id(EvidenceId(1)).one(&later.db.read).await.unwrap();
        let mut change = later.change(kriter::audit::Actor::System).await.unwrap();
        if delete {
            kriter::evidence::life::delete(&mut change, &held.unwrap()).await.unwrap();
        } else {
            kriter::evidence::life::restore(&mut change, &held.unwrap()).await.unwrap();
        }
        change.commit().await.unwrap();
    }
    for (day, counts) in [
        ("2026-11-23", false),
        ("2026-11-24", true),
        ("2026-12-09", true),
        ("2026-12-10", false),
        ("2026-12-19", false),
        ("2026-12-20", true),
        ("2027-01-01", true),
    ] {
        assert_eq!(app.evidenced(day).await > 0.0, counts, "{day}");
    }
    let past = evidence_past::Entity::find().all(&app.app.db.read).await.unwrap();
    let told: Vec<_> = past.iter().map(|it| it.status).collect();
    assert_eq!(told, [EvidenceStatus::Submitted, EvidenceStatus::Withdrawn]);
}

#[tokio::test]
async fn nothing_in_a_dossier_that_was_handed_over_is_deleted() {
    let mut app = used().await;
    app.stage(1, Stage::Submitted).await;
    let page = app.get("/evidence/1/delete").await.text();
    assert!(page.contains("the dossier of “Assessment 2027”"), "{page}");
    assert!(page.contains("Replace by another item …") && !page.contains("Delete it"), "{page}");
    let refused = app.send_seen(1, "delete", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Assessment 2027"), "{}", refused.text());
    app.post("/links/1/remove", &[]).await;
    assert_eq!(app.send_seen(1, "delete", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_number_of_a_deleted_item_stays_taken() {
    let mut app = used().await;
    app.send_seen(1, "delete", &[]).await;
    app.add("Next", &[], b"%PDF-1.7 next").await;
    let next = evidence_item::Entity::find_by_id(EvidenceId(2)).one(&app.app.db.read).await;
    assert_eq!(next.unwrap().unwrap().reference, "KAPS-E-0002");
    let imports = format!("/institutions/{}/imports", app.institution);
    let file = b"Number;Title\nKAPS-E-0001;Stolen\nX-1;Minutes\n";
    let sent = app.upload(&imports, &[("kind", "evidence")], &[("file", "a.csv", file)]).await;
    let batch = sent.location().to_owned();
    let preview = app.get(&batch).await.text();
    assert!(preview.contains("belongs to a deleted item"), "{preview}");
    app.post(&batch, &[]).await;
    let held = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    let titles: Vec<_> = held.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Minutes", "Next", "Minutes"]);
    assert!(held[0].deleted_at.is_some());
}

#[tokio::test]
async fn the_effect_asks_no_more_for_more_links() {
    let mut app = used().await;
    crate::queries::assert_same_queries(&mut app, "/evidence/1/use", async |app| {
        for code in ["4.1.2", "5.1", "5.2", "6.2.1", "6.2.2", "7.1.1–7.1.3"] {
            app.post("/evidence/1/links", &[("edition", EDITION), ("code", code)]).await;
        }
    })
    .await;
    let institution = app.institution;
    let list = format!("/institutions/{institution}/evidence/deleted");
    crate::queries::assert_same_queries(&mut app, &list, async |app| {
        for number in 2..7 {
            app.add(&format!("Item {number}"), &[], b"%PDF-1.7").await;
            assert_eq!(app.send_seen(number, "delete", &[]).await.status, StatusCode::SEE_OTHER);
        }
    })
    .await;
    assert_eq!(institution, InstitutionId(1));
}
