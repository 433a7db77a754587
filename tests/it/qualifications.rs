//! A qualification comes in from its workbook and shows its holes.

use axum::http::StatusCode;
use kriter::entities::{Role, learning_outcome, qualification};
use rust_xlsxwriter::Workbook;
use sea_orm::EntityTrait as _;

use crate::app::TestApp;

type Sheet<'a> = (&'a str, &'a [&'a [&'a str]]);

fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

const HEAD: Sheet<'_> = (
    "Kualifikimi",
    &[
        &["Kodi", "Title EN", "Title SQ", "NQF level", "EQF level", "Credits"],
        &["PBT", "Police training", "Trajnimi", "Niveli 4", "4", "10"],
    ],
);
const UNITS: Sheet<'_> = ("Units", &[&["Code", "Title EN", "Credits"], &["U1", "Law", "10"]]);
const OUTCOMES: Sheet<'_> = (
    "Outcomes",
    &[
        &["Unit", "Code", "Domain", "Statement"],
        &["U1", "LO1", "Njohuri", "Explains the law"],
        &["U1", "LO2", "Skills", "Applies it"],
    ],
);
const CRITERIA: Sheet<'_> =
    ("Criteria", &[&["Outcome", "Code", "Statement"], &["LO1", "AC1", "Names the ground"]]);
const TASKS: Sheet<'_> = (
    "Tasks",
    &[
        &["Duty", "Code", "Task", "Outcomes"],
        &["Order", "T1", "Patrols", "LO1; LO2"],
        &["Order", "T2", "Reports", ""],
    ],
);

impl TestApp {
    async fn bring(&mut self, content: &[u8]) -> String {
        let path = format!("/institutions/{}/imports", self.institution);
        let answer =
            self.upload(&path, &[("kind", "qualification")], &[("file", "q.xlsx", content)]).await;
        answer.location().to_owned()
    }
}

#[tokio::test]
async fn a_workbook_becomes_a_qualification_with_its_holes_in_view() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let batch = app.bring(&workbook(&[HEAD, UNITS, OUTCOMES, CRITERIA, TASKS])).await;
    app.post(&batch, &[]).await;
    let page = app.get("/qualifications/1").await.text();
    assert!(page.contains("No outcome prepares for this task T2 Reports"), "{page}");
    assert!(page.contains("Nothing judges this outcome LO2 Applies it"), "{page}");
    assert!(page.contains("Order T1 Patrols LO1, LO2"), "{page}");
    let mut observer = app.another(Role::Observer).await;
    assert_eq!(observer.get("/qualifications/1").await.status, StatusCode::OK);
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get("/qualifications/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_later_workbook_omits_stays_and_the_same_again_changes_nothing() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let whole = workbook(&[HEAD, UNITS, OUTCOMES, CRITERIA, TASKS]);
    let batch = app.bring(&whole).await;
    app.post(&batch, &[]).await;
    let again = app.bring(&whole).await;
    let preview = app.get(&again).await.text();
    assert!(preview.contains("Changed 0") && preview.contains("New 0"), "{preview}");
    let shorter = workbook(&[HEAD, ("Outcomes", &[&["Unit", "Code", "Domain", "Statement"]])]);
    let batch = app.bring(&shorter).await;
    app.post(&batch, &[]).await;
    assert_eq!(learning_outcome::Entity::find().all(&app.app.db.read).await.unwrap().len(), 2);
}

#[tokio::test]
async fn one_bad_row_leaves_all_of_it_out_and_is_named() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let bad: Sheet<'_> = (
        "Outcomes",
        &[&["Unit", "Code", "Domain", "Statement"], &["U9", "LO1", "Wisdom", "Knows"]],
    );
    let batch = app.bring(&workbook(&[HEAD, UNITS, bad])).await;
    let preview = app.get(&batch).await.text();
    assert!(preview.contains("A2 “U9” is named nowhere else in the workbook"), "{preview}");
    assert!(preview.contains("C2 “Wisdom” is not one of the words for this column"), "{preview}");
    app.post(&batch, &[]).await;
    assert!(qualification::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}
