//! Comments on a criterion: who sees which, mentions, replies, other words, struck out; and reviewers who ask for evidence there.

use axum::http::StatusCode;
use chrono::TimeDelta;
use kriter::audit::Actor;
use kriter::entities::{
    CriterionId, Part, Role, Stage, audit_event, comment, evidence_request, mention,
};
use kriter::{assessments, team};
use sea_orm::EntityTrait as _;

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";

/// An academy in internal review: administrator, manager, two reviewers and the lead on the team, all by their names.
struct Talk {
    admin: TestApp,
    manager: TestApp,
    first: TestApp,
    second: TestApp,
    lead: TestApp,
    /// A criterion, and its address on the workbench.
    criterion: CriterionId,
    bench: String,
}

impl Talk {
    async fn new() -> Self {
        let admin = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(admin.assessment(EDITION).await, 1);
        let manager = admin.another(Role::Manager).await;
        let mut people = Vec::new();
        for (email, role) in [
            ("second@example.org", Role::Reviewer),
            ("reviewer@example.org", Role::Reviewer),
            ("lead_reviewer@example.org", Role::LeadReviewer),
        ] {
            admin.user(email, Some(role)).await;
            admin.put_on(1, email).await;
            let mut person = admin.another(role).await;
            person.sign_in(email).await;
            people.push(person);
        }
        admin.stage(1, Stage::InternalReview).await;
        let (lead, first, second) =
            (people.pop().unwrap(), people.pop().unwrap(), people.pop().unwrap());
        let criterion = criterion(&admin, "V.1").await;
        let bench = format!("/assessments/1/workbench/{criterion}");
        Self { admin, manager, first, second, lead, criterion, bench }
    }

    fn comments(&self) -> String {
        format!("{}/comments", self.bench)
    }
}

async fn criterion(app: &TestApp, code: &str) -> CriterionId {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
    whole.criteria.iter().find(|it| it.code == code).unwrap().id
}

/// Says something; `audience` is `own` or `both`.
async fn say(person: &mut TestApp, at: &str, text: &str, audience: &str) -> Answer {
    person.post(at, &[("text", text), ("audience", audience)]).await
}

async fn said(person: &mut TestApp, at: &str, text: &str, audience: &str) {
    let answer = say(person, at, text, audience).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

async fn rows(app: &TestApp) -> Vec<comment::Model> {
    let mut all = comment::Entity::find().all(&app.app.db.read).await.unwrap();
    all.sort_by_key(|it| it.id);
    all
}

/// All who rate lock, whatever they have rated.
async fn all_lock(app: &TestApp) {
    let it = app.assessed(1).await;
    let mut change = app.app.change(Actor::System).await.unwrap();
    for name in ["second", "reviewer", "lead_reviewer"] {
        let user = app.user(&format!("{name}@example.org"), None).await;
        kriter::rounds::store::lock(&mut change, &it, it.stage.round(), user).await.unwrap();
    }
    change.commit().await.unwrap();
}

#[tokio::test]
async fn the_institution_and_a_reviewer_talk_and_each_side_keeps_its_own() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    let sent = say(&mut talk.first, &at, "Where is the signed copy?", "both").await;
    assert_eq!(sent.location(), format!("{bench}#comments"), "{}", sent.text());
    said(&mut talk.first, &at, "I doubt that there is one", "own").await;
    let page = talk.admin.get(&bench).await.text();
    assert!(page.contains("Where is the signed copy?"), "{page}");
    assert!(!page.contains("I doubt"), "{page}");

    let reply = [("text", "In room 12"), ("audience", "both"), ("reply_to", "1")];
    assert_eq!(talk.admin.post(&at, &reply).await.status, StatusCode::SEE_OTHER);
    said(&mut talk.admin, &at, "We must not forget the copy", "own").await;
    let page = talk.first.get(&bench).await.text();
    assert!(page.contains("In room 12") && page.contains("I doubt"), "{page}");
    assert!(!page.contains("must not forget"), "{page}");
    let page = talk.manager.get(&bench).await.text();
    assert!(page.contains("must not forget") && page.contains("In room 12"), "{page}");
    // An observer of the institution reads what is said to both sides, once it is open.
    let mut observer = talk.admin.another(Role::Observer).await;
    assert!(!observer.get(&bench).await.text().contains("signed copy"));
    all_lock(&talk.admin).await;
    let page = observer.get(&bench).await.text();
    assert!(page.contains("signed copy") && page.contains("In room 12"), "{page}");
    assert!(!page.contains("I doubt") && !page.contains("must not forget"), "{page}");
    // What answers something within one side stays there, whatever is sent.
    let reply = [("text", "So do I"), ("audience", "both"), ("reply_to", "2")];
    talk.lead.post(&at, &reply).await;
    assert!(talk.first.get(&bench).await.text().contains("So do I"));
    assert!(!talk.admin.get(&bench).await.text().contains("So do I"));
    let hidden = talk.admin.post(&at, &reply).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND, "what they do not see they do not answer");
}

#[tokio::test]
async fn reviewers_see_nothing_of_one_another_before_all_have_locked() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    let secret = "Zeppelin-in-the-cellar";
    said(&mut talk.first, &at, secret, "own").await;
    said(&mut talk.first, &at, &format!("{secret}, dear institution"), "both").await;
    // A colleague's question in a thread of the institution is hidden too, and an answer to what one does not see.
    said(&mut talk.admin, &at, "Questions here, please", "both").await;
    let reply = [("text", secret), ("audience", "both"), ("reply_to", "3")];
    assert_eq!(talk.first.post(&at, &reply).await.status, StatusCode::SEE_OTHER);
    let reply = [("text", "Zeppelins are upstairs"), ("audience", "both"), ("reply_to", "2")];
    assert_eq!(talk.admin.post(&at, &reply).await.status, StatusCode::SEE_OTHER);
    for person in [&mut talk.second, &mut talk.lead] {
        for page in [&bench, &at] {
            let text = person.get(page).await.text();
            assert!(text.contains("Questions here"), "{text}");
            assert!(!text.contains("Zeppelin"), "{text}");
        }
        let answer = person.post(&at, &[("text", "I see you"), ("reply_to", "1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert!(talk.first.get(&bench).await.text().contains(secret), "one's own is there");
    all_lock(&talk.admin).await;
    for person in [&mut talk.second, &mut talk.lead] {
        let text = person.get(&bench).await.text();
        assert_eq!(text.matches(secret).count(), 3, "{text}");
    }
    let log = talk.admin.get("/institutions/1/audit").await.html();
    assert!(log.contains("commented") && !log.contains(secret), "{log}");
}

#[tokio::test]
async fn each_role_comments_as_the_table_says() {
    let talk = Talk::new().await;
    let at = talk.comments();
    let app = &talk.admin;
    app.user("watcher@example.org", Some(Role::Reviewer)).await;
    app.on_team(1, "watcher@example.org", Part::Observer).await;
    app.user("nobody@example.org", Some(Role::Reviewer)).await;
    let rows = [
        ("administrator", Role::Administrator, StatusCode::OK, StatusCode::SEE_OTHER),
        ("manager", Role::Manager, StatusCode::OK, StatusCode::SEE_OTHER),
        ("reviewer", Role::Reviewer, StatusCode::OK, StatusCode::SEE_OTHER),
        ("lead_reviewer", Role::LeadReviewer, StatusCode::OK, StatusCode::SEE_OTHER),
        ("observer", Role::Observer, StatusCode::OK, StatusCode::FORBIDDEN),
        ("watcher", Role::Reviewer, StatusCode::OK, StatusCode::FORBIDDEN),
        ("nobody", Role::Reviewer, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
        ("contributor", Role::Contributor, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
    ];
    for (name, role, reads, writes) in rows {
        let mut person = app.another(role).await;
        person.sign_in(&format!("{name}@example.org")).await;
        assert_eq!(person.get(&at).await.status, reads, "{name}");
        let sent = person.post(&at, &[("text", "A word")]).await;
        assert_eq!(sent.status, writes, "{name}: {}", sent.text());
        let box_there = person.get(&talk.bench).await.html().contains("data-key=\"c\"");
        assert_eq!(box_there, writes == StatusCode::SEE_OTHER, "{name}");
        // The first comment is the administrator's.
        if name != "administrator" {
            for path in ["/assessments/1/comments/1", "/assessments/1/comments/1/strike"] {
                let status = person.post(path, &[("text", "Mine now"), ("seen", "0")]).await.status;
                let away = matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
                assert!(away, "{name} {path}: {status}");
            }
        }
    }
    let mut stranger = app.stranger(Role::Administrator).await;
    for path in [at.as_str(), "/assessments/1/comments/1", "/assessments/1/comments/1/strike"] {
        let sent = stranger.post(path, &[("text", "Hello")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_conflict_of_interest_keeps_comments_away_and_whoever_has_it_from_being_mentioned() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    said(&mut talk.second, &at, "Before the conflict was known", "both").await;
    said(&mut talk.admin, &at, "Cellar keys", "both").await;
    let user = talk.admin.user("second@example.org", None).await;
    let it = talk.admin.assessed(1).await;
    let mut change = talk.admin.app.change(Actor::User(user)).await.unwrap();
    let conflict = team::conflicts::NewConflict {
        criterion: Some(talk.criterion),
        reason: "Taught it".into(),
    };
    team::conflicts::declare(&mut change, &it, user, "second".into(), vec![conflict])
        .await
        .unwrap();
    change.commit().await.unwrap();
    assert!(!talk.second.get(&bench).await.text().contains("Cellar keys"));
    assert_eq!(talk.second.get(&at).await.status, StatusCode::FORBIDDEN);
    assert_eq!(say(&mut talk.second, &at, "Still here", "own").await.status, StatusCode::FORBIDDEN);
    for path in ["/assessments/1/comments/1", "/assessments/1/comments/1/strike"] {
        let sent = talk.second.post(path, &[("text", "Other words"), ("seen", "0")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
    }
    let page = talk.admin.get(&bench).await.html();
    assert!(!page.contains("data-text=\"@second "), "{page}");
    let fields = [("text", "Look"), ("audience", "both"), ("mention", &user.to_string())];
    let forged = talk.admin.post(&at, &fields).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rows(&talk.admin).await.len(), 2);
}

#[tokio::test]
async fn a_mention_waits_until_it_is_read_and_names_nobody_who_would_not_see_it() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    said(
        &mut talk.admin,
        &at,
        "@manager and @reviewer, please look; x@second.example is no one",
        "both",
    )
    .await;
    let held = mention::Entity::find().all(&talk.admin.app.db.read).await.unwrap();
    assert_eq!(held.len(), 2, "{held:?}");
    assert!(held.iter().all(|it| it.read_at.is_none()));
    assert!(talk.manager.get(&bench).await.text().contains("mentions you"));
    assert!(!talk.manager.get(&bench).await.text().contains("mentions you"), "it is read");
    let held = mention::Entity::find().all(&talk.admin.app.db.read).await.unwrap();
    assert_eq!(held.iter().filter(|it| it.read_at.is_some()).count(), 1);
    // A reviewer is mentioned by their name in the list, too.
    let user = talk.admin.user("lead_reviewer@example.org", None).await.to_string();
    let fields = [("text", "You too"), ("audience", "both"), ("mention", user.as_str())];
    assert_eq!(talk.manager.post(&at, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(talk.lead.get(&bench).await.text().contains("mentions you"));

    let other = say(&mut talk.admin, &at, "@reviewer must not read this", "own").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text().contains("stays on your side"), "{}", other.text());
    assert!(other.html().contains("@reviewer must not read this"), "what was typed is there");
    let blind = say(&mut talk.first, &at, "@second what do you think?", "own").await;
    assert_eq!(blind.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blind.text().contains("before all who rate it have locked"), "{}", blind.text());
    let stranger = talk.admin.stranger(Role::Manager).await;
    let far = stranger.user("manager@elsewhere.example", None).await.to_string();
    for mention in [far.as_str(), "999", "x"] {
        let fields = [("text", "Hello"), ("audience", "both"), ("mention", mention)];
        let forged = talk.admin.post(&at, &fields).await;
        assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY, "{mention}");
    }
    all_lock(&talk.admin).await;
    said(&mut talk.first, &at, "@second what do you think?", "own").await;
    assert!(talk.second.get(&bench).await.text().contains("mentions you"));
}

#[tokio::test]
async fn words_change_for_five_minutes_and_what_is_struck_out_stays_legible() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    said(&mut talk.admin, &at, "The curiculum, @manager", "own").await;
    let edit = "/assessments/1/comments/1";
    let blank = talk.admin.post(edit, &[("text", "  "), ("seen", "0")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", blank.text());
    let sent = talk.admin.post(edit, &[("text", "The curriculum"), ("seen", "0")]).await;
    assert_eq!(sent.location(), format!("{bench}#comments"), "{}", sent.text());
    let held = mention::Entity::find().all(&talk.admin.app.db.read).await.unwrap();
    assert!(held.is_empty(), "who is not named any more is not waited for");
    let stale = talk.admin.post(edit, &[("text", "Another window"), ("seen", "0")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("another window meanwhile"), "{}", stale.text());
    let page = talk.manager.get(&bench).await.text();
    assert!(page.contains("The curriculum") && page.contains("changed"), "{page}");

    talk.admin.app.wait(TimeDelta::minutes(5));
    let late = talk.admin.post(edit, &[("text", "Too late"), ("seen", "1")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("for five minutes"), "{}", late.text());
    assert!(!talk.admin.get(&bench).await.html().contains(&format!("action=\"{edit}\"")));

    let struck = talk.admin.post(format!("{edit}/strike"), &[]).await;
    assert_eq!(struck.location(), format!("{bench}#comments"), "{}", struck.text());
    let page = talk.manager.get(&bench).await;
    assert!(page.html().contains("<del>The curriculum</del>"), "{}", page.html());
    assert!(page.text().contains("Struck out"), "{}", page.text());
    let again = talk.admin.post(format!("{edit}/strike"), &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let log = audit_event::Entity::find().all(&talk.admin.app.db.read).await.unwrap();
    let told: Vec<&str> = log.iter().map(|it| it.action.as_str()).collect();
    for what in ["comment-added", "comment-edited", "comment-struck"] {
        assert_eq!(told.iter().filter(|it| **it == what).count(), 1, "{what}");
    }
    assert!(log.iter().all(|it| !it.details.contains("curriculum")), "the log tells no words");
}

#[tokio::test]
async fn hostile_comments_are_refused_or_shown_as_the_words_that_they_are() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    let script = "<script>alert(1)</script>\u{0}\u{1b}[31m @<b>manager";
    said(&mut talk.admin, &at, script, "both").await;
    let page = talk.admin.get(&bench).await.html();
    assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"), "{page}");
    let long = "x".repeat(5_001);
    for fields in [
        &[("text", "")][..],
        &[("text", "\u{0}\n ")],
        &[("text", long.as_str())],
        &[("text", "Hello"), ("audience", "everybody")],
        &[("audience", "both")],
    ] {
        let sent = talk.admin.post(&at, fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    for reply_to in ["2", "x", "-1", "1 OR 1=1"] {
        let sent = talk.admin.post(&at, &[("text", "Hello"), ("reply_to", reply_to)]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{reply_to}");
    }
    // A comment of another criterion is answered there only, and one of another assessment not at all.
    let other = criterion(&talk.admin, "V.2").await;
    let elsewhere = format!("/assessments/1/workbench/{other}/comments");
    let sent = talk.admin.post(&elsewhere, &[("text", "Hello"), ("reply_to", "1")]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert_eq!(talk.admin.assessment(EDITION).await, 2);
    let sent = talk.admin.post("/assessments/2/comments/1", &[("text", "x"), ("seen", "0")]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    let foreign =
        talk.admin.post("/assessments/1/workbench/999999/comments", &[("text", "x")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(rows(&talk.admin).await.len(), 1);
}

#[tokio::test]
async fn many_comments_are_shown_a_page_at_a_time_and_ask_no_more_of_the_database() {
    let mut talk = Talk::new().await;
    let (bench, at) = (talk.bench.clone(), talk.comments());
    said(&mut talk.first, &at, "Number 0", "both").await;
    said(&mut talk.admin, &at, "Hello, @manager", "both").await;
    let grow = async |app: &mut TestApp| {
        for number in 1..60 {
            let row = kriter::comments::store::NewComment {
                user: app.user("administrator@example.org", None).await,
                reply_to: None,
                side: kriter::entities::Side::Institution,
                audience: kriter::entities::Audience::Both,
                text: format!("Number {number}."),
                mentions: std::collections::BTreeSet::new(),
            };
            let it = app.assessed(1).await;
            let criterion = kriter::entities::criterion::Entity::find_by_id(talk.criterion);
            let criterion = criterion.one(&app.app.db.read).await.unwrap().unwrap();
            let mut change = app.app.change(Actor::System).await.unwrap();
            kriter::comments::store::add(&mut change, &it, &criterion, row).await.unwrap();
            change.commit().await.unwrap();
        }
    };
    assert_same_queries(&mut talk.second, &bench, grow).await;
    let page = talk.second.get(&bench).await.text();
    assert!(page.contains("Number 59.") && !page.contains("Number 20."), "{page}");
    assert!(page.contains("All 60 comments"), "{page}");
    let first = talk.second.get(&at).await.text();
    assert!(first.contains("Number 20.") && !first.contains("Number 59."), "{first}");
    let last = talk.second.get(format!("{at}?page=2")).await.text();
    assert!(last.contains("Number 59.") && !last.contains("Number 20."), "{last}");
    assert_same_queries(&mut talk.second, &at, async |app| {
        said(app, &at, "One more", "own").await;
    })
    .await;
}

#[tokio::test]
async fn a_reviewer_asks_for_evidence_from_the_workbench_and_follows_it() {
    let mut talk = Talk::new().await;
    let criterion = talk.criterion.to_string();
    let path = format!("/institutions/{}/requests/new", talk.admin.institution);
    let page = talk.first.get(&talk.bench).await.html();
    assert!(
        page.contains(&format!("{path}?criterion={criterion}&amp;assessment=1&amp;back=")),
        "{page}"
    );
    let form = format!("{path}?criterion={criterion}&assessment=1&back={}", talk.bench);
    let page = talk.first.get(&form).await;
    assert!(page.text().contains("To prove V.1"), "{}", page.text());
    let fields = [
        ("title", "Minutes of the council"),
        ("unit", "Legal office"),
        ("criterion", criterion.as_str()),
        ("assessment", "1"),
        ("back", talk.bench.as_str()),
    ];
    let sent = talk.first.post(&path, &fields).await;
    assert_eq!(sent.location(), talk.bench, "{}", sent.text());
    let asked = evidence_request::Entity::find().one(&talk.admin.app.db.read).await.unwrap();
    let asked = asked.unwrap();
    assert_eq!(
        (asked.assessment_id.map(|it| it.0), asked.criterion_id),
        (Some(1), Some(talk.criterion))
    );
    let list = format!("/institutions/{}/requests", talk.admin.institution);
    assert!(talk.first.get(&list).await.text().contains("Minutes of the council"));
    assert_eq!(talk.first.get("/requests/1").await.status, StatusCode::OK);
    assert!(talk.admin.get(&list).await.text().contains("Minutes of the council"));
    // Others on the team do not see what a colleague asks for while they rate, and only the institution decides.
    assert!(!talk.second.get(&list).await.text().contains("Minutes of the council"));
    assert_eq!(talk.second.get("/requests/1").await.status, StatusCode::FORBIDDEN);
    let fields = [("move", "cancel"), ("reason", "Never mind")];
    assert_eq!(talk.first.post("/requests/1", &fields).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_asks_for_an_assessment_that_is_not_theirs_to_review() {
    let mut talk = Talk::new().await;
    let criterion = talk.criterion.to_string();
    let path = format!("/institutions/{}/requests/new", talk.admin.institution);
    let list = format!("/institutions/{}/requests", talk.admin.institution);
    let form = format!("{path}?criterion={criterion}&assessment=1");
    let fields = [
        ("title", "Minutes"),
        ("unit", "Legal office"),
        ("criterion", criterion.as_str()),
        ("assessment", "1"),
    ];
    let sent = talk.first.post(&path, &fields).await;
    assert_eq!(sent.location(), "/requests/1", "{}", sent.text());
    for fields in [
        &[("title", "x"), ("unit", "y")][..],
        &[("title", "x"), ("unit", "y"), ("assessment", "2")],
    ] {
        assert_eq!(
            talk.first.post(&path, fields).await.status,
            StatusCode::FORBIDDEN,
            "{fields:?}"
        );
    }
    talk.admin.user("watcher@example.org", Some(Role::Reviewer)).await;
    talk.admin.on_team(1, "watcher@example.org", Part::Observer).await;
    let mut watcher = talk.admin.another(Role::Reviewer).await;
    watcher.sign_in("watcher@example.org").await;
    let fields = [("title", "x"), ("unit", "y"), ("assessment", "1")];
    assert_eq!(watcher.post(&path, &fields).await.status, StatusCode::FORBIDDEN);
    let user = talk.admin.user("reviewer@example.org", None).await;
    let it = assessments::store::by_id(&talk.admin.app.db.read, kriter::entities::AssessmentId(1));
    let it = it.await.unwrap().0;
    let mut change = talk.admin.app.change(Actor::User(user)).await.unwrap();
    let conflict =
        team::conflicts::NewConflict { criterion: Some(talk.criterion), reason: "Wrote it".into() };
    team::conflicts::declare(&mut change, &it, user, "reviewer".into(), vec![conflict])
        .await
        .unwrap();
    change.commit().await.unwrap();
    assert_eq!(talk.first.get(&form).await.status, StatusCode::FORBIDDEN);
    assert_eq!(talk.first.get("/requests/1").await.status, StatusCode::FORBIDDEN);
    assert!(!talk.first.get(&list).await.text().contains("Minutes"));
}
