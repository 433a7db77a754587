//! The coverage calendar: what is covered in each year of the cycle, and who sees it.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use kriter::entities::Role;

use crate::app::{Answer, TestApp};
use crate::linking::LABS;
use crate::queries::assert_same_queries;

/// An assessment with a cycle from 2024 to 2027; its address.
async fn with_cycle(app: &mut TestApp) -> String {
    app.standards().await;
    let address = format!("/assessments/{}", app.assessment(LABS).await);
    let cycle = [("period_from", "1.1.2024"), ("period_to", "2027-12-31")];
    let saved = app.post(format!("{address}/settings"), &cycle).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    address
}

/// The line of a criterion: what its cells say.
fn line(answer: &Answer, code: &str) -> String {
    let text = answer.text();
    let found = text.lines().find(|it| it.starts_with(&format!("{code} "))).unwrap_or_default();
    let at = ["full", "partly", "hole", "ahead"].iter().filter_map(|it| found.find(it)).min();
    at.map_or(text.clone(), |at| found[at..].to_owned())
}

async fn linked(app: &mut TestApp, code: &str, fields: &[(&str, &str)]) -> i64 {
    let id = app.evidence(fields).await;
    let to = [("edition", LABS), ("code", code)];
    let answer = app.post(format!("/evidence/{id}/links"), &to).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    id
}

#[tokio::test]
async fn without_a_cycle_the_calendar_says_where_to_say_it() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment(LABS).await;
    let page = app.get("/assessments/1/calendar").await;
    assert!(page.text().contains("does not say which cycle is assessed"), "{}", page.text());
    assert!(page.html().contains("href=\"/assessments/1/settings\""));
    let file = app.get("/assessments/1/calendar.xlsx").await;
    assert!(file.status.is_client_error(), "{}", file.status);
    let half = app.post("/assessments/1/settings", &[("period_from", "2024-01-01")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text().contains("both days of the cycle"), "{}", half.text());
    let turned = [("period_from", "2027-01-01"), ("period_to", "2024-01-01")];
    let turned = app.post("/assessments/1/settings", &turned).await;
    assert!(turned.text().contains("ends before it begins"), "{}", turned.text());
}

#[tokio::test]
async fn a_settings_form_without_the_cycle_leaves_it() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let address = with_cycle(&mut app).await;
    app.post(format!("{address}/settings"), &[("name", "Renamed")]).await;
    assert!(app.get(format!("{address}/settings")).await.html().contains("value=\"2027-12-31\""));
    let empty = [("period_from", ""), ("period_to", "")];
    app.post(format!("{address}/settings"), &empty).await;
    assert!(!app.get(format!("{address}/settings")).await.html().contains("2027-12-31"));
}

#[tokio::test]
async fn a_cell_is_full_partly_covered_or_a_hole() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let address = with_cycle(&mut app).await;
    let calendar = format!("{address}/calendar");
    assert_eq!(line(&app.get(&calendar).await, "7.1.1"), "hole hole hole ahead");
    let both = [("title", "A"), ("covers_from", "2024-01-01"), ("covers_to", "2025-06-30")];
    linked(&mut app, "7.1.1", &both).await;
    assert_eq!(line(&app.get(&calendar).await, "7.1.1"), "full (1) partly (1) hole ahead");
    // The rest of the year, from the next day on; the period is open-ended.
    linked(&mut app, "7.1.1", &[("title", "B"), ("covers_from", "2025-07-01")]).await;
    assert_eq!(line(&app.get(&calendar).await, "7.1.1"), "full (1) full (2) full (1) full (1)");
    // A document without a period proves its day alone; one without any day nothing.
    let dated = linked(&mut app, "7.1.2", &[("title", "C"), ("document_date", "2024-03-15")]).await;
    linked(&mut app, "7.1.2", &[("title", "D")]).await;
    let page = app.get(&calendar).await;
    assert_eq!(line(&page, "7.1.2"), "partly (1) hole hole ahead");
    assert!(page.text().contains("neither a period nor a document date: 1"), "{}", page.text());
    let quarters = app.get(format!("{calendar}?by=quarter")).await;
    assert!(quarters.text().contains("Q1 2024"), "{}", quarters.text());
    assert!(line(&quarters, "7.1.2").starts_with("partly (1) hole hole hole hole"));
    // What is linked to the clause counts for everything below it.
    linked(&mut app, "7.1", &[("title", "E"), ("covers_to", "2024-12-31")]).await;
    let page = app.get(&calendar).await;
    assert_eq!(line(&page, "7.1.2"), "full (2) hole hole ahead");
    assert_eq!(line(&page, "7.1.3"), "full (1) hole hole ahead");
    // Withdrawn or a draft, it proves nothing.
    for status in ["withdrawn", "draft"] {
        app.post(format!("/evidence/{dated}/edit"), &[("status", status)]).await;
    }
    let holes = app.get(format!("{calendar}?show=holes")).await.text();
    assert!(holes.contains("7.1.2") && !holes.contains("7.1.1 "), "{holes}");
}

#[tokio::test]
async fn a_cell_lists_what_covers_it_and_offers_to_fill_it() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let address = with_cycle(&mut app).await;
    let covers = [("covers_from", "2024-01-01"), ("covers_to", "2024-12-31")];
    linked(&mut app, "7.1.1", &[("title", "Open"), covers[0], covers[1]]).await;
    let secret = [("title", "Oath"), covers[0], covers[1], ("confidentiality", "restricted")];
    linked(&mut app, "7.1.1", &secret).await;
    let criterion = app.criterion_id(LABS, "7.1.1").await;
    let cell = format!("{address}/calendar/{criterion}?from=2024-01-01");
    let page = app.get(&cell).await;
    let text = page.text();
    assert!(text.contains("Open") && text.contains("Oath") && text.contains("full"), "{text}");
    let filled = format!(
        "evidence/new?criterion={criterion}&amp;back=%2Fassessments%2F1%2Fcalendar&amp;covers_from=2024-01-01&amp;covers_to=2024-12-31"
    );
    assert!(page.html().contains(&filled), "{}", page.html());
    let form = format!("/institutions/{}/evidence/new?covers_from=2024-01-01", app.institution);
    assert!(app.get(form).await.html().contains("value=\"2024-01-01\""));
    let later = app.get(format!("{address}/calendar/{criterion}?from=2025-01-01")).await.text();
    assert!(later.contains("Linked, but not for this period") && later.contains("hole"), "{later}");
    // Others see that there is something, and no more; they are not offered to fill it.
    let mut manager = app.another(Role::Manager).await;
    let page = manager.get(&cell).await;
    assert!(page.text().contains("Restricted") && !page.text().contains("Oath"), "{}", page.text());
    assert!(!page.html().contains("evidence/new"));
    assert_eq!(app.get(format!("{address}/calendar/999999")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_calendar_goes_out_as_a_workbook() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let address = with_cycle(&mut app).await;
    let covers = [("title", "A"), ("covers_from", "2024-01-01"), ("covers_to", "2025-12-31")];
    linked(&mut app, "7.1.1", &covers).await;
    let file = app.get(format!("{address}/calendar.xlsx?by=year")).await;
    assert_eq!(file.status, StatusCode::OK);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.body)).unwrap();
    let sheets = book.worksheets();
    let [(_, rows), (_, figures)] = &sheets[..] else { panic!("{}", sheets.len()) };
    let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    let row = rows.rows().map(texts).find(|it| it[1] == "7.1.1").unwrap();
    assert_eq!(row[3..], ["full (1)", "full (1)", "hole", "ahead"]);
    let heading = texts(rows.rows().next().unwrap());
    assert_eq!(heading[3..], ["2024", "2025", "2026", "2027"]);
    assert_eq!(figures.rows().count(), 5);
    let mut observer = app.another(Role::Observer).await;
    let may = kriter::access::allowed(Role::Observer, kriter::access::Action::Export);
    let status = observer.get(format!("{address}/calendar.xlsx")).await.status;
    assert_eq!(status == StatusCode::OK, may, "{status}");
}

#[tokio::test]
async fn the_calendar_asks_no_more_questions_the_more_is_linked() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let address = with_cycle(&mut app).await;
    let criterion = app.criterion_id(LABS, "7.1.1").await;
    linked(&mut app, "7.1.1", &[("title", "A"), ("covers_from", "2024-01-01")]).await;
    for page in ["calendar".to_owned(), format!("calendar/{criterion}")] {
        assert_same_queries(&mut app, &format!("{address}/{page}"), async |app: &mut TestApp| {
            for code in ["7.1", "7.1.1", "7.1.2", "4.1.1"] {
                linked(app, code, &[("title", code), ("covers_from", "2025-01-01")]).await;
            }
        })
        .await;
    }
}
