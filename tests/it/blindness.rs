//! What one rater said is no other's to see before all have locked, whatever is done to the team meanwhile.

use axum::http::StatusCode;
use kriter::app::Change;
use kriter::audit::Actor;
use kriter::entities::{Part, Role, UserId, assessment, assignment, criterion, rating, round_lock};
use kriter::standards::store::{by_code, tree_of};
use kriter::team::{assigned, conflicts, store};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::app::{Answer, TestApp};
use crate::rounds::{EDITION, Panel, ROUND, criteria, lock};

const SECRET: &str = "Zeppelin-in-the-cellar";

/// An area of the edition that has criteria below it, and these.
async fn area(app: &TestApp) -> (criterion::Model, Vec<criterion::Model>) {
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

fn bench(it: &criterion::Model) -> String {
    format!("/assessments/1/workbench/{}", it.id)
}

async fn rated(person: &mut TestApp, it: &criterion::Model, rationale: &str) {
    let fields = [("level", "notmet"), ("rationale", rationale)];
    let done = person.post(bench(it), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

/// The two reviewers of the panel.
async fn reviewers(app: &TestApp) -> [UserId; 2] {
    [app.user("reviewer@example.org", None).await, app.user("second@example.org", None).await]
}

async fn assign(app: &TestApp, criteria: &[&criterion::Model], people: &[UserId]) {
    let it = app.assessed(1).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    assigned::assign(&mut change, &it, criteria, people).await.unwrap();
    change.commit().await.unwrap();
}

/// Whether a person reads the secret on the pages of a criterion and of what is worked out from it.
async fn reads(person: &mut TestApp, it: &criterion::Model) -> bool {
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

/// Sends the form of assignments.
async fn sent(
    by: &mut TestApp,
    act: &str,
    what: &[&criterion::Model],
    people: &[UserId],
) -> Answer {
    let ids: Vec<String> = what.iter().map(|it| it.id.to_string()).collect();
    let people: Vec<String> = people.iter().map(ToString::to_string).collect();
    let mut fields = vec![("act", act)];
    fields.extend(ids.iter().map(|it| ("criterion", it.as_str())));
    fields.extend(people.iter().map(|it| ("user", it.as_str())));
    by.post("/assessments/1/team/assign", &fields).await
}

#[tokio::test]
async fn who_could_read_what_was_said_does_not_come_to_rate_it() {
    let mut panel = Panel::with_lead().await;
    let (above, below) = area(&panel.app).await;
    let [first, second] = reviewers(&panel.app).await;
    let lead = panel.app.user("lead_reviewer@example.org", None).await;
    assign(&panel.app, &[&below[0]], &[first, second]).await;
    rated(&mut panel.first, &below[0], SECRET).await;
    // The other is taken off it: it is one person's alone, and opens no sooner for that.
    let taken = sent(&mut panel.lead, "take-back", &[&below[0]], &[second]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    for person in [&mut panel.lead, &mut panel.second, &mut panel.app] {
        assert!(!reads(person, &below[0]).await, "another could get it tomorrow");
    }
    // While it is closed it can be given back, and taken off again.
    for act in ["assign", "take-back"] {
        let moved = sent(&mut panel.lead, act, &[&below[0]], &[second]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    }
    assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
    assert!(reads(&mut panel.lead, &below[0]).await, "they have locked");
    let rows =
        async |app: &TestApp| assignment::Entity::find().all(&app.app.db.read).await.unwrap();
    let before = rows(&panel.app).await;
    let locks = round_lock::Entity::find().all(&panel.app.app.db.read).await.unwrap();
    for unlocked in [false, true] {
        if unlocked {
            let end = format!("{ROUND}/locks/{}/end", locks[0].id);
            let done = panel.lead.post(&end, &[("reason", "A record came late")]).await;
            assert_eq!(done.location(), ROUND, "{}", done.text());
        }
        for (act, what, who) in [
            ("assign", &below[0], lead),
            ("assign", &above, lead),
            ("assign", &below[0], second),
            // With nothing assigned, all would rate everything.
            ("take-back", &below[0], first),
        ] {
            let refused = sent(&mut panel.lead, act, &[what], &[who]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{act} {}", what.code);
            let text = refused.text();
            assert!(text.contains("can no longer come to rate"), "{text}");
        }
    }
    assert_eq!(rows(&panel.app).await, before, "nothing was changed");
    let free = sent(&mut panel.lead, "assign", &[&below[1]], &[lead]).await;
    assert_eq!(free.status, StatusCode::SEE_OTHER, "nobody has said anything of it");
}

#[tokio::test]
async fn who_leaves_with_all_that_is_assigned_makes_nobody_rate_what_they_could_read() {
    for ended in [false, true] {
        let mut panel = Panel::with_lead().await;
        let (_, below) = area(&panel.app).await;
        let [first, second] = reviewers(&panel.app).await;
        assign(&panel.app, &[&below[0]], &[first]).await;
        rated(&mut panel.first, &below[0], SECRET).await;
        assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
        assert!(reads(&mut panel.lead, &below[0]).await, "they have locked");
        let member = format!("/assessments/1/team/{first}");
        let yesterday = (panel.app.app.today() - chrono::Days::new(1)).to_string();
        let gone = if ended {
            panel.app.post(&member, &[("part", "reviewer"), ("until", &yesterday)]).await
        } else {
            panel.app.post(format!("{member}/leave"), &[]).await
        };
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
        for it in [&below[0], &below[1]] {
            let said = [("level", "met"), ("rationale", "So do I")];
            let refused = panel.lead.post(bench(it), &said).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
        }
        // The lead is told, and gives to others what nobody could read.
        let all = criteria(&panel.app).await.len();
        for (page, told) in [
            (ROUND, format!("Criteria that nobody rates now: {};", all - 1)),
            ("/assessments/1/team", format!("Nobody rates {all} criteria: they are assigned")),
            ("/work", format!("Nobody rates {} criteria now", all - 1)),
        ] {
            let text = panel.lead.get(page).await.text();
            assert!(text.contains(&told), "{page}: {text}");
        }
        for (act, what, who) in [("take-back", &below[0], first), ("assign", &below[0], second)] {
            let refused = sent(&mut panel.lead, act, &[what], &[who]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
            assert!(refused.text().contains("can no longer come to rate"), "{}", refused.text());
        }
        let given = sent(&mut panel.lead, "assign", &[&below[1]], &[second]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
        rated(&mut panel.second, &below[1], "Seen").await;
    }
}

#[tokio::test]
async fn who_observes_and_has_read_is_made_no_rater_and_who_is_new_may_be_one() {
    let mut panel = Panel::new().await;
    let [first, second] = reviewers(&panel.app).await;
    panel.app.on_team(1, "second@example.org", Part::Observer).await;
    let id = criteria(&panel.app).await[0].0;
    let bench = format!("/assessments/1/workbench/{id}");
    let said = [("level", "notmet"), ("rationale", SECRET)];
    assert_eq!(panel.first.post(&bench, &said).await.status, StatusCode::SEE_OTHER);
    assert!(panel.second.get(&bench).await.text().contains(SECRET), "one alone could rate");
    let part = [("part", "reviewer")];
    let refused = panel.app.post(format!("/assessments/1/team/{second}"), &part).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("can no longer come to rate"), "{}", refused.text());
    assert!(panel.second.get(&bench).await.text().contains(SECRET), "they still observe");
    // Days change nothing of what they have read.
    let member = format!("/assessments/1/team/{second}");
    let tomorrow = ("from", "2026-11-25");
    let later = panel.app.post(&member, &[part[0], tomorrow]).await;
    assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", later.text());
    let away = panel.app.post(&member, &[("part", "observer"), tomorrow]).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.text());
    let back = panel.app.post(&member, &[part[0], ("from", "")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", back.text());
    let back = panel.app.post(&member, &[("part", "observer"), ("from", "")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert!(panel.second.get(&bench).await.text().contains(SECRET), "they observe again");
    let same = panel.app.post(format!("/assessments/1/team/{first}"), &part).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER, "who rates already goes on: {}", same.text());
    let new = panel.app.user("lead_reviewer@example.org", None).await.to_string();
    let fields = [("user", new.as_str()), ("part", "lead")];
    let put = panel.app.post("/assessments/1/team", &fields).await;
    assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.text());
    assert!(!panel.second.get(&bench).await.text().contains(SECRET), "another rates it now");
}

#[tokio::test]
async fn who_was_taken_off_does_not_come_back_to_rate_what_they_could_read() {
    for has_read in [true, false] {
        let mut panel = Panel::new().await;
        let [first, second] = reviewers(&panel.app).await;
        panel.app.on_team(1, "second@example.org", Part::Observer).await;
        let id = criteria(&panel.app).await[0].0;
        let bench = format!("/assessments/1/workbench/{id}");
        let said = [("level", "notmet"), ("rationale", SECRET)];
        let leave = format!("/assessments/1/team/{second}/leave");
        if has_read {
            assert_eq!(panel.first.post(&bench, &said).await.status, StatusCode::SEE_OTHER);
            assert!(panel.second.get(&bench).await.text().contains(SECRET), "one alone could rate");
            assert_eq!(panel.app.post(&leave, &[]).await.status, StatusCode::SEE_OTHER);
        } else {
            assert_eq!(panel.app.post(&leave, &[]).await.status, StatusCode::SEE_OTHER);
            panel.first.wait(chrono::TimeDelta::minutes(1));
            assert_eq!(panel.first.post(&bench, &said).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(panel.second.get(&bench).await.status, StatusCode::NOT_FOUND);
        let team = panel.app.get("/assessments/1/team").await.text();
        assert!(!team.contains(&format!("/assessments/1/team/{second}")), "{team}");
        let (first, second) = (first.to_string(), second.to_string());
        let fields = [("user", second.as_str()), ("part", "reviewer")];
        let back = panel.app.post("/assessments/1/team", &fields).await;
        let expected =
            if has_read { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::SEE_OTHER };
        assert_eq!(back.status, expected, "{}", back.text());
        if has_read {
            assert!(back.text().contains("can no longer come to rate"), "{}", back.text());
            let fields = [("user", second.as_str()), ("part", "observer")];
            let back = panel.app.post("/assessments/1/team", &fields).await;
            assert_eq!(back.status, StatusCode::SEE_OTHER, "they may look: {}", back.text());
            assert!(panel.second.get(&bench).await.text().contains(SECRET));
        }
        let log = panel.app.get("/institutions/1/audit").await.text();
        assert!(log.contains("taken off"), "{log}");
        let same = [("user", first.as_str()), ("part", "reviewer")];
        assert_eq!(panel.app.post("/assessments/1/team", &same).await.status.as_u16() / 100, 3);
    }
}

#[tokio::test]
async fn a_conflict_is_lifted_only_where_nobody_comes_to_rate_what_they_could_read() {
    // What is said of the area holds for what is below it, so who is in conflict with one below rates neither.
    for (of_area, recorded) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut panel = Panel::with_lead().await;
        let (above, below) = area(&panel.app).await;
        let [first, second] = reviewers(&panel.app).await;
        assign(&panel.app, &[&above], &[first, second]).await;
        let team = format!("/assessments/1/team/{second}");
        let (code, declaration) = (below[0].code.as_str(), "/assessments/1/declaration");
        if recorded {
            let fields = [("about", "criteria"), ("code", code), ("reason", "Taught there")];
            let done = panel.lead.post(format!("{team}/conflicts"), &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        } else {
            let fields = [("answer", "criteria"), ("code", code), ("why", "I taught there")];
            let fields = [&fields[..], &[("signed", "second")]].concat();
            let done = panel.second.post(declaration, &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
        for it in &below[1..] {
            rated(&mut panel.second, it, "Seen").await;
        }
        if of_area {
            rated(&mut panel.first, &above, SECRET).await;
        } else {
            for it in &below {
                rated(&mut panel.first, it, "Seen").await;
            }
        }
        for person in [&mut panel.first, &mut panel.second] {
            let locked = lock(person).await;
            assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
        }
        assert_eq!(reads(&mut panel.second, &above).await, of_area);
        let lifted = if recorded {
            let lift = format!("{team}/conflicts/1/lift");
            panel.lead.post(&lift, &[("reason", "It was somebody else")]).await
        } else {
            let asked = panel.lead.post(format!("{team}/declare-anew"), &[]).await;
            assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
            panel.second.post(declaration, &[("answer", "none"), ("signed", "second")]).await
        };
        // With it they would rate the area too, of which, or below which, they have read.
        assert_eq!(lifted.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", lifted.text());
        assert!(lifted.text().contains("The conflict of interest stays"), "{}", lifted.text());
        let said = [("level", "met"), ("rationale", "So do I")];
        panel.second.post(bench(&below[0]), &said).await;
        let theirs = rating::Entity::find()
            .filter(rating::COLUMN.user_id.eq(second))
            .filter(rating::COLUMN.criterion_id.eq(below[0].id));
        assert!(theirs.all(&panel.app.app.db.read).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_conflict_with_what_they_never_read_is_lifted() {
    let mut panel = Panel::with_lead().await;
    let (_, below) = area(&panel.app).await;
    let [first, second] = reviewers(&panel.app).await;
    assign(&panel.app, &[&below[0], &below[1]], &[first, second]).await;
    let fields = [("about", "criteria"), ("code", below[0].code.as_str()), ("reason", "Mistaken")];
    let team = format!("/assessments/1/team/{second}");
    panel.lead.post(format!("{team}/conflicts"), &fields).await;
    for it in [&below[0], &below[1]] {
        rated(&mut panel.first, it, SECRET).await;
    }
    rated(&mut panel.second, &below[1], "Seen").await;
    for person in [&mut panel.first, &mut panel.second] {
        assert_eq!(lock(person).await.status, StatusCode::SEE_OTHER);
    }
    assert!(reads(&mut panel.lead, &below[0]).await, "open to all but who is in conflict");
    let lift = format!("{team}/conflicts/1/lift");
    let reason = [("reason", "It was somebody else")];
    let locked = panel.lead.post(&lift, &reason).await;
    assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY, "they would read it at once");
    let locks = round_lock::Entity::find().all(&panel.app.app.db.read).await.unwrap();
    let theirs = locks.iter().find(|it| it.user_id == second).unwrap();
    panel.lead.post(format!("{ROUND}/locks/{}/end", theirs.id), &reason).await;
    let lifted = panel.lead.post(&lift, &reason).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text());
    assert!(!reads(&mut panel.second, &below[0]).await, "they are to rate it on their own first");
}

#[tokio::test]
async fn a_conflict_that_came_after_the_reading_makes_nothing_unread() {
    for of_whole in [true, false] {
        let mut panel = Panel::with_lead().await;
        let (_, below) = area(&panel.app).await;
        let [first, second] = reviewers(&panel.app).await;
        assign(&panel.app, &[&below[0]], &[first]).await;
        assign(&panel.app, &[&below[1]], &[second]).await;
        rated(&mut panel.first, &below[0], SECRET).await;
        assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
        assert!(reads(&mut panel.second, &below[0]).await);
        let team = format!("/assessments/1/team/{second}");
        for person in [&mut panel.lead, &mut panel.second] {
            person.wait(chrono::TimeDelta::minutes(1));
        }
        let lifted = if of_whole {
            let fields = [("answer", "whole"), ("reason", "I teach there"), ("signed", "second")];
            panel.second.post("/assessments/1/declaration", &fields).await;
            assign(&panel.app, &[&below[0]], &[second]).await;
            panel.lead.post(format!("{team}/declare-anew"), &[]).await
        } else {
            let code = below[0].code.as_str();
            let fields = [("about", "criteria"), ("code", code), ("reason", "Taught there")];
            panel.lead.post(format!("{team}/conflicts"), &fields).await;
            let given = sent(&mut panel.lead, "assign", &[&below[0]], &[second]).await;
            assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
            let lift = format!("{team}/conflicts/1/lift");
            panel.lead.post(&lift, &[("reason", "It was somebody else")]).await
        };
        assert_eq!(lifted.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", lifted.text());
        assert!(lifted.text().contains("The conflict of interest stays"), "{}", lifted.text());
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
