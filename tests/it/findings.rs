//! Findings: raised, answered, sent back, verified, their effect confirmed; and who sees what of them.

use axum::http::StatusCode;
use kriter::access::{Action, allowed};
use kriter::audit::Actor;
use kriter::entities::{
    AssessmentId, CriterionId, FindingStep, Role, Stage, criterion, finding, finding_proof,
    finding_step, finding_wording, link,
};
use kriter::findings::held::Open;
use kriter::findings::store;
use kriter::team::conflicts;
use sea_orm::EntityTrait as _;

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

const EDITION: &str = "iso-iec-17025-2017";
const LIST: &str = "/assessments/1/findings";
const NEW: &str = "/assessments/1/findings/new";
const FIRST: &str = "/assessments/1/findings/1";

/// A laboratory in internal review: its administrator, a lead and two reviewers on the assessment.
struct Panel {
    app: TestApp,
    lead: TestApp,
    first: TestApp,
    second: TestApp,
    /// Id of 4.1.1.
    criterion: String,
}

impl Panel {
    /// With one rater alone, nothing is blind.
    async fn alone() -> Self {
        let app = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(app.assessment(EDITION).await, 1);
        app.user("second@example.org", Some(Role::Reviewer)).await;
        let lead = app.another(Role::LeadReviewer).await;
        let first = app.another(Role::Reviewer).await;
        let mut second = app.another(Role::Reviewer).await;
        second.sign_in("second@example.org").await;
        app.put_on(1, "reviewer@example.org").await;
        app.stage(1, Stage::InternalReview).await;
        let criterion = id_of(&app, "4.1.1").await.to_string();
        Self { app, lead, first, second, criterion }
    }

    /// With all three on it.
    async fn new() -> Self {
        let panel = Self::alone().await;
        panel.app.put_on(1, "second@example.org").await;
        panel.app.put_on(1, "lead_reviewer@example.org").await;
        panel
    }

    /// All three have locked, so that nothing is blind any more.
    async fn opened() -> Self {
        let panel = Self::new().await;
        let of = panel.app.assessed(1).await;
        let mut change = panel.app.app.change(Actor::System).await.unwrap();
        for email in ["reviewer", "second", "lead_reviewer"] {
            let user = panel.app.user(&format!("{email}@example.org"), None).await;
            kriter::rounds::store::lock(&mut change, &of, of.stage.round(), user).await.unwrap();
        }
        change.commit().await.unwrap();
        panel
    }
}

async fn id_of(app: &TestApp, code: &str) -> CriterionId {
    let db = &app.app.db.read;
    let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
    whole.criteria.iter().find(|it| it.code == code).unwrap().id
}

/// Somebody raises a finding of a criterion, or of the whole where it is empty.
async fn raise(who: &mut TestApp, kind: &str, criterion: &str, statement: &str) -> Answer {
    let fields = [
        ("kind", kind),
        ("criterion", criterion),
        ("statement", statement),
        ("objective_evidence", "Case 12 of March, page 3"),
    ];
    who.post(NEW, &fields).await
}

const ANSWER: [(&str, &str); 5] = [
    ("step", "answer"),
    ("correction", "The case was reviewed anew"),
    ("root_cause", "Nobody had been named for it"),
    ("corrective_action", "The head of unit signs each case"),
    ("extent", "All cases of the year were looked at: two more"),
];

async fn done(who: &mut TestApp, fields: &[(&str, &str)]) {
    let sent = who.post(FIRST, fields).await;
    assert_eq!(sent.location(), FIRST, "{fields:?}: {}", sent.text());
}

async fn open(app: &TestApp) -> Open {
    Open::of(&store::all(&app.app.db.read, AssessmentId(1)).await.unwrap())
}

#[tokio::test]
async fn a_nonconformity_goes_from_being_raised_to_its_effect_being_confirmed() {
    let mut it = Panel::opened().await;
    let raised =
        raise(&mut it.first, "major", &it.criterion, "Impartiality is not looked at").await;
    assert_eq!(raised.location(), FIRST, "{}", raised.text());
    assert_eq!(open(&it.app).await, Open { major: 1, minor: 0 });
    let page = it.app.get(FIRST).await.text();
    // Found on 24 November; the accreditor of laboratories gives three months.
    for said in ["F-1 · Major nonconformity", "Impartiality is not looked at", "24 February 2027"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }

    let bare = it.app.post(FIRST, &[("step", "answer"), ("correction", "Some words")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.html().contains("Some words"), "what was typed stays: {}", bare.html());
    done(&mut it.app, &ANSWER).await;
    let early = it.first.post(FIRST, &[("step", "return")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    done(&mut it.first, &[("step", "return"), ("note", "The cause lies deeper")]).await;
    assert!(it.app.get(FIRST).await.text().contains("The cause lies deeper"));

    let path = format!("/institutions/{}/evidence/new", it.app.institution);
    it.app.upload(&path, &[("title", "Signed cases"), ("reference", "E-0001")], &[]).await;
    let mut proved = ANSWER.to_vec();
    proved.push(("evidence", "e-0001, E-9999"));
    let unknown = it.app.post(FIRST, &proved).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("no evidence that you may open"), "{}", unknown.text());
    *proved.last_mut().unwrap() = ("evidence", "e-0001");
    done(&mut it.app, &proved).await;
    // It is linked to the criterion, so that the reviewers see it.
    let links = link::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(links[0].criterion_id.to_string(), it.criterion);
    assert!(it.second.get(FIRST).await.text().contains("Signed cases"));

    done(&mut it.second, &[("step", "verify")]).await;
    assert_eq!(open(&it.app).await, Open::default());
    let bare = it.lead.post(FIRST, &[("step", "confirm")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "what was looked at must be said");
    let checked = [("step", "confirm"), ("note", "Ten cases of the spring, all signed")];
    done(&mut it.lead, &checked).await;
    let page = it.app.get(FIRST).await.text();
    for said in ["Effect confirmed", "Ten cases of the spring", "The cause lies deeper"] {
        assert!(page.contains(said), "{said}: {page}");
    }

    let db = &it.app.app.db.read;
    let steps: Vec<FindingStep> =
        finding_step::Entity::find().all(db).await.unwrap().into_iter().map(|it| it.step).collect();
    let told: Vec<&str> = steps.iter().map(|it| it.code()).collect();
    assert_eq!(told, ["answer", "return", "answer", "verify", "confirm"]);
    assert_eq!(finding_proof::Entity::find().all(db).await.unwrap().len(), 1);
    let log = it.app.get(format!("/institutions/{}/audit", it.app.institution)).await.text();
    assert_eq!(log.matches("finding: a step taken").count(), 5, "{log}");
    assert!(log.contains("finding raised"), "{log}");
}

#[tokio::test]
async fn what_is_agreed_is_done_and_what_did_not_help_is_opened_again() {
    let mut it = Panel::alone().await;
    raise(&mut it.first, "minor", &it.criterion, "One record is not signed").await;
    done(&mut it.app, &ANSWER).await;
    done(&mut it.first, &[("step", "agree")]).await;
    let bare = it.app.post(FIRST, &[("step", "complete")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "neither evidence nor a word");
    done(&mut it.app, &[("step", "complete"), ("note", "Since Monday")]).await;
    done(&mut it.first, &[("step", "reject"), ("note", "Two are missing")]).await;
    done(&mut it.app, &[("step", "complete"), ("note", "Now all")]).await;
    let bare = it.first.post(FIRST, &[("step", "verify")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing proves it");
    done(&mut it.first, &[("step", "verify"), ("note", "Seen on the spot")]).await;
    done(&mut it.first, &[("step", "doubt"), ("note", "It came again")]).await;
    assert_eq!(open(&it.app).await, Open { major: 0, minor: 1 });
    // Its author thinks better of it.
    done(&mut it.first, &[("step", "withdraw"), ("note", "It was another laboratory")]).await;
    assert_eq!(open(&it.app).await, Open::default());
    let lead_only = it.first.post(FIRST, &[("step", "reopen"), ("note", "x")]).await;
    assert_eq!(lead_only.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_a_finding_says_is_changed_by_its_author_and_the_lead_and_what_it_said_stays() {
    let mut it = Panel::opened().await;
    raise(&mut it.first, "minor", &it.criterion, "One record is not signed").await;
    let edit = format!("{FIRST}/edit");
    let form = it.first.get(&edit).await.html();
    let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [("kind", "major"), ("due_on", "2026-12-31"), ("seen", seen)];
    let sent = it.lead.post(&edit, &fields).await;
    assert_eq!(sent.location(), FIRST, "{}", sent.text());
    let page = it.app.get(FIRST).await.text();
    for said in ["One record is not signed", "Minor nonconformity → Major", "31 December 2026"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let rows = finding_wording::Entity::find().all(&it.app.app.db.read).await.unwrap();
    let stands: Vec<_> = rows.iter().map(|it| it.superseded_at.is_some()).collect();
    assert_eq!(stands, [true, false]);
    // The other window still shows what was.
    let late = [("statement", "Many are not signed"), ("seen", seen)];
    let late = it.first.post(&edit, &late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("Somebody else was quicker"), "{}", late.text());
    assert!(late.html().contains("Many are not signed"), "{}", late.html());
    let same = it.first.post(&edit, &[("kind", "major")]).await;
    assert_eq!(same.location(), FIRST);
    assert_eq!(finding_wording::Entity::find().all(&it.app.app.db.read).await.unwrap().len(), 2);
    done(&mut it.app, &ANSWER).await;
    let praise = it.first.post(&edit, &[("kind", "commendation")]).await;
    assert!(praise.text().contains("cannot become a commendation"), "{}", praise.text());
    for who in [&mut it.app, &mut it.second] {
        assert_eq!(who.get(&edit).await.status, StatusCode::FORBIDDEN);
        let sent = who.post(&edit, &[("kind", "minor")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn two_who_take_a_step_at_once_do_not_answer_what_they_have_not_seen() {
    let mut it = Panel::alone().await;
    raise(&mut it.first, "minor", &it.criterion, "One record is not signed").await;
    let page = it.app.get(FIRST).await.html();
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let edit = format!("{FIRST}/edit");
    it.first.post(&edit, &[("statement", "All records are not signed")]).await;
    let mut answer = ANSWER.to_vec();
    answer.push(("seen", seen));
    let late = it.app.post(FIRST, &answer).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("Somebody else was quicker"), "{}", late.text());
    assert!(late.html().contains("Nobody had been named for it"), "what was typed stays");
    let steps = finding_step::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(steps.len(), 0);
}

#[tokio::test]
async fn nobody_sees_what_another_found_before_all_have_locked() {
    let mut it = Panel::new().await;
    let secret = "Zeppelin-in-the-cellar";
    let raised = raise(&mut it.first, "major", &it.criterion, secret).await;
    assert_eq!(raised.location(), FIRST, "{}", raised.text());
    raise(&mut it.first, "minor", "", secret).await;
    let bench = format!("/assessments/1/workbench/{}", it.criterion);
    for page in [FIRST, LIST, bench.as_str()] {
        assert!(it.first.get(page).await.text().contains(secret), "one's own: {page}");
    }
    let second = format!("{LIST}/2");
    let pages = [LIST, bench.as_str(), "/assessments/1", "/assessments/1/gaps"];
    for who in [&mut it.second, &mut it.lead, &mut it.app] {
        for page in pages {
            assert!(!who.get(page).await.text().contains(secret), "{page}");
        }
        for page in [FIRST, second.as_str()] {
            assert_eq!(who.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
            let sent = who.post(page, &ANSWER).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{page}");
        }
    }
    let of = it.app.assessed(1).await;
    for (at, email) in ["reviewer", "second", "lead_reviewer"].into_iter().enumerate() {
        assert_eq!(it.app.get(FIRST).await.status, StatusCode::NOT_FOUND, "{at} have locked");
        let user = it.app.user(&format!("{email}@example.org"), None).await;
        let mut change = it.app.app.change(Actor::System).await.unwrap();
        kriter::rounds::store::lock(&mut change, &of, of.stage.round(), user).await.unwrap();
        change.commit().await.unwrap();
    }
    for who in [&mut it.second, &mut it.lead, &mut it.app] {
        for page in [FIRST, second.as_str(), LIST] {
            assert!(who.get(page).await.text().contains(secret), "{page}");
        }
    }
}

#[tokio::test]
async fn what_a_conflict_of_interest_covers_is_neither_seen_nor_raised_nor_verified() {
    let mut it = Panel::opened().await;
    let secret = "Zeppelin-in-the-cellar";
    raise(&mut it.first, "major", &it.criterion, secret).await;
    raise(&mut it.first, "minor", "", "Of the whole").await;
    done(&mut it.app, &ANSWER).await;
    let user = it.app.user("second@example.org", None).await;
    let of = it.app.assessed(1).await;
    let criterion = id_of(&it.app, "4.1").await;
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    let new = conflicts::NewConflict { criterion: Some(criterion), reason: "Worked there".into() };
    conflicts::add(&mut change, &of, user, new).await.unwrap();
    change.commit().await.unwrap();
    let bench = format!("/assessments/1/workbench/{}", it.criterion);
    for page in [LIST, bench.as_str(), "/assessments/1/gaps", "/assessments/1"] {
        let text = it.second.get(page).await.text();
        assert!(!text.contains(secret) && !text.contains("F-1"), "{page}: {text}");
    }
    let list = it.second.get(LIST).await.text();
    assert!(list.contains("Findings: 1") && list.contains("Of the whole"), "{list}");
    let verify = [("step", "verify"), ("note", "Seen")];
    assert_eq!(it.second.get(FIRST).await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.second.post(FIRST, &verify).await.status, StatusCode::NOT_FOUND);
    let edit = it.second.post(format!("{FIRST}/edit"), &[("kind", "minor")]).await;
    assert_eq!(edit.status, StatusCode::NOT_FOUND);
    let raised = raise(&mut it.second, "minor", &it.criterion, "x").await;
    assert_eq!(raised.status, StatusCode::FORBIDDEN, "{}", raised.text());
    let form = it.second.get(format!("{NEW}?criterion={}", it.criterion)).await;
    assert_eq!(form.status, StatusCode::FORBIDDEN);
    assert_eq!(finding::Entity::find().all(&it.app.app.db.read).await.unwrap().len(), 2);
}

#[tokio::test]
async fn each_role_takes_its_own_steps_and_no_others() {
    let mut it = Panel::opened().await;
    let kind = |step: &str| if step == "close" { "observation" } else { "minor" };
    // What leads to where each step may be taken.
    let before: [(&str, &[&str]); 11] = [
        ("answer", &[]),
        ("agree", &["answer"]),
        ("return", &["answer"]),
        ("complete", &["answer", "agree"]),
        ("verify", &["answer"]),
        ("reject", &["answer", "agree", "complete"]),
        ("confirm", &["answer", "verify"]),
        ("doubt", &["answer", "verify"]),
        ("close", &[]),
        ("withdraw", &[]),
        ("reopen", &["withdraw"]),
    ];
    assert_eq!(
        before.map(|it| it.0.to_owned()),
        FindingStep::ALL.iter().map(ToString::to_string).collect::<Vec<_>>()[..]
    );
    let mut number = 0;
    for (step, way) in before {
        for role in Role::ALL {
            raise(&mut it.first, kind(step), &it.criterion, "Found").await;
            number += 1;
            let at = format!("{LIST}/{number}");
            for one in way {
                let mut fields = ANSWER.to_vec();
                fields[0] = ("step", one);
                fields.push(("note", "On the way"));
                let institution = matches!(*one, "answer" | "complete");
                let who = if institution { &mut it.app } else { &mut it.lead };
                let sent = who.post(&at, &fields).await;
                assert_eq!(sent.location(), at, "{step} {one}: {}", sent.text());
            }
            // Somebody who has not raised it.
            let person = match role {
                Role::Reviewer => &mut it.second,
                Role::LeadReviewer => &mut it.lead,
                Role::Administrator => &mut it.app,
                _ => &mut it.app.another(*role).await,
            };
            let mut fields = ANSWER.to_vec();
            fields[0] = ("step", step);
            fields.push(("note", "For a reason"));
            let sent = person.post(&at, &fields).await;
            let may = match step {
                "answer" | "complete" => allowed(*role, Action::AnswerFindings),
                "withdraw" | "close" | "reopen" => *role == Role::LeadReviewer,
                _ => allowed(*role, Action::RateReview),
            };
            if may {
                assert_eq!(sent.location(), at, "{role:?} {step}: {}", sent.text());
            } else {
                let expected = if *role == Role::Contributor { 404 } else { 403 };
                assert_eq!(sent.status.as_u16(), expected, "{role:?} {step}: {}", sent.text());
            }
        }
    }
}

#[tokio::test]
async fn findings_are_raised_by_reviewers_while_they_are_at_work() {
    let mut it = Panel::new().await;
    for role in [Role::Administrator, Role::Manager, Role::Observer] {
        let mut person = it.app.another(role).await;
        assert_eq!(person.get(LIST).await.status, StatusCode::OK, "{role:?}");
        assert_eq!(person.get(NEW).await.status, StatusCode::FORBIDDEN, "{role:?}");
        let sent = raise(&mut person, "minor", "", "x").await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    // Of others, assigned to nobody else.
    let other = id_of(&it.app, "5.1").await;
    let user = it.app.user("second@example.org", None).await;
    let of = it.app.assessed(1).await;
    let row = criterion::Entity::find_by_id(other).one(&it.app.app.db.read).await.unwrap();
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    kriter::team::assigned::assign(&mut change, &of, &[&row.unwrap()], &[user]).await.unwrap();
    change.commit().await.unwrap();
    let not_mine = raise(&mut it.second, "minor", &it.criterion, "x").await;
    assert_eq!(not_mine.status, StatusCode::FORBIDDEN, "{}", not_mine.text());
    let mine = raise(&mut it.second, "minor", &other.to_string(), "x").await;
    assert_eq!(mine.status, StatusCode::SEE_OTHER, "{}", mine.text());
    let by_lead = raise(&mut it.lead, "minor", &it.criterion, "x").await;
    assert_eq!(by_lead.status, StatusCode::SEE_OTHER, "{}", by_lead.text());
    for (stage, may) in [
        (Stage::Preparing, false),
        (Stage::ExternalReview, true),
        (Stage::FollowUp, true),
        (Stage::Closed, false),
    ] {
        it.app.stage(1, stage).await;
        let sent = raise(&mut it.lead, "minor", "", "x").await;
        assert_eq!(sent.status == StatusCode::SEE_OTHER, may, "{stage}: {}", sent.text());
    }
    it.app.stage(1, Stage::InternalReview).await;
    let of = it.app.assessed(1).await;
    let mut change = it.app.app.change(Actor::System).await.unwrap();
    kriter::rounds::store::sign_off(&mut change, &of, of.stage.round(), user).await.unwrap();
    change.commit().await.unwrap();
    let late = raise(&mut it.lead, "minor", "", "x").await;
    assert!(late.text().contains("The round is signed off"), "{}", late.text());
}

#[tokio::test]
async fn whatever_is_sent_is_refused_with_its_reason_or_kept_as_text() {
    let mut it = Panel::alone().await;
    let script = "<script>alert(1)</script> 'quoted' \u{202e}";
    let raised = raise(&mut it.first, "minor", &it.criterion, script).await;
    assert_eq!(raised.location(), FIRST, "{}", raised.text());
    for page in [FIRST, LIST] {
        let html = it.app.get(page).await.html();
        assert!(!html.contains("<script>alert"), "{page}");
        assert!(html.contains("&lt;script&gt;alert(1)"), "{page}");
    }
    let long = "x".repeat(10_001);
    let unproved = [("kind", "major"), ("statement", "x")];
    for (fields, said) in [
        (vec![("kind", "huge"), ("statement", "x")], "Choose one of the options."),
        (unproved.to_vec(), "A nonconformity rests on what was seen"),
        (vec![("kind", "observation")], "statement"),
        (vec![("kind", "observation"), ("statement", &long)], "is longer than"),
        (vec![("kind", "observation"), ("statement", "x"), ("due_on", "31.2.2026")], "31.2.2026"),
        (vec![("kind", "observation"), ("statement", "x"), ("evidence", "E-1,E-2")], "E-1,E-2"),
    ] {
        let sent = it.first.post(NEW, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", sent.text());
        assert!(sent.html().contains(said), "{said}: {}", sent.html());
    }
    let foreign = raise(&mut it.first, "minor", "999999", "x").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let odd = raise(&mut it.first, "minor", "1 OR 1=1", "x").await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
    for step in ["", "explode", "verify'--", "confirm"] {
        let sent = it.app.post(FIRST, &[("step", step)]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{step}");
    }
    // A step that cannot be taken from here.
    let jump = it.first.post(FIRST, &[("step", "confirm"), ("note", "x")]).await;
    assert_eq!(jump.status, StatusCode::UNPROCESSABLE_ENTITY);
    let of_another = it.app.assessment(EDITION).await;
    let wrong = it.app.get(format!("/assessments/{of_another}/findings/1")).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    assert_eq!(finding::Entity::find().all(&it.app.app.db.read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_list_is_filtered_and_paged_and_asks_no_more_for_many() {
    let mut it = Panel::alone().await;
    let empty = it.app.get(LIST).await.text();
    assert!(empty.contains("No finding is open to you here yet."), "{empty}");
    raise(&mut it.first, "minor", &it.criterion, "Number 1").await;
    done(&mut it.app, &ANSWER).await;
    let criterion = it.criterion.clone();
    let bench = format!("/assessments/1/workbench/{criterion}");
    let first = &mut it.first;
    assert_same_queries(&mut it.app, LIST, async |_| {
        for number in 2..=60 {
            let kind = if number % 2 == 0 { "observation" } else { "major" };
            raise(first, kind, &criterion, &format!("Number {number}")).await;
        }
    })
    .await;
    let page = it.app.get(LIST).await.text();
    assert!(page.contains("Findings: 60") && page.contains("Page 1 of 2"), "{page}");
    let page = it.app.get(format!("{LIST}?kind=major&page=2")).await.text();
    assert!(page.contains("Findings: 29") && !page.contains("Number 3"), "{page}");
    let answered = it.app.get(format!("{LIST}?state=answered")).await.text();
    assert!(answered.contains("Number 1") && answered.contains("Findings: 1"), "{answered}");
    let late = it.app.get(format!("{LIST}?overdue=yes")).await.text();
    assert!(late.contains("No finding is like that."), "{late}");
    let edit = format!("{LIST}/2/edit");
    it.first.post(&edit, &[("due_on", "2026-11-23")]).await;
    let late = it.app.get(format!("{LIST}?overdue=yes&state=unfinished")).await.text();
    assert!(late.contains("Number 2") && late.contains("overdue"), "{late}");
    let hostile = it.app.get(format!("{LIST}?state=%22%3E%3Cx&kind='&page=-1")).await;
    assert!(!hostile.html().contains("\"><x"), "{}", hostile.status);
    assert!(it.app.get(&bench).await.text().contains("F-60"));
}

#[tokio::test]
async fn what_becomes_a_nonconformity_later_is_answered_as_one_and_has_its_day() {
    for steps in [&[][..], &["answer"], &["answer", "agree"], &["answer", "agree", "complete"]] {
        let mut it = Panel::alone().await;
        raise(&mut it.first, "observation", &it.criterion, "Records are kept loosely").await;
        for step in steps {
            let who = if *step == "agree" { &mut it.first } else { &mut it.app };
            let fields = [("step", *step), ("corrective_action", "A shelf"), ("note", "Done")];
            done(who, &fields).await;
        }
        let edit = format!("{FIRST}/edit");
        let sent = it.first.post(&edit, &[("kind", "major")]).await;
        assert_eq!(sent.location(), FIRST, "{}", sent.text());
        let page = it.app.get(FIRST).await.text();
        assert!(page.contains("24 February 2027"), "{page}");
        let early = it.first.post(FIRST, &[("step", "verify"), ("note", "Seen")]).await;
        assert_eq!(
            early.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{steps:?}: not answered as one"
        );
        assert_eq!(page.contains("correction, root cause and extent too"), !steps.is_empty());
        let bare = [("step", "answer"), ("corrective_action", "A shelf")];
        assert_eq!(it.app.post(FIRST, &bare).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        done(&mut it.app, &ANSWER).await;
        // Of one kind of nonconformity another is made without a new answer; the day stays.
        done(&mut it.first, &[("step", "agree")]).await;
        let reworded = [("kind", "minor"), ("due_on", "2026-12-31")];
        assert_eq!(it.first.post(&edit, &reworded).await.location(), FIRST);
        let page = it.app.get(FIRST).await.text();
        assert!(page.contains("31 December 2026") && page.contains("Action agreed"), "{page}");
    }
}

#[tokio::test]
async fn evidence_that_a_finding_refers_to_is_not_deleted() {
    let mut it = Panel::alone().await;
    it.app.add("Signed cases", &[("reference", "E-1")], b"%PDF-1.7 cases").await;
    raise(&mut it.first, "minor", "", "Cases are not signed").await;
    let answer = [&ANSWER[..], &[("evidence", "E-1")]].concat();
    done(&mut it.app, &answer).await;
    let page = it.app.get("/evidence/1/delete").await.text();
    assert!(page.contains("a decision, a finding, a recommendation or a note"), "{page}");
    let seen = it.app.seen(1).await;
    let kept = it.app.post("/evidence/1/delete", &[("seen", &seen)]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", kept.text());
}
