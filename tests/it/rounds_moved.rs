//! What happens to a round when the assessment moves on, and to what is sent at that very moment.

use axum::http::StatusCode;
use kriter::app::Change;
use kriter::audit::Actor;
use kriter::entities::{
    AssessmentId, Round, Stage, assessment, determination, rating, round_lock, sign_off,
};
use kriter::standards::store::{by_code, tree_of};
use kriter::team::{assigned, conflicts, store};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};

use crate::app::{Answer, TestApp};
use crate::rounds::{EDITION, Panel, ROUND, criteria, lock, rate_all};

const TABLE: &str = "/assessments/1/workbench/table";
const CALIBRATION: &str = "/assessments/1/calibration";

/// How many rows a rating, a lock, a sign-off or a determination has left.
async fn left(app: &TestApp) -> [usize; 4] {
    let db = &app.app.db.read;
    [
        rating::Entity::find().all(db).await.unwrap().len(),
        round_lock::Entity::find().all(db).await.unwrap().len(),
        sign_off::Entity::find().all(db).await.unwrap().len(),
        determination::Entity::find().all(db).await.unwrap().len(),
    ]
}

#[tokio::test]
async fn where_no_round_is_under_way_nothing_is_rated_locked_or_determined() {
    let mut panel = Panel::with_lead().await;
    let id = criteria(&panel.app).await[0].0;
    let bench = format!("/assessments/1/workbench/{id}");
    panel.first.post(&bench, &[("level", "met"), ("rationale", "Seen")]).await;
    let (row, level) = (id.to_string(), [("level", "notmet"), ("rationale", "I say so")]);
    let rows = [("criterion", row.as_str()), ("seen", "1.0"), ("level", "notmet")];
    let why = [("reason", "I say so")];
    let exercise = [("title", "Before we begin"), ("criteria", "V.1")];
    let before = left(&panel.app).await;
    for stage in [Stage::Submitted, Stage::Decided, Stage::FollowUp, Stage::Closed] {
        panel.app.stage(1, stage).await;
        for (address, fields) in [
            (bench.clone(), &level[..]),
            (TABLE.to_owned(), &rows),
            (format!("{ROUND}/lock"), &[]),
            ("/assessments/1/carry".to_owned(), &[("tick", "1")]),
            ("/assessments/1/to-confirm".to_owned(), &[("rating", "1")]),
        ] {
            let sent = panel.first.post(&address, fields).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{stage} {address}");
            assert!(sent.text().contains("Nothing is rated at this stage"), "{}", sent.text());
        }
        for (address, fields) in [
            (format!("{ROUND}/adopt"), &[][..]),
            (format!("{ROUND}/sign-off"), &[]),
            (format!("{ROUND}/reopen"), &why),
            (format!("{ROUND}/locks/1/end"), &why),
            (format!("{ROUND}/{id}/determine"), &level),
            ("/assessments/1/sampling".to_owned(), &[("share", "50")]),
        ] {
            let sent = panel.lead.post(&address, fields).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{stage} {address}");
            assert!(sent.text().contains("Nothing is rated at this stage"), "{}", sent.text());
        }
        let page = panel.first.get(&bench).await.text();
        assert!(page.contains("Nothing is rated at this stage"), "{stage}: {page}");
        let opened = panel.lead.post(CALIBRATION, &exercise).await;
        // Who waits for the accreditor's review may practise for it.
        if stage == Stage::Submitted {
            assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
            continue;
        }
        assert!(opened.text().contains("The assessment is decided"), "{}", opened.text());
        let one = format!("{CALIBRATION}/1/{id}");
        for (address, fields) in [
            (one.clone(), &level[..]),
            (format!("{CALIBRATION}/1/lock"), &[]),
            (format!("{CALIBRATION}/1/end"), &why),
            (format!("{one}/remark"), &[("remark", "Late")]),
            (format!("{one}/rule"), &[("rule", "Late is partly")]),
        ] {
            let sent = panel.lead.post(&address, fields).await;
            assert!(sent.text().contains("The assessment is decided"), "{address} {}", sent.text());
        }
    }
    assert_eq!(left(&panel.app).await, before);
}

/// What is sent while somebody else is at work on the institution, and is looked at only when they have ended.
async fn meanwhile(
    app: &TestApp,
    person: &mut TestApp,
    (address, fields): (&str, &[(&str, &str)]),
    work: impl AsyncFnOnce(&mut Change, &assessment::Model),
) -> Answer {
    let it = app.assessed(1).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    change.alone_in(it.institution_id).await.unwrap();
    let work = async {
        // The other has read by now what it reads before it waits.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        work(&mut change, &it).await;
        let event = kriter::audit::Event::of(
            it.institution_id,
            "stage-moved",
            format!("assessment:{}", it.id),
            serde_json::json!({}),
        );
        change.record(event);
        change.commit().await.unwrap();
    };
    tokio::join!(person.post(address, fields), work).0
}

async fn moved(change: &Change, stage: Stage) {
    let id = Set(AssessmentId(1));
    let row = assessment::ActiveModel { id, stage: Set(stage), ..Default::default() };
    row.update(change.tx()).await.unwrap();
}

#[tokio::test]
async fn what_is_sent_while_the_assessment_moves_on_comes_too_late() {
    let Panel { app, mut lead, mut first, .. } = Panel::with_lead().await;
    let id = criteria(&app).await[0].0;
    let bench = format!("/assessments/1/workbench/{id}");
    let (row, level) = (id.to_string(), [("level", "met"), ("rationale", "Seen")]);
    let rows = [("criterion", row.as_str()), ("seen", ""), ("level", "met")];
    for (address, fields) in [(bench.as_str(), &level[..]), (TABLE, &rows)] {
        let hand_over = async |change: &mut Change, _: &assessment::Model| {
            moved(change, Stage::Submitted).await;
        };
        let late = meanwhile(&app, &mut first, (address, fields), hand_over).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}: {}", late.text());
        app.stage(1, Stage::InternalReview).await;
    }
    let determine = format!("{ROUND}/{id}/determine");
    let exercise = [("title", "Before we begin"), ("criteria", "V.1")];
    for (address, fields) in [(determine.as_str(), &level[..]), (CALIBRATION, &exercise)] {
        let decide = async |change: &mut Change, _: &assessment::Model| {
            moved(change, Stage::Decided).await;
        };
        let late = meanwhile(&app, &mut lead, (address, fields), decide).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}: {}", late.text());
        app.stage(1, Stage::InternalReview).await;
    }
    assert_eq!(left(&app).await, [0; 4]);
}

#[tokio::test]
async fn who_loses_the_right_meanwhile_changes_nothing_any_more() {
    let Panel { app, mut lead, mut first, mut second } = Panel::with_lead().await;
    let all = criteria(&app).await;
    let bench = format!("/assessments/1/workbench/{}", all[0].0);
    let level = [("level", "met"), ("rationale", "Seen")];
    let user = app.user("reviewer@example.org", None).await;
    let criterion = Some(kriter::entities::CriterionId(all[0].0));
    let conflict = async |change: &mut Change, it: &assessment::Model| {
        let new = conflicts::NewConflict { criterion, reason: "Wrote it".into() };
        conflicts::declare(change, it, user, "x".into(), vec![new]).await.unwrap();
    };
    let late = meanwhile(&app, &mut first, (&bench, &level), conflict).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "{}", late.text());
    let user = app.user("second@example.org", None).await;
    let gone = async |change: &mut Change, it: &assessment::Model| {
        store::take_off(change, it, user).await.unwrap();
    };
    let late = meanwhile(&app, &mut second, (&bench, &level), gone).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "{}", late.text());
    let user = app.user("lead_reviewer@example.org", None).await;
    let gone = async |change: &mut Change, it: &assessment::Model| {
        store::take_off(change, it, user).await.unwrap();
    };
    let determine = format!("{ROUND}/{}/determine", all[0].0);
    let late = meanwhile(&app, &mut lead, (&determine, &level), gone).await;
    assert!(late.status.is_client_error(), "{}", late.text());
    assert_eq!(left(&app).await, [0; 4]);
}

#[tokio::test]
async fn who_locked_before_a_criterion_came_to_them_holds_the_sign_off_up() {
    let Panel { app, mut lead, mut first, mut second } = Panel::with_lead().await;
    let all = criteria(&app).await;
    let whole = {
        let db = &app.app.db.read;
        tree_of(db, by_code(db, EDITION).await.unwrap().unwrap()).await.unwrap()
    };
    let rows: Vec<_> = whole.criteria.iter().filter(|it| it.assessable).collect();
    let people =
        [app.user("reviewer@example.org", None).await, app.user("second@example.org", None).await];
    let it = app.assessed(1).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    assigned::assign(&mut change, &it, &rows, &people[..1]).await.unwrap();
    assigned::assign(&mut change, &it, &rows[1..], &people[1..]).await.unwrap();
    change.commit().await.unwrap();
    rate_all(&mut first, "met", "met").await;
    for (id, _) in &all[1..] {
        second.post(format!("/assessments/1/workbench/{id}"), &[("level", "met")]).await;
    }
    for person in [&mut first, &mut second] {
        assert_eq!(lock(person).await.status, StatusCode::SEE_OTHER);
    }
    let mut change = app.app.change(Actor::System).await.unwrap();
    assigned::assign(&mut change, &it, &rows[..1], &people[1..]).await.unwrap();
    change.commit().await.unwrap();
    let told = format!(
        "second has locked, but not rated criteria that were added after that: 1, the first is {}",
        all[0].1
    );
    assert!(lead.get(ROUND).await.text().contains(&told));
    let off = lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(off.text().contains(&told), "{}", off.text());
    let unlocked = lead.post(format!("{ROUND}/locks/2/end"), &[("reason", "One more")]).await;
    assert_eq!(unlocked.status, StatusCode::SEE_OTHER, "{}", unlocked.text());
    second.post(format!("/assessments/1/workbench/{}", all[0].0), &[("level", "met")]).await;
    assert_eq!(lock(&mut second).await.status, StatusCode::SEE_OTHER);

    // The lead must not determine what a conflict keeps from them, so that it would stay undetermined.
    let user = app.user("lead_reviewer@example.org", None).await;
    let about = Some(rows[0].id);
    let new = conflicts::NewConflict { criterion: about, reason: "Wrote it".into() };
    let mut change = app.app.change(Actor::System).await.unwrap();
    conflicts::declare(&mut change, &it, user, "x".into(), vec![new]).await.unwrap();
    change.commit().await.unwrap();
    let off = lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(off.text().contains("keeps you from determining: 1"), "{}", off.text());
    assert!(sign_off::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_review_that_begins_anew_is_locked_and_signed_off_anew() {
    let Panel { mut app, mut lead, mut first, mut second } = Panel::with_lead().await;
    for person in [&mut lead, &mut first, &mut second] {
        rate_all(person, "met", "met").await;
        assert_eq!(lock(person).await.status, StatusCode::SEE_OTHER);
    }
    let off = lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert_eq!(off.location(), ROUND, "{}", off.text());
    let step = |step: &'static str, seen: Stage| {
        [("step", step), ("seen", seen.code()), ("reason", "The records were mended")]
    };
    let stage = "/assessments/1/stage";
    let back = lead.post(stage, &step("rework", Stage::InternalReview)).await;
    assert_eq!(back.location(), stage, "{}", back.text());
    let again = app.post(stage, &step("begin-review", Stage::Preparing)).await;
    assert_eq!(again.location(), stage, "{}", again.text());
    let db = &app.app.db.read;
    let held = sign_off::Entity::find().filter(sign_off::COLUMN.superseded_at.is_null());
    assert!(held.all(db).await.unwrap().is_empty());
    let held = round_lock::Entity::find().filter(round_lock::COLUMN.superseded_at.is_null());
    assert!(held.all(db).await.unwrap().is_empty());
    let held = determination::Entity::find()
        .filter(determination::Column::Round.eq(Round::Internal))
        .filter(determination::COLUMN.superseded_at.is_null());
    assert_eq!(held.all(db).await.unwrap().len(), criteria(&app).await.len(), "they stay");
    let page = lead.get(ROUND).await.text();
    assert!(page.contains("The review began anew: the ratings of second were unlocked"), "{page}");
    let off = lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert!(off.text().contains("Still rating"), "{}", off.text());
    let submit = app.get(stage).await.text();
    assert!(submit.contains("internal round is not signed off"), "{submit}");
}
