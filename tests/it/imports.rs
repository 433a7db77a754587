//! Spreadsheets come in: seen first, then all or nothing; what a file omits stays.

use axum::http::StatusCode;
use kriter::entities::{Role, action, evidence_item, rating};
use rust_xlsxwriter::Workbook;
use sea_orm::EntityTrait as _;

use crate::app::{TestApp, sample};

impl TestApp {
    pub async fn import(
        &mut self,
        kind: &str,
        assessment: &str,
        name: &str,
        content: &[u8],
    ) -> String {
        let path = format!("/institutions/{}/imports", self.institution);
        let answer = self
            .upload(
                &path,
                &[("kind", kind), ("assessment", assessment)],
                &[("file", name, content)],
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.location().to_owned()
    }
}

fn figures(text: &str) -> Vec<usize> {
    let names = ["Rows read", "New", "Changed", "Unchanged", "Not imported"];
    let figure = |name: &str| {
        let line = text.lines().find(|it| it.starts_with(&format!("{name} "))).unwrap_or_default();
        line.rsplit(' ').next().and_then(|it| it.parse().ok()).unwrap_or(usize::MAX)
    };
    names.map(figure).to_vec()
}

#[tokio::test]
async fn a_real_gap_tracker_lands_on_its_clauses_and_names_every_other_row() {
    let Some(tracker) = sample("registers/iso17025_gap_tracker.xlsx") else { return };
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("iso-iec-17025-2017").await.to_string();
    let batch = app.import("worksheet", &assessment, "tracker.xlsx", &tracker).await;
    let preview = app.get(&batch).await.text();
    assert_eq!(figures(&preview), [109, 66, 0, 0, 43], "{preview}");
    assert!(preview.contains("B7 “SR-01 §4.1” is not a criterion of this edition"), "{preview}");
    assert!(rating::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
    app.post(&batch, &[]).await;
    let actions = action::Entity::find().all(&app.app.db.read).await.unwrap();
    // 7.1.1–7.1.3 and 7.1.4–7.1.7 are seven criteria in two rows; 7.1.8 is not named.
    assert_eq!(actions.len(), 66 - 2 + 3 + 4);
    let again = app.import("worksheet", &assessment, "tracker.xlsx", &tracker).await;
    let preview = app.get(&again).await.text();
    assert_eq!(figures(&preview), [109, 0, 0, 66, 43], "{preview}");
}

#[tokio::test]
async fn a_real_register_comes_in_once() {
    let Some(register) = sample("registers/evidences.csv") else { return };
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let batch = app.import("evidence", "", "evidences.csv", &register).await;
    let seen = figures(&app.get(&batch).await.text());
    app.post(&batch, &[]).await;
    // A second click, or a reload, does nothing more.
    app.post(&batch, &[]).await;
    let items = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!((seen[0], items.len()), (399, seen[1]));
    let again = app.import("evidence", "", "evidences.csv", &register).await;
    assert_eq!(figures(&app.get(&again).await.text())[1..4], [0, 0, seen[1]]);
}

#[tokio::test]
async fn what_a_sheet_leaves_out_stays() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let first = "Number;Title;Owner;Valid until\nA-1;Charter;Legal;31.12.2027\nA-2;Plan;Quality;\n";
    let batch = app.import("evidence", "", "a.csv", first.as_bytes()).await;
    app.post(&batch, &[]).await;
    let second = "Number;Title;Owner\nA-1;Charter of the academy;\n";
    let batch = app.import("evidence", "", "b.csv", second.as_bytes()).await;
    assert_eq!(figures(&app.get(&batch).await.text()), [1, 0, 1, 0, 0]);
    app.post(&batch, &[]).await;
    let items = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(items.len(), 2);
    let charter = items.iter().find(|it| it.reference == "A-1").unwrap();
    assert_eq!(
        (charter.title.as_str(), charter.owner_unit.as_str()),
        ("Charter of the academy", "Legal")
    );
    assert!(charter.valid_until.is_some());
}

#[tokio::test]
async fn every_bad_cell_is_named_and_the_good_rows_come_in() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, title) in (0..).zip(["Criterion", "Status", "Due date"]) {
        sheet.write(0, column, title).unwrap();
    }
    sheet.write(1, 0, 7.1).unwrap();
    sheet.write(1, 1, "Compliant").unwrap();
    sheet.write(2, 0, "4.1").unwrap();
    sheet.write(2, 1, "Splendid").unwrap();
    sheet.write(3, 0, "4.2").unwrap();
    sheet.write(3, 1, "Compliant").unwrap();
    sheet.write(3, 2, "30.02.2027").unwrap();
    sheet.write(4, 0, "5.1").unwrap();
    sheet.write(4, 1, "Partially compliant").unwrap();
    sheet.write(4, 2, "31.12.2026").unwrap();
    sheet.write(5, 0, "5.1").unwrap();
    sheet.write(5, 1, "Compliant").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("iso-iec-17025-2017").await.to_string();
    let batch = app.import("worksheet", &assessment, "a.xlsx", &bytes).await;
    let preview = app.get(&batch).await.text();
    assert_eq!(figures(&preview), [5, 1, 0, 0, 4], "{preview}");
    for expected in [
        "A2 The spreadsheet keeps 7.1 as a number, so it is ambiguous",
        "B3 “Splendid” is no level of this edition’s scale",
        "C4 “30.02.2027” is not a day of the calendar",
        "A6 Row 5 is about the same",
    ] {
        assert!(preview.contains(expected), "{expected} in {preview}");
    }
    app.post(&batch, &[]).await;
    let ratings = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(ratings.iter().map(|it| it.level.as_deref()).collect::<Vec<_>>(), [Some("minor")]);
}

#[tokio::test]
async fn what_is_no_spreadsheet_is_refused_in_the_readers_language() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.post("/language", &[("language", "sq")]).await;
    for (name, content, expected) in [
        ("a.xlsx", &b"%PDF-1.7"[..], "Kjo nuk është fletëllogaritëse (application/pdf)"),
        ("a.csv", b"foo;bar\n1;2\n", "Nuk u njoh asnjë kolonë me tituj"),
    ] {
        let batch = app.import("evidence", "", name, content).await;
        let page = app.get(&batch).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains(expected), "{}", page.text());
        assert_eq!(app.post(&batch, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let path = format!("/institutions/{}/imports", app.institution);
    let empty = app.upload(&path, &[("kind", "evidence")], &[("file", "a.csv", b"")]).await;
    assert!(empty.text().contains("ka 0 bajtë"), "{}", empty.text());
}

#[tokio::test]
async fn nobody_else_sees_or_carries_out_an_import() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let batch = app.import("evidence", "", "a.csv", b"Title;Owner\nCharter;Legal\n").await;
    for role in [Role::Reviewer, Role::Manager, Role::Observer] {
        let mut other = app.another(role).await;
        let answers = [other.get(&batch).await.status, other.post(&batch, &[]).await.status];
        assert!(
            answers.iter().all(|it| matches!(*it, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)),
            "{role:?} {answers:?}"
        );
    }
    assert!(evidence_item::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_clicks_at_once_import_once() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let batch =
        app.import("evidence", "", "a.csv", b"Title;Owner\nCharter;Legal\nPlan;Quality\n").await;
    let (mut second, mut third) =
        (app.another(Role::Administrator).await, app.another(Role::Administrator).await);
    let answers =
        tokio::join!(app.post(&batch, &[]), second.post(&batch, &[]), third.post(&batch, &[]));
    for answer in [answers.0, answers.1, answers.2] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    assert_eq!(evidence_item::Entity::find().all(&app.app.db.read).await.unwrap().len(), 2);
}
