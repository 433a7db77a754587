//! An assessment goes from stage to stage by its moves and by nothing else.

use axum::http::StatusCode;
use kriter::entities::{Role, Stage, stage_move};
use sea_orm::{EntityTrait as _, QueryOrder as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const STAGE: &str = "/assessments/1/stage";
const EDITION: &str = "xk-nqa-validation";

/// An academy with an assessment that it prepares; its administrator is signed in.
async fn academy() -> TestApp {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    assert_eq!(app.assessment(EDITION).await, 1);
    app.get("/").await;
    app
}

/// Somebody else of the academy, on the team if they review.
async fn person(app: &TestApp, role: Role) -> TestApp {
    let person = app.another(role).await;
    if matches!(role, Role::Reviewer | Role::LeadReviewer) {
        app.put_on(1, &format!("{}@example.org", role.code())).await;
    }
    person
}

async fn step(person: &mut TestApp, step: &str, seen: Stage, reason: &str) -> Answer {
    person.post(STAGE, &[("step", step), ("seen", seen.code()), ("reason", reason)]).await
}

async fn stage(app: &TestApp) -> Stage {
    app.assessed(1).await.stage
}

#[tokio::test]
async fn what_is_missing_is_listed_with_where_it_is_mended() {
    let mut app = academy().await;
    let page = app.get(STAGE).await;
    let text = page.text();
    assert!(text.contains("Nobody on the team rates."), "{text}");
    assert!(text.contains("the institution has not rated"), "{text}");
    assert!(text.contains("without the evidence that they expect"), "{text}");
    assert!(text.contains("Nobody has reviewed it internally."), "{text}");
    for at in ["/assessments/1/team", "/assessments/1/workbench/table", "/assessments/1/gaps"] {
        assert!(page.html().contains(&format!("href=\"{at}\"")), "{at}");
        assert_eq!(app.get(at).await.status, StatusCode::OK, "{at}");
    }
    let blocked = step(&mut app, "begin-review", Stage::Preparing, "We begin").await;
    assert_eq!(blocked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blocked.text().contains("Nobody on the team rates."), "{}", blocked.text());
    assert_eq!(stage(&app).await, Stage::Preparing);
}

#[tokio::test]
async fn a_warning_is_overridden_with_a_reason_that_stays_known() {
    let mut app = academy().await;
    let mut reviewer = person(&app, Role::Reviewer).await;
    let bare = step(&mut app, "begin-review", Stage::Preparing, "  ").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().contains("Say why."), "{}", bare.text());
    assert_eq!(stage(&app).await, Stage::Preparing);
    let done = step(&mut app, "begin-review", Stage::Preparing, "The rest follows in May").await;
    assert_eq!(done.location(), STAGE, "{}", done.text());
    assert_eq!(stage(&app).await, Stage::InternalReview);
    let page = reviewer.get(STAGE).await.text();
    assert!(page.contains("The rest follows in May"), "{page}");
    assert!(page.contains("Missing all the same: self-rating of all criteria"), "{page}");
    assert!(page.contains("administrator"), "who did it: {page}");
    let rows = stage_move::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].overridden.0, ["self-rating"]);
    assert!(app.get("/institutions/1/audit").await.text().contains("stage moved"));
}

#[tokio::test]
async fn an_accreditation_goes_its_whole_way() {
    let mut app = academy().await;
    let mut lead = person(&app, Role::LeadReviewer).await;
    let mut seen = Stage::Preparing;
    for (code, to) in [
        ("begin-review", Stage::InternalReview),
        ("submit", Stage::Submitted),
        ("take-back", Stage::Preparing),
        ("submit", Stage::Submitted),
        ("begin-external", Stage::ExternalReview),
    ] {
        let done = step(&mut app, code, seen, "All know why").await;
        assert_eq!(done.location(), STAGE, "{code}: {}", done.text());
        assert_eq!(stage(&app).await, to, "{code}");
        seen = to;
    }
    // Deciding is entering the decision.
    app.stage(1, Stage::Decided).await;
    seen = Stage::Decided;
    for (code, to) in
        [("follow-up", Stage::FollowUp), ("close", Stage::Closed), ("reopen", Stage::FollowUp)]
    {
        let done = step(&mut app, code, seen, "All know why").await;
        assert_eq!(done.location(), STAGE, "{code}: {}", done.text());
        assert_eq!(stage(&app).await, to, "{code}");
        assert_eq!(lead.get(STAGE).await.status, StatusCode::OK);
        seen = to;
    }
    let rows = stage_move::Entity::find()
        .order_by_asc(stage_move::COLUMN.id)
        .all(&app.app.db.read)
        .await
        .unwrap();
    assert_eq!(rows.len(), 8);
    assert!(rows[..5].windows(2).all(|it| it[0].to_stage == it[1].from_stage));
}

#[tokio::test]
async fn nobody_decides_while_a_conflict_is_undeclared_or_a_round_is_open() {
    let mut app = academy().await;
    person(&app, Role::Reviewer).await;
    app.user("silent@example.org", Some(Role::Reviewer)).await;
    app.on_team(1, "silent@example.org", kriter::entities::Part::Reviewer).await;
    app.sealed(1).await;
    app.stage(1, Stage::Submitted).await;
    let kept = step(&mut app, "begin-external", Stage::Submitted, "All the same").await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.text().contains("silent"), "{}", kept.text());
    app.put_on(1, "silent@example.org").await;
    let done = step(&mut app, "begin-external", Stage::Submitted, "").await;
    assert_eq!(done.location(), STAGE, "{}", done.text());
    let mut reviewer = app.another(Role::Reviewer).await;
    let bench = reviewer.get("/assessments/1/workbench").await.location().to_owned();
    let rated = reviewer.post(&bench, &[("level", "met")]).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    let kept = step(&mut app, "decide", Stage::ExternalReview, "They wrote to us").await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.text().contains("The external round is not signed off."), "{}", kept.text());
    assert_eq!(stage(&app).await, Stage::ExternalReview);
}

#[tokio::test]
async fn a_major_that_is_still_blind_is_not_told_and_one_that_is_decided_is() {
    let mut app = academy().await;
    person(&app, Role::LeadReviewer).await;
    let mut reviewer = person(&app, Role::Reviewer).await;
    app.stage(1, Stage::ExternalReview).await;
    let bench = reviewer.get("/assessments/1/workbench").await.location().to_owned();
    let criterion = bench.rsplit('/').next().unwrap();
    let fields = [
        ("kind", "major"),
        ("criterion", criterion),
        ("statement", "Nobody signs"),
        ("objective_evidence", "Case 12"),
    ];
    let raised = reviewer.post("/assessments/1/findings/new", &fields).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.text());
    let page = app.get(STAGE).await.text();
    assert!(!page.contains("Major nonconformities that are not closed"), "{page}");
    // Decided outside of Kriter: whoever has to answer sees it, and nothing is closed before.
    app.stage(1, Stage::Decided).await;
    let page = app.get(STAGE).await.text();
    assert!(page.contains("Major nonconformities that are not closed: 1"), "{page}");
    assert!(app.get("/assessments/1/findings").await.text().contains("Nobody signs"));
}

#[tokio::test]
async fn hand_made_jumps_are_refused_for_every_role() {
    let app = academy().await;
    let codes = [
        "begin-review",
        "submit",
        "rework",
        "begin-external",
        "take-back",
        "decide",
        "send-back",
        "follow-up",
        "close",
        "reconsider",
        "reopen",
        "closed",
        "",
        "../x",
    ];
    for role in Role::ALL {
        let mut someone = person(&app, *role).await;
        let keeps = *role == Role::Administrator;
        for now in Stage::ALL {
            app.stage(1, *now).await;
            for code in codes {
                // What is a move from here is for the administrator, or for the lead where the table says so.
                let from_here = kriter::stages::moves::Move::from_code(code)
                    .and_then(|it| kriter::stages::moves::after(*now, it));
                if keeps && from_here.is_some() {
                    continue;
                }
                let leads = *role == Role::LeadReviewer;
                let for_lead =
                    from_here.is_some_and(|it| it.who == kriter::stages::moves::Who::KeeperOrLead);
                if leads && for_lead {
                    continue;
                }
                let sent = step(&mut someone, code, *now, "I say so").await;
                let told = match role {
                    Role::Administrator => sent.status == StatusCode::UNPROCESSABLE_ENTITY,
                    Role::LeadReviewer => sent.status.is_client_error(),
                    Role::Contributor => {
                        matches!(sent.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
                    }
                    _ => sent.status == StatusCode::FORBIDDEN,
                };
                assert!(told, "{role:?} {now} {code}: {}", sent.status);
                assert_eq!(stage(&app).await, *now, "{role:?} {code}");
            }
        }
    }
}

#[tokio::test]
async fn the_lead_sends_back_and_says_why() {
    let app = academy().await;
    let mut lead = person(&app, Role::LeadReviewer).await;
    app.stage(1, Stage::InternalReview).await;
    let bare = step(&mut lead, "rework", Stage::InternalReview, "").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = step(&mut lead, "rework", Stage::InternalReview, "Chapter 3 is missing").await;
    assert_eq!(done.location(), STAGE, "{}", done.text());
    assert_eq!(stage(&app).await, Stage::Preparing);
    // A lead of another assessment leads nothing here.
    app.stage(1, Stage::InternalReview).await;
    app.user("lead2@example.org", Some(Role::LeadReviewer)).await;
    let mut other = app.another(Role::LeadReviewer).await;
    other.sign_in("lead2@example.org").await;
    let sent = step(&mut other, "rework", Stage::InternalReview, "Mine").await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_who_submit_at_once_one_is_told_that_it_is_done() {
    let mut app = academy().await;
    let mut other = app.another(Role::Administrator).await;
    let (first, second) = tokio::join!(
        step(&mut app, "submit", Stage::Preparing, "Due today"),
        step(&mut other, "submit", Stage::Preparing, "Due today"),
    );
    let mut found = [first.status, second.status];
    found.sort();
    assert_eq!(found, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    let late = if first.status == StatusCode::SEE_OTHER { second } else { first };
    assert!(late.text().contains("it is at “Submitted” now"), "{}", late.text());
    let rows = stage_move::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test]
async fn the_settings_and_hostile_input_move_nothing() {
    let mut app = academy().await;
    let sent = app.post("/assessments/1/settings", &[("stage", "closed"), ("name", "X")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(stage(&app).await, Stage::Preparing);
    assert!(!app.get("/assessments/1/settings").await.html().contains("name=\"stage\""));
    let long = "x".repeat(2_001);
    let sent = step(&mut app, "submit", Stage::Preparing, &long).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.html().contains(&long), "what was typed stays");
    let hostile = "<script>alert(1)</script>";
    step(&mut app, "submit", Stage::Preparing, hostile).await;
    assert_eq!(stage(&app).await, Stage::Submitted);
    let page = app.get(STAGE).await.html();
    assert!(page.contains("&lt;script&gt;") && !page.contains(hostile));
    for fields in [&[][..], &[("step", "begin-external")], &[("seen", "submitted")]] {
        let sent = app.post(STAGE, fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
}

#[tokio::test]
async fn the_page_asks_no_more_the_more_has_happened() {
    let mut app = academy().await;
    person(&app, Role::Reviewer).await;
    step(&mut app, "submit", Stage::Preparing, "Due today").await;
    step(&mut app, "take-back", Stage::Submitted, "Not yet").await;
    assert_same_queries(&mut app, STAGE, async |app| {
        for number in 0..30 {
            step(app, "submit", Stage::Preparing, &format!("Time {number}")).await;
            step(app, "take-back", Stage::Submitted, "Not yet").await;
        }
    })
    .await;
    let second = app.get(format!("{STAGE}?page=2")).await.text();
    assert!(second.contains("Due today"), "{second}");
}
