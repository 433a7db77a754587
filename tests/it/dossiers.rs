//! Dossiers: sealed with what is submitted, compared with what comes after, verified to the byte.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::dossiers::manifest::{Manifest, digest};
use kriter::dossiers::verify::verify;
use kriter::dossiers::{seal, store};
use kriter::entities::{AssessmentId, Part, Role, Stage, dossier, dossier_pin, dossier_text};
use sea_orm::{ConnectionTrait as _, EntityTrait as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const DOSSIERS: &str = "/assessments/1/dossiers";
const SINCE: &str = "/assessments/1/dossiers?since=yes";
const EDITION: &str = "xk-nqa-validation";
const MINUTES: &[u8] = b"%PDF-1.7 minutes of the board";

impl TestApp {
    /// Seals what the dossier of an assessment holds now.
    pub async fn sealed(&self, assessment: i64) -> dossier::Model {
        let mut change = self.app.change(Actor::System).await.unwrap();
        let found = kriter::assessments::store::by_id(change.tx(), AssessmentId(assessment)).await;
        let (it, edition) = found.unwrap();
        let files = &self.app.files;
        let sealed = seal::seal(&mut change, files, (&it, edition), String::new()).await;
        let sealed = sealed.unwrap().unwrap();
        change.commit().await.unwrap();
        sealed
    }
}

/// An item with a file, linked to a criterion; its id is the next.
async fn item(app: &mut TestApp, id: i64, title: &str, code: &str, content: &[u8]) {
    let register = format!("/institutions/{}/evidence/new", app.institution);
    let name = format!("{title}.pdf");
    let added = app.upload(&register, &[("title", title)], &[("files", &name, content)]).await;
    assert_eq!(added.location(), format!("/evidence/{id}"), "{}", added.text());
    link(app, id, code).await;
}

async fn link(app: &mut TestApp, id: i64, code: &str) {
    let sent = [("edition", EDITION), ("code", code)];
    let linked = app.post(format!("/evidence/{id}/links"), &sent).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
}

/// The file of an item gets its second revision.
async fn revise(app: &mut TestApp, id: i64, content: &[u8]) {
    let seen = [("part", "1"), ("seen", "1")];
    let path = format!("/evidence/{id}/revisions");
    let sent = app.upload(path, &seen, &[("file", "newer.pdf", content)]).await;
    assert_eq!(sent.location(), format!("/evidence/{id}"), "{}", sent.text());
}

/// An academy with an item that proves V.1; its administrator is signed in.
async fn academy() -> TestApp {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    assert_eq!(app.assessment(EDITION).await, 1);
    item(&mut app, 1, "Minutes", "V.1", MINUTES).await;
    app.get("/evidence/1").await;
    app
}

async fn submit(app: &mut TestApp) -> Answer {
    let stage = app.assessed(1).await.stage;
    let fields = [("step", "submit"), ("seen", stage.code()), ("reason", "Due today")];
    app.post("/assessments/1/stage", &fields).await
}

async fn next(app: &mut TestApp, seen: &str, reason: &str) -> Answer {
    app.post(DOSSIERS, &[("seen", seen), ("reason", reason)]).await
}

/// The file of an item's newest revision, in the folder of the store.
fn path_of(app: &TestApp, content: &[u8]) -> std::path::PathBuf {
    let name = digest(std::str::from_utf8(content).unwrap());
    app.folder.path().join("files").join("sha256").join(&name[..2]).join(&name)
}

#[tokio::test]
async fn submitting_seals_what_is_linked_and_anybody_can_check_it() {
    let mut app = academy().await;
    assert!(app.get(DOSSIERS).await.text().contains("Nothing has been handed over yet"));
    let done = submit(&mut app).await;
    assert_eq!(done.location(), "/assessments/1/stage", "{}", done.text());
    let page = app.get(format!("{DOSSIERS}/1")).await;
    assert!(page.text().contains("Minutes"), "{}", page.text());
    let row = store::newest(&app.app.db.read, AssessmentId(1)).await.unwrap().unwrap();
    assert!(page.text().contains(&row.sha256));
    let file = app.get(format!("{DOSSIERS}/1/manifest.json")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(digest(&file.html()), row.sha256, "the file hashes to what was sealed");
    let manifest = Manifest::read(&file.html()).unwrap();
    assert_eq!(
        manifest.evidence[0].revisions[0].sha256.as_deref(),
        Some(digest(std::str::from_utf8(MINUTES).unwrap()).as_str())
    );
    assert_eq!(manifest.evidence[0].links[0].code, "V.1");
    let log = app.get("/institutions/1/audit").await.text();
    assert!(log.contains("dossier sealed"), "{log}");
    let checked = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert!(checked.len() == 1 && checked[0].is_sound(), "{checked:?}");
    assert_eq!((checked[0].files, checked[0].bytes), (1, MINUTES.len() as u64));
    assert!(app.get(SINCE).await.text().contains("Nothing has changed."));
    let page = app.get(DOSSIERS).await;
    assert!(page.html().contains("?since=yes") && !page.text().contains("Nothing has changed."));
}

#[tokio::test]
async fn what_changes_afterwards_shows_and_opens_the_next_version() {
    let mut app = academy().await;
    submit(&mut app).await;
    revise(&mut app, 1, b"%PDF-1.7 new minutes").await;
    item(&mut app, 2, "Statute", "V.2", b"%PDF-1.7 statute").await;
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    app.stage(1, Stage::Preparing).await;
    let rated = app.post(&bench, &[("level", "met"), ("rationale", "Seen")]).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    app.stage(1, Stage::Submitted).await;
    let page = app.get(SINCE).await.text();
    for said in ["What has changed since version 1", "other revision", "Statute added", "Self –"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let bare = next(&mut app, "1", "").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sealed = next(&mut app, "1", "The agency asked for the statute").await;
    assert_eq!(sealed.location(), DOSSIERS, "{}", sealed.text());
    let page = app.get(format!("{DOSSIERS}/2/changes")).await.text();
    assert!(page.contains("other revision") && page.contains("Statute added"), "{page}");
    assert!(app.get(format!("{DOSSIERS}/1")).await.text().contains("Minutes.pdf"));
    let first = store::find(&app.app.db.read, AssessmentId(1), 1).await.unwrap();
    let held = store::manifest(&app.app.db.read, first.id).await.unwrap();
    assert_eq!(held.evidence.len(), 1, "the first stays as it is");
    let checked = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert!(checked.len() == 2 && checked.iter().all(kriter::dossiers::verify::Checked::is_sound));
    let same = next(&mut app, "2", "Again").await;
    assert!(same.text().contains("Nothing has changed since version 2"), "{}", same.text());
    let late = next(&mut app, "1", "Mine").await;
    assert!(late.text().contains("Somebody sealed a version meanwhile"), "{}", late.text());
    assert!(app.get(format!("{DOSSIERS}/1/changes")).await.text().contains("first version"));
}

#[tokio::test]
async fn nothing_is_sealed_while_a_file_is_missing_and_the_file_is_named() {
    let mut app = academy().await;
    std::fs::remove_file(path_of(&app, MINUTES)).unwrap();
    let kept = submit(&mut app).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.text().contains("Minutes.pdf"), "{}", kept.text());
    assert_eq!(app.assessed(1).await.stage, Stage::Preparing, "nor is it submitted");
    assert_eq!(dossier::Entity::find().all(&app.app.db.read).await.unwrap().len(), 0);
    // Brought again, it goes on.
    item(&mut app, 2, "Minutes again", "V.2", MINUTES).await;
    assert_eq!(submit(&mut app).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn of_two_who_submit_at_once_one_seals() {
    let mut app = academy().await;
    let mut other = app.another(Role::Administrator).await;
    let (first, second) = tokio::join!(submit(&mut app), submit(&mut other));
    let mut found = [first.status, second.status];
    found.sort();
    assert_eq!(found, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    assert_eq!(dossier::Entity::find().all(&app.app.db.read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn taken_back_and_submitted_unchanged_the_dossier_stands() {
    let mut app = academy().await;
    submit(&mut app).await;
    let fields = [("step", "take-back"), ("seen", "submitted"), ("reason", "A look")];
    app.post("/assessments/1/stage", &fields).await;
    assert_eq!(submit(&mut app).await.status, StatusCode::SEE_OTHER);
    assert_eq!(dossier::Entity::find().all(&app.app.db.read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_sealed_is_neither_deleted_nor_swept_wherever_the_assessment_stands() {
    let mut app = academy().await;
    app.sealed(1).await;
    app.stage(1, Stage::Preparing).await;
    let links = kriter::entities::link::Entity::find().all(&app.app.db.read).await.unwrap();
    let gone = app.post(format!("/links/{}/remove", links[0].id), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    let page = app.get("/evidence/1/delete").await.text();
    assert!(page.contains("sealed in version 1"), "{page}");
    let seen = app.seen(1).await;
    let kept = app.post("/evidence/1/delete", &[("seen", &seen)]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", kept.text());
    let sha256 = digest(std::str::from_utf8(MINUTES).unwrap());
    let names = kriter::storage::names(&app.app.db.read, &sha256).await.unwrap();
    assert!(names.iter().any(|it| it.starts_with("dossier ")), "{names:?}");
    // The pin alone keeps the file.
    let behind = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    behind.execute_unprepared("UPDATE revision SET sha256 = NULL").await.unwrap();
    behind.close().await.unwrap();
    kriter::storage::sweep(&app.app, std::time::Duration::ZERO).await.unwrap();
    assert!(path_of(&app, MINUTES).exists());
}

#[tokio::test]
async fn a_changed_manifest_and_a_changed_file_are_found() {
    let app = academy().await;
    let sealed = app.sealed(1).await;
    let sound = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert!(sound[0].is_sound());
    std::fs::write(path_of(&app, MINUTES), b"%PDF-1.7 forged").unwrap();
    let found = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert_eq!((found[0].wrong.len(), found[0].is_sound()), (1, false));
    std::fs::remove_file(path_of(&app, MINUTES)).unwrap();
    let found = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert_eq!((found[0].missing.len(), found[0].is_sound()), (1, false));
    let behind = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    let forge = "UPDATE dossier_text SET manifest = replace(manifest, 'Minutes', 'Forgery')";
    behind.execute_unprepared(forge).await.unwrap();
    let found = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert!(!found[0].manifest && found[0].chained, "{found:?}");
    // Whoever forges the hash too is found by the audit log.
    let text = dossier_text::Entity::find().one(&app.app.db.read).await.unwrap().unwrap();
    let forge = format!("UPDATE dossier SET sha256 = '{}'", digest(&text.manifest));
    behind.execute_unprepared(&forge).await.unwrap();
    behind.close().await.unwrap();
    let found = verify(&app.app, AssessmentId(1)).await.unwrap();
    assert!(found[0].manifest && !found[0].chained, "{found:?}");
    assert_eq!(sealed.version, 1);
}

#[tokio::test]
async fn restricted_evidence_is_there_and_not_named_to_who_need_not_know() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment(EDITION).await;
    let register = format!("/institutions/{}/evidence/new", app.institution);
    let fields = [("title", "Zyxwv"), ("confidentiality", "restricted")];
    app.upload(&register, &fields, &[("files", "zyxwv.pdf", b"%PDF-1.7 z")]).await;
    link(&mut app, 1, "V.1").await;
    app.sealed(1).await;
    app.stage(1, Stage::Submitted).await;
    revise(&mut app, 1, b"%PDF-1.7 y").await;
    for role in [Role::Manager, Role::Observer] {
        let mut person = app.another(role).await;
        for page in ["", "?since=yes", "/1", "/1/changes", "/1?show=ratings"] {
            let answer = person.get(format!("{DOSSIERS}{page}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{role:?} {page}");
            assert!(!answer.html().to_lowercase().contains("zyxwv"), "{role:?} {page}");
        }
        let text = person.get(format!("{DOSSIERS}/1")).await.text();
        assert!(text.contains("Restricted"), "{text}");
        let file = person.get(format!("{DOSSIERS}/1/manifest.json")).await;
        assert_eq!(file.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    assert!(app.get(format!("{DOSSIERS}/1")).await.text().contains("Zyxwv"));
    assert_eq!(app.get(format!("{DOSSIERS}/1/manifest.json")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_conflict_of_interest_withholds_is_not_in_the_dossier_one_sees() {
    let mut app = academy().await;
    item(&mut app, 2, "Zyxwv", "V.2", b"%PDF-1.7 z").await;
    let (it, edition) =
        kriter::assessments::store::by_id(&app.app.db.read, AssessmentId(1)).await.unwrap();
    let whole = kriter::standards::store::tree_of(&app.app.db.read, edition).await.unwrap();
    let kept = whole.criteria.iter().find(|it| it.code == "V.2").unwrap();
    let mut reviewer = app.another(Role::LeadReviewer).await;
    let user = app.on_team(1, "lead_reviewer@example.org", Part::Lead).await;
    let mut change = app.app.change(Actor::User(user)).await.unwrap();
    let conflicts = vec![kriter::team::conflicts::NewConflict {
        criterion: Some(kept.id),
        reason: "My brother".into(),
    }];
    kriter::team::conflicts::declare(&mut change, &it, user, "Lead".into(), conflicts)
        .await
        .unwrap();
    change.commit().await.unwrap();
    app.sealed(1).await;
    for page in ["", "?since=yes", "/1", "/1/changes"] {
        let answer = reviewer.get(format!("{DOSSIERS}{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
        assert!(!answer.html().contains("Zyxwv"), "{page}");
    }
    assert!(reviewer.get(format!("{DOSSIERS}/1")).await.text().contains("Minutes"));
    let file = reviewer.get(format!("{DOSSIERS}/1/manifest.json")).await;
    assert_eq!(file.status, StatusCode::FORBIDDEN);
    revise(&mut app, 2, b"%PDF-1.7 n").await;
    let page = reviewer.get(SINCE).await.text();
    assert!(page.contains("Nothing has changed."), "{page}");
}

#[tokio::test]
async fn only_who_keeps_the_assessment_seals_and_only_once_it_was_submitted() {
    let mut app = academy().await;
    let early = next(&mut app, "0", "Now").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("once the assessment was submitted"), "{}", early.text());
    app.stage(1, Stage::Submitted).await;
    for role in Role::ALL.iter().filter(|it| **it != Role::Administrator) {
        let mut person = app.another(*role).await;
        if matches!(role, Role::Reviewer | Role::LeadReviewer) {
            app.put_on(1, &format!("{}@example.org", role.code())).await;
        }
        let sent = next(&mut person, "0", "Mine").await;
        assert!(sent.status.is_client_error(), "{role:?}: {}", sent.status);
        let page = person.get(DOSSIERS).await;
        assert_eq!(page.status.is_success(), *role != Role::Contributor, "{role:?}");
    }
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get(DOSSIERS).await.status, StatusCode::NOT_FOUND);
    assert_eq!(next(&mut stranger, "0", "Mine").await.status, StatusCode::NOT_FOUND);
    assert_eq!(next(&mut app, "0", "").await.status, StatusCode::SEE_OTHER);
    for wrong in ["0", "2", "-1", "x", "99999999999999999999"] {
        let answer = app.get(format!("{DOSSIERS}/{wrong}")).await;
        assert!(answer.status.is_client_error(), "{wrong}: {}", answer.status);
    }
}

#[tokio::test]
async fn the_pages_ask_no_more_the_larger_the_dossier_is() {
    let mut app = academy().await;
    app.sealed(1).await;
    app.stage(1, Stage::Submitted).await;
    item(&mut app, 2, "Two", "V.2", b"%PDF-1.7 two").await;
    for page in ["", "?since=yes", "/1"] {
        let mut from = kriter::entities::evidence_item::Entity::find()
            .all(&app.app.db.read)
            .await
            .unwrap()
            .len();
        assert_same_queries(&mut app, &format!("{DOSSIERS}{page}"), async |app| {
            for _ in 0..30 {
                from += 1;
                let content = format!("%PDF-1.7 number {from}");
                let id = i64::try_from(from).unwrap();
                item(app, id, &format!("Number {from}"), "V.1", content.as_bytes()).await;
            }
            app.sealed(1).await;
            // As before, something came after it was sealed.
            from += 1;
            let id = i64::try_from(from).unwrap();
            item(app, id, "Late", "V.2", b"%PDF-1.7 late").await;
        })
        .await;
    }
    let second = app.get(format!("{DOSSIERS}/3?page=2")).await.text();
    assert!(second.contains("Number 6"), "{second}");
    let pins = dossier_pin::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(pins.len(), 1 + 32 + 63 + 94);
}

#[tokio::test]
async fn what_was_handed_over_stays_readable_whatever_is_taken_away_afterwards() {
    let mut app = academy().await;
    submit(&mut app).await;
    app.stage(1, Stage::ExternalReview).await;
    let mut reviewer = app.another(Role::Reviewer).await;
    app.put_on(1, "reviewer@example.org").await;
    app.user("second@example.org", Some(Role::Reviewer)).await;
    let mut elsewhere = app.another(Role::Reviewer).await;
    elsewhere.sign_in("second@example.org").await;
    let gone = app.post("/links/1/remove", &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    revise(&mut app, 1, b"%PDF-1.7 new minutes").await;

    let page = reviewer.get(format!("{DOSSIERS}/1")).await;
    assert!(page.text().contains("Minutes.pdf"), "{}", page.text());
    assert!(!page.html().contains("href=\"/evidence/1\""), "no way that leads nowhere");
    let file = reviewer.get("/revisions/1/file").await;
    assert_eq!((file.status, file.body.as_slice()), (StatusCode::OK, MINUTES));
    let read = reviewer.get("/revisions/1/preview").await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text());
    assert!(!read.text().contains("newer.pdf"), "{}", read.text());
    // The item itself and what came later are no part of the review.
    for path in ["/evidence/1", "/revisions/2/file", "/revisions/2/preview"] {
        assert_eq!(reviewer.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(elsewhere.get("/revisions/1/file").await.status, StatusCode::NOT_FOUND);
    let bench = bench(&app, "V.1").await;
    let page = reviewer.get(&bench).await;
    assert!(page.text().contains("Handed over, no longer linked"), "{}", page.text());
    assert!(page.html().contains("/revisions/1/file") && !page.html().contains("/revisions/2"));
    let page = app.get(format!("{DOSSIERS}/1")).await.html();
    assert!(page.contains("href=\"/evidence/1\""), "who keeps the register finds it there");

    // A conflict of interest in the criterion for which it was handed over keeps it from them.
    let (it, edition) =
        kriter::assessments::store::by_id(&app.app.db.read, AssessmentId(1)).await.unwrap();
    let whole = kriter::standards::store::tree_of(&app.app.db.read, edition).await.unwrap();
    let criterion = whole.criteria.iter().find(|it| it.code == "V.1").map(|it| it.id);
    let user = app.user("reviewer@example.org", None).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    let new = kriter::team::conflicts::NewConflict { criterion, reason: "My brother".into() };
    kriter::team::conflicts::add(&mut change, &it, user, new).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(reviewer.get("/revisions/1/file").await.status, StatusCode::NOT_FOUND);
}

/// The workbench at a criterion.
async fn bench(app: &TestApp, code: &str) -> String {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
    let at = whole.criteria.iter().find(|it| it.code == code).unwrap();
    format!("/assessments/1/workbench/{}", at.id)
}
