//! What one rater said is no other's to see before all have locked, whatever is done to the team meanwhile.

use axum::http::StatusCode;
use kriter::app::Change;
use kriter::audit::Actor;
use kriter::entities::{Role, UserId, assessment, criterion};
use kriter::standards::store::{by_code, tree_of};
use kriter::team::{assigned, conflicts, store};

use crate::app::TestApp;
use crate::rounds::{EDITION, Panel, ROUND, lock};

pub const SECRET: &str = "Zeppelin-in-the-cellar";

/// An area of the edition that has criteria below it, and these.
pub async fn area(app: &TestApp) -> (criterion::Model, Vec<criterion::Model>) {
    let db = &app.app.db.read;
    let edition = by_code(db, EDITION).await.unwrap().unwrap();
    let whole = tree_of(db, edition).await.unwrap();
    let is_above = |it: &&criterion::Model| {
        whole.criteria.iter().filter(|of| of.parent_id == Some(it.id)).count() > 1
    };
    let above = whole.criteria.iter().find(is_above).unwrap().clone();
    let below = whole.criteria.iter().filter(|it| it.parent_id == Some(above.id));
    let below = below.cloned().collect();
    (above, below)
}

pub fn bench(it: &criterion::Model) -> String {
    format!("/assessments/1/workbench/{}", it.id)
}

pub async fn rated(person: &mut TestApp, it: &criterion::Model, rationale: &str) {
    let fields = [("level", "notmet"), ("rationale", rationale)];
    let done = person.post(bench(it), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

/// The two reviewers of the panel.
pub async fn reviewers(app: &TestApp) -> [UserId; 2] {
    [app.user("reviewer@example.org", None).await, app.user("second@example.org", None).await]
}

pub async fn assign(app: &TestApp, criteria: &[&criterion::Model], people: &[UserId]) {
    let it = app.assessed(1).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    assigned::assign(&mut change, &it, criteria, people).await.unwrap();
    change.commit().await.unwrap();
}

/// Whether a person reads the secret on the pages of a criterion and of what is worked out from it.
pub async fn reads(person: &mut TestApp, it: &criterion::Model) -> bool {
    let mut found = false;
    for page in [bench(it), "/assessments/1/gaps".into(), "/assessments/1".into(), ROUND.into()] {
        let answer = person.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        found |= answer.text().contains(SECRET);
    }
    found
}

#[tokio::test]
async fn what_is_said_of_an_area_waits_for_those_who_rate_below_it() {
    let mut panel = Panel::new().await;
    let (above, below) = area(&panel.app).await;
    let [first, second] = reviewers(&panel.app).await;
    assign(&panel.app, &[&above], &[first]).await;
    assign(&panel.app, &[&below[0]], &[second]).await;
    rated(&mut panel.first, &above, SECRET).await;
    for person in [&mut panel.second, &mut panel.app] {
        assert!(!reads(person, &above).await && !reads(person, &below[0]).await);
    }
    assert!(reads(&mut panel.first, &above).await, "one's own is there");
    assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
    assert!(!reads(&mut panel.second, &above).await);
    let met = [("level", "met"), ("rationale", "Seen")];
    assert_eq!(panel.second.post(bench(&below[0]), &met).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lock(&mut panel.second).await.status, StatusCode::SEE_OTHER);
    for person in [&mut panel.second, &mut panel.app] {
        assert!(reads(person, &above).await, "all who rate there have locked");
    }
}

/// Something that is done to the two who rated a criterion.
async fn done(app: &TestApp, to: impl AsyncFnOnce(&mut Change, &assessment::Model, [UserId; 2])) {
    let it = app.assessed(1).await;
    let people = reviewers(app).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    to(&mut change, &it, people).await;
    change.commit().await.unwrap();
}

/// Two who rated a criterion and have not locked, each with another one beside it.
async fn two_who_rated() -> (Panel, Vec<criterion::Model>) {
    let mut panel = Panel::with_lead().await;
    let (_, below) = area(&panel.app).await;
    assign(&panel.app, &[&below[0], &below[1]], &reviewers(&panel.app).await).await;
    rated(&mut panel.first, &below[0], SECRET).await;
    rated(&mut panel.second, &below[0], "Seen").await;
    (panel, below)
}

async fn nobody_else_reads(mut panel: Panel, it: &criterion::Model) {
    for person in [&mut panel.lead, &mut panel.app] {
        assert!(!reads(person, it).await);
    }
}

#[tokio::test]
async fn a_criterion_that_is_taken_back_from_its_raters_does_not_open() {
    for count in [1, 2] {
        let (panel, below) = two_who_rated().await;
        done(&panel.app, async |change, it, people| {
            let taken: Vec<_> = below[..count].iter().collect();
            // Something stays assigned, else everybody rates everything.
            let lead = panel.app.user("lead_reviewer@example.org", None).await;
            assigned::assign(change, it, &[&below[1]], &[lead]).await.unwrap();
            assigned::take_back(change, it, &taken, &people).await.unwrap();
        })
        .await;
        nobody_else_reads(panel, &below[0]).await;
    }
}

#[tokio::test]
async fn a_conflict_of_all_who_rate_a_criterion_does_not_open_it() {
    let (panel, below) = two_who_rated().await;
    done(&panel.app, async |change, it, people| {
        for user in people {
            let about = Some(below[0].id);
            let new = conflicts::NewConflict { criterion: about, reason: "Wrote it".into() };
            conflicts::declare(change, it, user, "x".into(), vec![new]).await.unwrap();
        }
    })
    .await;
    nobody_else_reads(panel, &below[0]).await;
}

#[tokio::test]
async fn who_leaves_the_team_leaves_nothing_open() {
    for count in [1, 2] {
        let (mut panel, below) = two_who_rated().await;
        done(&panel.app, async |change, it, people| {
            for user in &people[..count] {
                store::take_off(change, it, *user).await.unwrap();
            }
        })
        .await;
        if count == 1 {
            assert!(!reads(&mut panel.lead, &below[0]).await, "one is left, and has not locked");
            rated(&mut panel.second, &below[1], "Seen").await;
            assert_eq!(lock(&mut panel.second).await.status, StatusCode::SEE_OTHER);
        }
        nobody_else_reads(panel, &below[0]).await;
    }
}

#[tokio::test]
async fn the_log_tells_no_level_of_a_round_of_reviewers() {
    let mut panel = Panel::new().await;
    let (_, below) = area(&panel.app).await;
    rated(&mut panel.first, &below[0], SECRET).await;
    let log = format!("/institutions/{}/audit", panel.app.institution);
    let mut manager = panel.app.another(Role::Manager).await;
    for person in [&mut panel.app, &mut manager] {
        let text = person.get(&log).await.text();
        assert!(text.contains("rating:1") && text.contains(&below[0].code), "{text}");
        assert!(!text.contains("notmet"), "{text}");
    }
}
