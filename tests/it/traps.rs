//! What broke elsewhere, a test for each: data lost or made wrong on the way out and in again (rows 1, 7 and 17 to 19 of the list).
//!
//! Files are real ones, and so is the database.

use std::collections::BTreeMap;
use std::path::PathBuf;

use axum::http::StatusCode;
use kriter::audit::{Actor, Event};
use kriter::catalogues::bring::{self, Outcome};
use kriter::entities::{EditionId, Role, criterion, edition, rating};
use kriter::exchange::file::{self, TableAsked};
use kriter::exchange::outgoing::{self, Target};
use kriter::exchange::{Brought, NoticeKind};
use kriter::standards::pack::{Choice, Group, Node, Pack, Question, QuestionKind};
use kriter::standards::{check, store};
use kriter::titles::Titles;
use rust_xlsxwriter::Workbook;
use sea_orm::EntityTrait as _;

use crate::app::{TestApp, now};

/// Codes that a spreadsheet or a parser takes for something else.
const CODES: [&str; 9] =
    ["1.1", "1.10", "007", "1E5", "3-4", "TRUE", "2024-01-02", "0x1F", "1_000"];

/// Codes in their natural order.
const ORDER: [&str; 14] = [
    "4", "4.2", "4.2.1", "4.10", "7.2.1", "7.2.10", "10", "A.2", "A.10", "AC-1", "AC-2", "AC-2(1)",
    "AC-2(10)", "AC-10",
];

impl TestApp {
    /// Puts what a file holds into the database, as the command does.
    async fn take_in(&self, brought: &Brought) -> Vec<Outcome> {
        let mut change = self.app.change(Actor::System).await.unwrap();
        let outcomes = bring::bring(&mut change, brought, None).await.unwrap();
        change.record(Event::of_instance("brought", "test".into(), serde_json::Value::Null));
        change.commit().await.unwrap();
        outcomes
    }

    /// Brings an edition that is new.
    async fn bring_new(&self, pack: &Pack) -> EditionId {
        let brought = Brought { packs: vec![pack.clone()], ..Brought::default() };
        match self.take_in(&brought).await.as_slice() {
            [Outcome::New(it)] => it.id,
            other => panic!("{other:?}"),
        }
    }

    /// An edition as a pack again.
    async fn held(&self, code: &str) -> Pack {
        let db = &self.app.db.read;
        let edition = store::by_code(db, code).await.unwrap().unwrap();
        let whole = store::tree_of(db, edition).await.unwrap();
        store::pack_of(db, &whole).await.unwrap()
    }

    /// Every row of every edition.
    async fn rows(&self) -> (Vec<edition::Model>, BTreeMap<i64, criterion::Model>) {
        let db = &self.app.db.read;
        let criteria = criterion::Entity::find().all(db).await.unwrap();
        let criteria = criteria.into_iter().map(|it| (it.id.0, it)).collect();
        (edition::Entity::find().all(db).await.unwrap(), criteria)
    }

    /// Writes bytes as a file and reads them as whatever they are.
    fn read_file(&self, name: &str, bytes: &[u8]) -> Brought {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        file::read(&path, name, None, &TableAsked::default()).unwrap_or_else(|it| {
            panic!("{name}: {:?}", it.texts(kriter::language::Language::English))
        })
    }

    /// Writes an edition out of the database and reads the file.
    async fn out_and_in(&self, code: &str, target: Target) -> Brought {
        let written = outgoing::write(&self.held(code).await, &[], target, now()).unwrap();
        assert_eq!(written.notices, [], "{code} {}", target.code());
        self.read_file(&format!("{code}.{}", target.ending()), &written.bytes)
    }
}

/// A pack that can be rated, with other criteria.
fn pack(id: &str, criteria: Vec<Node>) -> Pack {
    let text = include_str!("../fixtures/packs/sound.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    let pack = check::parse(&file, &check::known_evidence_types()).unwrap();
    Pack { id: id.into(), criteria, ..pack }
}

fn leaves(codes: &[&str]) -> Vec<Node> {
    let node =
        |code: &&str| Node::new(*code, "criterion", Titles::english(format!("What {code} asks")));
    codes.iter().map(node).collect()
}

fn codes(nodes: &[Node]) -> Vec<&str> {
    nodes.iter().flat_map(|it| [it.code.as_str()].into_iter().chain(codes(&it.children))).collect()
}

/// Three languages, groups, questions, extras: two nodes below each of five levels.
fn six_levels() -> Pack {
    fn below(code: &str, depth: usize) -> Vec<Node> {
        let node = |number: usize| {
            let code =
                if code.is_empty() { number.to_string() } else { format!("{code}.{number}") };
            let texts = [("en", "Keys of"), ("sq", "Çelësat e"), ("sr", "Ključevi od")];
            let title = texts.map(|(tag, text)| (tag, format!("{text} {code}")));
            let mut node = Node::new(
                &code,
                ["area", "standard", "point"][depth % 3],
                title.into_iter().collect(),
            );
            node.groups = [&["basic"][..], &["basic", "high"]][number % 2]
                .iter()
                .map(|it| (*it).into())
                .collect();
            node.extras.insert("Owner's note".into(), format!("={code}+1"));
            if depth < 5 {
                node.children = below(&code, depth + 1);
            } else {
                node.weight = 2.5;
                node.mandatory = number == 2;
                node.guidance = Some(
                    [("en", "Look twice."), ("sr", "Pogledajte dvaput.")].into_iter().collect(),
                );
                node.questions = vec![asked()];
            }
            node
        };
        [1, 2].map(node).into()
    }
    let mut pack = pack("deep-1", below("", 0));
    let group = |code: &str, chosen| Group {
        code: code.into(),
        title: [("en", "Tier"), ("sq", "Shkalla")].into_iter().collect(),
        description: None,
        chosen,
    };
    pack.about.groups = vec![group("basic", true), group("high", false)];
    pack
}

fn asked() -> Question {
    let choice = |text: &str, score| Choice {
        text: Titles::english(text),
        score: Some(score),
        extras: BTreeMap::default(),
    };
    Question {
        text: [("en", "Is it locked?"), ("sq", "A është e mbyllur?")].into_iter().collect(),
        kind: QuestionKind::UniqueChoice,
        choices: vec![choice("Yes", 1.0), choice("No", 0.0)],
        extras: BTreeMap::default(),
    }
}

#[tokio::test]
async fn row_1_a_framework_of_six_levels_goes_out_and_comes_in_and_nothing_changes() {
    let app = TestApp::new().await;
    let pack = six_levels();
    app.bring_new(&pack).await;
    assert_eq!((app.held("deep-1").await, pack.counts().deepest), (pack, 6));
    let before = app.rows().await;
    for target in Target::ALL {
        let brought = app.out_and_in("deep-1", target).await;
        let outcomes = app.take_in(&brought).await;
        assert!(matches!(&outcomes[..], [Outcome::Unchanged(_)]), "{target:?}: {outcomes:?}");
        assert_eq!(app.rows().await, before, "{target:?}");
    }
}

#[tokio::test]
async fn row_1_what_a_second_file_lacks_is_never_deleted() {
    let app = TestApp::new().await;
    app.bring_new(&six_levels()).await;
    let before = app.rows().await;
    let mut lacks = six_levels();
    lacks.criteria.pop();
    lacks.criteria[0].children[0].children.pop();
    for target in Target::ALL {
        let written = outgoing::write(&lacks, &[], target, now()).unwrap();
        let brought = app.read_file(&format!("lacks.{}", target.ending()), &written.bytes);
        assert_eq!(brought.packs[0].counts().nodes, 126 - 63 - 15, "{target:?}");
        let outcomes = app.take_in(&brought).await;
        assert!(matches!(&outcomes[..], [Outcome::Taken(it)] if it == "deep-1"), "{outcomes:?}");
        assert_eq!(app.rows().await, before, "{target:?}");
    }
    // As an edition of its own it comes in beside the other.
    lacks.id = "deep-2".into();
    app.bring_new(&lacks).await;
    assert_eq!(app.held("deep-1").await, six_levels());
}

#[tokio::test]
async fn row_1_an_edition_of_the_program_itself_is_known_again_in_every_format() {
    let app = TestApp::new().await;
    app.standards().await;
    let before = app.rows().await;
    let codes: Vec<_> = before.0.iter().map(|it| it.code.clone()).collect();
    for (place, code) in codes.iter().enumerate() {
        // All four for each would take a minute; over the editions, each has its turn.
        let target = Target::ALL[place % Target::ALL.len()];
        let pack = app.held(code).await;
        let written = outgoing::write(&pack, &[], target, now()).unwrap();
        if !written.notices.is_empty() {
            continue;
        }
        let brought = app.read_file(&format!("{code}.{}", target.ending()), &written.bytes);
        let outcomes = app.take_in(&brought).await;
        assert!(
            matches!(&outcomes[..], [Outcome::Unchanged(_)]),
            "{code} {target:?}: {outcomes:?}"
        );
    }
    assert_eq!(app.rows().await, before);
}

/// The tiers of the fixture: everything in the first edition; in the second, no tier "high", no A.3, and another weight.
async fn two_editions() -> (TestApp, [EditionId; 2]) {
    let app = TestApp::signed_in_as(Role::Administrator).await;
    let old = app.fixture("tiers.yaml").await;
    let mut new = app.held("tiers-1").await;
    new.id = "tiers-2".into();
    new.title = Titles::english("Tiers, second edition");
    new.about.groups.retain(|it| it.code != "high");
    let below = &mut new.criteria[0].children;
    below.retain(|it| it.code != "A.3");
    for it in below.iter_mut() {
        it.groups.retain(|it| it != "high");
    }
    below[1].weight = 3.0;
    let new = app.bring_new(&new).await;
    (app, [old, new])
}

/// The number that stands after a name on a page.
fn figure(text: &str, name: &str) -> usize {
    let line = text.lines().find(|it| it.starts_with(name)).unwrap_or_else(|| panic!("{text}"));
    line[name.len()..].trim().parse().unwrap_or_else(|_| panic!("{line}"))
}

#[tokio::test]
async fn row_7_the_difference_tells_of_a_group_a_weight_and_a_criterion_that_went() {
    let (mut app, [old, new]) = two_editions().await;
    let page = app.get(format!("/standards/{old}/difference/{new}")).await.text();
    for told in [
        "Group high High: removed",
        "A.3 Third",
        "A.2 Second\nweight: 1 → 3\ngroups: high → nothing",
        "A.1 First\ngroups: basic, high → basic",
    ] {
        assert!(page.contains(told), "{told} is not in {page}");
    }
}

#[tokio::test]
async fn row_7_an_assessment_of_a_group_that_went_counts_what_is_left() {
    let (mut app, [first, new]) = two_editions().await;
    let old = app.assessment("tiers-1").await;
    app.post(format!("/assessments/{old}/scope"), &[("groups_sent", "yes"), ("groups", "high")])
        .await;
    let page = app.get(format!("/assessments/{old}/scope")).await.text();
    assert_eq!((figure(&page, "Criteria in scope"), figure(&page, "Of other groups")), (4, 0));
    let all = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    let criterion = |of: EditionId, code: &str| {
        all.iter().find(|it| it.edition_id == of && it.code == code).unwrap().id
    };
    let bench = format!("/assessments/{old}/workbench/{}", criterion(first, "A.2"));
    assert_eq!(app.post(&bench, &[("level", "met")]).await.status, StatusCode::SEE_OTHER);
    let edition = new.to_string();
    let carry = criterion(new, "A.2").to_string();
    let fields = [("edition", edition.as_str()), ("carry", carry.as_str())];
    let seen = app.get(format!("/assessments/{old}/move?edition={new}")).await.text();
    assert!(seen.contains("Groups that the new edition does not have\nhigh"), "{seen}");
    let moved = app.post(format!("/assessments/{old}/move"), &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let at = moved.location().split('/').take(3).collect::<Vec<_>>().join("/");
    let page = app.get(format!("{at}/scope")).await.text();
    assert_eq!((figure(&page, "Criteria in scope"), figure(&page, "Of other groups")), (3, 0));
    assert!(!page.contains("high"), "{page}");
    // The rating came along, and the old assessment still counts as it did.
    let ratings = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    assert!(ratings.iter().any(|it| it.criterion_id == criterion(new, "A.2")), "{ratings:?}");
    let page = app.get(format!("/assessments/{old}/scope")).await.text();
    assert_eq!(figure(&page, "Criteria in scope"), 4);
}

/// Whether a file gives back exactly these codes.
fn assert_codes(brought: &Brought, expected: &[&str], what: &str) {
    assert_eq!(codes(&brought.packs[0].criteria), expected, "{what}");
}

/// A plain table with a code and a title a row, as text cells.
fn workbook(codes: &[&str]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Code").unwrap();
    sheet.write(0, 1, "Title").unwrap();
    for (row, code) in (1..).zip(codes) {
        sheet.write_string(row, 0, *code).unwrap();
        sheet.write_string(row, 1, format!("What {code} asks")).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn delimited(codes: &[&str]) -> String {
    let row = |it: &&str| format!("{it};What {it} asks\n");
    format!("Code;Title\n{}", codes.iter().map(row).collect::<String>())
}

#[tokio::test]
async fn row_17_codes_that_look_like_numbers_survive_every_format() {
    let app = TestApp::new().await;
    app.bring_new(&pack("codes-1", leaves(&CODES))).await;
    for target in Target::ALL {
        assert_codes(&app.out_and_in("codes-1", target).await, &CODES, target.code());
    }
}

#[tokio::test]
async fn row_17_codes_that_look_like_numbers_survive_a_plain_table() {
    let app = TestApp::new().await;
    for (name, bytes) in
        [("codes.xlsx", workbook(&CODES)), ("codes.csv", delimited(&CODES).into_bytes())]
    {
        let brought = app.read_file(name, &bytes);
        let mut found = codes(&brought.packs[0].criteria);
        // 1.10 and 1.1 may stand in any order, as long as each is there.
        let mut expected = CODES.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{name}: {:?}", brought.notices);
    }
}

#[tokio::test]
async fn row_17_a_worksheet_finds_codes_that_look_like_numbers() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    app.bring_new(&pack("codes-1", leaves(&CODES))).await;
    let assessment = app.assessment("codes-1").await.to_string();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(["Criterion", "Status"]) {
        sheet.write(0, column, heading).unwrap();
    }
    for (row, code) in (1..).zip(CODES) {
        sheet.write_string(row, 0, code).unwrap();
        sheet.write_string(row, 1, "Good").unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let batch = app.import("worksheet", &assessment, "sheet.xlsx", &bytes).await;
    let preview = app.get(&batch).await.text();
    app.post(&batch, &[]).await;
    let ratings = rating::Entity::find().all(&app.app.db.read).await.unwrap();
    let all = app.rows().await.1;
    let mut rated: Vec<_> =
        ratings.iter().map(|it| all[&it.criterion_id.0].code.as_str()).collect();
    rated.sort_unstable();
    let mut expected = CODES.to_vec();
    expected.sort_unstable();
    assert_eq!(rated, expected, "{preview}");
}

#[tokio::test]
async fn row_18_spaces_case_and_accents_do_not_hide_a_criterion_and_its_form_stays() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let edition = app.bring_new(&pack("forms-1", leaves(&["A.1", "Ç.1", "C.1", "Š-2"]))).await;
    let db = &app.app.db.read;
    let whole = store::whole(db, edition).await.unwrap();
    let index = whole.index();
    for (typed, code) in [
        (" a.1 ", "A.1"),
        ("\u{a0}A.1\n", "A.1"),
        ("C\u{327}.1", "Ç.1"),
        ("c\u{327}.1 ", "Ç.1"),
        ("ç.1", "Ç.1"),
        ("c.1", "C.1"),
        ("S\u{30c}-2", "Š-2"),
    ] {
        let found = index.exact(typed).map(|it| whole.criteria[it].code.as_str());
        assert_eq!(found, Some(code), "{typed:?}");
        let page = app.get(format!("/standards/search?q={}", encoded(typed))).await.text();
        let shown = page.lines().find(|it| it.contains(" asks")).unwrap_or_default();
        assert_eq!(shown.split_whitespace().next(), Some(code), "{typed:?}: {page}");
    }
    for target in Target::ALL {
        assert_codes(
            &app.out_and_in("forms-1", target).await,
            &["A.1", "Ç.1", "C.1", "Š-2"],
            target.code(),
        );
    }
}

fn encoded(text: &str) -> String {
    crate::app::encode(&[("", text)]).trim_start_matches('=').to_owned()
}

#[tokio::test]
async fn row_18_codes_that_differ_only_in_spelling_are_numbered_or_refused() {
    let app = TestApp::new().await;
    for (one, other) in [("A.1", "a.1"), ("Ç.1", "C\u{327}.1")] {
        let table = delimited(&[one, other]);
        let brought = app.read_file("twice.csv", table.as_bytes());
        assert_codes(&brought, &[one, &format!("{other} (2)")], one);
        assert!(brought.notices.iter().any(|it| it.kind == NoticeKind::CodeDoubled), "{one}");
        // In our own YAML nothing is numbered behind the writer's back.
        let written =
            outgoing::write(&pack("twice-1", leaves(&[one, other])), &[], Target::Yaml, now());
        let path = app.folder.path().join("twice.yaml");
        std::fs::write(&path, written.unwrap().bytes).unwrap();
        let refused = file::read(&path, "twice.yaml", None, &TableAsked::default()).unwrap_err();
        let texts = refused.texts(kriter::language::Language::English);
        assert!(texts[0].contains("is there already"), "{texts:?}");
    }
}

#[tokio::test]
async fn row_19_codes_stand_in_their_natural_order_on_every_page() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let mut sorted = ORDER;
    sorted.reverse();
    sorted.sort_by(|a, b| kriter::standards::codes::compare(a, b));
    assert_eq!(sorted, ORDER);
    let edition = app.bring_new(&pack("order-1", leaves(&ORDER))).await;
    for path in [
        format!("/standards/{edition}"),
        format!("/standards/{edition}/print"),
        format!("/standards/search?q=asks&edition={edition}"),
    ] {
        let page = app.get(&path).await.text();
        let lines = page.lines().filter(|it| it.contains(" asks"));
        let shown: Vec<_> =
            lines.filter_map(|it| it.split_whitespace().find(|it| ORDER.contains(it))).collect();
        assert_eq!(shown, ORDER, "{path}: {page}");
    }
}
