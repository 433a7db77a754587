//! Criteria that ask questions: answered with the rating, kept, shown beside the other's.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Reader as _, Xlsx};
use kriter::entities::{CriterionId, Details, Role, Stage, criterion, rating};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, Set};

use crate::app::TestApp;

/// An assessment against an edition whose criterion V.1 asks four questions, and the workbench there.
async fn asking() -> (TestApp, String) {
    let app = TestApp::with_standards(Role::Administrator).await;
    let db = &app.app.db.read;
    let all = criterion::Entity::find().all(db).await.unwrap();
    let edition =
        kriter::standards::store::by_code(db, "xk-nqa-validation").await.unwrap().unwrap();
    let row = all.into_iter().find(|it| it.edition_id == edition.id && it.code == "V.1").unwrap();
    let questions = serde_json::json!([
        { "text": { "en": "Is there a <plan>?" }, "kind": "unique_choice",
          "choices": [{ "text": { "en": "Whole" }, "score": 2.0 }, { "text": { "en": "None" }, "score": 0.0 }] },
        { "text": { "en": "Who keeps it?" }, "kind": "multiple_choice",
          "choices": [{ "text": { "en": "Lead" }, "score": 1.5 }, { "text": { "en": "Staff" } }] },
        { "text": { "en": "In which words?" }, "kind": "text" },
        { "text": { "en": "Is it kept up?" }, "kind": "yes_no" },
    ]);
    let id: CriterionId = row.id;
    let details = Details { questions, ..row.details.clone() };
    let mut row = row.into_active_model();
    row.details = Set(details);
    let change = app.app.derive().await.unwrap();
    row.update(change.tx()).await.unwrap();
    change.commit().await.unwrap();
    let assessment = app.assessment("xk-nqa-validation").await;
    (app, format!("/assessments/{assessment}/workbench/{id}"))
}

async fn newest(app: &TestApp) -> rating::Model {
    let all = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    all.into_iter().max_by_key(|it| it.id).unwrap()
}

const ASKED: [(&str, &str); 4] = [("asked", "0"), ("asked", "1"), ("asked", "2"), ("asked", "3")];

#[tokio::test]
async fn answers_are_kept_with_the_rating_and_shown_beside_it() {
    let (mut app, bench) = asking().await;
    let page = app.get(&bench).await.html();
    assert!(page.contains("Is there a &lt;plan&gt;?") && page.contains("not answered"), "{page}");
    let mut fields = ASKED.to_vec();
    fields.extend([
        ("level", ""),
        ("rationale", "Seen"),
        ("chosen", "0.0"),
        ("chosen", "1.0"),
        ("chosen", "1.1"),
        ("chosen", "3.1"),
        ("about", "2"),
        ("said", "In <b>our</b> own"),
        ("seen", ""),
    ]);
    let saved = app.post(&bench, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let row = newest(&app).await;
    assert_eq!(row.answers.0[&1].choices, [0, 1]);
    assert_eq!(row.answers.0[&2].text, "In <b>our</b> own");
    let page = app.get(&bench).await.text();
    assert!(page.contains("The answers add up to 3.5"), "{page}");
    // A form without the questions leaves them answered.
    let seen = format!("{}.{}", row.id, row.edits);
    let part = [("rationale", "Seen again"), ("seen", seen.as_str()), ("autosave", "yes")];
    assert_eq!(app.post(&bench, &part).await.status, StatusCode::OK);
    assert_eq!(newest(&app).await.answers, row.answers);
    // The reviewers see what the institution answered.
    app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    app.put_on(1, "reviewer@example.org").await;
    app.stage(1, Stage::ExternalReview).await;
    let mut reviewer = app.another(Role::Reviewer).await;
    reviewer.sign_in("reviewer@example.org").await;
    let level = newest(&app).await;
    assert!(level.level.is_none());
    let page = reviewer.get(&bench).await.html();
    assert!(page.contains("Is there a &lt;plan&gt;?"), "{page}");
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_and_stays_typed() {
    let (mut app, bench) = asking().await;
    for (name, value) in [("chosen", "0.7"), ("chosen", "2.0"), ("chosen", "3.2")] {
        let mut fields = ASKED.to_vec();
        fields.extend([(name, value), ("rationale", "typed words"), ("seen", "")]);
        let refused = app.post(&bench, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
        let page = refused.text();
        assert!(
            page.contains("does not fit its question") && page.contains("typed words"),
            "{page}"
        );
    }
    assert!(rating::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_report_has_a_sheet_of_what_is_asked_and_what_each_round_answered() {
    let (mut app, bench) = asking().await;
    let rows = async |app: &mut TestApp, query: &str| {
        let answer = app.get(format!("/assessments/1/readiness.xlsx{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body)).unwrap();
        let names = book.sheet_names();
        assert_eq!(names[2..5], ["Criteria", "Questions and answers", "Gap list"]);
        let sheet = book.worksheet_range("Questions and answers").unwrap();
        let row = |it: &[calamine::Data]| it.iter().map(ToString::to_string).collect::<Vec<_>>();
        sheet.rows().map(row).collect::<Vec<_>>()
    };
    let heading = ["Criterion", "Title", "Question", "Self", "Internal", "External"];
    let asked = ["Is there a <plan>?", "Who keeps it?", "In which words?", "Is it kept up?"];
    // What is asked is there before anybody answered.
    let found = rows(&mut app, "").await;
    assert_eq!(found.len(), 5);
    assert_eq!(found[0], heading);
    for (row, question) in found[1..].iter().zip(asked) {
        assert_eq!((row[0].as_str(), row[2].as_str()), ("V.1", question));
        assert_eq!(row[3..], ["", "", ""]);
    }
    let mut fields = ASKED.to_vec();
    fields.extend([("level", "met"), ("rationale", "Seen"), ("seen", "")]);
    let mut own = fields.clone();
    let words = "=HYPERLINK(\"http://evil\")";
    own.extend([("chosen", "0.0"), ("chosen", "1.0"), ("chosen", "1.1"), ("chosen", "3.0")]);
    own.extend([("about", "2"), ("said", words)]);
    let saved = app.post(&bench, &own).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    app.stage(1, Stage::InternalReview).await;
    let mut people = Vec::new();
    for email in ["reviewer@example.org", "second@example.org"] {
        app.user(email, Some(Role::Reviewer)).await;
        app.put_on(1, email).await;
        let mut person = app.another(Role::Reviewer).await;
        person.sign_in(email).await;
        people.push(person);
    }
    for (person, chosen) in people.iter_mut().zip(["0.0", "0.1"]) {
        let mut said = fields.clone();
        said.extend([("chosen", chosen), ("chosen", "3.1")]);
        let saved = person.post(&bench, &said).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    }
    // The round is blind yet.
    let asks = newest(&app).await.criterion_id;
    let found = rows(&mut app, "").await;
    assert_eq!(found[1][3..], ["Whole", "", ""]);
    for person in &mut people {
        person.rate_all("xk-nqa-validation", "met", &[asks]).await;
        let locked = person.post("/assessments/1/round/lock", &[]).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
    }
    let found = rows(&mut app, "").await;
    assert_eq!(found[1][3..], ["Whole", "Whole\nNone", ""]);
    assert_eq!(found[2][3..], ["Lead, Staff", "", ""]);
    assert_eq!(found[3][3..], [words, "", ""]);
    assert_eq!(found[4][3..], ["yes", "no", ""]);
    // Yesterday nothing was answered.
    let found = rows(&mut app, "?as_of=2026-11-23").await;
    assert_eq!(found[1][3..], ["", "", ""]);
}
