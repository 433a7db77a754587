//! Deadlines: counted from days, moved with a reason, listed by how they stand.

use axum::http::StatusCode;
use kriter::entities::{Role, deadline, deadline_move, milestone};
use sea_orm::{EntityTrait as _, QueryOrder as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const DEADLINES: &str = "/assessments/1/deadlines";

async fn academy(edition: &str) -> TestApp {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    assert_eq!(app.assessment(edition).await, 1);
    app.get("/").await;
    app
}

/// What a form of a page says was seen.
fn seen(html: &str) -> String {
    html.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Sends days, as the page shows the form now.
async fn days(app: &mut TestApp, fields: &[(&str, &str)]) -> Answer {
    let stamp = seen(&app.get(DEADLINES).await.html());
    let mut fields = fields.to_vec();
    fields.push(("seen", &stamp));
    app.post(format!("{DEADLINES}/days"), &fields).await
}

/// Does something to a deadline, as its page shows it now.
async fn step(app: &mut TestApp, id: i64, fields: &[(&str, &str)]) -> Answer {
    let at = format!("{DEADLINES}/{id}");
    let stamp = seen(&app.get(&at).await.html());
    let mut fields = fields.to_vec();
    fields.push(("seen", &stamp));
    app.post(&at, &fields).await
}

async fn own(app: &mut TestApp, title: &str, day: &str) -> Answer {
    app.post(DEADLINES, &[("title", title), ("fixed_on", day)]).await
}

#[tokio::test]
async fn the_usual_deadlines_follow_the_days_from_which_they_count() {
    let mut app = academy("xk-nqa-validation").await;
    let page = app.get(DEADLINES).await.text();
    assert!(page.contains("National Qualifications Authority"), "{page}");
    let taken = app.post(format!("{DEADLINES}/usual"), &[]).await;
    assert_eq!(taken.location(), DEADLINES, "{}", taken.text());
    let page = app.get(DEADLINES).await.text();
    assert!(page.contains("15 calendar days after: Decision received"), "{page}");
    assert!(page.contains("day not known yet"), "{page}");
    let set = days(&mut app, &[("notified", "2026-11-02"), ("applied", "1.9.2026")]).await;
    assert_eq!(set.location(), DEADLINES, "{}", set.text());
    let page = app.get(DEADLINES).await.text();
    assert!(page.contains("17 November 2026 overdue"), "{page}");
    assert!(page.contains("1 March 2027 later"), "{page}");
    // Only what was sent changes; what follows from it is counted anew.
    days(&mut app, &[("notified", "2026-11-15")]).await;
    let page = app.get(DEADLINES).await.text();
    assert!(page.contains("30 November 2026 near"), "{page}");
    assert!(page.contains("1 March 2027 later"), "{page}");
    let all = milestone::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(all.len(), 3, "the earlier day stays known");
    days(&mut app, &[("notified", "")]).await;
    assert!(app.get(DEADLINES).await.text().contains("day not known yet"));
    let again = app.post(format!("{DEADLINES}/usual"), &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("there already"), "{}", again.text());
}

#[tokio::test]
async fn a_deadline_is_moved_with_a_reason_and_back_and_all_of_it_stays_known() {
    let mut app = academy("xk-nqa-validation").await;
    let added = own(&mut app, "Hand in the annexes", "2026-12-06").await;
    assert_eq!(added.location(), DEADLINES, "{}", added.text());
    let page = app.get(DEADLINES).await.text();
    assert!(page.contains("6 December 2026 near"), "{page}");
    assert!(page.contains("Offices are closed on that day (weekend)"), "{page}");
    let bare = step(&mut app, 1, &[("step", "move"), ("day", "2027-01-15")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.html().contains("2027-01-15"), "what was typed stays");
    let fields = [("step", "move"), ("day", "2027-01-15"), ("reason", "The authority agreed")];
    let moved = step(&mut app, 1, &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let page = app.get(format!("{DEADLINES}/1")).await.text();
    assert!(page.contains("15 January 2027 later"), "{page}");
    assert!(page.contains("6 December 2026 15 January 2027 The authority agreed"), "{page}");
    assert!(page.contains("By its rule it would be due on 6 December 2026."), "{page}");
    step(&mut app, 1, &[("step", "by-rule"), ("reason", "Withdrawn")]).await;
    assert!(app.get(DEADLINES).await.text().contains("6 December 2026 near"));
    let rows = deadline_move::Entity::find()
        .order_by_asc(deadline_move::COLUMN.id)
        .all(&app.app.db.read)
        .await
        .unwrap();
    assert_eq!((rows.len(), rows[1].to_day), (2, None));
    step(&mut app, 1, &[("step", "done"), ("day", "2026-11-24")]).await;
    assert!(app.get(DEADLINES).await.text().contains("6 December 2026 done 24 November 2026"));
    step(&mut app, 1, &[("step", "not-done")]).await;
    step(&mut app, 1, &[("step", "remove")]).await;
    let page = app.get(DEADLINES).await.text();
    assert!(
        page.contains("Removed deadlines Hand in the annexes")
            || page.contains("Removed deadlines\nHand in the annexes"),
        "{page}"
    );
    step(&mut app, 1, &[("step", "restore")]).await;
    assert!(app.get(DEADLINES).await.text().contains("6 December 2026 near"));
}

#[tokio::test]
async fn working_days_leave_out_the_days_off_of_the_country() {
    let mut app = academy("xk-nqa-validation").await;
    let fields = [
        ("title", "Reply to the draft report"),
        ("anchor", "report"),
        ("count", "2"),
        ("unit", "working_days"),
        ("way", "after"),
        ("calendar", "xk"),
    ];
    let added = app.post(DEADLINES, &fields).await;
    assert_eq!(added.location(), DEADLINES, "{}", added.text());
    days(&mut app, &[("report", "2026-12-23")]).await;
    let page = app.get(DEADLINES).await.text();
    assert!(page.contains("28 December 2026 later"), "{page}");
    assert!(page.contains("Feasts that follow the moon are known up to 2026"), "{page}");
}

#[tokio::test]
async fn two_at_once_do_not_overwrite_one_another_unseen() {
    let mut app = academy("xk-nqa-validation").await;
    own(&mut app, "Reply", "2026-12-07").await;
    let at = format!("{DEADLINES}/1");
    let stamp = seen(&app.get(&at).await.html());
    let moved =
        |day| [("step", "move"), ("day", day), ("reason", "Agreed"), ("seen", stamp.as_str())];
    let first = app.post(&at, &moved("2026-12-08")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let second = app.post(&at, &moved("2026-12-09")).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        second.text().contains("Somebody changed this deadline meanwhile"),
        "{}",
        second.text()
    );
    let stamp = seen(&app.get(DEADLINES).await.html());
    let set = |day| [("applied", day), ("seen", stamp.as_str())];
    let days = format!("{DEADLINES}/days");
    assert_eq!(app.post(&days, &set("2026-10-01")).await.status, StatusCode::SEE_OTHER);
    let late = app.post(&days, &set("2026-10-02")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.html().contains("2026-10-02"), "what was typed stays");
    assert!(app.get(DEADLINES).await.text().contains("1 October 2026"));
}

#[tokio::test]
async fn only_who_keeps_the_assessment_changes_its_deadlines_and_all_of_it_read_them() {
    let mut app = academy("xk-nqa-validation").await;
    own(&mut app, "Reply", "2026-12-07").await;
    for role in Role::ALL.iter().filter(|it| **it != Role::Administrator) {
        let mut person = app.another(*role).await;
        if matches!(role, Role::Reviewer | Role::LeadReviewer) {
            app.put_on(1, &format!("{}@example.org", role.code())).await;
        }
        let page = person.get(DEADLINES).await;
        if *role == Role::Contributor {
            assert!(page.status.is_client_error());
        } else {
            assert!(page.text().contains("7 December 2026"), "{role:?}: {}", page.text());
            assert!(!page.html().contains("name=\"applied\""), "{role:?}");
        }
        for (at, fields) in [
            ("", &[("title", "Mine"), ("fixed_on", "2026-12-01")][..]),
            ("/days", &[("applied", "2026-12-01"), ("seen", "0.0")]),
            ("/usual", &[]),
            ("/1", &[("step", "remove"), ("seen", "")]),
        ] {
            let sent = person.post(format!("{DEADLINES}{at}"), fields).await;
            assert!(sent.status.is_client_error(), "{role:?} {at}: {}", sent.status);
        }
    }
    let rows = deadline::Entity::find().all(&app.app.db.read).await.unwrap();
    assert!(rows.len() == 1 && rows[0].removed_at.is_none());
    assert_eq!(milestone::Entity::find().all(&app.app.db.read).await.unwrap().len(), 0);
}

#[tokio::test]
async fn hostile_and_wrong_input_is_refused_with_what_was_typed() {
    let mut app = academy("esg-2015").await;
    for fields in [
        &[][..],
        &[("title", "X")],
        &[("title", "X"), ("fixed_on", "31.2.2026")],
        &[("title", "X"), ("anchor", "moon"), ("count", "1"), ("unit", "days"), ("way", "after")],
        &[
            ("title", "X"),
            ("anchor", "visit"),
            ("count", "1e9"),
            ("unit", "days"),
            ("way", "after"),
        ],
        &[("title", "X"), ("anchor", "visit"), ("count", "1"), ("unit", "eons"), ("way", "after")],
    ] {
        let sent = app.post(DEADLINES, fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    let hostile = "\"><script>alert(1)</script>";
    own(&mut app, hostile, "2026-12-07").await;
    let page = app.get(DEADLINES).await.html();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>alert"));
    let sent = step(&mut app, 1, &[("step", "explode")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = app.get(format!("{DEADLINES}/99")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let none = app.post(format!("{DEADLINES}/usual"), &[]).await;
    assert!(none.text().contains("No usual deadlines are known"), "{}", none.text());
    // A deadline of another assessment is not there under this one.
    assert_eq!(app.assessment("xk-nqa-validation").await, 2);
    let other = app.get("/assessments/2/deadlines/1").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_has_a_second_page_and_asks_no_more_the_longer_it_is() {
    let mut app = academy("xk-nqa-validation").await;
    own(&mut app, "The first", "2026-12-07").await;
    days(&mut app, &[("applied", "2026-10-01")]).await;
    step(&mut app, 1, &[("step", "move"), ("day", "2026-12-08"), ("reason", "Agreed")]).await;
    assert_same_queries(&mut app, DEADLINES, async |app| {
        for number in 0..60 {
            own(app, &format!("Number {number}"), "2027-12-07").await;
        }
    })
    .await;
    let second = app.get(format!("{DEADLINES}?page=2")).await.text();
    assert!(second.contains("Number 59"), "{second}");
}

#[tokio::test]
async fn a_usual_deadline_is_there_once_and_nothing_is_done_before_its_day() {
    let mut app = academy("xk-nqa-validation").await;
    app.post(format!("{DEADLINES}/usual"), &[]).await;
    let count = deadline::Entity::find().all(&app.app.db.read).await.unwrap().len();
    step(&mut app, 1, &[("step", "remove")]).await;
    app.post(format!("{DEADLINES}/usual"), &[]).await;
    let twice = step(&mut app, 1, &[("step", "restore")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("was taken again meanwhile"), "{}", twice.text());
    let anew = i64::try_from(count).unwrap() + 1;
    step(&mut app, anew, &[("step", "remove")]).await;
    assert_eq!(step(&mut app, 1, &[("step", "restore")]).await.status, StatusCode::SEE_OTHER);
    let early = step(&mut app, 1, &[("step", "done"), ("day", "2026-11-25")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("This day has not come yet."), "{}", early.text());
    let today = step(&mut app, 1, &[("step", "done"), ("day", "2026-11-24")]).await;
    assert_eq!(today.status, StatusCode::SEE_OTHER, "{}", today.text());
}
