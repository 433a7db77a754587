//! What does not go together in an assessment, worked through as a list, and at the terminal.

use std::process::Command;

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{
    CheckKind, CriterionId, EvidenceId, EvidenceStatus, Role, Stage, accepted_check, evidence_item,
};
use kriter::evidence::facts::Facts;
use kriter::team;
use sea_orm::EntityTrait as _;

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";
const CHECKS: &str = "/assessments/1/checks";

/// An assessment in preparation, its administrator, and the ids of its rated criteria.
async fn prepared() -> (TestApp, Vec<CriterionId>) {
    let app = TestApp::with_standards(Role::Administrator).await;
    assert_eq!(app.assessment(EDITION).await, 1);
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
    let ids = whole.criteria.iter().filter(|it| it.assessable).map(|it| it.id).collect();
    (app, ids)
}

async fn rate(person: &mut TestApp, criterion: CriterionId, fields: &[(&str, &str)]) {
    let bench = format!("/assessments/1/workbench/{criterion}");
    let html = person.get(&bench).await.html();
    let form = html.split("id=\"rating\"").nth(1).unwrap();
    let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields: Vec<_> = fields.iter().copied().chain([("seen", seen)]).collect();
    let rated = person.post(&bench, &fields).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
}

/// An item that is linked to a criterion and stands as told.
async fn item(app: &mut TestApp, title: &str, criterion: CriterionId, edit: impl Fn(&mut Facts)) {
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let sent = app.upload(&path, &[("title", title)], &[("files", "a.pdf", b"%PDF-1.7")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let all = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    let held = all.into_iter().max_by_key(|it| it.id).unwrap();
    let criterion = kriter::entities::criterion::Entity::find_by_id(criterion);
    let criterion = criterion.one(&app.app.db.read).await.unwrap().unwrap();
    let mut change = app.app.change(Actor::System).await.unwrap();
    kriter::evidence::links::add(&mut change, &held, &criterion, String::new(), String::new())
        .await
        .unwrap();
    let mut facts = Facts::of(&held);
    edit(&mut facts);
    kriter::evidence::store::update(&mut change, held, facts).await.unwrap();
    change.commit().await.unwrap();
}

/// What the form of the first check of a kind on a page sends.
fn form(html: &str, kind: &str) -> Vec<(String, String)> {
    let at =
        html.find(&format!("name=\"kind\" value=\"{kind}\"")).unwrap_or_else(|| panic!("{html}"));
    let from = html[..at].rfind("<form").unwrap();
    let form = html[from..].split("</form>").next().unwrap();
    let inputs = form.split("name=\"").skip(1).filter(|it| it.contains("value=\""));
    let pair = |it: &str| {
        let name = it.split('"').next().unwrap().to_owned();
        (name, it.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
    };
    inputs.map(pair).collect()
}

async fn accept(person: &mut TestApp, kind: &str, reason: &str) -> crate::app::Answer {
    let html = person.get(format!("{CHECKS}?kind={kind}")).await.html();
    let fields = form(&html, kind);
    let mut fields: Vec<(&str, &str)> =
        fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    fields.push(("reason", reason));
    person.post(CHECKS, &fields).await
}

#[tokio::test]
async fn what_does_not_go_together_is_listed_and_leads_to_where_it_is_mended() {
    let (mut app, ids) = prepared().await;
    assert!(app.get(CHECKS).await.text().contains("Nothing contradicts itself"));
    rate(&mut app, ids[0], &[("level", "met"), ("rationale", "Seen")]).await;
    rate(&mut app, ids[1], &[("level", "notmet")]).await;
    let past = "2026-01-01".parse().ok();
    item(&mut app, "Old licence", ids[2], |it| {
        it.status = EvidenceStatus::Accepted;
        it.valid_until = past;
    })
    .await;
    item(&mut app, "Returned list", ids[3], |it| it.status = EvidenceStatus::Returned).await;
    let later = "2027-01-01".parse().ok();
    item(&mut app, "From tomorrow", ids[3], |it| it.document_date = later).await;
    let page = app.get(CHECKS).await;
    for said in [
        "Rated well with nothing accepted",
        "Below the target and nothing is planned",
        "Rating without a rationale",
        "Accepted evidence has expired",
        "Returned evidence is still linked",
        "Document dated in the future",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(page.html().contains("href=\"/evidence/1\""), "{}", page.html());
    assert!(page.html().contains(&format!("href=\"/assessments/1/workbench/{}\"", ids[0])));
    let only = app.get(format!("{CHECKS}?kind=returned_linked")).await.text();
    assert!(only.contains("was returned and is still linked"), "{only}");
    assert!(!only.contains("but no accepted evidence holds today"), "{only}");
    // What proves it takes the check away.
    item(&mut app, "Minutes", ids[0], |it| it.status = EvidenceStatus::Accepted).await;
    let page = app.get(CHECKS).await.text();
    assert!(!page.contains("but no accepted evidence holds today"), "{page}");
}

#[tokio::test]
async fn what_may_stand_stays_away_until_the_facts_change() {
    let (mut app, ids) = prepared().await;
    rate(&mut app, ids[0], &[("level", "met"), ("rationale", "Seen")]).await;
    let bare = accept(&mut app, "rated_unproved", " ").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bare.text());
    let done = accept(&mut app, "rated_unproved", "The paper is at the <court>").await;
    assert_eq!(done.location(), CHECKS, "{}", done.text());
    assert!(app.get(CHECKS).await.text().contains("Nothing contradicts itself"));
    let standing = app.get(format!("{CHECKS}?accepted=yes")).await;
    assert!(standing.text().contains("The paper is at the <court>"), "{}", standing.text());
    let taken = app.post(format!("{CHECKS}/1/take-back"), &[]).await;
    assert_eq!(taken.location(), CHECKS);
    assert!(app.get(CHECKS).await.text().contains("Rated well with nothing accepted"));
    assert_eq!(app.post(format!("{CHECKS}/1/take-back"), &[]).await.status, StatusCode::NOT_FOUND);
    accept(&mut app, "rated_unproved", "The paper is at the court").await;

    // What was shown before the facts changed is not accepted any more, and what was accepted comes back.
    app.app.wait(chrono::TimeDelta::hours(1));
    let stale = app.get(format!("{CHECKS}?accepted=yes")).await.html();
    assert!(stale.contains("at the court"), "{stale}");
    rate(&mut app, ids[0], &[("level", "met"), ("rationale", "Seen again")]).await;
    let page = app.get(CHECKS).await;
    assert!(page.text().contains("Rated well with nothing accepted"), "{}", page.text());
    let fields = form(&page.html(), "rated_unproved");
    for (name, value) in
        [("seen", "1 2"), ("criterion", "999"), ("about", "evidence:1"), ("kind", "x")]
    {
        let mut sent: Vec<(&str, &str)> =
            fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        sent.retain(|it| it.0 != name);
        sent.extend([(name, value), ("reason", "Because")]);
        let answer = app.post(CHECKS, &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.text());
    }
    let held = accepted_check::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(held.len(), 2);
}

#[tokio::test]
async fn each_role_works_through_checks_as_the_table_says() {
    let (mut app, ids) = prepared().await;
    rate(&mut app, ids[0], &[("level", "met"), ("rationale", "Seen")]).await;
    for role in [Role::Reviewer, Role::LeadReviewer] {
        let email = format!("{}@example.org", role.code());
        app.user(&email, Some(role)).await;
        app.put_on(1, &email).await;
    }
    for role in Role::ALL {
        let mut person = app.another(*role).await;
        let seen = person.get(CHECKS).await.status;
        let reads = *role != Role::Contributor;
        assert_eq!(seen, if reads { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{role:?}");
        let sent = person.post(CHECKS, &[("kind", "rated_unproved"), ("reason", "x")]).await.status;
        let expected = match role {
            Role::Contributor => StatusCode::NOT_FOUND,
            Role::Observer => StatusCode::FORBIDDEN,
            // It is nothing that they were shown.
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        assert_eq!(sent, expected, "{role:?}");
    }
    let mut stranger = app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get(CHECKS).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn checks_tell_nothing_of_blind_ratings_of_conflicts_and_of_restricted_evidence() {
    let (mut app, ids) = prepared().await;
    let mut people = Vec::new();
    for email in ["reviewer@example.org", "second@example.org"] {
        app.user(email, Some(Role::Reviewer)).await;
        app.put_on(1, email).await;
        let mut person = app.another(Role::Reviewer).await;
        person.sign_in(email).await;
        people.push(person);
    }
    app.stage(1, Stage::InternalReview).await;
    let (mut second, mut first) = (people.pop().unwrap(), people.pop().unwrap());
    rate(&mut first, ids[0], &[("level", "notmet")]).await;
    assert!(first.get(CHECKS).await.text().contains("Rating without a rationale"));
    for person in [&mut second, &mut app] {
        let page = person.get(CHECKS).await.text();
        assert!(page.contains("Nothing contradicts itself"), "{page}");
    }
    // What a reviewer accepts is theirs alone.
    rate(&mut second, ids[0], &[("level", "notmet")]).await;
    accept(&mut second, "below_unplanned", "Zeppelin").await;
    let page = first.get(format!("{CHECKS}?accepted=yes")).await.text();
    assert!(!page.contains("Zeppelin"), "{page}");
    assert!(first.get(CHECKS).await.text().contains("Below the target and nothing is planned"));

    item(&mut app, "Secret plan", ids[1], |it| {
        it.status = EvidenceStatus::Returned;
        it.confidentiality = kriter::entities::Confidentiality::Restricted;
    })
    .await;
    let held = evidence_item::Entity::find_by_id(EvidenceId(1)).one(&app.app.db.read).await;
    let reference = held.unwrap().unwrap().reference;
    let mut manager = app.another(Role::Manager).await;
    let page = manager.get(CHECKS).await.html();
    assert!(page.contains("was returned") && !page.contains(&reference), "{page}");
    assert!(!page.contains("href=\"/evidence/1\""), "{page}");
    assert!(app.get(CHECKS).await.html().contains(&reference));

    let user = app.user("second@example.org", None).await;
    let it = app.assessed(1).await;
    let mut change = app.app.change(Actor::User(user)).await.unwrap();
    let conflicts = [ids[0], ids[1]]
        .map(|it| team::conflicts::NewConflict { criterion: Some(it), reason: "Wrote it".into() });
    team::conflicts::declare(&mut change, &it, user, "second".into(), conflicts.into())
        .await
        .unwrap();
    change.commit().await.unwrap();
    for page in [CHECKS.to_owned(), format!("{CHECKS}?accepted=yes")] {
        let text = second.get(&page).await.text();
        assert!(
            text.contains("There is nothing of this kind") || text.contains("Nothing contradicts"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn the_list_has_pages_and_asks_no_more_of_the_database_when_it_is_long() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.assessment("iso-iec-17025-2017").await;
    let db = app.app.db.read.clone();
    let edition = kriter::standards::store::by_code(&db, "iso-iec-17025-2017").await.unwrap();
    let whole = kriter::standards::store::tree_of(&db, edition.unwrap()).await.unwrap();
    let ids: Vec<_> = whole.criteria.iter().filter(|it| it.assessable).map(|it| it.id).collect();
    let level = whole.head.scale.as_ref().unwrap().levels[0].code.clone();
    rate(&mut app, ids[0], &[("level", &level)]).await;
    assert_same_queries(&mut app, CHECKS, async |app| {
        for id in &ids[1..40] {
            rate(app, *id, &[("level", &level)]).await;
        }
    })
    .await;
    let page = app.get(format!("{CHECKS}?page=2")).await.text();
    assert!(page.contains("Page 2 of 2"), "{page}");
}

#[tokio::test]
async fn the_command_line_lists_checks_and_fails_while_some_are_open() {
    let (mut app, ids) = prepared().await;
    let run = |app: &TestApp, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kriter"));
        command.args(["assessment", "check", "1"]).args(more);
        command.arg("--data").arg(app.folder.path());
        if let Some(database) = &app.app.config.database {
            command.arg("--database").arg(database);
        }
        let out = command.output().unwrap();
        (
            out.status.code(),
            String::from_utf8(out.stdout).unwrap(),
            String::from_utf8(out.stderr).unwrap(),
        )
    };
    let (code, out, err) = run(&app, &[]);
    assert_eq!((code, out.trim()), (Some(0), ""), "{err}");
    rate(&mut app, ids[0], &[("level", "met"), ("rationale", "Seen")]).await;
    let (code, out, err) = run(&app, &["--lang", "sr"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("Dobro ocenjeno bez ičeg prihvaćenog"), "{out}");
    assert!(err.contains("one check is open"), "{err}");
    let (code, out, _) = run(&app, &["--json"]);
    assert_eq!(code, Some(1));
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["open"][0]["check"], CheckKind::RatedUnproved.code());
    accept(&mut app, "rated_unproved", "At the court").await;
    let (code, out, _) = run(&app, &["--json"]);
    assert_eq!(code, Some(0));
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["accepted"][0]["reason"], "At the court");
    let (code, ..) = run(&app, &["--lang", "xx"]);
    assert_eq!(code, Some(2));
}

#[tokio::test]
async fn a_finding_that_is_worked_off_is_a_plan_until_it_is_closed() {
    const LIST: &str = "/assessments/1/checks?kind=below_unplanned";
    const FINDING: &str = "/assessments/1/findings/1";
    let (mut app, ids) = prepared().await;
    let mut reviewer = app.another(Role::Reviewer).await;
    app.put_on(1, "reviewer@example.org").await;
    app.stage(1, Stage::InternalReview).await;
    rate(&mut reviewer, ids[0], &[("level", "notmet"), ("rationale", "Nothing is kept")]).await;
    let complains = async |app: &mut TestApp| {
        app.get(LIST).await.text().contains("and no action is open. Plan one.")
    };
    assert!(complains(&mut app).await);
    let criterion = ids[0].to_string();
    let fields = [
        ("kind", "minor"),
        ("criterion", criterion.as_str()),
        ("statement", "Nothing is kept"),
        ("objective_evidence", "The shelf is empty"),
    ];
    let raised = reviewer.post("/assessments/1/findings/new", &fields).await;
    assert_eq!(raised.location(), FINDING, "{}", raised.text());
    assert!(complains(&mut app).await, "nothing is planned yet");
    // The gap leads to it.
    for page in [
        "/assessments/1/gaps?kind=open_finding".into(),
        format!("/assessments/1/workbench/{criterion}"),
    ] {
        let html = app.get(page).await.html();
        assert!(
            html.contains(&format!("<a href=\"{FINDING}\">F-1, a minor nonconformity")),
            "{html}"
        );
    }
    let answer = [
        ("step", "answer"),
        ("correction", "None"),
        ("root_cause", "Nobody was named"),
        ("corrective_action", "Ana keeps it"),
        ("extent", "Only here"),
    ];
    for (by_reviewer, fields, expected) in [
        (false, &answer[..], false),
        (true, &[("step", "return"), ("note", "By when?")], true),
        (false, &answer, false),
        (true, &[("step", "verify"), ("note", "Seen")], true),
    ] {
        let who = if by_reviewer { &mut reviewer } else { &mut app };
        let sent = who.post(FINDING, fields).await;
        assert_eq!(sent.location(), FINDING, "{fields:?}: {}", sent.text());
        assert_eq!(complains(&mut app).await, expected, "{fields:?}");
    }
}
