//! Editions that are scored in percent, on two axes, with numbers that nobody publishes: rated by worksheet and by hand.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::crosswalks;
use kriter::entities::{AssessmentId, Role, Stage, assessment, criterion, rating};
use kriter::standards::check::PackFile;
use kriter::standards::load;
use kriter::tailoring;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use crate::app::TestApp;
use crate::queries::assert_same_queries;
use crate::sources::read;

/// An academy with an assessment against an edition in percent; address of the assessment.
async fn prepared() -> (TestApp, String) {
    let app = TestApp::signed_in_as(Role::Administrator).await;
    app.fixture("scored.yaml").await;
    let assessment = app.assessment("scored-1").await;
    (app, format!("/assessments/{assessment}"))
}

impl TestApp {
    /// Imports a worksheet into the first assessment; its preview.
    async fn worksheet(&mut self, rows: &str) -> String {
        let batch = self.import("worksheet", "1", "a.csv", rows.as_bytes()).await;
        let preview = self.get(&batch).await.text();
        assert_eq!(self.post(&batch, &[]).await.status, StatusCode::SEE_OTHER, "{preview}");
        preview
    }

    /// The ratings that hold, as level, second level and score, in the order of their criteria.
    async fn rated(&self) -> Vec<(Option<String>, Option<String>, Option<f64>)> {
        let found = rating::Entity::find().filter(rating::Column::SupersededAt.is_null());
        let found = found.order_by_asc(rating::Column::CriterionId);
        let found = found.all(&self.app.db.read).await.unwrap();
        found.into_iter().map(|it| (it.level, it.second_level, it.score)).collect()
    }

    /// Address of the workbench of the first assessment at a criterion, and the rating that is seen there.
    async fn at(&mut self, code: &str) -> (String, String) {
        let found = criterion::Entity::find().filter(criterion::Column::Code.eq(code));
        let id = found.one(&self.app.db.read).await.unwrap().unwrap().id;
        let at = format!("/assessments/1/workbench/{id}");
        let html = self.get(&at).await.html();
        let seen = html.split("name=\"seen\" value=\"").nth(1).unwrap();
        (at, seen.split('"').next().unwrap().to_owned())
    }
}

fn level(
    level: &str,
    second: Option<&str>,
    score: Option<f64>,
) -> (Option<String>, Option<String>, Option<f64>) {
    (Some(level.to_owned()), second.map(str::to_owned), score)
}

#[tokio::test]
async fn a_worksheet_brings_scores_and_second_levels() {
    let (mut app, at) = prepared().await;
    let rows = "Criterion;Level;Documented;Rationale\nA.1;85 %;Failed;Seen\nA.2;69,5;;\nA.3;Passed;Passed;\nA;120;;\n";
    let preview = app.worksheet(rows).await;
    assert!(preview.contains("B5 “120” is not a number that fits here"), "{preview}");
    let expected = [
        level("passed", Some("failed"), Some(85.0)),
        level("failed", None, Some(69.5)),
        level("passed", Some("passed"), None),
    ];
    assert_eq!(app.rated().await, expected);
    let overview = app.get(&at).await.text();
    assert!(overview.contains("Rated 100"), "{overview}");
    let again = app.import("worksheet", "1", "a.csv", rows.as_bytes()).await;
    assert!(app.get(&again).await.text().contains("Unchanged 3"));
}

#[tokio::test]
async fn a_level_that_is_said_again_as_a_word_keeps_its_score() {
    let (mut app, _) = prepared().await;
    app.worksheet("Criterion;Level\nA.1;85\nA.2;90\n").await;
    app.worksheet("Criterion;Level;Rationale\nA.1;Passed;Seen\nA.2;Failed;Seen\n").await;
    let expected = [level("passed", None, Some(85.0)), level("failed", None, None)];
    assert_eq!(app.rated().await, expected);
}

#[tokio::test]
async fn a_repeated_reference_never_becomes_a_second_action() {
    let (mut app, _) = prepared().await;
    let rows = "Criterion;No;Action\nA.1;1;Write\nA.1;2;Print\nA.1;2;Hang up\n";
    let preview = app.worksheet(rows).await;
    assert!(preview.contains("A4 Row 3 is about the same"), "{preview}");
    let again = app.import("worksheet", "1", "a.csv", rows.as_bytes()).await;
    let preview = app.get(&again).await.text();
    assert!(preview.contains("Unchanged 2") && preview.contains("New 0"), "{preview}");
}

#[tokio::test]
async fn a_worksheet_rates_only_while_the_institution_rates_itself() {
    let (mut app, _) = prepared().await;
    app.worksheet("Criterion;Level\nA.1;85 %\n").await;
    app.stage(1, Stage::Submitted).await;
    let other = "Criterion;Level;Owner;Due date\nA.1;60 %;Ana;1.3.2027\n";
    let batch = app.import("worksheet", "1", "b.csv", other.as_bytes()).await;
    for answer in [app.get(&batch).await, app.post(&batch, &[]).await] {
        let text = answer.text();
        assert!(text.contains("the institution does not rate itself any more"), "{text}");
    }
    assert_eq!(app.rated().await, [level("passed", None, Some(85.0))]);
    // Tasks are planned at any stage.
    app.worksheet("Criterion;Level;Owner;Due date\nA.1;85 %;Ana;1.3.2027\n").await;
}

#[tokio::test]
async fn a_level_from_a_worksheet_outlives_a_new_rationale() {
    let (mut app, _) = prepared().await;
    app.worksheet("Criterion;Level\nA.1;Passed\n").await;
    let mut colleague = app.another(Role::Administrator).await;
    colleague.user("colleague@example.org", Some(Role::Administrator)).await;
    colleague.sign_in("colleague@example.org").await;
    for (who, fields, expected) in [
        (0, [("rationale", "Looked at again"), ("level", "")], Some("passed")),
        (1, [("rationale", "Looked at by two"), ("level", "")], Some("passed")),
        (0, [("rationale", ""), ("level", "-")], None),
    ] {
        let who = if who == 0 { &mut app } else { &mut colleague };
        let (at, seen) = who.at("A.1").await;
        let fields = [fields[0], fields[1], ("seen", seen.as_str())];
        let answer = who.post(at, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let rated = who.rated().await;
        assert_eq!(rated.len(), 1);
        assert_eq!(rated[0].0.as_deref(), expected);
    }
}

#[tokio::test]
async fn a_number_that_nobody_publishes_is_filled_in_one_at_a_time() {
    let (mut app, at) = prepared().await;
    let settings = format!("{at}/settings");
    let page = app.get(&settings).await.text();
    assert!(
        page.contains("Index that is enough (%)") && page.contains("Share that is enough (%)"),
        "{page}"
    );
    let overview = app.get(&at).await.text();
    assert!(overview.contains("Fill in “Index that is enough”"), "{overview}");
    let held = async |app: &TestApp| {
        let row = assessment::Entity::find().one(&app.app.db.read).await.unwrap().unwrap();
        row.settings.0.into_iter().collect::<Vec<_>>()
    };
    let pair = |name: &str, number: f64| (name.to_owned(), number);
    let both = [
        ("setting", "least-index"),
        ("number", "72,5 %"),
        ("setting", "least-share"),
        ("number", "50"),
    ];
    assert_eq!(app.post(&settings, &both).await.status, StatusCode::SEE_OTHER);
    assert_eq!(held(&app).await, [pair("least-index", 72.5), pair("least-share", 0.5)]);
    app.post(&settings, &[("setting", "least-index"), ("number", "80")]).await;
    assert_eq!(held(&app).await, [pair("least-index", 80.0), pair("least-share", 0.5)]);
    assert!(app.get(&settings).await.html().contains("value=\"80\""));
    let refused = app.post(&settings, &[("setting", "least-index"), ("number", "101")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.post(&settings, &[("setting", "least-index"), ("number", "")]).await;
    assert_eq!(held(&app).await, [pair("least-share", 0.5)]);
    let overview = app.get(&at).await.text();
    assert!(overview.contains("Fill in “Index that is enough”"), "{overview}");
    assert!(overview.contains("Your institution filled in “Share that is enough”"), "{overview}");
    // Of a day in the past, today's numbers are used, and the page says so.
    let said = "filled-in numbers and criteria of your own are those of today";
    assert!(!overview.contains(said), "{overview}");
    let past = app.get(format!("{at}?as_of=2026-11-01")).await.text();
    assert!(past.contains(said), "{past}");
    app.post(&settings, &[("setting", "least-share"), ("number", "")]).await;
    assert!(!app.get(format!("{at}?as_of=2026-11-01")).await.text().contains(said));
}

#[tokio::test]
async fn the_preview_of_a_register_does_not_ask_for_each_assessment() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let supplement = app.fixture("sr-01.yaml").await;
    let own = async |app: &TestApp, id: i64| {
        let (it, edition) =
            kriter::assessments::store::by_id(&app.app.db.read, AssessmentId(id)).await.unwrap();
        let mut change = app.app.change(Actor::System).await.unwrap();
        tailoring::store::limit(&mut change, &it, None, Some(&[supplement])).await.unwrap();
        let added = tailoring::store::Added {
            code: "K.1".into(),
            title: "Our rule".into(),
            summary: String::new(),
            under: None,
        };
        tailoring::store::add(&mut change, &it, &edition, added, "en").await.unwrap();
        change.commit().await.unwrap();
    };
    let first = app.assessment("iso-iec-17025-2017").await;
    own(&app, first).await;
    let batch = app.import("evidence", "", "a.csv", b"Title;Criteria\nCharter;K.1\n").await;
    assert!(app.get(&batch).await.text().contains("New 1"));
    assert_same_queries(&mut app, &batch, async |app| {
        for _ in 0..3 {
            app.assessment("iso-iec-17025-2017").await;
            let tailored = app.assessment("iso-iec-17025-2017").await;
            own(app, tailored).await;
        }
        app.assessment("xk-kaa-programme-2021").await;
    })
    .await;
    let wholes = tailoring::store::wholes_of(&app.app.db.read, app.institution).await.unwrap();
    let sizes: Vec<usize> = wholes.iter().map(|it| it.editions().count()).collect();
    assert_eq!(sizes, [3, 1, 3, 3, 3, 1]);
    for (whole, id) in wholes.iter().zip([1, 2, 3]) {
        let (it, edition) =
            kriter::assessments::store::by_id(&app.app.db.read, AssessmentId(id)).await.unwrap();
        let single = tailoring::store::whole(&app.app.db.read, &it, edition).await.unwrap();
        assert_eq!(whole.criteria, single.criteria);
        assert!(whole.editions().eq(single.editions()));
    }
}

/// Loads an edition like the first one, in which a criterion is passed with 80, and that asks the same of `A.1`.
async fn stricter(app: &TestApp) {
    let text = read("tests/fixtures/packs/scored.yaml");
    let text = text.replace("scored", "strict").replace("from: 70", "from: 80").replace("A.", "B.");
    let file = PackFile { name: "strict.yaml".into(), text };
    let crosswalk = serde_json::from_value(serde_json::json!({
        "id": "same", "title": { "en": "Same" }, "from": "scored-1", "to": "strict-1",
        "source": "made up", "licence_note": "free",
        "relations": [
            { "from": "A.1", "to": "B.1", "relation": "equal", "confidence": "high" },
            { "from": "A.2", "to": "B.2", "relation": "equal", "confidence": "high" },
        ],
    }));
    let mut change = app.app.change(Actor::System).await.unwrap();
    load::load(&mut change, &[file]).await.unwrap();
    let digest = "digest".to_owned();
    crosswalks::load::add(&mut change, &crosswalk.unwrap(), digest, None).await.unwrap();
    change.commit().await.unwrap();
}

#[tokio::test]
async fn a_score_is_carried_and_gives_the_level_of_the_other_scale() {
    let (mut app, _) = prepared().await;
    app.worksheet("Criterion;Level\nA.1;75\nA.2;Passed\n").await;
    stricter(&app).await;
    let into = app.assessment("strict-1").await;
    let at = format!("/assessments/{into}/carry");
    let html = app.get(&at).await.html();
    let ticks: Vec<_> = html.split(r#"name="tick" value=""#).skip(1).collect();
    let ticks: Vec<_> = ticks.iter().map(|it| ("tick", it.split('"').next().unwrap())).collect();
    assert_eq!(ticks.len(), 2, "{html}");
    assert_eq!(app.post(&at, &ticks).await.status, StatusCode::SEE_OTHER);
    let expected = [level("failed", None, Some(75.0)), level("passed", None, None)];
    assert_eq!(app.rated().await[2..], expected);
}

#[tokio::test]
async fn raters_who_differ_on_the_second_axis_alone_do_not_agree_there() {
    let (mut app, _) = prepared().await;
    let mut raters = Vec::new();
    for email in ["reviewer@example.org", "second@example.org"] {
        app.user(email, Some(Role::Reviewer)).await;
        app.put_on(1, email).await;
        let mut person = app.another(Role::Reviewer).await;
        person.sign_in(email).await;
        raters.push(person);
    }
    app.stage(1, Stage::InternalReview).await;
    for (person, second) in raters.iter_mut().zip(["passed", "failed"]) {
        for code in ["A.1", "A.2", "A.3"] {
            let (at, _) = person.at(code).await;
            let fields = [("score", "80"), ("second", second), ("rationale", "Seen")];
            let rated = person.post(&at, &fields).await;
            assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
        }
        let locked = person.post("/assessments/1/round/lock", &[]).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
    }
    let page = app.get("/assessments/1/round").await.text();
    let (practised, documented) = page.split_once("Documented").unwrap();
    assert!(
        practised.contains("Practised") && practised.contains("All criteria 3 100.0 %"),
        "{page}"
    );
    assert!(documented.contains("All criteria 3 0.0 %"), "{page}");
}
