//! What findings do elsewhere: gaps and outcomes, the report, the command line, another edition.

use std::io::Cursor;
use std::process::Command;

use axum::http::StatusCode;
use calamine::Reader as _;
use kriter::audit::Actor;
use kriter::entities::{
    AssessmentId, CriterionId, FindingKind, FindingStep, Role, Stage, action, finding,
};
use kriter::findings::store::{self, NewStep, Wording};
use kriter::standards::pack::{Node, Pack};
use kriter::standards::{check, load};
use kriter::titles::Titles;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, NotSet, Set};

use crate::app::TestApp;

/// A nonconformity or another finding of a criterion, or of the whole.
async fn raise(app: &TestApp, kind: FindingKind, criterion: Option<CriterionId>, said: &str) {
    let of = app.assessed(1).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    let wording = Wording {
        kind,
        statement: said.into(),
        requirement: String::new(),
        objective_evidence: "Seen in case 12".into(),
        evidence: None,
        due_on: "2027-02-24".parse().ok(),
    };
    store::raise(&mut change, &of, criterion, wording).await.unwrap();
    change.commit().await.unwrap();
}

async fn id_of(app: &TestApp, edition: &str, code: &str) -> CriterionId {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, edition).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
    whole.criteria.iter().find(|it| it.code == code).unwrap().id
}

/// A laboratory with an open major nonconformity of 4.1.1.
async fn laboratory() -> TestApp {
    let app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("iso-iec-17025-2017").await;
    app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    app.put_on(1, "reviewer@example.org").await;
    app.stage(1, Stage::InternalReview).await;
    let criterion = id_of(&app, "iso-iec-17025-2017", "4.1.1").await;
    raise(&app, FindingKind::Major, Some(criterion), "Impartiality is not looked at").await;
    app
}

#[tokio::test]
async fn an_open_major_is_a_gap_and_bars_accreditation_until_it_is_closed() {
    let mut app = laboratory().await;
    let sentence = "F-1, a major nonconformity, is open and to be closed by 24 February 2027";
    let gaps = app.get("/assessments/1/gaps?kind=open_finding").await.text();
    assert!(gaps.contains(sentence) && gaps.contains("Critical"), "{gaps}");
    let page = app.get("/assessments/1").await.text();
    assert!(page.contains("No major nonconformity is open"), "{page}");
    assert!(page.contains("Found: 1 open"), "{page}");
    // It was not known yesterday.
    let before = app.get("/assessments/1?as_of=2026-11-23").await.text();
    assert!(before.contains("Found: 0 open"), "{before}");

    let of = app.assessed(1).await;
    for step in [FindingStep::Answer, FindingStep::Verify] {
        let mut change = app.app.change(Actor::System).await.unwrap();
        let all = store::all(change.tx(), AssessmentId(1)).await.unwrap();
        let new = NewStep {
            step,
            note: "Seen".into(),
            correction: String::new(),
            root_cause: String::new(),
            corrective_action: String::new(),
            extent: String::new(),
        };
        store::step(&mut change, &of, &all[0], new, &[]).await.unwrap();
        change.commit().await.unwrap();
    }
    let gaps = app.get("/assessments/1/gaps?kind=open_finding").await.text();
    assert!(!gaps.contains("F-1"), "{gaps}");
    assert!(app.get("/assessments/1").await.text().contains("Found: 0 open"));
}

#[tokio::test]
async fn the_report_has_a_sheet_of_what_was_found_and_nothing_runs_from_it() {
    let mut app = laboratory().await;
    raise(&app, FindingKind::Observation, None, "=HYPERLINK(\"https://x\")").await;
    let report = app.get("/assessments/1/readiness.xlsx").await;
    assert_eq!(report.status, StatusCode::OK);
    let mut book = calamine::Xlsx::<Cursor<Vec<u8>>>::new(Cursor::new(report.body)).unwrap();
    let sheet = book.worksheet_range("Findings").unwrap();
    let cells: Vec<Vec<String>> =
        sheet.rows().map(|it| it.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells[1][..4], ["F-1", "Major nonconformity", "4.1.1", "Open"]);
    assert_eq!(cells[2][2], "the whole");
    assert_eq!(cells[2][5], "=HYPERLINK(\"https://x\")");
    assert!(book.worksheet_formula("Findings").unwrap().used_cells().all(|it| it.2.is_empty()));
    let yesterday = app.get("/assessments/1/readiness.xlsx?as_of=2026-11-23").await;
    let mut book = calamine::Xlsx::<Cursor<Vec<u8>>>::new(Cursor::new(yesterday.body)).unwrap();
    assert_eq!(book.worksheet_range("Findings").unwrap().rows().count(), 1, "only the headings");
}

#[tokio::test]
async fn the_command_line_lists_what_is_open_to_all() {
    let app = laboratory().await;
    let config = app.app.config.clone();
    let list = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kriter"));
        command.args(["finding", "list", "--assessment", "1"]).args(words);
        command.arg("--data").arg(&config.data);
        if let Some(database) = &config.database {
            command.arg("--database").arg(database);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let rows: serde_json::Value = serde_json::from_str(&list(&["--json"])).unwrap();
    assert_eq!(rows[0]["number"], "F-1", "{rows}");
    assert_eq!(rows[0]["kind"], "major", "{rows}");
    assert_eq!(rows[0]["criterion"], "4.1.1", "{rows}");
    assert_eq!(rows[0]["due_on"], "2027-02-24", "{rows}");
    assert!(list(&[]).contains("Impartiality is not looked at"));
    // With a second rater the round is blind, and nobody at the terminal sees into it.
    app.user("second@example.org", Some(Role::Reviewer)).await;
    app.put_on(1, "second@example.org").await;
    assert_eq!(list(&["--json"]).trim(), "[]");
}

/// An edition of a made-up standard.
async fn edition(app: &TestApp, id: &str, says: &[&str]) {
    let text = include_str!("../fixtures/packs/sound.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    let mut pack: Pack = check::parse(&file, &check::known_evidence_types()).unwrap();
    id.clone_into(&mut pack.id);
    let mut area = Node::new("1", "area", Titles::english("Storage"));
    let leaf = |(at, says): (usize, &&str)| {
        Node::new(format!("1.{}", at + 1), "criterion", Titles::english(*says))
    };
    area.children = says.iter().enumerate().map(leaf).collect();
    pack.criteria = vec![area];
    let mut change = app.app.change(Actor::System).await.unwrap();
    load::add(&mut change, &pack, String::new(), load::Placing::default()).await.unwrap();
    change.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_still_to_be_done_goes_along_to_another_edition() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    edition(&app, "care-1", &["Instruments are kept dry", "Keys are counted"]).await;
    edition(&app, "care-2", &["Air is measured daily", "Instruments are kept dry"]).await;
    app.assessment("care-1").await;
    let (dry, keys) = (id_of(&app, "care-1", "1.1").await, id_of(&app, "care-1", "1.2").await);
    raise(&app, FindingKind::Minor, Some(dry), "They are wet").await;
    raise(&app, FindingKind::Minor, Some(keys), "They are not").await;
    raise(&app, FindingKind::Observation, None, "Of the whole").await;
    raise(&app, FindingKind::Commendation, Some(dry), "A fine shelf").await;
    let db = sea_orm::Database::connect(app.app.config.database_url()).await.unwrap();
    for (criterion, title, done) in
        [(dry, "Buy a dryer", None), (keys, "Count them", None), (dry, "Done", Some(()))]
    {
        let row = action::ActiveModel {
            id: NotSet,
            assessment_id: Set(AssessmentId(1)),
            criterion_id: Set(criterion),
            reference: Set(title.into()),
            title: Set(title.into()),
            owner: Set("Quality unit".into()),
            due_on: Set(None),
            done_on: Set(done.map(|()| app.app.today())),
            recorded_at: Set(crate::app::now()),
            superseded_at: Set(None),
        };
        row.insert(&db).await.unwrap();
    }
    let new = kriter::standards::store::by_code(&app.app.db.read, "care-2").await.unwrap();
    let new = new.unwrap().id.to_string();
    let preview = app.get(format!("/assessments/1/move?edition={new}")).await.text();
    assert!(preview.contains("open actions 1, open findings 2"), "{preview}");
    for left in ["1.2 Count them", "1.2 F-2"] {
        assert!(preview.contains(left), "{left}: {preview}");
    }
    let moved = app.post("/assessments/1/move", &[("edition", &new)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let carried = store::all(&app.app.db.read, AssessmentId(2)).await.unwrap();
    let told: Vec<_> = carried.iter().map(|it| (it.name(), it.head.criterion_id)).collect();
    let there = id_of(&app, "care-2", "1.2").await;
    assert_eq!(told, [("F-1".to_owned(), Some(there)), ("F-3".to_owned(), None)]);
    let actions = action::Entity::find().all(&app.app.db.read).await.unwrap();
    let own: Vec<_> = actions.iter().filter(|it| it.assessment_id.0 == 2).collect();
    assert_eq!((own.len(), own[0].title.as_str(), own[0].criterion_id), (1, "Buy a dryer", there));
    let page = app.get(format!("/assessments/2/findings/{}", carried[0].head.id)).await.text();
    assert!(page.contains("Goes on from an earlier assessment"), "{page}");
    assert_eq!(finding::Entity::find().all(&app.app.db.read).await.unwrap().len(), 6);
}
