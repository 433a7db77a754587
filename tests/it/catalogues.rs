//! The catalogue editor: drafts begun, cloned, derived, changed, published; and who may do so.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use kriter::audit::{Actor, Event};
use kriter::entities::{
    CriterionId, EditionId, EditionState, Role, audit_event, criterion, edition, exclusion,
    framework,
};
use kriter::standards::check::{known_evidence_types, problems_of};
use kriter::standards::load::{self, Placing};
use kriter::standards::pack::{
    Choice, FrameworkHead, Group, Head, Node, Pack, PackKind, Provenance, Question, QuestionKind,
};
use kriter::standards::{rows, store};
use kriter::titles::Titles;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, NotSet, PaginatorTrait as _, Set};
use serde_json::json;

use crate::app::{TestApp, now};
use crate::queries::assert_same_queries;

impl TestApp {
    /// Begins a draft through the form; its id.
    pub async fn draft(&mut self, id: &str) -> String {
        let path = format!("/institutions/{}/catalogues/new", self.institution);
        let fields = [
            ("title", "Entry rules"),
            ("id", id),
            ("version", "1"),
            ("issuer", "Academy"),
            ("kind", "criteria"),
        ];
        let answer = self.post(path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        last(answer.location())
    }

    /// Puts a criterion into a draft, below another or at the end; its id.
    pub async fn node(&mut self, draft: &str, below: &str, code: &str) -> String {
        let fields = [("below", below), ("code", code), ("kind", "rule"), ("title-en", code)];
        let answer = self.post(format!("/catalogues/{draft}/add"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        last(answer.location())
    }

    /// An edition as a pack.
    async fn pack(&self, id: &str) -> Pack {
        let id = EditionId(id.parse().unwrap());
        let whole = store::whole(&self.app.db.read, id).await.unwrap();
        store::pack_of(&self.app.db.read, &whole).await.unwrap()
    }

    /// Codes of a draft in their order, each with its depth and whether it is rated; the rows are a sound tree.
    async fn tree(&self, id: &str) -> Vec<(String, i32, bool)> {
        let id = EditionId(id.parse().unwrap());
        let whole = store::whole(&self.app.db.read, id).await.unwrap();
        let mut open: Vec<CriterionId> = Vec::new();
        for (place, it) in (0..).zip(whole.criteria.iter()) {
            assert_eq!(it.position, place, "{}", it.code);
            open.truncate(usize::try_from(it.depth).unwrap());
            assert_eq!(it.parent_id, open.last().copied(), "{}", it.code);
            assert_eq!(open.len(), usize::try_from(it.depth).unwrap(), "{}", it.code);
            open.push(it.id);
        }
        whole.criteria.iter().map(|it| (it.code.clone(), it.depth, it.assessable)).collect()
    }

    async fn codes(&self, id: &str) -> Vec<String> {
        self.tree(id).await.into_iter().map(|it| it.0).collect()
    }

    async fn clone_of(&mut self, edition: EditionId, id: &str) -> String {
        let path = format!("/institutions/{}/catalogues/clone/{edition}", self.institution);
        let answer = self.post(path, &[("id", id), ("version", "next")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        last(answer.location())
    }

    /// Loads a pack as it is; its id.
    async fn loaded(&self, pack: &Pack, placing: Placing) -> EditionId {
        let mut change = self.app.change(Actor::System).await.unwrap();
        let added = load::add(&mut change, pack, String::new(), placing).await.unwrap();
        change.commit().await.unwrap();
        added.id
    }
}

fn last(location: &str) -> String {
    location.rsplit('/').next().unwrap().to_owned()
}

/// The mark that a form carries, so that two windows do not overwrite one another.
fn mark(html: &str) -> String {
    let after = html.split("name=\"mark\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

/// What a form changes of a node.
type Change = fn(&mut Node);

/// A pack with everything that a node and a head can hold.
fn rich() -> Pack {
    let spoken = |text: &str| -> Titles {
        [("en", text), ("sq", "Shqip"), ("fr", " Français\nà deux lignes")].into_iter().collect()
    };
    let mut full = Node::new("1.10", "clause", spoken("Full"));
    full.numbered = false;
    full.summary = Some(spoken("Summary"));
    full.guidance = Some(spoken("Guidance"));
    full.typical_evidence = Some(spoken("Evidence"));
    full.provenance = Provenance::Reconstructed;
    full.mandatory = true;
    full.importance = Some("high".into());
    full.weight = 2.5;
    full.groups = vec!["B".into(), "007".into()];
    full.expects = vec!["policy".into()];
    full.questions = vec![Question {
        text: spoken("Is it?"),
        kind: QuestionKind::UniqueChoice,
        choices: vec![Choice {
            text: spoken("Yes"),
            score: Some(1.5),
            extras: [("a".into(), "b".into())].into(),
        }],
        extras: [("urn".into(), "x".into())].into(),
    }];
    full.references = [("iso".into(), "4.1".into())].into();
    full.identifier = Some("urn:x:1".into());
    full.extras = [("colour".into(), "red".into())].into();
    let mut untitled = Node::new("1E5", "clause", Titles::default());
    untitled.summary = Some(spoken("A text without a title"));
    let mut rated = Node::new("007", "area", spoken("Rated heading"));
    rated.assessable = Some(true);
    rated.children = vec![full, untitled];
    let mut unrated = Node::new("3-4", "area", spoken("Leaf that is not rated"));
    unrated.assessable = Some(false);
    let group = |code: &str| Group {
        code: code.into(),
        title: spoken(code),
        description: Some(spoken("What it is for")),
        chosen: true,
    };
    let about = Head {
        status: "in force".into(),
        language: Some("fr".into()),
        description: Some(spoken("Description")),
        sources: vec!["a book".into()],
        groups: vec![group("B"), group("007")],
        extras: [("publisher".into(), "X".into())].into(),
        ..Head::default()
    };
    let framework = FrameworkHead { id: "rich".into(), title: spoken("Rich"), issuer: "X".into() };
    Pack {
        framework,
        id: "rich-1".into(),
        title: spoken("Rich"),
        version: "1".into(),
        kind: PackKind::Criteria,
        supplements: None,
        about,
        criteria: vec![rated, unrated],
    }
}

#[tokio::test]
async fn a_clone_says_what_its_source_says_but_for_id_and_version() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let rich = rich();
    let placing = Placing { institution: Some(app.institution), ..Placing::default() };
    app.loaded(&rich, placing).await;
    let db = app.app.db.read.clone();
    let frameworks = framework::Entity::find().count(&db).await.unwrap();
    let sources = edition::Entity::find().all(&db).await.unwrap();
    assert!(sources.len() > 5);
    for (at, source) in sources.iter().enumerate() {
        let before = app.pack(&source.id.to_string()).await;
        let id = app.clone_of(source.id, &format!("copy-{at}")).await;
        let mut after = app.pack(&id).await;
        assert_eq!((after.id.as_str(), after.version.as_str()), (&*format!("copy-{at}"), "next"));
        (after.id, after.version) = (before.id.clone(), before.version.clone());
        assert_eq!(after, before, "{}", source.code);
        // Table by table: the rows are the same too, but for their ids.
        let copy = store::whole(&db, EditionId(id.parse().unwrap())).await.unwrap();
        let whole = store::whole(&db, source.id).await.unwrap();
        let bare = |it: &criterion::Model| criterion::Model {
            id: CriterionId(0),
            edition_id: EditionId(0),
            parent_id: None,
            ..it.clone()
        };
        let rows = |it: &store::Whole| it.criteria.iter().map(bare).collect::<Vec<_>>();
        assert_eq!(rows(&copy), rows(&whole), "{}", source.code);
        assert_eq!(copy.edition.state, EditionState::Draft);
        assert_eq!(copy.edition.institution_id, Some(app.institution));
        assert!(copy.edition.code.starts_with("kaps/"));
        assert_eq!(copy.edition.pack, whole.edition.pack);
        assert_eq!(app.pack(&source.id.to_string()).await, before);
    }
    assert_eq!(framework::Entity::find().count(&db).await.unwrap(), frameworks);
    let own = sources.iter().find(|it| it.code == "kaps/rich-1").unwrap();
    assert_eq!(app.pack(&own.id.to_string()).await, rich);
}

#[tokio::test]
async fn ten_thousand_criteria_are_cloned_and_changed_with_few_statements() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let mut pack = rich();
    pack.id = "large".into();
    let area = |area: usize| {
        let mut node = Node::new(format!("{area}"), "area", Titles::english("Area"));
        let child = |at| Node::new(format!("{area}.{at}"), "clause", Titles::english("Clause"));
        node.children = (1..100).map(child).collect();
        node
    };
    pack.criteria = (0..100).map(area).collect();
    let source = app.loaded(&pack, Placing::default()).await;
    let before = app.queries.load(Ordering::Relaxed);
    let draft = app.clone_of(source, "large").await;
    assert_eq!(app.codes(&draft).await.len(), 10_000);
    let rows = store::whole(&app.app.db.read, EditionId(draft.parse().unwrap())).await.unwrap();
    let id = |code: &str| rows.criteria.iter().find(|it| it.code == code).unwrap().id;
    let at = format!("/catalogues/{draft}/criteria/{}", id("0"));
    app.post(format!("{at}/move"), &[("step", "down")]).await;
    let codes = app.codes(&draft).await;
    assert_eq!((codes[0].as_str(), codes[100].as_str()), ("1", "0"));
    let page = app.get(format!("/catalogues/{draft}/criteria/{}", id("5.5"))).await;
    assert_eq!(page.status, StatusCode::OK);
    // Only the area in hand is laid out.
    assert!(page.text().contains("5.99") && !page.text().contains("6.99"));
    let removed = app.post(format!("{at}/remove"), &[("below", "99")]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    assert_eq!(app.codes(&draft).await.len(), 9_900);
    let asked = app.queries.load(Ordering::Relaxed) - before;
    assert!(asked < 120, "{asked}");
}

#[tokio::test]
async fn a_catalogue_is_written_published_and_then_fixed_for_ever() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let list = format!("/institutions/{}/catalogues", app.institution);
    let empty = app.get(&list).await.text();
    assert!(empty.contains("has no catalogue of its own"), "{empty}");
    let draft = app.draft("rules").await;
    let at = format!("/catalogues/{draft}");
    // An empty draft cannot be published, and the page says why and where.
    let refused = app.post(format!("{at}/publish"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("there is no criterion"), "{}", refused.text());
    let area = app.node(&draft, "", "A").await;
    app.node(&draft, &area, "A.1").await;
    let after = [("after", area.as_str()), ("code", "B"), ("kind", "area"), ("title-sq", "Fusha")];
    let b = last(app.post(format!("{at}/add"), &after).await.location());
    let tree = app.tree(&draft).await;
    let expected = [("A", 0, false), ("A.1", 1, true), ("B", 0, true)];
    assert_eq!(tree, expected.map(|it| (it.0.to_owned(), it.1, it.2)));
    let groups = [("groups", "1 | One\r\n2 | Two"), ("status", "in force")];
    assert_eq!(app.post(&at, &groups).await.status, StatusCode::SEE_OTHER);
    let form = app.get(format!("{at}/criteria/{b}")).await.text();
    assert!(form.contains("1 One") && form.contains("2 Two"), "{form}");
    let page = app.get(format!("{at}/publish")).await.text();
    assert!(page.contains("cannot be changed or removed any more"), "{page}");
    let published = app.post(format!("{at}/publish"), &[]).await;
    assert_eq!(published.location(), format!("/standards/{draft}"));
    for path in ["", "/publish", "/discard", "/add", &format!("/criteria/{b}")] {
        let path = format!("{at}{path}");
        assert_eq!(app.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        let write = app.post(&path, &[("version", "2"), ("code", "X")]).await;
        assert_eq!(write.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["move", "remove"] {
        let write = app.post(format!("{at}/criteria/{b}/{path}"), &[("step", "up")]).await;
        assert_eq!(write.status, StatusCode::NOT_FOUND, "{path}");
    }
    let pack = app.pack(&draft).await;
    assert!(problems_of(&pack, &known_evidence_types()).is_empty());
    app.assessment("kaps/rules").await;
    let shown = app.get(&list).await.text();
    assert!(shown.contains("Published"), "{shown}");
    let log = app.get(format!("/institutions/{}/audit", app.institution)).await.text();
    for told in ["edition published", "draft of an edition changed", "criterion added to a draft"] {
        assert!(log.contains(told), "{log}");
    }
}

#[tokio::test]
async fn a_form_that_sends_one_field_changes_nothing_else() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let placing = Placing { institution: Some(app.institution), state: EditionState::Draft };
    let draft = app.loaded(&rich(), placing).await.to_string();
    let rows = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    let row = rows.iter().find(|it| it.edition_id.to_string() == draft && it.code == "1.10");
    let row = row.unwrap();
    let at = format!("/catalogues/{draft}/criteria/{}", row.id);
    let changes: [(&[(&str, &str)], Change); 11] = [
        (&[("code", "1.100")], |it| {
            it.code = "1.100".into();
            it.numbered = true;
        }),
        (&[("kind", "rule")], |it| it.kind = "rule".into()),
        (&[("title-sr", "Naziv")], |it| it.title.set("sr", "Naziv")),
        (&[("guidance-en", "")], |it| it.guidance.as_mut().unwrap().set("en", "")),
        (&[("assessable", "no")], |it| it.assessable = Some(false)),
        (&[("mandatory", "no")], |it| it.mandatory = false),
        (&[("weight", "0,5")], |it| it.weight = 0.5),
        (&[("groups", ""), ("groups", "007")], |it| it.groups = vec!["007".into()]),
        (&[("groups", "")], |it| it.groups = vec![]),
        (&[("expects", "")], |it| it.expects = vec![]),
        (&[("provenance", "checked")], |it| it.provenance = Provenance::Checked),
    ];
    let mut expected = rows::node(PackKind::Criteria, row);
    for (fields, change) in changes {
        let answer = app.post(&at, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{fields:?} {}", answer.text());
        change(&mut expected);
        let row = criterion::Entity::find_by_id(row.id).one(&app.app.db.read).await.unwrap();
        assert_eq!(rows::node(PackKind::Criteria, &row.unwrap()), expected, "{fields:?}");
    }
    let long = "ë".repeat(190_000);
    for tag in ["en", "sq", "sr"] {
        expected.summary.as_mut().unwrap().set(tag, long.as_str());
    }
    let fields = [("summary-en", &*long), ("summary-sq", &*long), ("summary-sr", &*long)];
    assert_eq!(app.post(&at, &fields).await.status, StatusCode::SEE_OTHER);
    let row = criterion::Entity::find_by_id(row.id).one(&app.app.db.read).await.unwrap();
    assert_eq!(rows::node(PackKind::Criteria, &row.unwrap()), expected);
    // What a browser sends back of a form that nobody touched is no change, and leaves no event.
    let events = audit_event::Entity::find().count(&app.app.db.read).await.unwrap();
    let fields = [("title-fr", "Français\r\nà deux lignes"), ("title-en", "Full")];
    assert_eq!(app.post(&at, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(audit_event::Entity::find().count(&app.app.db.read).await.unwrap(), events);
    // The head keeps what it was not told of, too.
    let before = app.pack(&draft).await;
    let head = format!("/catalogues/{draft}");
    assert_eq!(app.post(&head, &[("licence_note", "ours")]).await.status, StatusCode::SEE_OTHER);
    let mut after = app.pack(&draft).await;
    assert_eq!(std::mem::take(&mut after.about.licence_note), "ours");
    assert_eq!(after, before);
    let page = app.get(&at).await.html();
    assert!(page.contains("name=\"title-fr\" lang=\"fr\""), "another language is not shown");
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_beside_its_field_with_what_was_typed() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let a = app.node(&draft, "", "1.10").await;
    app.node(&draft, "", "007").await;
    let at = format!("/catalogues/{draft}/criteria/{a}");
    for (field, typed, said) in [
        ("code", "007", "This code is there already."),
        ("code", " ", "This must be filled in."),
        ("kind", "", "This must be filled in."),
        ("title-en", "", "This must be filled in."),
        ("weight", "-1", "A weight is a number"),
        ("weight", "NaN", "A weight is a number"),
        ("weight", "1001", "A weight is a number"),
        ("expects", "policy, no-such", "no code of an evidence type"),
        ("provenance", "guessed", "Choose one of the options."),
    ] {
        let answer = app.post(&at, &[(field, typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {typed}");
        assert!(answer.text().contains(said), "{field} {typed}: {}", answer.text());
        if !typed.trim().is_empty() && field != "provenance" {
            assert!(answer.html().contains(typed), "{field} {typed}");
        }
    }
    // Codes are compared without their case, and keep it.
    app.node(&draft, "", "A.b").await;
    let fields = [("code", "a.B"), ("kind", "x"), ("title-en", "x")];
    let twice = app.post(format!("/catalogues/{draft}/add"), &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    for code in ["1E5", "3-4"] {
        app.node(&draft, "", code).await;
    }
    assert_eq!(app.codes(&draft).await, ["1.10", "007", "A.b", "1E5", "3-4"]);
    let taken = format!("/institutions/{}/catalogues/new", app.institution);
    for (id, said) in
        [("rules", "this id already"), ("Own Rules", "lower-case"), ("own.1", "lower-case")]
    {
        let fields =
            [("title", "x"), ("id", id), ("version", "1"), ("issuer", "x"), ("kind", "criteria")];
        let answer = app.post(&taken, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
        assert!(answer.text().contains(said), "{id}: {}", answer.text());
    }
    let used = app.post(format!("/catalogues/{draft}"), &[("groups", "b | B")]).await;
    assert_eq!(used.status, StatusCode::SEE_OTHER);
    app.post(&at, &[("groups", "b")]).await;
    let lost = app.post(format!("/catalogues/{draft}"), &[("groups", "")]).await;
    assert!(lost.text().contains("cannot be taken away"), "{}", lost.text());
}

#[tokio::test]
async fn every_problem_of_a_draft_leads_to_where_it_can_be_mended() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let mut pack = rich();
    pack.criteria[0].children[0].expects = vec!["no-such".into()];
    pack.criteria[1].weight = -1.0;
    let placing = Placing { institution: Some(app.institution), state: EditionState::Draft };
    let draft = app.loaded(&pack, placing).await.to_string();
    let page = app.get(format!("/catalogues/{draft}/publish")).await;
    let html = page.html();
    let rows = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    for row in rows.iter().filter(|it| it.edition_id.to_string() == draft) {
        let link = format!("\"/catalogues/{draft}/criteria/{}\"", row.id);
        let wrong = ["1.10", "3-4"].contains(&row.code.as_str());
        assert_eq!(html.contains(&link), wrong, "{}: {}", row.code, page.text());
    }
    let text = page.text();
    assert!(text.contains("scale is missing"), "{text}");
    assert!(text.contains("4 things have to be mended"), "{text}");
    assert!(!text.contains("Publish for good"), "{text}");
}

#[tokio::test]
async fn pages_of_the_editor_ask_no_more_questions_when_there_is_more() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let node = app.node(&draft, "", "1").await;
    let list = format!("/institutions/{}/catalogues", app.institution);
    for address in [
        list,
        format!("/catalogues/{draft}"),
        format!("/catalogues/{draft}/add?below={node}"),
        format!("/catalogues/{draft}/publish"),
        format!("/catalogues/{draft}/criteria/{node}"),
        format!("/catalogues/{draft}/criteria/{node}/remove"),
    ] {
        assert_same_queries(&mut app, &address, async |app: &mut TestApp| {
            for at in 0..5 {
                let code = format!("{address}-{at}");
                app.node(&draft, &node, &code).await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn two_windows_do_not_overwrite_one_another() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let node = app.node(&draft, "", "1").await;
    for (at, field) in [
        (format!("/catalogues/{draft}/criteria/{node}"), "title-en"),
        (format!("/catalogues/{draft}"), "version"),
    ] {
        let opened = mark(&app.get(&at).await.html());
        let first = app.post(&at, &[("mark", &opened), (field, "first")]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        let second = app.post(&at, &[("mark", &opened), (field, "second")]).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "{at}");
        assert!(second.text().contains("Somebody changed this"), "{}", second.text());
        assert!(second.text().contains("first") && second.html().contains("second"));
        let seen = mark(&second.html());
        let again = app.post(&at, &[("mark", &seen), (field, "second")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{at}");
    }
}

#[tokio::test]
async fn criteria_are_moved_and_removed_with_all_below_them() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let a = app.node(&draft, "", "A").await;
    let a1 = app.node(&draft, &a, "A1").await;
    let a11 = app.node(&draft, &a1, "A11").await;
    let b = app.node(&draft, "", "B").await;
    let at = |id: &str| format!("/catalogues/{draft}/criteria/{id}");
    for (id, field, value, expected) in [
        (&b, "step", "up", "B A A1 A11"),
        (&b, "step", "up", "B A A1 A11"),
        (&a1, "step", "out", "B A A1 A11"),
        (&a, "step", "in", "B A A1 A11"),
        (&a1, "below", "a", "B A A1 A11"),
        (&a1, "below", "A11", "B A A1 A11"),
        (&a1, "below", "nowhere", "B A A1 A11"),
        (&a, "below", "", "B A A1 A11"),
        (&b, "step", "down", "A A1 A11 B"),
        (&b, "below", "A1", "A A1 A11 B"),
    ] {
        let moved = app.post(format!("{}/move", at(id)), &[(field, value)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER);
        assert_eq!(app.codes(&draft).await.join(" "), expected, "{id} {field} {value}");
    }
    let depths: Vec<_> = app.tree(&draft).await.into_iter().map(|it| (it.1, it.2)).collect();
    assert_eq!(depths, [(0, false), (1, false), (2, true), (2, true)]);
    // The question names how many go along; whoever was told otherwise is asked again.
    let question = app.get(format!("{}/remove", at(&a1))).await.text();
    assert!(question.contains("2 criteria stand below it"), "{question}");
    let otherwise = app.post(format!("{}/remove", at(&a1)), &[]).await;
    assert_eq!(otherwise.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.codes(&draft).await.len(), 4);
    // What something speaks of stays.
    let assessment = kriter::entities::AssessmentId(app.any_assessment().await);
    let row = exclusion::ActiveModel {
        id: NotSet,
        assessment_id: Set(assessment),
        criterion_id: Set(CriterionId(a11.parse().unwrap())),
        justification: Set("x".into()),
        user_id: Set(None),
        recorded_at: Set(now()),
        superseded_at: Set(None),
    };
    let mut change = app.app.change(Actor::System).await.unwrap();
    let row = row.insert(change.tx()).await.unwrap();
    change.record(Event::of_instance("tested", "exclusion:1".into(), json!({})));
    change.commit().await.unwrap();
    let used = app.post(format!("{}/remove", at(&a1)), &[("below", "2")]).await;
    assert!(used.text().contains("so it stays"), "{}", used.text());
    let discard = app.post(format!("/catalogues/{draft}/discard"), &[]).await;
    assert_eq!(discard.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut change = app.app.change(Actor::System).await.unwrap();
    exclusion::Entity::delete_by_id(row.id).exec(change.tx()).await.unwrap();
    change.record(Event::of_instance("tested", "exclusion:1".into(), json!({})));
    change.commit().await.unwrap();
    let removed = app.post(format!("{}/remove", at(&a1)), &[("below", "2")]).await;
    assert_eq!(removed.location(), at(&a));
    assert_eq!(app.tree(&draft).await, [("A".to_owned(), 0, true)]);
    let discard = app.post(format!("/catalogues/{draft}/discard"), &[]).await;
    assert_eq!(discard.status, StatusCode::SEE_OTHER, "{}", discard.text());
    // Its id is free again.
    app.draft("rules").await;
}

impl TestApp {
    async fn any_assessment(&self) -> i64 {
        self.standards().await;
        self.assessment("xk-nqa-validation").await
    }
}

#[tokio::test]
async fn a_supplement_adds_to_its_base_and_keeps_it_while_it_is_there() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let db = app.app.db.read.clone();
    let base = store::by_code(&db, "iso-iec-17025-2017").await.unwrap().unwrap();
    let path = format!("/institutions/{}/catalogues/derive/{}", app.institution, base.id);
    assert!(app.get(&path).await.text().contains("A supplement holds only"));
    let fields = [("title", "Ours"), ("id", "ours"), ("version", "1"), ("issuer", "Academy")];
    let answer = app.post(&path, &fields).await;
    let draft = last(answer.location());
    let node = app.node(&draft, "", "K.1").await;
    let at = format!("/catalogues/{draft}/criteria/{node}");
    assert_eq!(app.post(&at, &[("under", "6.2")]).await.status, StatusCode::SEE_OTHER);
    let unknown = app.post(&at, &[("under", "99.9")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let pack = app.pack(&draft).await;
    assert_eq!(pack.supplements.as_deref(), Some("iso-iec-17025-2017"));
    assert_eq!(pack.criteria[0].under.as_deref(), Some("6.2"));
    let published = app.post(format!("/catalogues/{draft}/publish"), &[]).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.text());
    let assessment = app.assessment("iso-iec-17025-2017").await;
    let scope = app.get(format!("/assessments/{assessment}/scope")).await.text();
    assert!(scope.contains("Ours"), "{scope}");
    // Nothing adds to a supplement, nor to a draft.
    let again = path.replace(&base.id.to_string(), &draft);
    assert_eq!(app.get(again).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_own_criteria_of_an_assessment_are_no_draft_of_the_editor() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let assessment = app.any_assessment().await;
    let own = [("own_code", "K.1"), ("title", "Our rule")];
    app.post(format!("/assessments/{assessment}/scope/own"), &own).await;
    let db = app.app.db.read.clone();
    let own = store::by_code(&db, &format!("kaps/own.{assessment}")).await.unwrap().unwrap();
    for path in ["", "/publish", "/discard"] {
        let path = format!("/catalogues/{}{path}", own.id);
        assert_eq!(app.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(app.post(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = app.get(format!("/institutions/{}/catalogues", app.institution)).await.text();
    assert!(!list.contains("kaps/own."), "{list}");
}

#[tokio::test]
async fn only_members_see_a_draft_and_only_administrators_change_it() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let draft = app.draft("rules").await;
    let node = app.node(&draft, "", "1").await;
    let list = format!("/institutions/{}/catalogues", app.institution);
    let pages = [
        format!("/catalogues/{draft}"),
        format!("/catalogues/{draft}/add"),
        format!("/catalogues/{draft}/publish"),
        format!("/catalogues/{draft}/discard"),
        format!("/catalogues/{draft}/criteria/{node}"),
        format!("/catalogues/{draft}/criteria/{node}/remove"),
        format!("{list}/new"),
        format!("{list}/clone/{draft}"),
        format!("{list}/clone/1"),
    ];
    let posts = [("code", "2"), ("kind", "x"), ("title-en", "x"), ("step", "up"), ("id", "x")];
    for role in Role::ALL {
        let mut member = app.another(*role).await;
        let mut stranger = app.stranger(*role).await;
        for path in &pages {
            let seen = member.get(path).await.status;
            if *role == Role::Contributor {
                // For them the institution's editions are not there at all.
                assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&seen), "{path}");
                let sent = member.post(path, &posts).await.status;
                assert!(sent.is_client_error(), "{path}: {sent}");
                continue;
            }
            let expected =
                if *role == Role::Administrator { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(seen, expected, "{role:?} {path}");
            assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{role:?} {path}");
            assert_eq!(
                stranger.post(path, &posts).await.status,
                StatusCode::NOT_FOUND,
                "{role:?} {path}"
            );
            if *role != Role::Administrator {
                let sent = member.post(path, &posts).await;
                assert_eq!(sent.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
        }
        assert_eq!(stranger.get(&list).await.status, StatusCode::NOT_FOUND);
        let shown = member.get(&list).await.text();
        let reads = *role != Role::Contributor;
        let is_shown = shown.contains("kaps/rules") && shown.contains("Draft");
        assert_eq!(is_shown, reads, "{role:?}: {shown}");
        assert_eq!(shown.contains("New catalogue"), *role == Role::Administrator, "{role:?}");
        // A stranger finds no draft of ours to copy, through their own institution either.
        if *role == Role::Administrator {
            let own = format!("/institutions/{}/catalogues/clone/{draft}", stranger.institution);
            assert_eq!(
                stranger.post(own, &[("id", "x"), ("version", "1")]).await.status,
                StatusCode::NOT_FOUND
            );
        }
    }
    // Two institutions may each have their own of the same id, of frameworks of their own.
    let mut stranger = app.stranger(Role::Administrator).await;
    let theirs = stranger.draft("rules").await;
    let (ours, theirs) = (app.pack(&draft).await, app.pack(&theirs).await);
    assert_ne!(ours.framework.id, theirs.framework.id);
}
