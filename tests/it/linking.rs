//! Linking evidence to criteria from either side, many at once, and taking links over from an earlier assessment.

use axum::http::StatusCode;
use kriter::app::Change;
use kriter::audit::{Actor, Event};
use kriter::entities::{
    CriterionId, EvidenceId, Role, audit_event, criterion, evidence_item, link,
};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder as _, Set};

use crate::app::TestApp;
use crate::queries::assert_same_queries;

pub const LABS: &str = "iso-iec-17025-2017";
const BODIES: &str = "iso-iec-17020-2012";

impl TestApp {
    /// Adds evidence by its form; its id.
    pub async fn evidence(&mut self, fields: &[(&str, &str)]) -> i64 {
        let path = format!("/institutions/{}/evidence/new", self.institution);
        let answer = self.upload(&path, fields, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.location().rsplit('/').next().unwrap().parse().unwrap()
    }

    /// Id of a criterion by its edition and code.
    pub async fn criterion_id(&self, edition: &str, code: &str) -> CriterionId {
        let db = &self.app.db.read;
        let edition = kriter::standards::store::by_code(db, edition).await.unwrap().unwrap();
        let found = criterion::Entity::find()
            .filter(criterion::Column::EditionId.eq(edition.id))
            .filter(criterion::Column::Code.eq(code));
        found.one(db).await.unwrap().unwrap().id
    }

    /// Links that hold: number of the item, code of the criterion, note and place.
    async fn links_held(&self) -> Vec<(i64, String, String, String)> {
        let rows = link::Entity::find()
            .filter(link::Column::SupersededAt.is_null())
            .find_also_related(criterion::Entity)
            .order_by_asc(link::Column::EvidenceId)
            .order_by_asc(criterion::Column::Position)
            .all(&self.app.db.read)
            .await
            .unwrap();
        let told = |(link, it): (link::Model, Option<criterion::Model>)| {
            (link.evidence_id.0, it.unwrap().code, link.relevance, link.place)
        };
        rows.into_iter().map(told).collect()
    }

    async fn crosswalks(&self) {
        let mut change = self.app.change(Actor::System).await.unwrap();
        let files = kriter::standards::check::builtin();
        kriter::crosswalks::load::load(&mut change, &files).await.unwrap();
        change.commit().await.unwrap();
    }

    async fn change_item(&self, id: i64, edit: impl FnOnce(&mut evidence_item::ActiveModel)) {
        let found = evidence_item::Entity::find_by_id(EvidenceId(id));
        let mut row: evidence_item::ActiveModel =
            found.one(&self.app.db.read).await.unwrap().unwrap().into();
        edit(&mut row);
        let mut change = self.app.change(Actor::System).await.unwrap();
        row.update(change.tx()).await.unwrap();
        self.noted(&mut change);
        change.commit().await.unwrap();
    }

    /// A change must tell of itself.
    fn noted(&self, change: &mut Change) {
        let what = serde_json::json!({});
        change.record(Event::of(self.institution, "evidence-changed", "evidence:1".into(), what));
    }
}

fn told(rows: &[(i64, String, String, String)]) -> Vec<String> {
    rows.iter().map(|it| format!("{} {} {}|{}", it.0, it.1, it.2, it.3)).collect()
}

#[tokio::test]
async fn many_criteria_are_chosen_for_an_item_at_once() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.evidence(&[("title", "Handbook")]).await;
    let edition = kriter::standards::store::by_code(&app.app.db.read, LABS).await.unwrap().unwrap();
    let edition = edition.id.to_string();
    let one = app.criterion_id(LABS, "5.1").await.to_string();
    let page = app.get(format!("/evidence/1/link?edition={edition}&q=7.1")).await;
    let text = page.text();
    assert!(text.contains("7.1.1") && !text.contains("6.4.13"), "{text}");
    // What is ticked and no longer shown goes along.
    let fields = [("edition", edition.as_str()), ("tick", &one), ("q", "7.1"), ("act", "look")];
    let looked = app.post("/evidence/1/link", &fields).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.text().contains("Ticked and not shown here: 1"), "{}", looked.text());
    assert!(looked.html().contains(&format!("type=\"hidden\" name=\"tick\" value=\"{one}\"")));
    let wrong = [("edition", edition.as_str()), ("code", "99.9"), ("act", "link")];
    let wrong = app.post("/evidence/1/link", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("This edition has no such criterion."), "{}", wrong.text());
    let fields = [
        ("edition", edition.as_str()),
        ("tick", &one),
        ("code", "7.1.1-7.1.3, 6.4"),
        ("relevance", "Chapter on tenders"),
        ("place", "p. 12"),
        ("act", "link"),
    ];
    let linked = app.post("/evidence/1/link", &fields).await;
    assert_eq!(linked.location(), "/evidence/1", "{}", linked.text());
    let words = "Chapter on tenders|p. 12";
    let expected = ["5.1", "6.4", "7.1.1", "7.1.2", "7.1.3"].map(|it| format!("1 {it} {words}"));
    assert_eq!(told(&app.links_held().await), expected);
    // Once more: nothing is linked twice.
    app.post("/evidence/1/link", &fields).await;
    assert_eq!(app.links_held().await.len(), 5);
    assert!(app.get("/evidence/1/link").await.text().contains("Linked"));
    let nothing = app.post("/evidence/1/link", &[("act", "link")]).await;
    assert!(nothing.text().contains("Nothing is ticked."), "{}", nothing.text());
}

#[tokio::test]
async fn each_link_may_have_a_note_and_a_place_of_its_own() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.evidence(&[("title", "Handbook")]).await;
    let ids = [app.criterion_id(LABS, "4.1.1").await, app.criterion_id(LABS, "4.1.2").await];
    let ids = ids.map(|it| it.to_string());
    let ticks = [("tick", ids[0].as_str()), ("tick", &ids[1]), ("place", "p. 3"), ("act", "each")];
    let asked = app.post("/evidence/1/link", &ticks).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    assert!(asked.html().contains(&format!("name=\"place-{}\" value=\"p. 3\"", ids[1])));
    let own = [format!("relevance-{}", ids[0]), format!("place-{}", ids[1])];
    let sent = [
        ("tick", ids[0].as_str()),
        ("tick", &ids[1]),
        (&own[0], "Charter"),
        (&own[1], "§ 4"),
        ("act", "link"),
    ];
    app.post("/evidence/1/link", &sent).await;
    assert_eq!(told(&app.links_held().await), ["1 4.1.1 Charter|", "1 4.1.2 |§ 4"]);
}

#[tokio::test]
async fn a_link_is_changed_by_a_new_one_and_two_people_do_not_overwrite_each_other() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.evidence(&[("title", "Handbook")]).await;
    let fields = [("edition", LABS), ("code", "4.1.1-4.1.3"), ("relevance", "All of it")];
    app.post("/evidence/1/links", &fields).await;
    let page = app.get("/evidence/1/links/change").await;
    assert!(page.html().contains("name=\"place-1\""), "{}", page.html());
    // The note is not sent, so it stays.
    let saved = app.post("/evidence/1/links/change", &[("place-1", "p. 7"), ("act", "save")]).await;
    assert_eq!(saved.location(), "/evidence/1", "{}", saved.text());
    let held = told(&app.links_held().await);
    assert_eq!(held, ["1 4.1.1 All of it|p. 7", "1 4.1.2 All of it|", "1 4.1.3 All of it|"]);
    let old = link::Entity::find().filter(link::Column::SupersededAt.is_not_null());
    let old = old.all(&app.app.db.read).await.unwrap();
    assert_eq!((old.len(), old[0].place.as_str()), (1, ""));
    let events = audit_event::Entity::find().all(&app.app.db.read).await.unwrap();
    assert_eq!(events.iter().filter(|it| it.action == "link-changed").count(), 1);
    // Somebody still sees the first link: nothing of theirs is saved, not even what is fresh.
    let stale = [("place-1", "p. 8"), ("place-2", "p. 9"), ("act", "save")];
    let refused = app.post("/evidence/1/links/change", &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Somebody changed these links"), "{}", refused.text());
    assert_eq!(told(&app.links_held().await), held);
    // Saving what is the same changes nothing.
    app.post("/evidence/1/links/change", &[("place-2", ""), ("act", "save")]).await;
    assert_eq!(link::Entity::find().count(&app.app.db.read).await.unwrap(), 4);
    let ticks = [("tick", "2"), ("tick", "3"), ("act", "unlink")];
    app.post("/evidence/1/links/change", &ticks).await;
    assert_eq!(app.links_held().await.len(), 1);
    let again = app.post("/evidence/1/links/change", &ticks).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn suggestions_say_why_and_link_nothing_by_themselves() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.crosswalks().await;
    app.evidence(&[("title", "17025_6.4.13_equipment"), ("kind", "risk_register")]).await;
    app.post("/evidence/1/links", &[("edition", BODIES), ("code", "4.1.1")]).await;
    let edition = kriter::standards::store::by_code(&app.app.db.read, LABS).await.unwrap().unwrap();
    let address = format!("/evidence/1/link?edition={}", edition.id);
    let text = app.get(&address).await.text();
    let suggested = text.split("Suggestions").nth(1).unwrap();
    for reason in ["Its code is in the name “17025_6.4.13_equipment”", "Reused from 4.1.1"] {
        assert!(suggested.contains(reason), "{reason}: {text}");
    }
    assert!(suggested.contains("It expects evidence of this type"), "{text}");
    assert!(!app.get(&address).await.html().contains("name=\"tick\" value=\"1\" checked"));
    assert_eq!(app.links_held().await.len(), 1);
    // Taken, the reason stays with the link.
    let own = app.criterion_id(LABS, "4.1.1").await.to_string();
    let fields = [("edition", edition.id.to_string()), ("tick", own), ("act", "link".into())];
    let fields = fields.each_ref().map(|it| (it.0, it.1.as_str()));
    app.post("/evidence/1/link", &fields).await;
    let held = told(&app.links_held().await);
    assert!(held.iter().any(|it| it.starts_with("1 4.1.1 Reused from 4.1.1")), "{held:?}");
}

#[tokio::test]
async fn items_are_found_and_linked_from_a_criterion() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.crosswalks().await;
    let assessment = app.assessment(LABS).await;
    app.evidence(&[("title", "Aged minutes")]).await;
    app.evidence(&[("title", "Policy of impartiality"), ("kind", "policy")]).await;
    app.evidence(&[("title", "Oath"), ("confidentiality", "restricted")]).await;
    app.evidence(&[("title", "Clause 4.1.1 explained")]).await;
    app.post("/evidence/1/links", &[("edition", BODIES), ("code", "4.1.1")]).await;
    let criterion = app.criterion_id(LABS, "4.1.1").await;
    let bench = format!("/assessments/{assessment}/workbench/{criterion}");
    assert!(app.get(&bench).await.text().contains("Link evidence from the register"));
    let address = format!("{bench}/link");
    let text = app.get(&address).await.text();
    let (suggested, register) = text.split_once("Evidence register").unwrap();
    assert!(suggested.contains("Reused from 4.1.1"), "{text}");
    assert!(suggested.contains("Its code is in the name “Clause 4.1.1 explained”"), "{text}");
    // What the criterion expects comes first.
    let first = register.find("Policy of impartiality").unwrap();
    assert!(first < register.find("Oath").unwrap(), "{text}");
    let found = app.get(format!("{address}?q=imPARtiality&kind=policy")).await.text();
    assert!(found.contains("Policy of impartiality") && !found.contains("Oath"), "{found}");
    let fields = [("tick", "2"), ("tick", "4"), ("place", "§ 2"), ("act", "link")];
    let linked = app.post(&address, &fields).await;
    assert_eq!(linked.location(), bench, "{}", linked.text());
    let held = told(&app.links_held().await);
    assert_eq!(held, ["1 4.1.1 |", "2 4.1.1 |§ 2", "4 4.1.1 |§ 2"]);
    let text = app.get(&bench).await.text();
    assert!(text.contains("Place in the document: § 2"), "{text}");
    app.evidence(&[("title", "Правилник о раду")]).await;
    for words in ["правилник", "PRAVILNIK", "radu"] {
        let found = app.get(format!("{address}?{}", crate::app::encode(&[("q", words)]))).await;
        assert!(found.text().contains("Правилник о раду"), "{words}: {}", found.text());
    }
    // A whole page pasted into the search is more than a database takes as words.
    let pasted = "minutes ".repeat(5_000);
    let looked = app.post(&address, &[("act", "look"), ("q", &pasted)]).await;
    assert!(!looked.status.is_server_error(), "{}", looked.text());
    let absent = app.post(&address, &[("tick", "99"), ("act", "link")]).await;
    assert_eq!(absent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(absent.text().contains("no longer offered"), "{}", absent.text());
}

#[tokio::test]
async fn what_is_restricted_is_neither_told_nor_ticked() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment(LABS).await;
    let id = app.evidence(&[("title", "Oath 4.1.1"), ("confidentiality", "restricted")]).await;
    // Only somebody else is on the list of its readers.
    let reader = app.user("reader@example.org", Some(Role::Manager)).await;
    let row = kriter::entities::evidence_reader::ActiveModel {
        id: sea_orm::NotSet,
        evidence_id: Set(EvidenceId(id)),
        user_id: Set(reader),
        recorded_at: Set(crate::app::now()),
        superseded_at: Set(None),
    };
    let mut change = app.app.change(Actor::System).await.unwrap();
    row.insert(change.tx()).await.unwrap();
    app.noted(&mut change);
    change.commit().await.unwrap();
    let criterion = app.criterion_id(LABS, "4.1.1").await;
    let address = format!("/assessments/{assessment}/workbench/{criterion}/link");
    for query in ["", "?q=oath"] {
        let page = app.get(format!("{address}{query}")).await;
        assert!(!page.text().contains("Oath 4.1.1"), "{}", page.text());
        assert_eq!(page.text().contains("Restricted"), query.is_empty(), "{}", page.text());
        assert!(!page.html().contains("name=\"tick\" value=\"1\""));
    }
    let refused = app.post(&address, &[("tick", "1"), ("act", "link")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["/evidence/1/link", "/evidence/1/links/change"] {
        assert_eq!(app.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(app.links_held().await.len(), 0);
}

#[tokio::test]
async fn only_those_who_keep_evidence_link_it() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment(LABS).await;
    app.evidence(&[("title", "Handbook")]).await;
    let criterion = app.criterion_id(LABS, "4.1.1").await;
    let addresses = [
        "/evidence/1/link".to_owned(),
        "/evidence/1/links/change".to_owned(),
        format!("/assessments/{assessment}/workbench/{criterion}/link"),
        format!("/assessments/{assessment}/copy-links"),
    ];
    for role in Role::ALL {
        let mut person = app.another(*role).await;
        let keeps = kriter::access::allowed(*role, kriter::access::Action::KeepEvidence);
        for address in &addresses {
            let status = person.get(address).await.status;
            let sent = person.post(address, &[("act", "look")]).await.status;
            let refused =
                |it: StatusCode| it == StatusCode::FORBIDDEN || it == StatusCode::NOT_FOUND;
            assert_eq!(status == StatusCode::OK, keeps, "{role:?} {address} {status}");
            assert_eq!(!refused(sent), keeps, "{role:?} {address} {sent}");
        }
    }
}

#[tokio::test]
async fn links_of_an_earlier_assessment_are_taken_over_with_choice() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.crosswalks().await;
    let old = app.assessment(BODIES).await;
    let new = app.assessment(LABS).await;
    for title in ["Sound", "Expired", "Withdrawn", "Replaced", "Its successor", "Deleted"] {
        app.evidence(&[("title", title)]).await;
    }
    for item in [1, 2, 3, 4, 6] {
        let fields =
            [("edition", BODIES), ("code", "4.1.1"), ("place", "p. 1"), ("relevance", "Oath")];
        app.post(format!("/evidence/{item}/links"), &fields).await;
    }
    app.change_item(2, |it| it.valid_until = Set("2026-01-31".parse().ok())).await;
    app.change_item(3, |it| it.status = Set(kriter::entities::EvidenceStatus::Withdrawn)).await;
    app.change_item(4, |it| {
        it.status = Set(kriter::entities::EvidenceStatus::Superseded);
        it.superseded_by_id = Set(Some(EvidenceId(5)));
    })
    .await;
    app.change_item(6, |it| it.deleted_at = Set(Some(crate::app::now()))).await;
    let address = format!("/assessments/{new}/copy-links");
    assert!(app.get(&address).await.text().contains("From the assessment"));
    let page = app.get(format!("{address}?from={old}")).await;
    let text = page.text();
    for words in ["expired on", "withdrawn", "took the place of KAPS-E-0004", "Oath"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Deleted"), "{text}");
    let to = app.criterion_id(LABS, "4.1.1").await;
    let ticked = |html: &str, item: i64| html.contains(&format!("value=\"{item}-{to}\" checked"));
    assert_eq!([1, 2, 3, 5].map(|it| ticked(&page.html(), it)), [true, false, false, true]);
    let all = app.get(format!("{address}?from={old}&ticks=all")).await.html();
    assert_eq!([1, 2, 3, 5].map(|it| ticked(&all, it)), [true; 4]);
    let none = app.get(format!("{address}?from={old}&ticks=none")).await.html();
    assert!(!none.contains("checked"));
    let (from, one, five) = (old.to_string(), format!("1-{to}"), format!("5-{to}"));
    let fields = [("from", from.as_str()), ("tick", &one), ("tick", &five)];
    assert_eq!(app.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
    let held = app.links_held().await;
    let own = |item: i64| held.iter().filter(|it| it.0 == item).count();
    assert_eq!((own(1), own(5)), (2, 1));
    assert!(held.iter().all(|it| it.2 == "Oath" && it.3 == "p. 1"), "{held:?}");
    // Twice: nothing is doubled.
    let again = app.post(&address, &fields).await;
    assert!(again.status == StatusCode::SEE_OTHER, "{}", again.text());
    assert_eq!(app.links_held().await, held);
    let nothing = app.post(&address, &[("from", &from)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = app.get(format!("{address}?from=99")).await.status;
    assert_eq!(foreign, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn with_the_same_edition_links_that_were_taken_away_are_offered_again() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let old = app.assessment(LABS).await;
    let new = app.assessment(LABS).await;
    app.evidence(&[("title", "Kept")]).await;
    app.evidence(&[("title", "Dropped")]).await;
    for item in [1, 2] {
        app.post(format!("/evidence/{item}/links"), &[("edition", LABS), ("code", "5.1")]).await;
    }
    app.post("/links/2/remove", &[]).await;
    // The first assessment has a visit in the future: then, the link was gone already.
    let address = format!("/assessments/{new}/copy-links");
    let text = app.get(format!("{address}?from={old}")).await.text();
    assert!(
        text.contains("go by the same edition") && text.contains("nothing to take over"),
        "{text}"
    );
    let ended = [("visit_date", "2026-11-24")];
    app.post(format!("/assessments/{old}/settings"), &ended).await;
    let page = app.get(format!("{address}?from={old}")).await;
    assert!(page.text().contains("link removed on"), "{}", page.text());
    assert!(page.text().contains("Dropped") && !page.text().contains("Kept"));
    assert!(!page.html().contains("checked"));
    let pair = format!("2-{}", app.criterion_id(LABS, "5.1").await);
    app.post(&address, &[("from", &old.to_string()), ("tick", &pair)]).await;
    assert_eq!(app.links_held().await.len(), 2);
}

#[tokio::test]
async fn links_to_own_criteria_are_offered_to_those_of_the_same_code() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.crosswalks().await;
    let old = app.assessment(LABS).await;
    app.evidence(&[("title", "Sound")]).await;
    app.evidence(&[("title", "Doubtful")]).await;
    let own = |code: &'static str, title: &'static str| [("own_code", code), ("title", title)];
    for (code, title) in [("K.1", "Our rule"), ("K.2", "Another rule"), ("K.3", "A third rule")] {
        app.post(format!("/assessments/{old}/scope/own"), &own(code, title)).await;
    }
    let items = evidence_item::Entity::find().all(&app.app.db.read).await.unwrap();
    for (item, code) in [(0, "K.1"), (1, "K.2"), (0, "K.3")] {
        let to = app.own_criterion(old, code).await;
        app.linked_to(&items[item], &to).await;
    }
    // Against the same edition and against another one.
    for edition in [LABS, BODIES] {
        let new = app.assessment(edition).await;
        for (code, title) in [("K.1", "Our rule"), ("K.2", "Something else")] {
            app.post(format!("/assessments/{new}/scope/own"), &own(code, title)).await;
        }
        let address = format!("/assessments/{new}/copy-links");
        let html = app.get(format!("{address}?from={old}")).await.html();
        let pair = async |app: &TestApp, item: i64, code: &str| {
            format!("{item}-{}", app.own_criterion(new, code).await.id)
        };
        let (sure, doubtful) = (pair(&app, 1, "K.1").await, pair(&app, 2, "K.2").await);
        assert!(html.contains(&format!("value=\"{sure}\" checked")), "{html}");
        assert!(html.contains(&format!("value=\"{doubtful}\"")), "{html}");
        assert!(!html.contains(&format!("value=\"{doubtful}\" checked")), "{html}");
        let before = app.links_held().await.len();
        app.post(&address, &[("from", &old.to_string()), ("tick", &sure)]).await;
        assert_eq!(app.links_held().await.len(), before + 1);
    }
}

impl TestApp {
    /// A criterion that the institution added to an assessment.
    async fn own_criterion(&self, assessment: i64, code: &str) -> criterion::Model {
        let own = self.assessed(assessment).await.own_edition_id;
        let rows = criterion::Entity::find().all(&self.app.db.read).await.unwrap();
        rows.into_iter().find(|it| Some(it.edition_id) == own && it.code == code).unwrap()
    }
}

#[tokio::test]
async fn choosing_asks_no_more_questions_the_more_there_is() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    app.crosswalks().await;
    let assessment = app.assessment(LABS).await;
    let old = app.assessment(BODIES).await;
    for number in 0..3 {
        app.evidence(&[("title", &format!("4.1.1 number {number}")), ("kind", "policy")]).await;
        let fields = [("edition", BODIES), ("code", "4.1.1, 4.1.2")];
        app.post(format!("/evidence/{}/links", number + 1), &fields).await;
    }
    let criterion = app.criterion_id(LABS, "4.1.1").await;
    for address in [
        "/evidence/1/link".to_owned(),
        "/evidence/1/links/change".to_owned(),
        format!("/assessments/{assessment}/workbench/{criterion}/link"),
        format!("/assessments/{assessment}/copy-links?from={old}"),
    ] {
        assert_same_queries(&mut app, &address, async |app: &mut TestApp| {
            for number in 10..16 {
                let title = format!("4.1.1 number {number}");
                let id = app.evidence(&[("title", &title), ("kind", "policy")]).await;
                let fields = [("edition", BODIES), ("code", "4.1.1-4.1.3")];
                app.post(format!("/evidence/{id}/links"), &fields).await;
            }
        })
        .await;
    }
}
