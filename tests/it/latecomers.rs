//! Nobody comes to rate what they could read: whatever was done to the team and the round before.

use axum::http::StatusCode;
use kriter::entities::{Part, Stage, UserId, assignment, criterion, rating, round_lock};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::app::{Answer, TestApp};
use crate::blindness::{SECRET, area, assign, bench, rated, reads, reviewers};
use crate::rounds::{Panel, ROUND, criteria, lock, rate_all};

const TEAM: &str = "/assessments/1/team";

/// The first of two reviewers has rated the first criterion of an area, which is theirs alone, and locked: all may read it.
async fn opened() -> (Panel, Vec<criterion::Model>, [UserId; 2]) {
    let mut panel = Panel::with_lead().await;
    let (_, below) = area(&panel.app).await;
    let people = reviewers(&panel.app).await;
    assign(&panel.app, &[&below[0]], &people[..1]).await;
    rated(&mut panel.first, &below[0], SECRET).await;
    assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
    (panel, below, people)
}

/// The lead lets a rater rate again.
async fn unlock(lead: &mut TestApp, user: UserId) {
    let locks = round_lock::Entity::find().filter(round_lock::COLUMN.user_id.eq(user));
    let lock = locks.one(&lead.app.db.read).await.unwrap().unwrap();
    let end = format!("{ROUND}/locks/{}/end", lock.id);
    let done = lead.post(&end, &[("reason", "A record came late")]).await;
    assert_eq!(done.location(), ROUND, "{}", done.text());
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
    for unlocked in [false, true] {
        if unlocked {
            unlock(&mut panel.lead, first).await;
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
        let (mut panel, below, [first, second]) = opened().await;
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
    unlock(&mut panel.lead, second).await;
    let lifted = panel.lead.post(&lift, &reason).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text());
    assert!(!reads(&mut panel.second, &below[0]).await, "they are to rate it on their own first");
}

#[tokio::test]
async fn a_conflict_that_came_after_the_reading_makes_nothing_unread() {
    for of_whole in [true, false] {
        let (mut panel, below, [_, second]) = opened().await;
        assign(&panel.app, &[&below[1]], &[second]).await;
        assert!(reads(&mut panel.second, &below[0]).await);
        let team = format!("/assessments/1/team/{second}");
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

/// The answer refuses, in these words.
#[track_caller]
fn refuses(answer: &Answer, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert!(answer.text().contains(words), "{}", answer.text());
}

#[tokio::test]
async fn what_was_read_stays_read_when_somebody_joins_and_it_closes_again() {
    let mut panel = Panel::new().await;
    let [_, second] = reviewers(&panel.app).await;
    panel.app.on_team(1, "second@example.org", Part::Observer).await;
    let (_, below) = area(&panel.app).await;
    rated(&mut panel.first, &below[0], SECRET).await;
    assert_eq!(lock_all(&mut panel.first).await.status, StatusCode::SEE_OTHER);
    assert!(reads(&mut panel.second, &below[0]).await, "all have locked");
    panel.app.put_on(1, "lead_reviewer@example.org").await;
    assert!(!reads(&mut panel.second, &below[0]).await, "somebody joined who has not locked");
    let again = panel.app.post(format!("{TEAM}/{second}"), &[("part", "reviewer")]).await;
    refuses(&again, "can no longer come to rate");
}

/// Rates the rest, which locking asks for, and locks.
async fn lock_all(person: &mut TestApp) -> Answer {
    for (id, _) in criteria(person).await {
        let at = format!("/assessments/1/workbench/{id}");
        if !person.get(&at).await.text().contains(SECRET) {
            let fields = [("level", "met"), ("rationale", "Seen")];
            assert_eq!(person.post(&at, &fields).await.status, StatusCode::SEE_OTHER);
        }
    }
    lock(person).await
}

#[tokio::test]
async fn a_round_does_not_open_again_for_who_came_when_it_was_signed_off() {
    let mut panel = Panel::new().await;
    panel.app.put_on(1, "lead_reviewer@example.org").await;
    let lead = panel.app.user("lead_reviewer@example.org", None).await;
    let [first, second] = reviewers(&panel.app).await;
    let gone = panel.app.post(format!("{TEAM}/{second}/leave"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    for person in [&mut panel.first, &mut panel.lead] {
        rate_all(person, "met", "met").await;
        assert_eq!(lock(person).await.status, StatusCode::SEE_OTHER);
    }
    let signed = panel.lead.post(format!("{ROUND}/sign-off"), &[]).await;
    assert_eq!(signed.location(), ROUND, "{}", signed.text());
    // They may come and read: nothing is rated in it any more.
    let fields = [("user", &*second.to_string()), ("part", "reviewer")];
    let back = panel.app.post(TEAM, &fields).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    panel.app.put_on(1, "second@example.org").await;
    let (reopen, why) = (format!("{ROUND}/reopen"), [("reason", "A record was missing")]);
    let refused = panel.lead.post(&reopen, &why).await;
    refuses(&refused, "The round stays signed off");
    refuses(&refused, "when the round was signed off");
    let text = panel.lead.get(ROUND).await.text();
    assert!(text.contains("Open the round again"), "nothing was changed: {text}");
    let observes = panel.app.post(format!("{TEAM}/{second}"), &[("part", "observer")]).await;
    assert_eq!(observes.status, StatusCode::SEE_OTHER, "{}", observes.text());
    let reopened = panel.lead.post(&reopen, &why).await;
    assert_eq!(reopened.location(), ROUND, "{}", reopened.text());
    // Who rated it before goes on.
    for (user, part) in [(first, "reviewer"), (lead, "lead")] {
        let same = panel.app.post(format!("{TEAM}/{user}"), &[("part", part)]).await;
        assert_eq!(same.status, StatusCode::SEE_OTHER, "{}", same.text());
    }
    let again = panel.app.post(format!("{TEAM}/{second}"), &[("part", "reviewer")]).await;
    refuses(&again, "can no longer come to rate");
}

#[tokio::test]
async fn a_declaration_that_is_refused_keeps_what_was_typed() {
    let mut panel = Panel::with_lead().await;
    let (_, below) = area(&panel.app).await;
    let [first, second] = reviewers(&panel.app).await;
    assign(&panel.app, &[&below[0]], &[first]).await;
    assign(&panel.app, &[&below[0], &below[1]], &[second]).await;
    let code = |it: &criterion::Model| it.code.clone();
    let said = async |person: &mut TestApp, code: &str, why: &str| {
        let fields = [("answer", "criteria"), ("code", code), ("why", why), ("signed", "second")];
        person.post("/assessments/1/declaration", &fields).await
    };
    let kept = said(&mut panel.second, &code(&below[0]), "I taught there").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    rated(&mut panel.first, &below[0], SECRET).await;
    rated(&mut panel.second, &below[1], "Seen").await;
    for person in [&mut panel.first, &mut panel.second] {
        assert_eq!(lock(person).await.status, StatusCode::SEE_OTHER);
    }
    let other = said(&mut panel.second, &code(&below[2]), "My sister works there").await;
    refuses(&other, "The conflict of interest stays as it is in this round");
    let html = other.html();
    assert!(html.contains("My sister works there") && html.contains(&code(&below[2])), "{html}");
}

#[tokio::test]
async fn nothing_comes_to_who_has_locked() {
    let mut panel = Panel::with_lead().await;
    let (_, below) = area(&panel.app).await;
    let [first, second] = reviewers(&panel.app).await;
    assign(&panel.app, &[&below[0], &below[1]], &[first]).await;
    assign(&panel.app, &[&below[0]], &[second]).await;
    for person in [&mut panel.first, &mut panel.second] {
        rated(person, &below[0], "Seen").await;
    }
    assert_eq!(lock(&mut panel.second).await.status, StatusCode::SEE_OTHER);
    let given = sent(&mut panel.lead, "assign", &[&below[1]], &[second]).await;
    refuses(&given, "has locked, and would come to rate");
    unlock(&mut panel.lead, second).await;
    let given = sent(&mut panel.lead, "assign", &[&below[1]], &[second]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    rated(&mut panel.first, &below[1], SECRET).await;
    assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
    assert!(!reads(&mut panel.second, &below[1]).await, "they rate it first");
}

#[tokio::test]
async fn who_rated_and_locked_comes_back_though_all_is_open() {
    for what in ["declares anew", "days"] {
        let mut panel = Panel::new().await;
        panel.app.put_on(1, "lead_reviewer@example.org").await;
        let [_, second] = reviewers(&panel.app).await;
        let (above, _) = area(&panel.app).await;
        // Nothing is assigned, so they rate areas too, which nobody rates by themselves.
        for person in [&mut panel.lead, &mut panel.first, &mut panel.second] {
            rate_all(person, "met", "met").await;
            assert_eq!(lock(person).await.status, StatusCode::SEE_OTHER);
        }
        let member = format!("{TEAM}/{second}");
        let done = if what == "days" {
            let yesterday = (panel.app.app.today() - chrono::Days::new(1)).to_string();
            let days = [("part", "reviewer"), ("until", yesterday.as_str())];
            assert_eq!(panel.app.post(&member, &days).await.status, StatusCode::SEE_OTHER);
            panel.app.post(&member, &[("part", "reviewer"), ("until", "")]).await
        } else {
            let asked = panel.lead.post(format!("{member}/declare-anew"), &[]).await;
            assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
            let fields = [("answer", "none"), ("signed", "second")];
            panel.second.post("/assessments/1/declaration", &fields).await
        };
        // They had said their last word before.
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{what}: {}", done.text());
        assert_eq!(panel.second.get(bench(&above)).await.status, StatusCode::OK, "{what}");
    }
}

#[tokio::test]
async fn who_comes_tomorrow_and_has_read_is_given_nothing_today() {
    let mut panel = Panel::with_lead().await;
    let (_, below) = area(&panel.app).await;
    let [first, second] = reviewers(&panel.app).await;
    let member = format!("{TEAM}/{second}");
    let part = [("part", "observer")];
    assert_eq!(panel.app.post(&member, &part).await.status, StatusCode::SEE_OTHER);
    assign(&panel.app, &[&below[0]], &[first]).await;
    rated(&mut panel.first, &below[0], SECRET).await;
    assert_eq!(lock(&mut panel.first).await.status, StatusCode::SEE_OTHER);
    assert!(reads(&mut panel.second, &below[0]).await);
    let tomorrow = [("part", "reviewer"), ("from", "2026-11-25")];
    assert_eq!(panel.app.post(&member, &tomorrow).await.status, StatusCode::SEE_OTHER);
    let given = sent(&mut panel.lead, "assign", &[&below[0]], &[second]).await;
    refuses(&given, "can no longer come to rate");
    let given = sent(&mut panel.lead, "assign", &[&below[1]], &[second]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
}

#[tokio::test]
async fn a_review_that_began_anew_is_another() {
    let (mut panel, below, [first, second]) = opened().await;
    assert!(reads(&mut panel.second, &below[0]).await);
    unlock(&mut panel.lead, first).await;
    let given = sent(&mut panel.lead, "assign", &[&below[0]], &[second]).await;
    refuses(&given, "can no longer come to rate");
    for (step, seen) in [("rework", Stage::InternalReview), ("begin-review", Stage::Preparing)] {
        let fields = [("step", step), ("seen", seen.code()), ("reason", "Much is missing")];
        let moved = panel.app.post("/assessments/1/stage", &fields).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    }
    let given = sent(&mut panel.lead, "assign", &[&below[0]], &[second]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
}
