//! A qualification comes in from its workbook and shows its holes.

use axum::http::StatusCode;
use kriter::entities::{
    Role, assessment_criterion, learning_outcome, occupational_task, qualification,
    qualification_unit,
};
use rust_xlsxwriter::Workbook;
use sea_orm::{EntityTrait as _, QueryOrder as _};

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

#[tokio::test]
async fn columns_that_a_later_workbook_omits_stay_as_they_were() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let units: Sheet<'_> = (
        "Units",
        &[
            &["Code", "Title EN", "Title SR", "Credits", "Compulsory"],
            &["U1", "Law", "Pravo", "10", "no"],
        ],
    );
    let batch = app.bring(&workbook(&[HEAD, units, OUTCOMES, CRITERIA, TASKS])).await;
    app.post(&batch, &[]).await;
    let narrow = workbook(&[
        ("Qualification", &[&["Code", "Title EN"], &["PBT", "Basic police training"]]),
        ("Units", &[&["Code", "Title EN"], &["U1", "Law and rights"]]),
        ("Outcomes", OUTCOMES.1),
        ("Tasks", &[&["Code", "Task", "Outcomes"], &["T1", "Patrols a town", "LO1"]]),
    ]);
    let batch = app.bring(&narrow).await;
    app.post(&batch, &[]).await;
    let db = &app.app.db.read;
    let whole = qualification::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!(
        (whole.title.en(), whole.title.own("sq")),
        ("Basic police training", Some("Trajnimi"))
    );
    let unit = qualification_unit::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!(
        (unit.title.en(), unit.title.own("sr"), unit.compulsory),
        ("Law and rights", Some("Pravo"), false)
    );
    let task = occupational_task::Entity::find()
        .order_by_asc(occupational_task::Column::Code)
        .one(db)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((task.duty.as_str(), task.statement.as_str()), ("Order", "Patrols a town"));
}

#[tokio::test]
async fn what_a_later_workbook_moves_is_a_change() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let units: Sheet<'_> = ("Units", &[&["Code", "Title EN"], &["U1", "Law"], &["U2", "Patrol"]]);
    let batch = app.bring(&workbook(&[HEAD, units, OUTCOMES, CRITERIA])).await;
    app.post(&batch, &[]).await;
    let outcomes: Sheet<'_> = (
        "Outcomes",
        &[
            &["Unit", "Code", "Domain", "Statement"],
            &["U1", "LO1", "Knowledge", "Explains the law"],
            &["U2", "LO2", "Skills", "Applies it"],
        ],
    );
    let criteria: Sheet<'_> =
        ("Criteria", &[&["Outcome", "Code", "Statement"], &["LO2", "AC1", "Names the ground"]]);
    let batch = app.bring(&workbook(&[HEAD, units, outcomes, criteria])).await;
    let answer = app.post(&batch, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let db = &app.app.db.read;
    let outcomes = learning_outcome::Entity::find()
        .order_by_asc(learning_outcome::Column::Code)
        .all(db)
        .await
        .unwrap();
    let places: Vec<_> = outcomes.iter().map(|it| (it.code.as_str(), it.unit_id.0)).collect();
    assert_eq!(places, [("LO1", 1), ("LO2", 2)]);
    let criteria = assessment_criterion::Entity::find().all(db).await.unwrap();
    let places: Vec<_> = criteria.iter().map(|it| (it.code.as_str(), it.outcome_id.0)).collect();
    assert_eq!(places, [("AC1", 2)]);
}

#[tokio::test]
async fn a_second_qualification_and_a_code_said_twice_are_named_by_their_rows() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let head: Sheet<'_> =
        ("Qualification", &[&["Code", "Title EN"], &["PBT", "Police"], &["CUS", "Customs"]]);
    let units: Sheet<'_> =
        ("Units", &[&["Code", "Title EN"], &["U1", "Law"], &["u1", "Law again"]]);
    let batch = app.bring(&workbook(&[head, units])).await;
    let preview = app.get(&batch).await.text();
    assert!(preview.contains("A3 A workbook tells of one qualification"), "{preview}");
    assert!(preview.contains("Row 2 is about the same: keep one of the two."), "{preview}");
    app.post(&batch, &[]).await;
    assert!(qualification::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_workbook_whose_qualification_has_no_row_is_refused_with_the_reason() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let head: Sheet<'_> = ("Qualification", &[&["Code", "Title EN"]]);
    let batch = app.bring(&workbook(&[head, UNITS])).await;
    let preview = app.get(&batch).await.text();
    assert!(
        preview.contains("Qualification A2 The cell that names this row is empty"),
        "{preview}"
    );
}

#[tokio::test]
async fn type_and_levels_are_named_as_their_frameworks_name_them_in_the_readers_language() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let head: Sheet<'_> = (
        "Qualification",
        &[
            &["Code", "Title EN", "Title SQ", "Type", "NQF level", "EQF level"],
            &["PBT", "Police training", "Trajnimi", "T.D", "L.4", "4"],
        ],
    );
    let batch = app.bring(&workbook(&[head, UNITS, OUTCOMES, CRITERIA, TASKS])).await;
    app.post(&batch, &[]).await;
    for (language, type_, nqf, eqf, hole) in [
        (
            "en",
            "T.D · National vocational",
            "4 · Level 4",
            "4 · EQF level 4",
            "No outcome prepares",
        ),
        (
            "sq",
            "T.D · Kualifikim",
            "4 · Niveli 4",
            "4 · KEK niveli 4",
            "Asnjë rezultat nuk përgatit",
        ),
        ("sr", "T.D · Nacionalna", "4 · Nivo 4", "4 · EOK nivo 4", "Nijedan ishod ne priprema"),
    ] {
        app.post("/language", &[("language", language), ("back", "/")]).await;
        let page = app.get("/qualifications/1").await.text();
        for expected in [type_, nqf, eqf, hole, "Police training", "Trajnimi"] {
            assert!(page.contains(expected), "{language}: {expected}: {page}");
        }
    }
}
