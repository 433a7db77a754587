//! From a rating to the readiness that everybody sees, and to the workbook.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use kriter::entities::{Role, Stage, assessment, institution, rating};
use kriter::language::Language;
use kriter::readiness::facts::Options;
use kriter::readiness::store::{Assessed, Supposed, assess, suppose};
use sea_orm::EntityTrait as _;

use crate::app::TestApp;

/// An academy with one assessment on which a reviewer sits; its administrator is signed in.
async fn prepared() -> (TestApp, i64) {
    let app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("xk-nqa-validation").await;
    app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    app.put_on(assessment, "reviewer@example.org").await;
    (app, assessment)
}

impl TestApp {
    /// Address of the workbench at a criterion.
    async fn bench(&self, assessment: i64, code: &str) -> String {
        let edition = kriter::standards::store::by_code(&self.app.db.read, "xk-nqa-validation")
            .await
            .unwrap()
            .unwrap();
        let whole = kriter::standards::store::tree_of(&self.app.db.read, edition).await.unwrap();
        let id = whole.criteria.iter().find(|it| it.code == code).unwrap().id;
        format!("/assessments/{assessment}/workbench/{id}")
    }
}

#[tokio::test]
async fn a_rating_closes_its_gap_at_once() {
    let (mut app, assessment) = prepared().await;
    let bench = app.bench(assessment, "V.1").await;
    assert!(
        app.get(&bench)
            .await
            .text()
            .contains("Not rated: Rate this criterion in the current round.")
    );
    let answer = app.post(&bench, &[("level", "met"), ("rationale", "Title seen.")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(!app.get(&bench).await.text().contains("Not rated: Rate"));
    let overview = app.get(format!("/assessments/{assessment}")).await.text();
    assert!(overview.contains("Readiness index 8.3"), "{overview}");
    assert!(overview.contains("Not validated"), "{overview}");
}

#[tokio::test]
async fn two_windows_do_not_overwrite_one_another_unseen() {
    let (mut app, assessment) = prepared().await;
    let bench = app.bench(assessment, "V.1").await;
    app.post(&bench, &[("level", "met")]).await;
    let second = app.post(&bench, &[("level", "partly"), ("rationale", "typed meanwhile")]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text().contains("typed meanwhile"), "{}", second.text());
    let seen = second
        .html()
        .split("name=\"seen\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    app.post(&bench, &[("level", "partly"), ("seen", &seen)]).await;
    let ratings = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(ratings.len(), 2);
    assert_eq!(ratings.iter().filter(|it| it.superseded_at.is_none()).count(), 1);
}

#[tokio::test]
async fn each_role_rates_in_its_round_and_nowhere_else() {
    let (mut app, assessment) = prepared().await;
    let bench = app.bench(assessment, "V.1").await;
    let mut reviewer = app.another(Role::Reviewer).await;
    assert_eq!(reviewer.post(&bench, &[("level", "met")]).await.status, StatusCode::FORBIDDEN);
    app.stage(assessment, Stage::InternalReview).await;
    assert_eq!(app.post(&bench, &[("level", "met")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(reviewer.post(&bench, &[("level", "met")]).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Manager, Role::Observer] {
        let mut other = app.another(role).await;
        assert_eq!(
            other.post(&bench, &[("level", "met")]).await.status,
            StatusCode::FORBIDDEN,
            "{role:?}"
        );
        assert_eq!(other.get(&bench).await.status, StatusCode::OK, "{role:?}");
    }
}

#[tokio::test]
async fn a_reviewer_finds_no_assessment_they_are_not_on() {
    let (app, assessment) = prepared().await;
    let mut lead = app.another(Role::LeadReviewer).await;
    for path in ["", "/gaps", "/workbench", "/readiness.xlsx", "/settings"] {
        let answer = lead.get(format!("/assessments/{assessment}{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_level_that_is_not_on_the_scale_is_refused_with_what_was_typed() {
    let (mut app, assessment) = prepared().await;
    let bench = app.bench(assessment, "V.2").await;
    let answer = app.post(&bench, &[("level", "superb"), ("rationale", "kept words")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("kept words"));
    assert!(rating::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_report_says_what_the_page_says_and_nothing_in_it_runs() {
    let (mut app, assessment) = prepared().await;
    let path = format!("/institutions/{}/evidence/new", app.institution);
    app.upload(
        &path,
        &[("title", "=HYPERLINK(\"http://evil\")"), ("valid_until", "2027-01-31")],
        &[],
    )
    .await;
    app.upload(&path, &[("title", "Secret names"), ("confidentiality", "restricted")], &[]).await;
    let bench = app.bench(assessment, "V.1").await;
    app.post(&bench, &[("level", "met")]).await;
    let mut manager = app.another(Role::Manager).await;
    let answer = manager.get(format!("/assessments/{assessment}/readiness.xlsx")).await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Cover", "Dashboard", "Criteria", "Gap list", "Evidence register", "How it is decided"]
    );
    let cover = book.worksheet_range("Cover").unwrap();
    let value = |label: &str| cover.rows().find(|it| it[0] == label).map(|it| it[1].to_string());
    assert_eq!(value("Readiness index").as_deref(), Some("8.3"));
    assert_eq!(value("Projected outcome").as_deref(), Some("Not validated"));
    let criteria = book.worksheet_range("Criteria").unwrap();
    assert_eq!(criteria.height(), 14);
    let register = book.worksheet_range("Evidence register").unwrap();
    let row: Vec<String> =
        register.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(row[1], "=HYPERLINK(\"http://evil\")");
    assert!(matches!(register.rows().nth(1).unwrap()[7], Data::DateTime(_)));
    assert!(book.worksheet_formula("Evidence register").unwrap().is_empty());
    let words: Vec<String> = register.rows().flatten().map(ToString::to_string).collect();
    assert!(!words.iter().any(|it| it.contains("Secret")), "{words:?}");
}

#[tokio::test]
async fn only_those_who_report_download_the_report() {
    let (mut app, assessment) = prepared().await;
    let path = format!("/assessments/{assessment}/readiness.xlsx");
    assert_eq!(app.get(&path).await.status, StatusCode::OK);
    for role in [Role::Reviewer, Role::Observer] {
        let mut other = app.another(role).await;
        assert_eq!(other.get(&path).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn a_visit_that_was_called_off_can_be_cleared() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let id = app.assessment("xk-nqa-validation").await;
    let path = format!("/assessments/{id}/settings");
    app.post(&path, &[("visit_date", "2027-05-31")]).await;
    assert!(app.get(&path).await.html().contains("2027-05-31"));
    app.post(&path, &[("visit_date", "")]).await;
    assert!(!app.get(&path).await.html().contains("2027-05-31"));
}

#[tokio::test]
async fn the_page_of_a_criterion_reads_less_and_tells_the_same_gaps() {
    let app = TestApp::new().await;
    app.standards().await;
    // The demo brings an institution of the same code.
    let other = app.app.derive().await.unwrap();
    let rename =
        institution::Entity::update_many().col_expr(institution::Column::Code, "OTHER".into());
    rename.exec(other.tx()).await.unwrap();
    other.commit().await.unwrap();
    kriter::demo::fill(&app.app, 40).await.unwrap();
    let db = &app.app.db.read;
    let options = Options::on(app.app.today());
    let mut compared = 0;
    for it in assessment::Entity::find().all(db).await.unwrap() {
        let (it, edition) = kriter::assessments::store::by_id(db, it.id).await.unwrap();
        let all = assess(db, it.clone(), edition.clone(), options).await.unwrap();
        for at in (0..all.whole.criteria.len()).step_by(7) {
            let around = Some(all.whole.criteria[at].id);
            let supposed = Supposed { around, ..Supposed::default() };
            let some = suppose(db, it.clone(), edition.clone(), options, supposed).await.unwrap();
            let told = |of: &Assessed| {
                let here = of.readiness.gaps.iter().filter(|it| it.criterion == at);
                here.map(|it| of.sentence(Language::English, it)).collect::<Vec<_>>()
            };
            assert_eq!(told(&some), told(&all), "{} {}", it.name, all.code(at));
            assert!(some.items.len() <= all.items.len());
            compared += told(&all).len();
        }
    }
    assert!(compared > 20, "{compared} gaps compared");
}
