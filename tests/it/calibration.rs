//! Calibration: all rate the same blind, compare, talk, and the rule stands beside the criterion.

use std::process::Command;

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{
    CriterionId, Part, Role, Stage, calibration, calibration_rating, calibration_remark,
    calibration_rule, rating,
};
use kriter::team::conflicts;
use sea_orm::{EntityTrait as _, QueryFilter as _, QueryOrder as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";
const LIST: &str = "/assessments/1/calibration";
const ONE: &str = "/assessments/1/calibration/1";
const SECRET: &str = "Zeppelin-in-the-cellar";

/// An internal review with a lead and two reviewers, and an exercise on the first two criteria.
struct Exercise {
    app: TestApp,
    lead: TestApp,
    first: TestApp,
    second: TestApp,
    ids: Vec<i64>,
}

impl Exercise {
    async fn new() -> Self {
        let app = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(app.assessment(EDITION).await, 1);
        let mut people = Vec::new();
        for email in ["first@example.org", "second@example.org"] {
            app.user(email, Some(Role::Reviewer)).await;
            app.put_on(1, email).await;
            let mut person = app.another(Role::Reviewer).await;
            person.sign_in(email).await;
            people.push(person);
        }
        let lead = app.another(Role::LeadReviewer).await;
        app.put_on(1, "lead_reviewer@example.org").await;
        app.stage(1, Stage::InternalReview).await;
        let db = &app.app.db.read;
        let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
        let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
        let rated = whole.criteria.iter().filter(|it| it.assessable);
        let ids = rated.map(|it| it.id.0).collect();
        let (second, first) = (people.pop().unwrap(), people.pop().unwrap());
        Self { app, lead, first, second, ids }
    }

    async fn opened() -> Self {
        let mut it = Self::new().await;
        let opened = it.open("V.1, V.2").await;
        assert_eq!(opened.location(), ONE, "{}", opened.text());
        it
    }

    async fn open(&mut self, codes: &str) -> Answer {
        let fields = [("title", "Before we begin"), ("criteria", codes), ("note", "Look well")];
        self.lead.post(LIST, &fields).await
    }

    fn at(&self, place: usize) -> String {
        format!("{ONE}/{}", self.ids[place])
    }

    /// All rate both criteria, the second reviewer the first one otherwise, and lock.
    async fn finished() -> Self {
        let mut it = Self::opened().await;
        let (one, two) = (it.at(0), it.at(1));
        for (person, level) in
            [(&mut it.lead, "met"), (&mut it.first, "met"), (&mut it.second, "notmet")]
        {
            say(person, &one, level).await;
            say(person, &two, "met").await;
            let locked = person.post(format!("{ONE}/lock"), &[]).await;
            assert_eq!(locked.location(), ONE, "{}", locked.text());
        }
        it
    }
}

async fn say(person: &mut TestApp, at: &str, level: &str) {
    let fields = [("level", level), ("rationale", SECRET)];
    let said = person.post(at, &fields).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
}

fn hidden(page: &Answer, field: &str) -> String {
    // The value that stands before a field of the same form.
    let html = page.html();
    let form = html.split("<form").find(|it| it.contains(&format!("name=\"{field}\"")));
    let form = form.unwrap_or_else(|| panic!("{field}: {}", page.text()));
    form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_exercise_waits_in_the_work_of_all_who_rate_until_they_have_locked() {
    let mut it = Exercise::new().await;
    let work = async |person: &mut TestApp| person.get("/work").await.text();
    assert!(!work(&mut it.first).await.contains("Rate for practice"));
    let user = it.app.user("second@example.org", None).await;
    let of = it.app.assessed(1).await;
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    let about = Some(CriterionId(it.ids[1]));
    let new = conflicts::NewConflict { criterion: about, reason: "Kin".into() };
    conflicts::add(&mut change, &of, user, new).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(it.open("V.1, V.2").await.location(), ONE);
    for (person, said) in [
        (&mut it.lead, "2 of 2 criteria"),
        (&mut it.first, "2 of 2 criteria"),
        (&mut it.second, "1 of 1 criteria"),
    ] {
        let page = work(person).await;
        assert!(page.contains(&format!("Rate for practice {said}")), "{page}");
        assert!(page.contains("Assessment 2027: Before we begin"), "{page}");
    }
    assert!(!work(&mut it.app).await.contains("Rate for practice"), "who does not rate");
    let (one, two) = (it.at(0), it.at(1));
    say(&mut it.first, &one, "met").await;
    assert!(work(&mut it.first).await.contains("Rate for practice 1 of 2 criteria"));
    say(&mut it.first, &two, "met").await;
    assert!(work(&mut it.first).await.contains("Rate for practice All 2 criteria are rated"));
    let locked = it.first.post(format!("{ONE}/lock"), &[]).await;
    assert_eq!(locked.location(), ONE, "{}", locked.text());
    assert!(!work(&mut it.first).await.contains("Rate for practice"));
    let ended = it.lead.post(format!("{ONE}/end"), &[("reason", "It is late")]).await;
    assert_eq!(ended.location(), ONE, "{}", ended.text());
    for person in [&mut it.lead, &mut it.second] {
        assert!(!work(person).await.contains("Rate for practice"), "it has ended");
    }
}

#[tokio::test]
async fn all_rate_blind_compare_talk_and_the_rule_stands_beside_the_criterion() {
    let mut it = Exercise::opened().await;
    let (one, two) = (it.at(0), it.at(1));
    let page = it.app.get(LIST).await.text();
    assert!(page.contains("Before we begin") && page.contains("Being rated"), "{page}");
    say(&mut it.first, &one, "notmet").await;
    let early = it.first.post(format!("{ONE}/lock"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("Rate everything that is yours"), "{}", early.text());
    say(&mut it.first, &two, "met").await;
    it.first.post(format!("{ONE}/lock"), &[]).await;
    let late = it.first.post(&one, &[("level", "met")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "locked is locked");
    // Nobody sees it yet, nor talks of it, nor notes a rule.
    for person in [&mut it.second, &mut it.lead, &mut it.app] {
        for page in [ONE, one.as_str(), LIST, "/assessments/1/gaps", "/assessments/1"] {
            let text = person.get(page).await.text();
            assert!(!text.contains(SECRET), "{page}");
        }
        let page = person.get(ONE).await.text();
        assert!(page.contains("first\nLocked"), "{page}");
        assert!(!page.contains("What all said"), "{page}");
    }
    for (address, field) in [("remark", "remark"), ("rule", "rule")] {
        let sent = it.lead.post(format!("{one}/{address}"), &[(field, "So it is")]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(sent.text().contains("Not all have locked yet"), "{}", sent.text());
    }
    for person in [&mut it.second, &mut it.lead] {
        say(person, &one, "met").await;
        say(person, &two, "met").await;
        person.post(format!("{ONE}/lock"), &[]).await;
    }
    let page = it.first.get(ONE).await.text();
    assert!(page.contains("What all said") && page.contains("Agreement beyond chance"), "{page}");
    assert!(page.contains("Not met"), "{page}");
    let said = it.second.post(format!("{one}/remark"), &[("remark", "The record is late")]).await;
    assert_eq!(said.location(), one, "{}", said.text());
    let noted = it.lead.post(format!("{one}/rule"), &[("rule", "A late record is partly")]).await;
    assert_eq!(noted.location(), one, "{}", noted.text());
    let page = it.first.get(&one).await.text();
    assert!(page.contains(SECRET) && page.contains("The record is late"), "{page}");
    // It counts for nothing else.
    assert!(rating::Entity::find().all(&it.app.app.db.read).await.unwrap().is_empty());
    // Beside the criterion, here and in the next assessment, for those who rate.
    let bench = format!("workbench/{}", it.ids[0]);
    let page = it.first.get(format!("/assessments/1/{bench}")).await.text();
    assert!(page.contains("A late record is partly"), "{page}");
    assert!(page.contains("by lead_reviewer"), "{page}");
    assert_eq!(it.app.assessment(EDITION).await, 2);
    let page = it.app.get(format!("/assessments/2/{bench}")).await.text();
    assert!(page.contains("A late record is partly"), "the institution rates itself: {page}");
    let other = format!("/assessments/1/workbench/{}", it.ids[1]);
    assert!(!it.first.get(&other).await.text().contains("A late record"), "only there");
    for role in [Role::Manager, Role::Observer] {
        let page = it.app.another(role).await.get(format!("/assessments/1/{bench}")).await.text();
        assert!(!page.contains("A late record"), "{role:?} does not rate: {page}");
    }
    let log = it.app.get("/institutions/1/audit").await.text();
    assert!(log.contains("calibration ended") && log.contains("rule noted"), "{log}");
    assert!(!log.contains(SECRET) && !log.contains("The record is late"), "{log}");
}

#[tokio::test]
async fn a_rule_is_superseded_and_two_at_once_are_told() {
    let mut it = Exercise::finished().await;
    let one = it.at(0);
    let rule = format!("{one}/rule");
    let seen = hidden(&it.lead.get(&one).await, "rule");
    it.lead.post(&rule, &[("rule", "First rule"), ("seen", &seen)]).await;
    let late = it.lead.post(&rule, &[("rule", "Second rule"), ("seen", &seen)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = late.text();
    assert!(text.contains("another rule meanwhile") && text.contains("Second rule"), "{text}");
    let seen = hidden(&late, "rule");
    let noted = it.lead.post(&rule, &[("rule", "Second rule"), ("seen", &seen)]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text());
    let db = &it.app.app.db.read;
    let rules = calibration_rule::Entity::find().order_by_asc(calibration_rule::COLUMN.id);
    let rules = rules.all(db).await.unwrap();
    assert_eq!(rules.len(), 2);
    assert!(rules[0].superseded_at.is_some() && rules[0].text == "First rule");
    let page = it.first.get(format!("/assessments/1/workbench/{}", it.ids[0])).await.text();
    assert!(page.contains("Second rule") && page.contains("Earlier rules"), "{page}");
}

#[tokio::test]
async fn what_one_says_is_not_overwritten_unseen() {
    let mut it = Exercise::opened().await;
    let one = it.at(0);
    say(&mut it.first, &one, "met").await;
    let stale = it.first.post(&one, &[("level", "notmet"), ("rationale", "Else")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("in another window"), "{}", stale.text());
    assert!(stale.text().contains("Else"), "what was typed is there");
    let seen = hidden(&stale, "level");
    let again = [("level", "notmet"), ("rationale", "Else"), ("seen", &*seen)];
    assert_eq!(it.first.post(&one, &again).await.status, StatusCode::SEE_OTHER);
    let rows = calibration_rating::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(rows.len(), 2, "the earlier one stays known");
    let held = rows.iter().filter(|it| it.superseded_at.is_none());
    assert_eq!(held.map(|it| it.level.as_str()).collect::<Vec<_>>(), ["notmet"]);
}

#[tokio::test]
async fn the_lead_ends_it_with_a_reason_that_all_read() {
    let mut it = Exercise::opened().await;
    let one = it.at(0);
    say(&mut it.first, &one, "met").await;
    let end = format!("{ONE}/end");
    assert_eq!(it.first.post(&end, &[("reason", "x")]).await.status, StatusCode::FORBIDDEN);
    let bare = it.lead.post(&end, &[]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bare.text());
    let ended = it.lead.post(&end, &[("reason", "The second is ill")]).await;
    assert_eq!(ended.location(), ONE, "{}", ended.text());
    let twice = it.lead.post(&end, &[("reason", "Again")]).await;
    assert!(twice.text().contains("ended already"), "{}", twice.text());
    let page = it.second.get(ONE).await.text();
    assert!(page.contains("The second is ill") && page.contains("What all said"), "{page}");
    for (address, fields) in
        [(one.clone(), [("level", "met")]), (format!("{ONE}/lock"), [("a", "b")])]
    {
        let late = it.second.post(&address, &fields).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(late.text().contains("nothing for you to rate"), "{}", late.text());
    }
}

#[tokio::test]
async fn what_a_conflict_keeps_from_somebody_is_not_theirs_to_rate_or_to_see() {
    let mut it = Exercise::opened().await;
    let (one, two) = (it.at(0), it.at(1));
    let of = it.app.assessed(1).await;
    let user = it.app.user("second@example.org", None).await;
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    let kept = Some(CriterionId(it.ids[0]));
    let new = conflicts::NewConflict { criterion: kept, reason: "Kin".into() };
    conflicts::add(&mut change, &of, user, new).await.unwrap();
    change.commit().await.unwrap();
    for address in [one.clone(), format!("{one}/remark"), format!("{one}/rule")] {
        let sent = it.second.post(&address, &[("level", "met"), ("remark", "x")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{address}");
    }
    assert_eq!(it.second.get(&one).await.status, StatusCode::FORBIDDEN);
    // They lock with what is left to them, and are the last.
    for person in [&mut it.lead, &mut it.first] {
        say(person, &one, "met").await;
        say(person, &two, "met").await;
        person.post(format!("{ONE}/lock"), &[]).await;
    }
    say(&mut it.second, &two, "notmet").await;
    let locked = it.second.post(format!("{ONE}/lock"), &[]).await;
    assert_eq!(locked.location(), ONE, "{}", locked.text());
    let page = it.second.get(ONE).await;
    assert!(page.text().contains("What all said"), "{}", page.text());
    assert!(!page.html().contains(&format!("{one}\"")), "{}", page.text());
    let rows = calibration::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert!(rows[0].ended_at.is_some() && rows[0].ended_by_id.is_none());
    // The lead does not open one on what is kept from them.
    let user = it.app.user("lead_reviewer@example.org", None).await;
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    let new = conflicts::NewConflict { criterion: kept, reason: "Kin".into() };
    conflicts::add(&mut change, &of, user, new).await.unwrap();
    change.commit().await.unwrap();
    let refused = it.open("V.1").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Only criteria that are rated"), "{}", refused.text());
}

#[tokio::test]
async fn what_is_hostile_is_refused_with_what_was_typed() {
    let mut it = Exercise::new().await;
    for (codes, said) in [
        ("", "must be filled in"),
        (" , ;\n", "must be filled in"),
        ("V.1, V.999", "This edition has no such criterion"),
        ("V", "Only criteria that are rated"),
        ("<script>alert(1)</script>", "This edition has no such criterion"),
    ] {
        let refused = it.open(codes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{codes}");
        assert!(refused.text().contains(said), "{codes}: {}", refused.text());
        assert!(!refused.html().contains("<script>alert"), "{codes}");
        assert!(refused.html().contains("Before we begin"), "what was typed is there");
    }
    assert_eq!(it.open("V.1\nV.1;V.2").await.location(), ONE, "each once");
    let one = it.at(0);
    for fields in [[("level", "superb")], [("level", "")], [("score", "50")]] {
        let refused = it.first.post(&one, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    // A criterion that is not in it, an exercise of another assessment.
    assert_eq!(it.app.assessment(EDITION).await, 2);
    it.app.put_on(2, "first@example.org").await;
    for address in [it.at(5), format!("/assessments/2/calibration/1/{}", it.ids[0])] {
        assert_eq!(it.first.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
        let sent = it.first.post(&address, &[("level", "met")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{address}");
    }
    it.lead.post(format!("{ONE}/end"), &[("reason", "To talk")]).await;
    let long = "x".repeat(1_001);
    for remark in ["", "   ", &long] {
        let refused = it.first.post(format!("{one}/remark"), &[("remark", remark)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let marked = [("remark", "<img src=x onerror=alert(1)>")];
    it.first.post(format!("{one}/remark"), &marked).await;
    assert!(!it.lead.get(&one).await.html().contains("<img src=x"));
    let rows = calibration_remark::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test]
async fn each_role_takes_part_as_the_table_says() {
    let mut it = Exercise::finished().await;
    let one = it.at(0);
    let raters: &[Role] = &[Role::Reviewer, Role::LeadReviewer];
    let posts = [
        (LIST.to_owned(), &raters[1..]),
        (one.clone(), raters),
        (format!("{ONE}/lock"), raters),
        (format!("{ONE}/end"), &raters[1..]),
        (format!("{one}/remark"), raters),
        (format!("{one}/rule"), &raters[1..]),
    ];
    it.app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    it.app.put_on(1, "reviewer@example.org").await;
    for role in Role::ALL {
        let mut person = it.app.another(*role).await;
        let reads = *role != Role::Contributor;
        for page in [LIST, ONE, &one] {
            assert_eq!(person.get(page).await.status == StatusCode::OK, reads, "{role:?} {page}");
        }
        let text = person.get(&one).await.text() + &person.get(ONE).await.text();
        assert_eq!(text.contains(SECRET), raters.contains(role), "{role:?}: {text}");
        assert_eq!(text.contains("Not met"), raters.contains(role), "{role:?}: {text}");
        for (address, may) in &posts {
            let status = person.post(address, &[]).await.status;
            let expected = match (may.contains(role), reads) {
                (true, _) => StatusCode::UNPROCESSABLE_ENTITY,
                (false, true) => StatusCode::FORBIDDEN,
                (false, false) => StatusCode::NOT_FOUND,
            };
            assert_eq!(status, expected, "{role:?} {address}");
        }
    }
    // Who only observes the assessment sees no level.
    it.app.on_team(1, "second@example.org", Part::Observer).await;
    let page = it.second.get(ONE).await.text();
    assert!(!page.contains("Not met"), "{page}");
}

#[tokio::test]
async fn the_pages_ask_no_more_for_more_that_was_said() {
    let mut it = Exercise::finished().await;
    let one = it.at(0);
    it.lead.post(format!("{one}/rule"), &[("rule", "So")]).await;
    it.first.post(format!("{one}/remark"), &[("remark", "Well")]).await;
    let mut person = it.app.another(Role::LeadReviewer).await;
    assert_same_queries(&mut person, &one, async |_| {
        for text in ["One", "Two", "Three"] {
            it.first.post(format!("{one}/remark"), &[("remark", text)]).await;
            let seen = hidden(&it.lead.get(&one).await, "rule");
            it.lead.post(format!("{one}/rule"), &[("rule", text), ("seen", &seen)]).await;
        }
    })
    .await;
    let bench = format!("/assessments/1/workbench/{}", it.ids[0]);
    assert_same_queries(&mut person, &bench, async |_| {
        let seen = hidden(&it.lead.get(&one).await, "rule");
        it.lead.post(format!("{one}/rule"), &[("rule", "Last"), ("seen", &seen)]).await;
    })
    .await;
    let held = calibration_rule::Entity::find()
        .filter(calibration_rule::COLUMN.superseded_at.is_null())
        .all(&it.app.app.db.read)
        .await
        .unwrap();
    assert_eq!(held.len(), 1);
    // A larger exercise asks no more than a small one.
    it.open("V.3").await;
    it.open("V.3, V.4, V.5, V.6, V.7, V.8").await;
    let asked = async |person: &mut TestApp, at: &str| {
        let before = person.queries.load(std::sync::atomic::Ordering::Relaxed);
        assert_eq!(person.get(at).await.status, StatusCode::OK);
        person.queries.load(std::sync::atomic::Ordering::Relaxed) - before
    };
    let small = asked(&mut person, "/assessments/1/calibration/2").await;
    assert_eq!(asked(&mut person, "/assessments/1/calibration/3").await, small);
}

#[tokio::test]
async fn the_terminal_tells_who_has_finished_and_no_level() {
    let mut it = Exercise::opened().await;
    let run = |app: &TestApp, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kriter"));
        command.args(["assessment", "calibration", "1"]).args(more);
        command.arg("--data").arg(app.folder.path());
        if let Some(database) = &app.app.config.database {
            command.arg("--database").arg(database);
        }
        let out = command.output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let (one, two) = (it.at(0), it.at(1));
    say(&mut it.first, &one, "notmet").await;
    say(&mut it.first, &two, "met").await;
    it.first.post(format!("{ONE}/lock"), &[]).await;
    let told = run(&it.app, &[]);
    for line in
        ["Before we begin: Being rated (V.1, V.2)", "  first: Locked", "  second: Still rating"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    let json: serde_json::Value = serde_json::from_str(&run(&it.app, &["--json"])).unwrap();
    assert_eq!(json[0]["locked"], serde_json::json!(["first"]));
    assert_eq!(json[0]["criteria"], serde_json::json!(["V.1", "V.2"]));
    assert!(json[0]["ended"].is_null());
    assert!(!json.to_string().contains("met") && !json.to_string().contains(SECRET), "{json}");
}
