//! The evidence register: keeping it, finding in it, and who may.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use kriter::entities::{EvidenceId, Role, evidence_item, evidence_past, link, revision};
use sea_orm::EntityTrait as _;

use crate::app::TestApp;

impl TestApp {
    fn register(&self) -> String {
        format!("/institutions/{}/evidence", self.institution)
    }

    async fn item(&self, id: i64) -> evidence_item::Model {
        evidence_item::Entity::find_by_id(EvidenceId(id))
            .one(&self.app.db.read)
            .await
            .unwrap()
            .unwrap()
    }
}

#[tokio::test]
async fn a_file_becomes_evidence_and_comes_back_as_an_attachment() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let name = "../Rregullore \"ë\"\n č 😀.pdf";
    let answer = app.upload(&path, &[("title", "")], &[("files", name, b"%PDF-1.7 content")]).await;
    assert_eq!(answer.location(), "/evidence/1", "{}", answer.text());
    let page = app.get("/evidence/1").await;
    assert!(page.text().contains("KAPS-E-0001"), "{}", page.text());
    let file = app.get("/revisions/1/file").await;
    assert_eq!(file.body, b"%PDF-1.7 content");
    assert_eq!(file.headers[CONTENT_TYPE], "application/pdf");
    let disposition = file.headers[CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment; "), "{disposition}");
    assert!(disposition.contains("filename*=UTF-8''Rregullore%20"), "{disposition}");
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn a_page_that_was_uploaded_is_never_run() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let page = b"<!DOCTYPE html><html><script>alert(1)</script></html>";
    app.upload(&path, &[], &[("files", "evil.html", page)]).await;
    assert_eq!(
        app.get("/revisions/1/file").await.headers[CONTENT_TYPE],
        "application/octet-stream"
    );
}

#[tokio::test]
async fn an_empty_or_oversized_file_leaves_nothing() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let empty = app.upload(&path, &[], &[("files", "empty.pdf", b"")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("it has 0 bytes"), "{}", empty.text());
    let large = app.upload(&path, &[], &[("files", "large.bin", &vec![7; 1_048_577])]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(app.get(app.register()).await.text().contains("No evidence yet"));
}

#[tokio::test]
async fn a_partial_form_clears_nothing_and_the_old_state_is_kept() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let fields = [
        ("title", "Charter"),
        ("owner_unit", "Legal office"),
        ("valid_until", "2027-01-31"),
        ("description", "Signed"),
    ];
    app.upload(&path, &fields, &[]).await;
    let answer = app.post("/evidence/1/edit", &[("valid_until", "31.12.2028")]).await;
    assert_eq!(answer.location(), "/evidence/1", "{}", answer.text());
    let item = app.item(1).await;
    assert_eq!(
        (item.title.as_str(), item.owner_unit.as_str(), item.description.as_str()),
        ("Charter", "Legal office", "Signed")
    );
    assert_eq!(item.valid_until.map(|it| it.to_string()).as_deref(), Some("2028-12-31"));
    let past = evidence_past::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(past.len(), 1);
    assert_eq!(past[0].valid_until.map(|it| it.to_string()).as_deref(), Some("2027-01-31"));
}

#[tokio::test]
async fn nobody_accepts_their_own_evidence() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let answer = app.upload(&path, &[("title", "Charter"), ("status", "accepted")], &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text().contains("Accepting and returning is the reviewer’s."),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn a_link_is_found_by_what_people_write_and_is_never_lost() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(&path, &[("title", "Charter")], &[]).await;
    let wrong = app
        .post("/evidence/1/links", &[("edition", "iso-iec-17025-2017"), ("code", "SR-01 §4.1")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("This edition has no such criterion."), "{}", wrong.text());
    app.post("/evidence/1/links", &[("edition", "iso-iec-17025-2017"), ("code", "7.1.1–7.1.3")])
        .await;
    app.post("/links/1/remove", &[]).await;
    assert_eq!(app.post("/links/1/remove", &[]).await.status, StatusCode::NOT_FOUND);
    let links = link::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(links.iter().filter(|it| it.superseded_at.is_some()).count(), 1);
    assert_eq!(links.len(), 3);
}

#[tokio::test]
async fn a_script_is_no_web_address() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let answer = app
        .upload(&path, &[("title", "Charter"), ("place", "javascript://%0aalert(1)")], &[])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn words_that_mean_something_to_a_database_find_only_themselves() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    for title in ["100% attendance", "Attendance", "under_score"] {
        app.upload(&path, &[("title", title)], &[]).await;
    }
    let register = app.register();
    for (words, found) in
        [("%25", 0), ("_", 0), ("under_score", 1), ("ATTENDANCE", 2), ("%27%20OR%201=1", 0)]
    {
        let text = app.get(format!("{register}?q={words}")).await.text();
        let shown = text.lines().filter(|it| it.contains("KAPS-E-")).count();
        assert_eq!(shown, found, "{words}: {text}");
    }
}

#[tokio::test]
async fn what_is_restricted_is_only_listed_for_those_who_need_not_know() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(
        &path,
        &[("title", "Secret names"), ("confidentiality", "restricted")],
        &[("files", "names.pdf", b"%PDF-1.7")],
    )
    .await;
    let mut manager = app.another(Role::Manager).await;
    let register = manager.register();
    let text = manager.get(&register).await.text();
    assert!(
        text.contains("Restricted") && !text.contains("Secret") && !text.contains("KAPS-E-"),
        "{text}"
    );
    assert!(!manager.get(format!("{register}?q=secret")).await.text().contains("Restricted\n"));
    assert_eq!(manager.get("/evidence/1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(manager.get("/revisions/1/file").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_an_administrator_keeps_evidence() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(&path, &[("title", "Charter")], &[]).await;
    for role in [Role::Reviewer, Role::LeadReviewer, Role::Manager, Role::Observer] {
        let mut other = app.another(role).await;
        let answers = [
            other.get(&path).await.status,
            other.upload(&path, &[("title", "x")], &[("files", "x.pdf", b"%PDF")]).await.status,
        ];
        assert_eq!(answers, [StatusCode::FORBIDDEN; 2], "{role:?}");
        let edit = other.post("/evidence/1/edit", &[("title", "x")]).await.status;
        assert!(edit == StatusCode::FORBIDDEN || edit == StatusCode::NOT_FOUND, "{role:?} {edit}");
    }
    assert_eq!(app.item(1).await.title, "Charter");
}

#[tokio::test]
async fn a_reviewer_sees_the_evidence_of_their_assessments_and_no_other() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("iso-iec-17025-2017").await;
    let path = format!("{}/new", app.register());
    for title in ["Linked", "Loose"] {
        app.upload(&path, &[("title", title)], &[]).await;
    }
    app.post("/evidence/1/links", &[("edition", "iso-iec-17025-2017"), ("code", "4.1.1")]).await;
    let mut reviewer = app.another(Role::Reviewer).await;
    let register = reviewer.register();
    assert!(!reviewer.get(&register).await.text().contains("Linked"));
    assert_eq!(reviewer.get("/evidence/1").await.status, StatusCode::NOT_FOUND);
    app.put_on(assessment, "reviewer@example.org").await;
    assert!(reviewer.get(&register).await.text().contains("Linked"));
    assert_eq!(reviewer.get("/evidence/1").await.status, StatusCode::OK);
    assert_eq!(reviewer.get("/evidence/2").await.status, StatusCode::NOT_FOUND);
    app.post("/links/1/remove", &[]).await;
    assert_eq!(reviewer.get("/evidence/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_same_content_under_another_name_is_noticed() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(&path, &[], &[("files", "a.pdf", b"%PDF-1.7 same")]).await;
    let answer = app.upload(&path, &[], &[("files", "b.pdf", b"%PDF-1.7 same")]).await;
    let page = app.get(answer.location()).await.text();
    assert!(page.contains("The same file was there already"), "{page}");
}

#[tokio::test]
async fn several_people_at_once_get_numbers_of_their_own() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let (mut second, mut third) =
        (app.another(Role::Administrator).await, app.another(Role::Administrator).await);
    let answers = tokio::join!(
        app.upload(&path, &[("title", "one")], &[]),
        second.upload(&path, &[("title", "two")], &[]),
        third.upload(&path, &[("title", "three")], &[]),
    );
    for answer in [answers.0, answers.1, answers.2] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    let register = app.register();
    let text = app.get(&register).await.text();
    assert!(text.contains("KAPS-E-0003"), "{text}");
}

#[tokio::test]
async fn nothing_that_was_typed_is_dropped_in_silence() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let both = app.upload(&path, &[("place", "Room 4")], &[("files", "a.pdf", b"%PDF-1.7")]).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    let files: [(&str, &str, &[u8]); 2] =
        [("files", "a.pdf", b"%PDF-1.7 a"), ("files", "b.pdf", b"%PDF-1.7 b")];
    app.upload(&path, &[("title", "Audit 2026")], &files).await;
    let register = app.register();
    let text = app.get(&register).await.text();
    assert!(text.contains("Audit 2026: a") && text.contains("Audit 2026: b"), "{text}");
}

#[tokio::test]
async fn an_item_says_all_that_was_typed_and_keeps_what_a_form_leaves_out() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    let fields = [
        ("reference", "Q-7"),
        ("title", "Calibration 2026"),
        ("proof", "certificate"),
        ("language", "sr"),
        ("tags", "balance, ISO 17025, Balance"),
        ("owner_person", "Ana Đorđević"),
        ("notes", "ask the lab"),
        ("covers_from", "2026-01-01"),
        ("covers_to", "31.12.2026"),
        ("room", "14"),
        ("binder", "B 2"),
    ];
    let added = app.upload(&path, &fields, &[]).await;
    assert_eq!(added.location(), "/evidence/1", "{}", added.text());
    for (field, value) in [("title", "Calibration"), ("tags", ""), ("covers_to", "")] {
        let held = app.item(1).await;
        app.post("/evidence/1/edit", &[(field, value)]).await;
        let now = app.item(1).await;
        let changed = [
            (held.title != now.title, "title"),
            (held.tags != now.tags, "tags"),
            (held.covers_to != now.covers_to, "covers_to"),
            (held.covers_from != now.covers_from, "covers_from"),
            (held.notes != now.notes, "notes"),
            (held.owner_person != now.owner_person, "owner_person"),
            (held.reference != now.reference, "reference"),
            ((held.proof, held.language) != (now.proof, now.language), "proof"),
        ];
        let changed: Vec<_> = changed.into_iter().filter(|it| it.0).map(|it| it.1).collect();
        assert_eq!(changed, [field]);
    }
    let page = app.get("/evidence/1").await;
    for said in ["Q-7", "Certificate", "Serbian", "Ana Đorđević", "14, B 2", "ask the lab"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
}

#[tokio::test]
async fn a_number_is_for_one_item_whatever_its_letters() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(&path, &[("title", "First"), ("reference", "Q-7")], &[]).await;
    let again = app.upload(&path, &[("title", "Second"), ("reference", "q-7")], &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Another evidence item has this number."), "{}", again.text());
    assert!(again.html().contains("Second"), "what was typed is still there");
    app.upload(&path, &[("title", "Second")], &[]).await;
    let taken = app.post("/evidence/2/edit", &[("reference", "Q-7")]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.item(2).await.reference, "KAPS-E-0001");
}

#[tokio::test]
async fn an_item_has_many_files_and_each_of_them_its_own_revisions() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(&path, &[("title", "Minutes")], &[("files", "minutes.pdf", b"%PDF-1.7 a")]).await;
    let parts = "/evidence/1/revisions";
    app.upload(parts, &[], &[("file", "b.txt", b"list"), ("file", "c.txt", b"map")]).await;
    app.upload(parts, &[("place", "https://academy.example")], &[]).await;
    let seen = [("part", "2"), ("seen", "2")];
    let replaced = app.upload(parts, &seen, &[("file", "b2.txt", b"newer list")]).await;
    assert_eq!(replaced.location(), "/evidence/1", "{}", replaced.text());
    // Somebody else who still saw the first.
    let late = app.upload(parts, &seen, &[("file", "b3.txt", b"another list")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("b2.txt") && late.text().contains("b3.txt"), "{}", late.text());
    app.post("/evidence/1/parts/3/remove", &[("seen", "3")]).await;
    let all = revision::Entity::find().all(&app.app.db.read).await.unwrap();
    let mut held: Vec<_> =
        all.iter().map(|it| (it.number, it.part, it.removed_at.is_some())).collect();
    held.sort_unstable();
    assert_eq!(held, [(1, 1, false), (2, 2, false), (3, 3, true), (4, 4, false), (5, 2, false)]);
    let page = app.get("/evidence/1").await;
    for said in ["minutes.pdf", "b2.txt", "Earlier revisions: 1", "b.txt", "Taken away on"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert_eq!(app.post("/evidence/1/parts/3/remove", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post("/evidence/1/parts/9/remove", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_that_was_opened_before_somebody_else_changed_the_item_puts_nothing_back() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let path = format!("{}/new", app.register());
    app.upload(&path, &[("title", "Minutes")], &[]).await;
    let stamp = |html: &str| {
        let after = html.split("name=\"seen\" value=\"").nth(1).unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let opened = stamp(&app.get("/evidence/1/edit").await.html());
    app.post("/evidence/1/edit", &[("confidentiality", "restricted")]).await;
    let fields = [("seen", opened.as_str()), ("title", "New"), ("confidentiality", "internal")];
    let late = app.post("/evidence/1/edit", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("Somebody else changed this item"), "{}", late.text());
    assert!(late.html().contains("value=\"New\""), "what was typed is still there");
    let item = app.item(1).await;
    assert_eq!(item.confidentiality, kriter::entities::Confidentiality::Restricted);
    let again = stamp(&late.html());
    app.post("/evidence/1/edit", &[("seen", again.as_str()), ("title", "New")]).await;
    assert_eq!(app.item(1).await.title, "New");
}
