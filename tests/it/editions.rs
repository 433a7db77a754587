//! Two editions side by side: the difference to read, and carrying an assessment from one to the other.

use axum::http::StatusCode;
use kriter::audit::{Actor, Event};
use kriter::entities::{
    Codes, CriterionId, EditionId, Role, Round, Stage, assessment, audit_event, criterion, link,
    rating, user,
};
use kriter::standards::pack::{Node, Pack};
use kriter::standards::{check, load};
use kriter::titles::Titles;
use sea_orm::{
    ActiveModelTrait as _, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _, Set,
};

use crate::app::TestApp;
use crate::queries::assert_same_queries;

const OLD: [&str; 3] =
    ["Instruments are kept dry", "Instruments are kept in the dark", "Keys are counted"];
const NEW: [&str; 3] = [
    "Air is measured daily",
    "Instruments are kept dry",
    "All instruments are kept in the dark room",
];

/// The first edition of a made-up standard, and what its criteria say.
fn pack(id: &str, title: &str, says: &[&str]) -> Pack {
    let text = include_str!("../fixtures/packs/sound.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    let mut pack = check::parse(&file, &check::known_evidence_types()).unwrap();
    id.clone_into(&mut pack.id);
    pack.title = Titles::english(title);
    let leaf = |(place, says): (usize, &&str)| {
        Node::new(format!("1.{}", place + 1), "criterion", Titles::english(*says))
    };
    let mut area = Node::new("1", "area", Titles::english("Storage"));
    area.children = says.iter().enumerate().map(leaf).collect();
    pack.criteria = vec![area];
    pack
}

impl TestApp {
    async fn load(&self, pack: &Pack) -> EditionId {
        let mut change = self.app.change(Actor::System).await.unwrap();
        let loaded = load::add(&mut change, pack, String::new(), load::Placing::default());
        let id = loaded.await.unwrap().id;
        change.commit().await.unwrap();
        id
    }

    pub async fn criterion_of(&self, edition: EditionId, code: &str) -> CriterionId {
        let all = criterion::Entity::find().all(&self.app.db.read).await.unwrap();
        all.iter().find(|it| it.edition_id == edition && it.code == code).unwrap().id
    }

    async fn ratings(&self, assessment: i64) -> Vec<rating::Model> {
        let mut all = rating::Entity::find().all(&self.app.db.read).await.unwrap();
        all.retain(|it| it.assessment_id.0 == assessment && it.superseded_at.is_none());
        all
    }
}

/// An academy whose assessment against the first edition is rated; the second edition is there.
pub struct Prepared {
    pub app: TestApp,
    pub old: EditionId,
    pub new: EditionId,
}

pub async fn prepared() -> Prepared {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let old = app.load(&pack("care-1", "Care, first edition", &OLD)).await;
    let new = app.load(&pack("care-2", "Care, second edition", &NEW)).await;
    app.assessment("care-1").await;
    for (code, level) in [("1.1", "good"), ("1.2", "fair"), ("1.3", "bad")] {
        let criterion = app.criterion_of(old, code).await;
        let bench = format!("/assessments/1/workbench/{criterion}");
        let fields = [("level", level), ("rationale", "Seen on site.")];
        let answer = app.post(&bench, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    let register = format!("/institutions/{}/evidence/new", app.institution);
    for (place, code) in [(1, "1.1"), (2, "1.3")] {
        let title = format!("Record {place}");
        app.upload(&register, &[("title", &title)], &[]).await;
        let fields = [("edition", "care-1"), ("code", code)];
        let linked = app.post(format!("/evidence/{place}/links"), &fields).await;
        assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
    }
    Prepared { app, old, new }
}

impl Prepared {
    /// Changes rows as no page does.
    async fn write(&self, write: impl AsyncFnOnce(&DatabaseTransaction)) {
        let mut change = self.app.app.change(Actor::System).await.unwrap();
        write(change.tx()).await;
        let told = Event::of_instance("edition-loaded", "test:1".into(), serde_json::Value::Null);
        change.record(told);
        change.commit().await.unwrap();
    }

    /// Carries what is named by its code in the new edition; the new assessment.
    async fn carry(&mut self, codes: &[&str]) -> i64 {
        let edition = self.new.to_string();
        let mut fields = vec![("edition", edition.as_str())];
        let mut ids = Vec::new();
        for code in codes {
            ids.push(self.app.criterion_of(self.new, code).await.to_string());
        }
        fields.extend(ids.iter().map(|it| ("carry", it.as_str())));
        let answer = self.app.post("/assessments/1/move", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.location().split('/').nth(2).unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn the_difference_says_what_came_went_moved_and_was_reworded() {
    let Prepared { mut app, old, new } = prepared().await;
    let path = format!("/standards/{old}/difference/{new}");
    assert!(app.get(format!("/standards/{old}")).await.html().contains(&path));
    let page = app.get(path).await;
    let text = page.text();
    for line in [
        "1.1 Air is measured daily",
        "1.3 Keys are counted",
        "1.1 → 1.2 Instruments are kept dry",
        "1.2 → 1.3 All instruments are kept in the dark room",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(page.html().contains("<ins>room</ins>"), "{}", page.html());
    let same = app.get(format!("/standards/{old}/difference/{old}")).await.text();
    assert!(same.contains("The two editions are the same."), "{same}");
}

#[tokio::test]
async fn an_assessment_is_carried_and_every_rating_is_to_be_confirmed() {
    let mut it = prepared().await;
    let choice = it.app.get("/assessments/1/move").await.text();
    assert!(choice.contains("Care, second edition"), "{choice}");
    assert!(!choice.contains("Care, first edition"), "{choice}");
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    for line in
        ["3 / 3 → 2 / 3", "1.2 Instruments are kept dry", "same text", "What is not carried"]
    {
        assert!(preview.contains(line), "{line} is not in {preview}");
    }
    let id = it.carry(&["1.2", "1.3"]).await;
    let made = assessment::Entity::find_by_id(kriter::entities::AssessmentId(id));
    let made = made.one(&it.app.app.db.read).await.unwrap().unwrap();
    assert_eq!(made.name, "Assessment 2027 – Care, second edition");
    assert_eq!((made.edition_id, made.target.as_str()), (it.new, "full"));
    assert_eq!(made.visit_date, "2027-03-01".parse().ok());
    let carried = it.app.ratings(id).await;
    assert_eq!(carried.len(), 2);
    assert!(carried.iter().all(|it| it.confirm && it.carried_from_id.is_some()), "{carried:?}");
    assert!(carried.iter().all(|it| it.rationale == "Seen on site."));
    let dry = it.app.criterion_of(it.new, "1.2").await;
    let links = link::Entity::find().all(&it.app.app.db.read).await.unwrap();
    assert_eq!(links.iter().filter(|it| it.criterion_id == dry).count(), 1);
    assert_eq!(it.app.ratings(1).await.len(), 3, "the old assessment stays as it is");
    let overview = it.app.get(format!("/assessments/{id}")).await.text();
    assert!(overview.contains("2 ratings were carried"), "{overview}");
    let list = it.app.get(format!("/assessments/{id}/to-confirm")).await.text();
    for line in ["Still to confirm 2", "1.3 Keys are counted", "Record 2"] {
        assert!(list.contains(line), "{line} is not in {list}");
    }
}

#[tokio::test]
async fn what_was_rated_in_other_words_is_told_until_it_is_confirmed() {
    let mut it = prepared().await;
    let id = it.carry(&["1.2", "1.3"]).await;
    let said = "The text of this criterion is another than the one that was rated";
    let gaps = it.app.get(format!("/assessments/{id}/gaps")).await.text();
    assert_eq!(gaps.matches(said).count(), 1, "{gaps}");
    let [same, other] = ["1.2", "1.3"];
    for (code, is_told) in [(same, false), (other, true)] {
        let criterion = it.app.criterion_of(it.new, code).await;
        let bench = it.app.get(format!("/assessments/{id}/workbench/{criterion}")).await.text();
        assert_eq!(bench.contains(said), is_told, "{code}: {bench}");
    }
    let checks = format!("/assessments/{id}/checks?kind=rated_reworded");
    let told = "where this criterion said something else";
    let page = it.app.get(&checks).await;
    assert_eq!(page.text().matches(told).count(), 1, "{}", page.text());
    assert!(page.text().contains("1.3 All instruments"), "{}", page.text());
    let way = format!("<a href=\"/assessments/{id}/to-confirm\">To the list to confirm</a>");
    assert!(page.html().contains(&way), "{}", page.html());
    let dark = it.app.criterion_of(it.new, other).await;
    let carried = it.app.ratings(id).await.into_iter().find(|it| it.criterion_id == dark).unwrap();
    let confirm = format!("/assessments/{id}/to-confirm");
    let done = it.app.post(confirm, &[("rating", &carried.id.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let gaps = it.app.get(format!("/assessments/{id}/gaps")).await.text();
    assert!(!gaps.contains(said), "{gaps}");
    let checks = it.app.get(checks).await.text();
    assert!(!checks.contains(told), "{checks}");
}

#[tokio::test]
async fn a_confirmed_rating_says_the_same_level_by_whoever_confirmed() {
    let mut it = prepared().await;
    let id = it.carry(&["1.2", "1.3"]).await;
    let first = it.app.ratings(id).await[0].clone();
    let mut manager = it.app.another(Role::Manager).await;
    let rating = first.id.to_string();
    let path = &format!("/assessments/{id}/to-confirm");
    assert_eq!(manager.post(path, &[("rating", &rating)]).await.status, StatusCode::FORBIDDEN);
    let mut stranger = it.app.stranger(Role::Administrator).await;
    assert_eq!(stranger.post(path, &[("rating", &rating)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.app.post(path, &[("rating", &rating)]).await.status, StatusCode::SEE_OTHER);
    let now = it.app.ratings(id).await;
    let anew = now.iter().find(|it| it.criterion_id == first.criterion_id).unwrap();
    assert_eq!((anew.confirm, &anew.level), (false, &first.level));
    assert_eq!(anew.carried_from_id, first.carried_from_id);
    let again = it.app.post(path, &[("rating", &rating)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "it is confirmed already");
    let list = it.app.get(path).await.text();
    assert!(list.contains("Still to confirm 1"), "{list}");
    it.app.stage(id, Stage::InternalReview).await;
    let other = now.iter().find(|it| it.confirm).unwrap().id.to_string();
    let late = it.app.post(path, &[("rating", &other)]).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "the round is over");
}

#[tokio::test]
async fn only_what_is_ticked_and_has_a_counterpart_is_carried() {
    let mut it = prepared().await;
    let id = it.carry(&["1.1", "1.3"]).await;
    let carried = it.app.ratings(id).await;
    let dark = it.app.criterion_of(it.new, "1.3").await;
    assert_eq!(carried.iter().map(|it| it.criterion_id).collect::<Vec<_>>(), [dark]);
    let list = it.app.get(format!("/assessments/{id}/to-confirm")).await.text();
    assert!(list.contains("1.1 Instruments are kept dry"), "{list}");
}

#[tokio::test]
async fn a_level_that_the_new_edition_does_not_have_stays_behind() {
    let mut it = prepared().await;
    let mut pack = pack("care-3", "Care, third edition", &OLD);
    pack.about.scale.as_mut().unwrap().levels[0].code = "poor".into();
    it.new = it.app.load(&pack).await;
    let id = it.carry(&["1.1", "1.2", "1.3"]).await;
    let levels: Vec<_> = it.app.ratings(id).await.into_iter().filter_map(|it| it.level).collect();
    assert_eq!(levels, ["good", "fair"]);
}

#[tokio::test]
async fn what_was_out_of_scope_is_to_be_decided_anew() {
    let mut it = prepared().await;
    let fields = [("code", "1.3"), ("justification", "We hold no keys.")];
    let answer = it.app.post("/assessments/1/scope/exclude", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    assert!(preview.contains("We hold no keys."), "{preview}");
    let id = it.carry(&["1.2"]).await;
    let list = it.app.get(format!("/assessments/{id}/to-confirm")).await.text();
    assert!(list.contains("We hold no keys."), "{list}");
}

/// A rule that adds to an edition, below its only area.
fn rule(id: &str, base: &str, framework: &str, says: &[&str]) -> Pack {
    let text = include_str!("../fixtures/packs/sr-01.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    let mut pack = check::parse(&file, &check::known_evidence_types()).unwrap();
    id.clone_into(&mut pack.id);
    framework.clone_into(&mut pack.framework.id);
    pack.title = Titles::english(id);
    pack.supplements = Some(base.to_owned());
    let node = |(place, says): (usize, &&str)| Node {
        under: Some("1".into()),
        ..Node::new(format!("R.{}", place + 1), "requirement", Titles::english(*says))
    };
    pack.criteria = says.iter().enumerate().map(node).collect();
    pack
}

#[tokio::test]
async fn a_supplement_comes_along_in_its_edition_that_adds_to_the_new_one() {
    let mut it = prepared().await;
    let old = it.app.load(&rule("rule-1", "care-1", "rule", &["Visitors sign a book"])).await;
    let other = it.app.load(&rule("law-1", "care-1", "law", &["Doors are locked"])).await;
    let texts = ["Guests wear a badge", "Visitors sign a book"];
    let new = it.app.load(&rule("rule-2", "care-2", "rule", &texts)).await;
    let [one, two] = [old.to_string(), other.to_string()];
    let taken = [("supplements_sent", "yes"), ("supplements", &one), ("supplements", &two)];
    it.app.post("/assessments/1/scope", &taken).await;
    for edition in [old, other] {
        let criterion = it.app.criterion_of(edition, "R.1").await;
        let bench = format!("/assessments/1/workbench/{criterion}");
        let rated = it.app.post(&bench, &[("level", "good"), ("rationale", "Seen.")]).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text());
    }
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    for line in ["come along, in the edition that adds to the new one: rule-2", "5 / 5 → 3 / 5"] {
        assert!(preview.contains(line), "{line} is not in {preview}");
    }
    let (_, left) = preview.split_once("Supplements without one for the new edition").unwrap();
    assert!(left.contains("law-1") && !left.contains("rule-1"), "{left}");
    let book = it.app.criterion_of(new, "R.2").await;
    let (edition, ticked) = (it.new.to_string(), book.to_string());
    let fields = [("edition", edition.as_str()), ("carry", &ticked)];
    let answer = it.app.post("/assessments/1/move", &fields).await;
    let made: i64 = answer.location().split('/').nth(2).unwrap().parse().unwrap();
    let carried: Vec<_> = it.app.ratings(made).await.iter().map(|it| it.criterion_id).collect();
    assert_eq!(carried, [book]);
    let scope = it.app.get(format!("/assessments/{made}/scope")).await.text();
    assert!(scope.contains("Criteria in scope 5") && scope.contains("rule-2"), "{scope}");
    let list = it.app.get(format!("/assessments/{made}/to-confirm")).await.text();
    let (_, left) = list.split_once("Supplements without one for the new edition").unwrap();
    assert!(left.contains("law-1") && !left.contains("rule-1"), "{left}");
}

#[tokio::test]
async fn a_crosswalk_that_says_equal_carries_what_the_text_does_not() {
    let mut it = prepared().await;
    it.equal("1.1", "1.3").await;
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    assert!(preview.contains("equal by crosswalk"), "{preview}");
    assert!(preview.contains("What the texts say differently"), "{preview}");
    let id = it.carry(&["1.1"]).await;
    assert_eq!(it.app.ratings(id).await[0].level.as_deref(), Some("bad"));
}

#[tokio::test]
async fn another_framework_is_reached_only_by_what_a_crosswalk_calls_equal() {
    let mut it = prepared().await;
    let mut pack = pack("other-1", "Other", &OLD);
    pack.framework.id = "other".into();
    it.new = it.app.load(&pack).await;
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    assert!(preview.contains("Nothing can be carried"), "{preview}");
    let id = it.carry(&["1.1", "1.2"]).await;
    assert!(it.app.ratings(id).await.is_empty());
}

#[tokio::test]
async fn outside_the_self_round_everybody_confirms_only_what_is_theirs() {
    let mut it = prepared().await;
    let id = it.carry(&["1.2", "1.3"]).await;
    let dry = it.app.criterion_of(it.new, "1.2").await;
    let carried = it.app.ratings(id).await.into_iter().find(|it| it.criterion_id == dry).unwrap();
    let mut reviewer = it.app.another(Role::Reviewer).await;
    let mut other = it.app.another(Role::LeadReviewer).await;
    let email = |role: Role| format!("{}@example.org", role.code());
    it.app.put_on(id, &email(Role::LeadReviewer)).await;
    it.app.stage(id, Stage::InternalReview).await;
    let users = user::Entity::find().all(&it.app.app.db.read).await.unwrap();
    let of = users.iter().find(|it| it.email == email(Role::Reviewer)).unwrap().id;
    let mut row: rating::ActiveModel = carried.clone().into();
    row.round = Set(Round::Internal);
    row.user_id = Set(Some(of));
    it.write(async |tx| drop(row.update(tx).await.unwrap())).await;
    let rating = carried.id.to_string();
    let path = format!("/assessments/{id}/to-confirm");
    let taken = other.post(&path, &[("rating", &rating)]).await;
    assert_eq!(taken.status, StatusCode::FORBIDDEN, "{}", taken.text());
    it.app.put_on(id, &email(Role::Reviewer)).await;
    for (person, sees) in [(&mut reviewer, true), (&mut other, false)] {
        let list = person.get(&path).await.text();
        assert_eq!(list.contains("1.2 Instruments are kept dry"), sees, "{list}");
        assert!(list.contains("1.3 All instruments"), "what the institution said: {list}");
    }
    let own = reviewer.post(&path, &[("rating", &rating)]).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.text());
}

/// A reviewer and a lead, on the team of the old assessment, which they are at.
async fn reviewed(it: &Prepared) -> [TestApp; 2] {
    let people = [it.app.another(Role::Reviewer).await, it.app.another(Role::LeadReviewer).await];
    for role in [Role::Reviewer, Role::LeadReviewer] {
        it.app.put_on(1, &format!("{}@example.org", role.code())).await;
    }
    it.app.stage(1, Stage::InternalReview).await;
    people
}

impl Prepared {
    /// Somebody rates criteria of the old assessment.
    async fn rated(&self, by: &mut TestApp, codes: &[&str], level: &str) {
        for code in codes {
            let criterion = self.app.criterion_of(self.old, code).await;
            let bench = format!("/assessments/1/workbench/{criterion}");
            let sent = by.post(bench, &[("level", level), ("rationale", "As I saw it")]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        }
    }

    /// Whether the old assessment may move: the page offers it, and what is sent all the same is refused where it may not.
    async fn may_move(&mut self) -> bool {
        let edition = self.new.to_string();
        let page = self.app.get(format!("/assessments/1/move?edition={edition}")).await.text();
        let is_offered = page.contains("Make the new assessment");
        assert_ne!(page.contains("not everything that they said is open yet"), is_offered);
        if !is_offered {
            let sent = self.app.post("/assessments/1/move", &[("edition", &edition)]).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.text());
            assert!(sent.text().contains("It would be left behind"), "{}", sent.text());
            let made = assessment::Entity::find().count(&self.app.app.db.read).await.unwrap();
            assert_eq!(made, 1);
        }
        is_offered
    }
}

#[tokio::test]
async fn nothing_moves_while_what_reviewers_said_is_hidden() {
    let mut it = prepared().await;
    let [mut reviewer, mut lead] = reviewed(&it).await;
    assert!(it.may_move().await, "nobody has said anything yet");
    let criterion = it.app.criterion_of(it.old, "1.1").await.to_string();
    let finding = [
        ("kind", "minor"),
        ("criterion", criterion.as_str()),
        ("statement", "Nothing is kept"),
        ("objective_evidence", "The shelf is empty"),
    ];
    let raised = reviewer.post("/assessments/1/findings/new", &finding).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.text());
    assert!(!it.may_move().await, "the finding is hidden");
    let codes = ["1.1", "1.2", "1.3"];
    it.rated(&mut reviewer, &codes, "bad").await;
    it.rated(&mut lead, &codes, "good").await;
    for person in [&mut reviewer, &mut lead] {
        assert!(!it.may_move().await, "somebody has not locked");
        let locked = person.post("/assessments/1/round/lock", &[]).await;
        assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.text());
    }
    assert!(it.may_move().await);
    let id = it.carry(&["1.2", "1.3"]).await;
    let carried = it.app.ratings(id).await;
    let levels: Vec<_> = carried.iter().filter_map(|it| it.level.as_deref()).collect();
    assert_eq!(levels, ["bad", "bad"], "of what reviewers said, the lowest");
}

#[tokio::test]
async fn what_reviewers_say_in_the_old_assessment_stays_hidden_on_the_list_of_the_new_one() {
    let mut it = prepared().await;
    let id = it.carry(&["1.2", "1.3"]).await;
    let [mut reviewer, mut lead] = reviewed(&it).await;
    let list = format!("/assessments/{id}/to-confirm");
    for (person, level, then) in [(&mut reviewer, "good", 1), (&mut lead, "bad", 3)] {
        it.rated(person, &["1.1", "1.2", "1.3"], level).await;
        // What the institution said and was not carried, and in the end what both reviewers said.
        for said in [1, then] {
            let left = it.app.get(&list).await.text();
            assert_eq!(left.matches("1.3 Keys are counted").count(), said, "{left}");
            person.post("/assessments/1/round/lock", &[]).await;
        }
    }
}

#[tokio::test]
async fn groups_that_the_new_edition_does_not_have_are_said_to_stay_behind() {
    let mut it = prepared().await;
    let row = assessment::Entity::find().one(&it.app.app.db.read).await.unwrap().unwrap();
    let mut row: assessment::ActiveModel = row.into();
    row.groups = Set(Codes(vec!["gold".into()]));
    it.write(async |tx| drop(row.update(tx).await.unwrap())).await;
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    for line in ["would count all of its criteria", "Groups that the new edition does not have"] {
        assert!(preview.contains(line), "{line} is not in {preview}");
    }
    let id = it.carry(&["1.2"]).await;
    let list = it.app.get(format!("/assessments/{id}/to-confirm")).await.text();
    assert!(list.contains("gold"), "{list}");
}

#[tokio::test]
async fn looking_at_what_would_be_carried_changes_nothing() {
    let mut it = prepared().await;
    let db = it.app.app.db.read.clone();
    let events = audit_event::Entity::find().count(&db).await.unwrap();
    it.app.get(format!("/assessments/1/move?edition={}", it.new)).await;
    assert_eq!(assessment::Entity::find().count(&db).await.unwrap(), 1);
    assert_eq!(audit_event::Entity::find().count(&db).await.unwrap(), events);
}

#[tokio::test]
async fn only_who_keeps_assessments_carries_them() {
    let it = prepared().await;
    let path = format!("/assessments/1/move?edition={}", it.new);
    let edition = it.new.to_string();
    for role in [Role::Observer, Role::Manager] {
        let mut person = it.app.another(role).await;
        assert_eq!(person.get(&path).await.status, StatusCode::FORBIDDEN, "{role:?}");
        let sent = person.post("/assessments/1/move", &[("edition", &edition)]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let mut stranger = it.app.stranger(Role::Administrator).await;
    assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    let mut own = it.app.another(Role::Administrator).await;
    for wanted in [it.old.to_string(), "99".into(), "x".into()] {
        let answer = own.post("/assessments/1/move", &[("edition", &wanted)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wanted}");
    }
}

#[tokio::test]
async fn the_pages_do_not_ask_for_each_rating() {
    let mut it = prepared().await;
    let id = it.carry(&["1.2"]).await;
    let (old, new) = (it.old, it.new);
    let preview = format!("/assessments/1/move?edition={new}");
    for address in [
        format!("/standards/{old}/difference/{new}"),
        preview,
        format!("/assessments/{id}/to-confirm"),
    ] {
        assert_same_queries(&mut it.app, &address, async |app| {
            let criterion = app.criterion_of(old, "1.2").await;
            let fields = [("edition", "care-1"), ("code", "1.2")];
            app.post("/evidence/1/links", &fields).await;
            app.post(format!("/assessments/1/workbench/{criterion}"), &[("level", "bad")]).await;
        })
        .await;
    }
}

#[tokio::test]
async fn the_workbench_says_what_is_still_to_be_confirmed_and_how() {
    let mut it = prepared().await;
    let reviewer = it.app.user("reviewer@example.org", Some(Role::Reviewer)).await;
    it.app.put_on(1, "reviewer@example.org").await;
    let preview = it.app.get(format!("/assessments/1/move?edition={}", it.new)).await.text();
    assert!(preview.contains("One reviewer is put on the new assessment"), "{preview}");
    let new = it.carry(&["1.2", "1.3"]).await;
    let carried = it.app.assessed(new).await;
    let on = kriter::team::store::members(&it.app.app.db.read, &carried).await.unwrap();
    assert_eq!(on.iter().map(|it| it.user.id).collect::<Vec<_>>(), [reviewer]);
    let criterion = it.app.criterion_of(it.new, "1.2").await;
    let bench = format!("/assessments/{new}/workbench/{criterion}");
    let page = it.app.get(&bench).await;
    assert!(page.text().contains("was carried here from another assessment"), "{}", page.text());
    assert!(page.text().contains("Ratings from other assessments"), "{}", page.text());
    let rating = page.html().split("name=\"rating\" value=\"").nth(1).unwrap().to_owned();
    let rating = rating.split('"').next().unwrap().to_owned();
    let confirmed =
        it.app.post(format!("/assessments/{new}/to-confirm"), &[("rating", &rating)]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text());
    let page = it.app.get(&bench).await.text();
    assert!(!page.contains("was carried here from another assessment"), "{page}");
}
