//! What waits for a person, from every source, and for nobody else.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{
    ActionId, AssessmentId, CriterionId, EvidenceStatus, Part, Role, Stage, action, evidence_item,
};
use kriter::evidence::facts::Facts;
use kriter::team;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, NotSet, Set};

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const EDITION: &str = "xk-nqa-validation";

/// An academy in internal review: its administrator, two reviewers and the lead.
struct Team {
    admin: TestApp,
    first: TestApp,
    second: TestApp,
    lead: TestApp,
    criteria: Vec<(CriterionId, String)>,
}

impl Team {
    async fn new() -> Self {
        let admin = TestApp::with_standards(Role::Administrator).await;
        assert_eq!(admin.assessment(EDITION).await, 1);
        let mut people = Vec::new();
        for (email, role) in [
            ("reviewer@example.org", Role::Reviewer),
            ("second@example.org", Role::Reviewer),
            ("lead_reviewer@example.org", Role::LeadReviewer),
        ] {
            admin.user(email, Some(role)).await;
            admin.put_on(1, email).await;
            let mut person = admin.another(role).await;
            person.sign_in(email).await;
            people.push(person);
        }
        admin.stage(1, Stage::InternalReview).await;
        let db = &admin.app.db.read;
        let edition = kriter::standards::store::by_code(db, EDITION).await.unwrap().unwrap();
        let whole = kriter::standards::store::tree_of(db, edition).await.unwrap();
        let rated = whole.criteria.iter().filter(|it| it.assessable);
        let criteria = rated.map(|it| (it.id, it.code.clone())).collect();
        let (lead, second, first) =
            (people.pop().unwrap(), people.pop().unwrap(), people.pop().unwrap());
        Self { admin, first, second, lead, criteria }
    }

    /// Everybody says the same of everything, but the second of the first criterion.
    async fn rate_all(&mut self) {
        for (at, (id, _)) in self.criteria.clone().into_iter().enumerate() {
            for person in [&mut self.first, &mut self.second, &mut self.lead] {
                let second = person.get("/account").await.text().contains("second");
                let level = if at == 0 && second { "notmet" } else { "met" };
                let fields = [("level", level), ("rationale", "Seen")];
                let rated = person.post(format!("/assessments/1/workbench/{id}"), &fields).await;
                assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
            }
        }
    }
}

async fn work(person: &mut TestApp) -> String {
    let page = person.get("/work").await;
    assert_eq!(page.status, StatusCode::OK);
    page.text()
}

#[tokio::test]
async fn a_round_waits_for_its_raters_then_for_its_lead() {
    let mut team = Team::new().await;
    let all = team.criteria.len();
    let page = work(&mut team.first).await;
    assert!(page.contains(&format!("{all} of {all} criteria are left to be rated")), "{page}");
    assert!(page.contains("Assessment 2027"), "{page}");
    let bench = format!("/assessments/1/workbench/{}", team.criteria[0].0);
    team.first.post(&bench, &[("level", "met")]).await;
    let page = work(&mut team.first).await;
    assert!(page.contains(&format!("{} of {all} criteria are left", all - 1)), "{page}");
    let round = team.first.get("/assessments/1/round").await.text();
    assert!(round.contains(&format!("1 of {all}")), "as the page of the round counts: {round}");
    assert!(work(&mut team.admin).await.contains("Nothing waits for you"));

    let mut team = Team::new().await;
    team.rate_all().await;
    for person in [&mut team.first, &mut team.second, &mut team.lead] {
        let page = work(person).await;
        assert!(page.contains(&format!("All {all} criteria are rated")), "{page}");
        assert!(!page.contains("differ"), "before all have locked nothing is told: {page}");
        let locked = person.post("/assessments/1/round/lock", &[]).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
    }
    for person in [&mut team.first, &mut team.second] {
        let page = work(person).await;
        assert!(page.contains("Nothing waits for you"), "{page}");
    }
    let page = work(&mut team.lead).await;
    assert!(page.contains("The raters differ on one criterion"), "{page}");
    let determine = format!("/assessments/1/round/{}/determine", team.criteria[0].0);
    let fields = [("level", "met"), ("rationale", "The copy is signed")];
    let done = team.lead.post(&determine, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(work(&mut team.lead).await.contains("they differ on nothing"));
    let off = team.lead.post("/assessments/1/round/sign-off", &[]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.text());
    assert!(work(&mut team.lead).await.contains("Nothing waits for you"));
}

#[tokio::test]
async fn a_lead_who_rates_nothing_is_told_as_the_round_counts_it() {
    let mut team = Team::new().await;
    let it = team.admin.assessed(1).await;
    let db = team.admin.app.db.read.clone();
    let edition = kriter::standards::store::by_code(&db, EDITION).await.unwrap().unwrap();
    let whole = kriter::standards::store::tree_of(&db, edition).await.unwrap();
    let tops: Vec<_> = whole.criteria.iter().filter(|it| it.parent_id.is_none()).collect();
    let mut people = Vec::new();
    for email in ["reviewer@example.org", "second@example.org"] {
        people.push(team.admin.user(email, None).await);
    }
    let mut change = team.admin.app.change(Actor::System).await.unwrap();
    team::assigned::assign(&mut change, &it, &tops, &people).await.unwrap();
    change.commit().await.unwrap();
    // One rates whole areas, the other each criterion.
    for top in tops {
        let fields = [("level", "met"), ("rationale", "Seen")];
        let rated = team.first.post(format!("/assessments/1/workbench/{}", top.id), &fields).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    }
    for (at, (id, _)) in team.criteria.clone().into_iter().enumerate() {
        let level = if at == 0 { "notmet" } else { "met" };
        let fields = [("level", level), ("rationale", "Seen")];
        let rated = team.second.post(format!("/assessments/1/workbench/{id}"), &fields).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    }
    for person in [&mut team.first, &mut team.second] {
        assert!(work(&mut team.lead).await.contains("Nothing waits for you"));
        let locked = person.post("/assessments/1/round/lock", &[]).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
    }
    let page = work(&mut team.lead).await;
    assert!(page.contains("The raters differ on one criterion"), "{page}");
    let round = team.lead.get("/assessments/1/round").await.text();
    assert!(round.contains("Where the raters differ 1"), "{round}");
}

#[tokio::test]
async fn only_what_is_assigned_in_scope_and_free_of_conflict_is_left() {
    let mut team = Team::new().await;
    let it = team.admin.assessed(1).await;
    let user = team.admin.user("reviewer@example.org", None).await;
    let rows = kriter::entities::criterion::Entity::find();
    let rows = rows.all(&team.admin.app.db.read).await.unwrap();
    let row = |at: usize| rows.iter().find(|it| it.id == team.criteria[at].0).unwrap();
    let mut change = team.admin.app.change(Actor::System).await.unwrap();
    team::assigned::assign(&mut change, &it, &[row(0), row(1), row(2)], &[user]).await.unwrap();
    let conflict =
        team::conflicts::NewConflict { criterion: Some(row(2).id), reason: "Wrote it".into() };
    team::conflicts::declare(&mut change, &it, user, "x".into(), vec![conflict]).await.unwrap();
    change.commit().await.unwrap();
    let page = work(&mut team.first).await;
    assert!(page.contains("2 of 2 criteria are left"), "{page}");
    let round = team.first.get("/assessments/1/round").await.text();
    assert!(round.contains("0 of 2"), "as the page of the round counts: {round}");
    // Who is assigned nothing rates nothing.
    assert!(work(&mut team.second).await.contains("Nothing waits for you"));
}

#[tokio::test]
async fn a_declaration_and_mentions_wait_until_they_are_done_and_tell_nothing_early() {
    let mut team = Team::new().await;
    let (id, code) = team.criteria[0].clone();
    let comments = format!("/assessments/1/workbench/{id}/comments");
    let fields = [("text", "@reviewer look into the cellar"), ("audience", "both")];
    let said = team.admin.post(&comments, &fields).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    let page = team.first.get("/work").await;
    assert!(
        page.text().contains(&format!("administrator mentions you at {code}")),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("cellar"), "{}", page.text());
    assert!(!work(&mut team.second).await.contains("mentions you"));
    team.first.get(format!("/assessments/1/workbench/{id}")).await;
    assert!(!work(&mut team.first).await.contains("mentions you"), "it is read");
    team.admin.post(&comments, &fields).await;
    assert!(work(&mut team.first).await.contains("mentions you"));
    let it = team.admin.assessed(1).await;
    let user = team.admin.user("reviewer@example.org", None).await;
    let mut change = team.admin.app.change(Actor::User(user)).await.unwrap();
    let conflict = team::conflicts::NewConflict { criterion: Some(id), reason: "Wrote it".into() };
    team::conflicts::declare(&mut change, &it, user, "x".into(), vec![conflict]).await.unwrap();
    change.commit().await.unwrap();
    let page = work(&mut team.first).await;
    assert!(!page.contains("mentions you"), "a conflict keeps it: {page}");

    team.admin.user("third@example.org", Some(Role::Reviewer)).await;
    team.admin.on_team(1, "third@example.org", Part::Reviewer).await;
    let mut third = team.admin.another(Role::Reviewer).await;
    third.sign_in("third@example.org").await;
    let page = third.get("/work").await;
    assert!(page.text().contains("Declare conflicts of interest"), "{}", page.text());
    assert!(page.html().contains("href=\"/assessments/1/declaration\""), "{}", page.html());
    assert!(!page.text().contains("criteria are left"), "{}", page.text());
    third.post("/assessments/1/declaration", &[("answer", "none"), ("signed", "third")]).await;
    assert!(work(&mut third).await.contains("criteria are left to be rated"));
}

#[tokio::test]
async fn requests_actions_and_evidence_wait_for_whom_they_name() {
    let mut team = Team::new().await;
    let institution = team.admin.institution;
    let mut contributor = team.admin.another(Role::Contributor).await;
    assert!(work(&mut contributor).await.contains("Nothing waits for you"));
    let asked = team.admin.user("contributor@example.org", None).await.to_string();
    let fields = [("title", "List of staff"), ("person", asked.as_str()), ("due_on", "2026-11-23")];
    team.admin.post(format!("/institutions/{institution}/requests/new"), &fields).await;
    let page = contributor.get("/work").await;
    assert!(page.text().contains("overdue: 1"), "{}", page.text());
    assert!(page.html().contains("href=\"/requests/1\""), "{}", page.html());
    assert!(!work(&mut team.admin).await.contains("List of staff"));
    let file: (&str, &str, &[u8]) = ("files", "staff.csv", b"name;since");
    contributor.upload("/requests/1/answer", &[], &[file]).await;
    assert!(work(&mut contributor).await.contains("Nothing waits for you"));
    assert!(work(&mut team.admin).await.contains("Decide about an answer"));

    let it = action::ActiveModel {
        id: NotSet,
        assessment_id: Set(AssessmentId(1)),
        criterion_id: Set(team.criteria[0].0),
        reference: Set("A1".into()),
        title: Set("Write the <procedure>".into()),
        owner: Set("administrator".into()),
        due_on: Set("2026-12-24".parse().ok()),
        done_on: Set(None),
        recorded_at: Set(crate::app::now()),
        superseded_at: Set(None),
    };
    let change = team.admin.app.derive().await.unwrap();
    let it = it.insert(change.tx()).await.unwrap();
    change.commit().await.unwrap();
    assert_eq!(it.id, ActionId(1));
    let page = work(&mut team.admin).await;
    assert!(page.contains("Write the <procedure>"), "{page}");
    assert!(!work(&mut team.lead).await.contains("procedure"));

    let path = format!("/institutions/{institution}/evidence/new");
    team.admin.upload(&path, &[("title", "Licence of the range")], &[]).await;
    team.admin.post("/evidence/2/links", &[("edition", EDITION), ("code", "V.1")]).await;
    stand(&team.admin, |it| it.status = EvidenceStatus::Submitted).await;
    let page = work(&mut team.first).await;
    assert!(
        page.contains("Accept or return evidence") && page.contains("Licence of the range"),
        "{page}"
    );
    stand(&team.admin, |it| it.status = EvidenceStatus::Returned).await;
    assert!(!work(&mut team.first).await.contains("Licence of the range"));
    assert!(work(&mut team.admin).await.contains("Mend returned evidence"));
    stand(&team.admin, |it| {
        it.status = EvidenceStatus::Accepted;
        it.valid_until = "2027-01-31".parse().ok();
        it.owner_person = "administrator".into();
    })
    .await;
    assert!(work(&mut team.admin).await.contains("Renew evidence"));
    // Restricted, it is there for those alone who may open it.
    stand(&team.admin, |it| {
        it.owner_person = "manager".into();
        it.confidentiality = kriter::entities::Confidentiality::Restricted;
    })
    .await;
    let mut manager = team.admin.another(Role::Manager).await;
    assert!(work(&mut manager).await.contains("Nothing waits for you"));
}

/// Makes the newest item stand otherwise.
async fn stand(app: &TestApp, edit: impl Fn(&mut Facts)) {
    let all = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    let held = all.into_iter().max_by_key(|it| it.id).unwrap();
    let mut facts = Facts::of(&held);
    edit(&mut facts);
    let mut change = app.app.change(Actor::System).await.unwrap();
    if kriter::evidence::store::update(&mut change, held, facts).await.unwrap() {
        change.commit().await.unwrap();
    }
}

#[tokio::test]
async fn the_page_has_filters_and_pages_and_asks_no_more_of_the_database_when_it_is_long() {
    let mut team = Team::new().await;
    let ask = async |app: &mut TestApp, from: usize, to: usize| {
        let person = app.user("administrator@example.org", None).await.to_string();
        let path = format!("/institutions/{}/requests/new", app.institution);
        for number in from..to {
            let title = format!("Paper {number:03}");
            app.post(&path, &[("title", title.as_str()), ("person", &person)]).await;
        }
    };
    ask(&mut team.admin, 0, 1).await;
    assert_same_queries(&mut team.admin, "/work", async |app| ask(app, 1, 60).await).await;
    let page = work(&mut team.admin).await;
    assert!(page.contains("60 things wait for you") && page.contains("Page 1 of 2"), "{page}");
    let second = team.admin.get("/work?kind=answer&page=2").await.text();
    assert!(second.contains("Paper 059") && !second.contains("Paper 001"), "{second}");
    let none = team.admin.get("/work?kind=renew").await.text();
    assert!(none.contains("Nothing of this kind"), "{none}");
    assert_eq!(
        team.admin.get("/work?kind=%3Cscript%3E&page=x").await.status,
        StatusCode::BAD_REQUEST
    );
    // As many for a reviewer on two assessments as on one.
    let first = &mut team.first;
    assert_same_queries(first, "/work", async |app| {
        assert_eq!(app.assessment(EDITION).await, 2);
        app.put_on(2, "reviewer@example.org").await;
        app.stage(2, Stage::InternalReview).await;
    })
    .await;
    let page = work(&mut team.first).await;
    assert_eq!(page.matches("criteria are left to be rated").count(), 2, "{page}");
    let lead = &mut team.lead;
    assert_same_queries(lead, "/work", async |app| {
        app.put_on(2, "lead_reviewer@example.org").await;
    })
    .await;
}

#[tokio::test]
async fn everybody_has_the_page_and_nobody_without_signing_in() {
    let mut app = TestApp::new().await;
    app.user("system@example.org", None).await;
    app.sign_in("system@example.org").await;
    let page = app.get("/work").await;
    assert!(page.text().contains("Nothing waits for you"), "{}", page.text());
    for role in Role::ALL {
        let mut person = app.another(*role).await;
        let page = person.get("/work").await;
        assert_eq!(page.status, StatusCode::OK, "{role:?}");
        assert!(page.html().contains("href=\"/work\""), "{role:?}: in the navigation");
    }
    app.forget();
    assert!(app.get("/work").await.location().starts_with("/sign-in"));
}
