//! Crosswalks: what is said of two criteria, what follows from it, and what never does by itself.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::crosswalks::{self, load};
use kriter::entities::{
    AssessmentId, CriterionId, EditionId, Role, audit_event, criterion, crosswalk,
    crosswalk_relation, link, rating,
};
use kriter::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use kriter::standards::{check, load as packs, store};
use kriter::titles::Titles;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::app::{Answer, TestApp};
use crate::queries::assert_same_queries;

/// A small edition: area A with A.1 to A.3, and A.2 in two parts. `levels` from the worst to the best.
fn pack(letter: &str, levels: &[&str], texts: [&str; 4]) -> String {
    let id = letter.to_lowercase();
    let level = |(at, code): (i32, &&str)| {
        let weight = f64::from(at) / 10.0;
        format!(
            "      - {{ code: {code}, title: {{ en: Level {code} }}, weight: {weight}, role: good }}\n"
        )
    };
    let scale = (0..).zip(levels).map(level).collect::<Vec<_>>().concat();
    let [one, part, other, three] = texts;
    let best = levels[levels.len() - 1];
    let node = |code: &str, text: &str, indent: &str| {
        format!(
            "{indent}- code: {letter}.{code}\n{indent}  kind: criterion\n{indent}  title: {{ en: {text} }}\n{indent}  provenance: checked\n"
        )
    };
    let (one, two, three) =
        (node("1", one, "      "), node("2", "Staff", "      "), node("3", three, "      "));
    let (part, other) = (node("2.1", part, "          "), node("2.2", other, "          "));
    format!(
        "framework: {{ id: f-{id}, title: {{ en: Framework {letter} }}, issuer: Nobody }}\nid: edition-{id}\ntitle: {{ en: Edition {letter} }}\nversion: '1'\nkind: criteria\nabout:\n  status: in force\n  sources: [made up]\n  licence_note: free\n  completeness: whole\n  scale:\n    levels:\n{scale}  target: full\n  outcomes:\n    - code: full\n      title: {{ en: Full }}\n      rules:\n        - {{ rule: no_criterion_below, level: {best} }}\n    - {{ code: none, title: {{ en: None }} }}\ncriteria:\n  - code: {letter}\n    kind: area\n    title: {{ en: Area {letter} }}\n    provenance: checked\n    children:\n{one}{two}        children:\n{part}{other}{three}"
    )
}

fn relation(from: &str, to: &str, relation: RelationKind) -> Relation {
    let (from, to) = (from.to_owned(), to.to_owned());
    Relation {
        from,
        to,
        relation,
        strength: None,
        confidence: Confidence::High,
        note: String::new(),
    }
}

fn file(id: &str, from: &str, to: &str, relations: Vec<Relation>) -> Crosswalk {
    Crosswalk {
        id: id.into(),
        title: Titles::english(format!("Crosswalk {id}")),
        from: from.into(),
        to: to.into(),
        source: "made up".into(),
        licence_note: "free".into(),
        relations,
    }
}

/// A program with three editions, A, B and C, and somebody of the academy.
struct Walk {
    app: TestApp,
}

impl Walk {
    async fn new(role: Role) -> Self {
        let app = TestApp::signed_in_as(role).await;
        let all = ["bad", "fair", "good"];
        let calibration = "Measuring equipment is calibrated before use";
        let a = pack("A", &all, [calibration, "Staff is trained", "Staff is appraised", "Archive"]);
        let words =
            ["Calibration of measuring equipment", "Training of staff", "Appraisal", "Fees"];
        let files = [a, pack("B", &["bad", "good"], words), pack("C", &all, words)];
        let files = files.map(|text| check::PackFile { name: "x.yaml".into(), text });
        let mut change = app.app.change(Actor::System).await.unwrap();
        packs::load(&mut change, &files).await.unwrap();
        change.commit().await.unwrap();
        Self { app }
    }

    /// Loads a crosswalk for everybody.
    async fn load(&self, from: &str, to: &str, relations: Vec<Relation>) -> i64 {
        let file = file(&format!("{from}-{to}"), from, to, relations);
        let mut change = self.app.app.change(Actor::System).await.unwrap();
        let held = load::add(&mut change, &file, "digest".into(), None).await.unwrap();
        change.commit().await.unwrap();
        held.id.0
    }

    async fn edition(&self, code: &str) -> EditionId {
        store::by_code(&self.app.app.db.read, code).await.unwrap().unwrap().id
    }

    async fn criterion(&self, code: &str) -> criterion::Model {
        let found = criterion::Entity::find().filter(criterion::Column::Code.eq(code));
        found.one(&self.app.app.db.read).await.unwrap().unwrap()
    }

    async fn id(&self, code: &str) -> CriterionId {
        self.criterion(code).await.id
    }

    /// Adds evidence that is linked to a criterion; `edition` by its letter.
    async fn evidence(&mut self, title: &str, code: &str, more: &[(&str, &str)]) -> String {
        let mut fields = vec![("title", title)];
        fields.extend(more);
        let path = format!("/institutions/{}/evidence/new", self.app.institution);
        let added = self.app.upload(&path, &fields, &[]).await;
        let item = added.location().to_owned();
        assert!(item.starts_with("/evidence/"), "{}", added.text());
        let edition = format!("edition-{}", code[..1].to_lowercase());
        let form = [("edition", edition.as_str()), ("code", code)];
        let linked = self.app.post(format!("{item}/links"), &form).await;
        assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
        item.rsplit('/').next().unwrap().to_owned()
    }

    /// The page of what is there for an edition.
    async fn reuse(&mut self, edition: &str, more: &str) -> Answer {
        let id = self.edition(edition).await;
        let path = format!("/institutions/{}/reuse?edition={id}{more}", self.app.institution);
        self.app.get(path).await
    }

    /// Answered, partly, nothing: criteria of an edition.
    async fn counts(&mut self, edition: &str) -> [usize; 3] {
        let text = self.reuse(edition, "").await.text();
        ["Answered", "Partly answered", "Nothing yet"].map(|name| {
            let line = text.lines().find(|it| it.contains(&format!("{name} · ")));
            let line = line.unwrap_or_else(|| panic!("{name}: {text}"));
            let count = line.split(" · ").nth(1).unwrap().split(' ').next().unwrap();
            count.parse().unwrap()
        })
    }

    async fn links(&self) -> u64 {
        link::Entity::find().count(&self.app.app.db.read).await.unwrap()
    }

    async fn relations(&self) -> u64 {
        crosswalk_relation::Entity::find().count(&self.app.app.db.read).await.unwrap()
    }

    /// Makes a crosswalk of the institution between A and B; its address.
    async fn own(&mut self) -> String {
        let (from, to) = (self.edition("edition-a").await, self.edition("edition-b").await);
        let institution = self.app.institution.to_string();
        let (from, to) = (from.to_string(), to.to_string());
        let fields = [
            ("institution", institution.as_str()),
            ("from", &from),
            ("to", &to),
            ("title", "Ours"),
            ("source", "Judged by us"),
        ];
        let made = self.app.post("/crosswalks/new", &fields).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        made.location().to_owned()
    }

    /// Says in a crosswalk what one criterion is to another.
    async fn relate(&mut self, at: &str, from: &str, to: &str, relation: &str) -> Answer {
        let (from, to) = (self.id(from).await.to_string(), self.id(to).await.to_string());
        let seen = self.seen(at, &from, &to).await;
        let fields = [
            ("from", from.as_str()),
            ("to", &to),
            ("relation", relation),
            ("confidence", "high"),
            ("seen", &seen),
        ];
        self.app.post(at, &fields).await
    }

    /// What the form of two criteria sends along; nothing where there is no form.
    async fn seen(&mut self, at: &str, from: &str, to: &str) -> String {
        let page = self.app.get(format!("{at}?from={from}&to={to}")).await.html();
        let seen = page.split(r#"name="seen" value=""#).nth(1);
        seen.map(|it| it.split('"').next().unwrap().to_owned()).unwrap_or_default()
    }

    /// Takes the first relation away as somebody does who was shown it.
    async fn remove(&mut self, at: &str) -> crate::app::Answer {
        let path = format!("{at}/relations/1/remove");
        let page = self.app.get(&path).await.html();
        let seen = page.split(r#"name="seen" value=""#).nth(1).unwrap_or_default();
        let seen = seen.split('"').next().unwrap_or_default().to_owned();
        self.app.post(path, &[("seen", &seen)]).await
    }

    async fn events(&self) -> Vec<String> {
        let events = audit_event::Entity::find().all(&self.app.app.db.read).await.unwrap();
        let events = events.into_iter().map(|it| it.action);
        events.filter(|it| it.contains("crosswalk") || it.contains("relation")).collect()
    }
}

#[tokio::test]
async fn a_file_is_loaded_once_and_never_changes() {
    let walk = Walk::new(Role::Administrator).await;
    let crosswalk =
        file("a-b", "edition-a", "edition-b", vec![relation("A.1", "B.1", RelationKind::Equal)]);
    let mut change = walk.app.app.change(Actor::System).await.unwrap();
    assert!(load::load_one(&mut change, &crosswalk, "one".into()).await.unwrap());
    assert!(!load::load_one(&mut change, &crosswalk, "one".into()).await.unwrap());
    assert!(load::load_one(&mut change, &crosswalk, "two".into()).await.is_err());
    change.commit().await.unwrap();
    assert_eq!(walk.relations().await, 1);
    // What it names must be there.
    for (from, code) in [("edition-x", "A.1"), ("edition-a", "A.9")] {
        let relations = vec![relation(code, "B.1", RelationKind::Equal)];
        let wrong = file("wrong", from, "edition-b", relations);
        let mut change = walk.app.app.change(Actor::System).await.unwrap();
        assert!(
            load::add(&mut change, &wrong, String::new(), None).await.is_err(),
            "{from} {code}"
        );
    }
}

#[tokio::test]
async fn the_crosswalks_that_the_program_brings_lead_between_its_own_editions() {
    let mut app = TestApp::with_standards(Role::Observer).await;
    let files = check::builtin();
    let wanted = files.iter().filter(|it| check::is_crosswalk(&it.name)).count();
    assert!(wanted >= 3, "{wanted}");
    let mut change = app.app.change(Actor::System).await.unwrap();
    assert_eq!(load::load(&mut change, &files).await.unwrap(), wanted);
    assert_eq!(load::load(&mut change, &files).await.unwrap(), 0);
    change.commit().await.unwrap();
    let page = app.get("/crosswalks").await.text();
    assert!(page.contains("ESG 2015"), "{page}");
    for id in 1..=wanted {
        let page = app.get(format!("/crosswalks/{id}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("comes with the program"), "{}", page.text());
    }
}

#[tokio::test]
async fn nobody_changes_what_is_everybodys() {
    let mut walk = Walk::new(Role::Administrator).await;
    let relations = vec![relation("A.1", "B.1", RelationKind::Equal)];
    let id = walk.load("edition-a", "edition-b", relations).await;
    let at = format!("/crosswalks/{id}");
    let page = walk.app.get(&at).await;
    assert!(page.text().contains("comes with the program"), "{}", page.text());
    assert!(!page.html().contains("Remove"));
    assert_eq!(walk.relate(&at, "A.1", "B.1", "subset").await.status, StatusCode::FORBIDDEN);
    let removed = walk.app.post(format!("{at}/relations/1/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::FORBIDDEN);
    assert_eq!(walk.relations().await, 1);
}

#[tokio::test]
async fn an_institution_makes_its_own_and_what_is_changed_is_read_at_once() {
    let mut walk = Walk::new(Role::Administrator).await;
    walk.evidence("Certificate", "A.1", &[]).await;
    let at = walk.own().await;
    assert_eq!(walk.counts("edition-b").await, [0, 0, 4]);
    for (relation, expected) in [
        ("equal", [1, 0, 3]),
        ("subset", [0, 1, 3]),
        ("superset", [1, 0, 3]),
        ("intersects", [0, 1, 3]),
    ] {
        let saved = walk.relate(&at, "A.1", "B.1", relation).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert_eq!(walk.counts("edition-b").await, expected, "{relation}");
    }
    // The same again is no change.
    walk.relate(&at, "A.1", "B.1", "intersects").await;
    assert_eq!(walk.relations().await, 1);
    let page = walk.app.get(&at).await.text();
    assert!(page.contains("A.1") && page.contains("overlaps"), "{page}");
    let removed = walk.remove(&at).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    assert_eq!(walk.counts("edition-b").await, [0, 0, 4]);
    let expected = [
        "crosswalk-made",
        "relation-added",
        "relation-changed",
        "relation-changed",
        "relation-changed",
        "relation-removed",
    ];
    assert_eq!(walk.events().await, expected);
    let codes = crosswalk::Entity::find().all(&walk.app.app.db.read).await.unwrap();
    assert_eq!(codes[0].code, "kaps/edition-a-edition-b");
    walk.own().await;
    let codes = crosswalk::Entity::find().all(&walk.app.app.db.read).await.unwrap();
    assert_eq!(codes[1].code, "kaps/edition-a-edition-b-2");
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_beside_its_field() {
    let mut walk = Walk::new(Role::Administrator).await;
    let edition = walk.edition("edition-a").await.to_string();
    let institution = walk.app.institution.to_string();
    let fields = [("institution", institution.as_str()), ("from", &edition), ("to", &edition)];
    let refused = walk.app.post("/crosswalks/new", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("Choose another edition than the first."), "{text}");
    assert!(text.matches("This must be filled in.").count() == 2, "{text}");
    let at = walk.own().await;
    let (from, to) = (walk.id("A.1").await.to_string(), walk.id("B.1").await.to_string());
    let fields = [("from", from.as_str()), ("to", &to), ("relation", ""), ("strength", "much")];
    let refused = walk.app.post(&at, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("A number from 0 to 100."), "{text}");
    assert!(text.contains("Choose one of the options."), "{text}");
    // Criteria of other editions cannot be related here.
    let (there, back) = (
        walk.relate(&at, "A.1", "C.1", "equal").await,
        walk.relate(&at, "B.1", "A.1", "equal").await,
    );
    assert_eq!((there.status, back.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(walk.relations().await, 0);
}

#[tokio::test]
async fn a_suggestion_is_only_shown_until_somebody_takes_it() {
    let mut walk = Walk::new(Role::Administrator).await;
    walk.evidence("Certificate", "A.1", &[]).await;
    let at = walk.own().await;
    let from = walk.id("A.1").await;
    let page = walk.app.get(format!("{at}?from={from}")).await;
    let text = page.text();
    assert!(text.contains("B.1 Calibration of measuring equipment"), "{text}");
    assert!(text.contains("% alike"), "{text}");
    // Likeness says nothing of equality: what is offered first is the weakest.
    assert!(page.html().contains(r#"<option value="intersects" selected>"#));
    assert_eq!(walk.relations().await, 0);
    assert_eq!(walk.counts("edition-b").await, [0, 0, 4]);
    let to = walk.id("B.1").await;
    let page = walk.app.get(format!("{at}?to={to}")).await.text();
    assert!(page.contains("A.1 Measuring equipment"), "{page}");
    walk.relate(&at, "A.1", "B.1", "intersects").await;
    let page = walk.app.get(format!("{at}?from={from}")).await.text();
    let suggested = page.split("Suggestions").nth(1).unwrap().split("Edition A").next().unwrap();
    assert!(!suggested.contains("B.1 "), "{suggested}");
}

#[tokio::test]
async fn a_relation_that_somebody_changed_meanwhile_is_not_overwritten_unseen() {
    let mut walk = Walk::new(Role::Administrator).await;
    let at = walk.own().await;
    let (from, to) = (walk.id("A.1").await.to_string(), walk.id("B.1").await.to_string());
    // Seen before anybody related them, as a suggestion is.
    let mine = [
        ("from", from.as_str()),
        ("to", &to),
        ("relation", "subset"),
        ("confidence", "low"),
        ("note", "Read both, mine is a part"),
        ("seen", "none"),
    ];
    walk.relate(&at, "A.1", "B.1", "equal").await;
    let held = async |walk: &Walk| {
        let row = crosswalk_relation::Entity::find().one(&walk.app.app.db.read).await.unwrap();
        row.unwrap().relation.code()
    };
    let refused = walk.app.post(&at, &mine).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("changed this relation meanwhile"), "{}", refused.text());
    assert!(refused.html().contains("Read both, mine is a part"), "what was typed is kept");
    assert_eq!(held(&walk).await, "equal");
    // Sent again, now that it was seen.
    let seen = walk.seen(&at, &from, &to).await;
    assert!(refused.html().contains(&seen));
    let mut again = mine;
    again[5].1 = &seen;
    assert_eq!(walk.app.post(&at, &again).await.status, StatusCode::SEE_OTHER);
    assert_eq!(held(&walk).await, "subset");
    walk.remove(&at).await;
    let events = audit_event::Entity::find().all(&walk.app.app.db.read).await.unwrap();
    let details = |action: &str| -> serde_json::Value {
        let event = events.iter().find(|it| it.action == action).unwrap();
        serde_json::from_str(&event.details).unwrap()
    };
    let changed = details("relation-changed");
    let before = &changed["before"];
    assert_eq!(before["relation"], "equal");
    assert_eq!(before["confidence"], "high");
    let removed = details("relation-removed");
    assert_eq!(removed["note"], "Read both, mine is a part");
    assert_eq!(removed["relation"], "subset");
    assert_eq!(removed["from"], "A.1");
}

#[tokio::test]
async fn evidence_is_linked_only_where_somebody_says_so_and_only_what_is_offered() {
    let mut walk = Walk::new(Role::Administrator).await;
    let (equal, overlaps) = (RelationKind::Equal, RelationKind::Intersects);
    let relations = vec![
        relation("A.1", "B.1", equal),
        relation("A.2", "B.2", equal),
        relation("A.3", "B.3", overlaps),
    ];
    walk.load("edition-a", "edition-b", relations).await;
    let certificate = walk.evidence("Certificate", "A.1", &[]).await;
    let plan = walk.evidence("Training plan", "A.2.1", &[]).await;
    let draft = walk.evidence("Sketch", "A.3", &[("status", "draft")]).await;
    let before = walk.links().await;
    // A part of what equals a clause is a part; a draft does not count.
    assert_eq!(walk.counts("edition-b").await, [1, 2, 1]);
    let any = walk.reuse("edition-b", "&evidence=any").await.text();
    assert!(any.contains("Sketch"), "{any}");
    assert_eq!(walk.links().await, before, "looking links nothing");
    let text = walk.reuse("edition-b", "").await.text();
    assert!(
        text.contains("A.1 Edition A → the same → B.1 (Crosswalk edition-a-edition-b)"),
        "{text}"
    );
    let path = format!("/institutions/{}/reuse", walk.app.institution);
    let edition = walk.edition("edition-b").await.to_string();
    let (one, three) = (walk.id("B.1").await, walk.id("B.3").await);
    for wrong in
        [format!("{certificate}-{three}"), format!("{draft}-{three}"), "x".into(), "9-9".into()]
    {
        let refused = walk.app.post(&path, &[("edition", &edition), ("one", &wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let nothing = walk.app.post(&path, &[("edition", &edition)]).await;
    assert!(nothing.text().contains("Nothing is ticked"), "{}", nothing.text());
    assert_eq!(walk.links().await, before);
    // One press links one, whatever else is ticked.
    let (first, part) = (format!("{certificate}-{one}"), walk.id("B.2.1").await);
    let other = format!("{plan}-{part}");
    let fields = [("edition", edition.as_str()), ("one", &first), ("pair", &other)];
    let linked = walk.app.post(&path, &fields).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text());
    assert_eq!(walk.links().await, before + 1);
    let item = walk.app.get(format!("/evidence/{certificate}")).await.text();
    assert!(item.contains("Reused from A.1, Edition A (the same)"), "{item}");
    let page = walk.reuse("edition-b", "").await.text();
    assert!(page.contains("Linked already"), "{page}");
    walk.app.post(&path, &[("edition", &edition), ("pair", &other)]).await;
    assert_eq!(walk.links().await, before + 2);
}

#[tokio::test]
async fn a_way_over_several_crosswalks_takes_the_weakest_link() {
    let mut walk = Walk::new(Role::Administrator).await;
    let (equal, subset) = (RelationKind::Equal, RelationKind::Subset);
    walk.load("edition-a", "edition-b", vec![relation("A.1", "B.1", equal)]).await;
    let mut weak = relation("C.1", "B.1", subset);
    weak.confidence = Confidence::Low;
    walk.load("edition-c", "edition-b", vec![weak]).await;
    walk.evidence("Certificate", "A.1", &[]).await;
    // A.1 equals B.1, of which C.1 is a part: what proves the one proves the other.
    assert_eq!(walk.counts("edition-c").await, [1, 0, 3]);
    let db = &walk.app.app.db.read;
    let user = kriter::entities::UserId(1);
    let scope = kriter::web::visitor::Scope {
        institutions: vec![walk.app.institution],
        ..kriter::web::visitor::Scope::nothing(user)
    };
    let related = crosswalks::related(db, &scope, walk.id("A.1").await).await.unwrap();
    let found: Vec<_> = related
        .iter()
        .map(|it| (it.code.as_str(), it.path.bond.relation.code(), it.path.bond.confidence.code()))
        .collect();
    assert_eq!(found, [("B.1", "equal", "high"), ("C.1", "superset", "low")]);
}

/// Assessments of A and of another edition, A.1 rated in the first; the address of the other's page to carry over.
async fn rated(walk: &mut Walk, level: &str, edition: &str) -> (String, i64) {
    let from = walk.app.assessment("edition-a").await;
    let into = walk.app.assessment(edition).await;
    let bench = format!("/assessments/{from}/workbench/{}", walk.id("A.1").await);
    let fields = [("level", level), ("rationale", "Seen in the laboratory")];
    let answer = walk.app.post(bench, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    (format!("/assessments/{into}/carry"), into)
}

/// The values of the ticks of a page.
fn ticks(page: &Answer) -> Vec<String> {
    let html = page.html();
    let found = html.split(r#"name="tick" value=""#).skip(1);
    found.map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn only_what_is_equal_carries_a_rating_and_only_after_it_was_looked_at() {
    let mut walk = Walk::new(Role::Administrator).await;
    let (at, into) = rated(&mut walk, "good", "edition-b").await;
    let crosswalk = walk.own().await;
    for relation in ["subset", "superset", "intersects"] {
        walk.relate(&crosswalk, "A.1", "B.1", relation).await;
        let page = walk.app.get(&at).await;
        assert!(page.text().contains("No rating can be carried over"), "{}", page.text());
    }
    walk.relate(&crosswalk, "A.1", "B.1", "equal").await;
    let page = walk.app.get(&at).await;
    let text = page.text();
    assert!(text.contains("Calibration of measuring equipment"), "{text}");
    assert!(text.contains("Seen in the laboratory") && text.contains("Level good"), "{text}");
    assert!(!page.html().contains("checked"), "nothing is ticked from the start");
    let tick = ticks(&page).pop().unwrap();
    let of =
        |into| rating::Entity::find().filter(rating::Column::AssessmentId.eq(AssessmentId(into)));
    let db = walk.app.app.db.read.clone();
    let nothing = walk.app.post(&at, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The relation changes between looking and sending: what was looked at holds no more.
    walk.relate(&crosswalk, "A.1", "B.1", "subset").await;
    let stale = walk.app.post(&at, &[("tick", &tick)]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stale.text());
    assert_eq!(of(into).count(&db).await.unwrap(), 0);
    walk.relate(&crosswalk, "A.1", "B.1", "equal").await;
    let carried = walk.app.post(&at, &[("tick", &tick)]).await;
    assert_eq!(carried.status, StatusCode::SEE_OTHER, "{}", carried.text());
    let rating = of(into).one(&db).await.unwrap().unwrap();
    assert_eq!(rating.criterion_id, walk.id("B.1").await);
    assert_eq!(rating.level.as_deref(), Some("good"));
    assert!(rating.confirm && rating.carried_from_id.is_some() && rating.superseded_at.is_none());
    // Once it is rated here, nothing is carried again.
    let again = walk.app.post(&at, &[("tick", &tick)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(walk.app.get(&at).await.text().contains("1 criterion is rated here already"));
    assert_eq!(of(into).count(&db).await.unwrap(), 1);
}

#[tokio::test]
async fn a_level_that_the_other_scale_has_not_is_not_carried() {
    let mut walk = Walk::new(Role::Administrator).await;
    let (at, _) = rated(&mut walk, "fair", "edition-b").await;
    walk.load("edition-a", "edition-b", vec![relation("A.1", "B.1", RelationKind::Equal)]).await;
    let page = walk.app.get(&at).await;
    assert!(page.text().contains("The scale here has no such level"), "{}", page.text());
    assert_eq!(ticks(&page), [""; 0]);
}

#[tokio::test]
async fn one_criterion_takes_one_rating() {
    let mut walk = Walk::new(Role::Administrator).await;
    let (_, first) = rated(&mut walk, "good", "edition-a").await;
    let bench = format!("/assessments/{first}/workbench/{}", walk.id("A.1").await);
    walk.app.post(bench, &[("level", "bad")]).await;
    let into = walk.app.assessment("edition-c").await;
    walk.load("edition-a", "edition-c", vec![relation("A.1", "C.1", RelationKind::Equal)]).await;
    let at = format!("/assessments/{into}/carry");
    let ticks = ticks(&walk.app.get(&at).await);
    assert_eq!(ticks.len(), 2);
    let both = [("tick", ticks[0].as_str()), ("tick", &ticks[1])];
    let refused = walk.app.post(&at, &both).await;
    assert!(refused.text().contains("Two ratings are ticked"), "{}", refused.text());
    let carried = walk.app.post(&at, &[("tick", &ticks[1])]).await;
    assert_eq!(carried.status, StatusCode::SEE_OTHER, "{}", carried.text());
}

/// Addresses that who only answers requests neither sees nor posts to.
async fn nothing_is_there_for_a_contributor(app: &TestApp, addresses: &[&str]) {
    let mut person = app.another(Role::Contributor).await;
    for address in addresses {
        let (seen, sent) = (person.get(address).await, person.post(address, &[]).await);
        let closed = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
        assert!(closed.contains(&seen.status), "{address}: {}", seen.status);
        assert!(sent.status.is_client_error(), "{address}: {}", sent.status);
    }
}

#[tokio::test]
async fn who_may_what_with_crosswalks() {
    let mut walk = Walk::new(Role::Administrator).await;
    let at = walk.own().await;
    walk.relate(&at, "A.1", "B.1", "equal").await;
    let assessment = walk.app.assessment("edition-b").await;
    for role in [Role::Reviewer, Role::LeadReviewer] {
        walk.app.another(role).await;
    }
    let institution = walk.app.institution;
    let reuse = format!("/institutions/{institution}/reuse");
    let (carry, remove) =
        (format!("/assessments/{assessment}/carry"), format!("{at}/relations/1/remove"));
    let (from, to) = (walk.id("A.1").await.to_string(), walk.id("B.1").await.to_string());
    let seen = walk.seen(&at, &from, &to).await;
    let pair = [
        ("from", from.as_str()),
        ("to", &to),
        ("relation", "subset"),
        ("confidence", "low"),
        ("seen", &seen),
    ];
    nothing_is_there_for_a_contributor(&walk.app, &[&at, &reuse, &carry]).await;
    for role in Role::ALL.iter().filter(|it| **it != Role::Contributor) {
        let is_keeper = *role == Role::Administrator;
        let mut person = walk.app.another(*role).await;
        for address in ["/crosswalks", &at, &reuse] {
            assert_eq!(person.get(address).await.status, StatusCode::OK, "{role:?} {address}");
        }
        let may = |yes: StatusCode| if is_keeper { yes } else { StatusCode::FORBIDDEN };
        let new = person.get("/crosswalks/new").await.status;
        assert_eq!(new, may(StatusCode::OK), "{role:?}");
        let related = person.post(&at, &pair).await.status;
        assert_eq!(related, may(StatusCode::SEE_OTHER), "{role:?}");
        let linked = person.post(&reuse, &[]).await.status;
        assert_eq!(linked, may(StatusCode::NOT_FOUND), "{role:?}: no edition is named");
        let carries = person.get(&carry).await.status;
        let is_assigned = matches!(role, Role::Reviewer | Role::LeadReviewer);
        let expected = if is_assigned { StatusCode::NOT_FOUND } else { may(StatusCode::OK) };
        assert_eq!(carries, expected, "{role:?}");
        if !is_keeper {
            assert_eq!(person.post(&remove, &[]).await.status, StatusCode::FORBIDDEN, "{role:?}");
            let page = person.get(format!("{at}?from={from}&to={to}")).await.html();
            assert!(!page.contains("Save the relation"), "{role:?}");
        }
        let mut stranger = walk.app.stranger(*role).await;
        for address in [&at, &reuse, &carry] {
            let status = stranger.get(address).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{role:?} {address}");
        }
        for address in [&at, &reuse, &carry, &remove] {
            let status = stranger.post(address, &pair).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{role:?} {address}");
        }
        let listed = stranger.get("/crosswalks").await.text();
        assert!(!listed.contains("Ours"), "{listed}");
    }
    let mut stranger = walk.app.stranger(Role::Administrator).await;
    let edition = walk.edition("edition-a").await.to_string();
    let fields = [("institution", "1"), ("from", edition.as_str())];
    let made = stranger.post("/crosswalks/new", &fields).await;
    assert_eq!(made.status, StatusCode::NOT_FOUND, "{}", made.text());
}

#[tokio::test]
async fn another_institutions_crosswalks_and_evidence_count_for_nobody_else() {
    let mut walk = Walk::new(Role::Administrator).await;
    walk.evidence("Certificate", "A.1", &[]).await;
    let at = walk.own().await;
    walk.relate(&at, "A.1", "B.1", "equal").await;
    let other = walk.app.stranger(Role::Administrator).await;
    let mut there = Walk { app: other };
    let text = there.app.get(format!("/institutions/{}/reuse", there.app.institution)).await.text();
    assert!(text.contains("No crosswalk leads"), "{text}");
    assert_eq!(there.counts("edition-b").await, [0, 0, 4]);
    walk.load("edition-a", "edition-b", vec![relation("A.1", "B.1", RelationKind::Equal)]).await;
    assert_eq!(there.counts("edition-b").await, [0, 0, 4]);
    assert_eq!(walk.counts("edition-b").await, [1, 0, 3]);
}

#[tokio::test]
async fn what_is_restricted_is_not_told() {
    let mut walk = Walk::new(Role::Administrator).await;
    walk.load("edition-a", "edition-b", vec![relation("A.1", "B.1", RelationKind::Equal)]).await;
    walk.evidence("Secret method", "A.1", &[("confidentiality", "restricted")]).await;
    let mut observer = Walk { app: walk.app.another(Role::Observer).await };
    let page = observer.reuse("edition-b", "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.html().contains("Secret"), "{}", page.text());
    assert!(page.text().contains("Restricted"), "{}", page.text());
}

#[tokio::test]
async fn the_pages_of_crosswalks_do_not_ask_for_each_row() {
    let mut walk = Walk::new(Role::Administrator).await;
    let at = walk.own().await;
    walk.relate(&at, "A.1", "B.1", "equal").await;
    walk.evidence("Certificate", "A.1", &[]).await;
    let (carry, _) = rated(&mut walk, "good", "edition-b").await;
    let edition = walk.edition("edition-b").await;
    let reuse = format!("/institutions/{}/reuse", walk.app.institution);
    let (overview, one) = (reuse.clone(), format!("{reuse}?edition={edition}"));
    let chosen = format!("{at}?from={}", walk.id("A.1").await);
    for address in ["/crosswalks".to_owned(), at.clone(), chosen, overview, one, carry] {
        let Walk { app } = &mut walk;
        let at = at.clone();
        assert_same_queries(app, &address, async |app| {
            let mut walk = Walk { app: app.another(Role::Administrator).await };
            for (from, to) in [("A.2", "B.2"), ("A.2.1", "B.2.1"), ("A.3", "B.3")] {
                walk.relate(&at, from, to, "equal").await;
                walk.evidence("More", from, &[]).await;
            }
            walk.own().await;
        })
        .await;
    }
}

#[tokio::test]
async fn only_what_was_shown_of_a_relation_is_taken_away() {
    let mut walk = Walk::new(Role::Administrator).await;
    let at = walk.own().await;
    walk.relate(&at, "A.1", "B.1", "equal").await;
    let path = format!("{at}/relations/1/remove");
    let question = walk.app.get(&path).await.html();
    assert!(question.contains("can be brought back only"), "{question}");
    let seen = question.split(r#"name="seen" value=""#).nth(1).unwrap();
    let seen = seen.split('"').next().unwrap().to_owned();
    walk.relate(&at, "A.1", "B.1", "subset").await;
    for sent in [seen.as_str(), ""] {
        let refused = walk.app.post(&path, &[("seen", sent)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Nothing was taken away"), "{}", refused.text());
    }
    assert_eq!(walk.relations().await, 1);
    assert_eq!(walk.remove(&at).await.status, StatusCode::SEE_OTHER);
    assert_eq!(walk.relations().await, 0);
}
