//! What is written in our own formats reads back as it was.

use proptest::prelude::*;

use super::{is_one, read, workbook, yaml};
use crate::exchange::{Brought, Notice};
use crate::sheets::{self, Limits, PlainSheet};
use crate::standards::check::{self, PackFile};
use crate::standards::pack::{
    Choice, FrameworkHead, Group, Head, Level, Node, NotApplicable, Outcome, Pack, PackKind,
    Provenance, Question, QuestionKind, Role, Rule, Scale, SecondAxis, Transition,
};
use crate::titles::Titles;

fn builtin() -> Vec<Pack> {
    let types = check::known_evidence_types();
    check::builtin().iter().filter_map(|it| check::parse(it, &types).ok()).collect()
}

fn from_yaml(bytes: Vec<u8>) -> Pack {
    let text = String::from_utf8(bytes).unwrap();
    let file = PackFile { name: "x.yaml".into(), text: text.clone() };
    check::parse(&file, &check::known_evidence_types())
        .unwrap_or_else(|it| panic!("{it:?}\n{text}"))
}

fn opened(bytes: &[u8]) -> Vec<PlainSheet> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    sheets::read_plain(file.path(), "x.xlsx", &Limits::default()).unwrap()
}

fn from_workbook(bytes: &[u8]) -> Result<Brought, Vec<Notice>> {
    let book = opened(bytes);
    assert!(is_one(&book));
    read(&book)
}

#[test]
fn builtin_packs_come_back_from_the_workbook_which_is_always_the_same() {
    for pack in builtin() {
        let written = workbook::write(&pack).unwrap();
        assert_eq!(written.notices, []);
        let brought = from_workbook(&written.bytes).unwrap();
        assert_eq!(brought.notices, []);
        assert!(brought.packs == [pack.clone()], "{}", pack.id);
        assert!(workbook::write(&pack).unwrap().bytes == written.bytes);
    }
}

#[test]
fn odd_codes_and_texts_come_back_from_the_workbook() {
    let long = format!("  {} [continued: 1]", "😀 = \"x\" \n".repeat(9_000));
    for text in ODD.into_iter().chain([long.as_str(), "a_x0041_b", "ends so [continued: 2]"]) {
        let code: String = text.chars().take(30).collect();
        let code = code.trim().replace(['\n', '\t'], " ");
        let mut pack = small(&code, text);
        pack.criteria[0].extras.insert("more: [en]".into(), text.into());
        pack.criteria[0].references.insert("a: b".into(), text.into());
        pack.about.extras.insert(" spaced ".into(), " ".into());
        let brought = from_workbook(&workbook::write(&pack).unwrap().bytes).unwrap();
        assert!(brought.packs == [pack], "{text:.60}\n{:?}", brought.notices);
    }
}

#[test]
fn more_extras_than_columns_come_back() {
    let mut pack = small("1", "x");
    for at in 0..1_500 {
        pack.criteria[0].extras.insert(format!("name {at}"), format!("value {at}"));
    }
    let brought = from_workbook(&workbook::write(&pack).unwrap().bytes).unwrap();
    assert!(brought.packs == [pack]);
}

#[test]
fn what_no_workbook_can_hold_is_told() {
    let written = workbook::write(&small("1", "a\r\u{7}b")).unwrap();
    let told: Vec<_> =
        written.notices.iter().map(|it| (it.kind.code(), it.place.as_str())).collect();
    assert_eq!(told, [("left-out", "Criteria!E2")]);
}

#[test]
fn builtin_packs_come_back_from_yaml() {
    let packs = builtin();
    assert!(packs.len() >= 5);
    for pack in packs {
        let written = yaml::write(&pack).unwrap();
        assert!(from_yaml(written.bytes) == pack, "{}", pack.id);
    }
}

/// A pack with one criterion.
fn small(code: &str, text: &str) -> Pack {
    let level = |code: &str, weight, role| Level {
        code: code.into(),
        title: Titles::english(code),
        description: None,
        second_description: None,
        score: None,
        weight,
        role,
        aliases: Vec::new(),
    };
    let outcome = |code: &str, rules| Outcome {
        code: code.into(),
        title: Titles::english(code),
        rules,
        validity_months: None,
        note: String::new(),
    };
    let mut node = Node::new(code, "criterion", Titles::english("It"));
    node.summary = Some(Titles::english(text));
    Pack {
        framework: FrameworkHead {
            id: "x".into(),
            title: Titles::english("X"),
            issuer: "Somebody".into(),
        },
        id: "x-1".into(),
        title: Titles::english("X 1"),
        version: "1".into(),
        kind: PackKind::Criteria,
        supplements: None,
        about: Head {
            scale: Some(Scale {
                levels: vec![level("bad", 0.0, Role::Bad), level("good", 1.0, Role::Good)],
                not_applicable: Some(NotApplicable {
                    code: "apart".into(),
                    title: Titles::english("Apart"),
                    aliases: vec!["aside".into()],
                }),
                second: None,
                note: String::new(),
            }),
            outcomes: vec![
                outcome(
                    "in",
                    vec![
                        Rule::NoCriterionBelow { level: "good".into() },
                        Rule::ShareAtLeast { level: "good".into(), share: 0.7 },
                        Rule::IndexAtLeast { score: 33.3 },
                    ],
                ),
                outcome("out", Vec::new()),
            ],
            target: Some("in".into()),
            ..Head::default()
        },
        criteria: vec![node],
    }
}

/// Texts that were taken for something else somewhere.
const ODD: [&str; 40] = [
    "1.10",
    "007",
    "1E5",
    "3-4",
    "yes",
    "No",
    "null",
    "~",
    "2026-01-31",
    "12:30:45",
    "0x1F",
    "0o7",
    "1_000",
    ".5",
    ".inf",
    "nan",
    "y",
    "-",
    "- a",
    "a: b",
    "a #b",
    "#a",
    "? a",
    "@a",
    "`a",
    "%a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "{a",
    "[a",
    "it's \"so\"",
    "=1+1",
    "'=x",
    "a\nb",
    "a\n\n  b\n",
    " a\nb",
    "a \nb\t\n\n",
];

#[test]
fn odd_codes_and_texts_come_back_from_yaml() {
    for text in ODD {
        let code = text.trim().replace(['\n', '\t'], " ");
        let pack = small(&code, text);
        assert_eq!(from_yaml(yaml::write(&pack).unwrap().bytes), pack, "{text}");
    }
}

#[test]
fn yaml_reads_like_the_packs_in_the_program() {
    let text = String::from_utf8(yaml::write(&small("1.10", "a:\n  b")).unwrap().bytes).unwrap();
    assert!(text.starts_with(
        "framework:\n  id: x\n  title:\n    en: 'X'\n  issuer: 'Somebody'\nid: x-1\n"
    ));
    assert!(text.contains("\n  outcomes:\n    - code: in\n      title:\n        en: in\n      rules:\n        - rule: no_"));
    assert!(text.ends_with(
        "criteria:\n  - code: '1.10'\n    kind: criterion\n    title:\n      en: 'It'\n    summary:\n      en: |-\n        a:\n          b\n    provenance: imported\n"
    ), "{text}");
}

/// What people change in a workbook: sheet, row and column, and the new text.
fn changed(pack: &Pack, changes: &[(&str, u32, u32, &str)]) -> Result<Brought, Vec<Notice>> {
    let mut book = opened(&workbook::write(pack).unwrap().bytes);
    for (sheet, row, column, text) in changes {
        let rows = &mut book.iter_mut().find(|it| it.name == *sheet).unwrap().rows;
        let row = rows.iter_mut().find(|it| it.number == *row).unwrap();
        row.cells.retain(|it| it.0 != *column);
        if !text.is_empty() {
            row.cells.push((*column, sheets::Cell::Text((*text).into())));
            row.cells.sort_by_key(|it| it.0);
        }
    }
    read(&book)
}

#[test]
fn what_is_wrong_is_told_by_sheet_and_cell() {
    let pack = small("1", "x");
    for (change, kind, place) in [
        (("Edition", 2, 2, "9"), "version-unknown", "Edition!C2"),
        (("Edition", 3, 2, ""), "missing", "Edition!C3"),
        (("Edition", 6, 2, "maybe"), "unreadable", "Edition!C6"),
        (("Criteria", 2, 0, "deep"), "unreadable", "Criteria!A2"),
        (("Criteria", 2, 5, "perhaps"), "unreadable", "Criteria!F2"),
        (("Criteria", 2, 8, "much"), "unreadable", "Criteria!I2"),
        (("Criteria", 1, 0, "level"), "missing", "Criteria!1"),
        (("Scale", 2, 4, "red"), "unreadable", "Scale!E2"),
        (("Outcomes", 2, 4, "magic"), "unreadable", "Outcomes!E2"),
        (("Outcomes", 2, 5, ""), "unreadable", "Outcomes!E2"),
    ] {
        let told = changed(&pack, &[change]).unwrap_err();
        let told: Vec<_> = told.iter().map(|it| (it.kind.code(), it.place.as_str())).collect();
        assert!(told.contains(&(kind, place)), "{change:?} {told:?}");
    }
}

#[test]
fn what_is_odd_is_told_and_kept() {
    let pack = small("1", "x");
    let brought =
        changed(&pack, &[("Criteria", 1, 30, "Owner"), ("Criteria", 2, 30, "Ana")]).unwrap();
    assert_eq!(brought.packs[0].criteria[0].extras["Owner"], "Ana");
    assert_eq!(brought.notices[0].place, "Criteria!AE1");
    let brought = changed(&pack, &[("Criteria", 2, 0, "3"), ("Criteria", 2, 1, "")]).unwrap();
    let kinds: Vec<_> = brought.notices.iter().map(|it| it.kind.code()).collect();
    assert_eq!(kinds, ["depth-clamped", "codes-made-up"]);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-\\PC \n\t'\":\\\\#=]{1,20}".prop_filter("blank", |it| !it.trim().is_empty()),
        prop::sample::select(&ODD[..]).prop_map(str::to_owned),
    ]
}

fn titles() -> impl Strategy<Value = Titles> {
    let tag = prop::sample::select(vec!["en", "sq", "sr", "sr-Latn", "fr", "de-CH"]);
    prop::collection::btree_map(tag, text(), 1..4).prop_map(|it| it.into_iter().collect())
}

fn extras() -> impl Strategy<Value = std::collections::BTreeMap<String, String>> {
    prop::collection::btree_map(
        "[a-c: \n\\\\]{0,3}",
        ".{0,4}".prop_map(|it| it.replace(char::is_control, "")),
        0..3,
    )
}

fn question() -> impl Strategy<Value = Question> {
    let kind = prop::sample::select(vec![QuestionKind::UniqueChoice, QuestionKind::YesNo]);
    let choice = (titles(), prop::option::of(0.0..9.0), extras());
    let choice = choice.prop_map(|(text, score, extras)| Choice { text, score, extras });
    (titles(), kind, prop::collection::vec(choice, 0..3), extras())
        .prop_map(|(text, kind, choices, extras)| Question { text, kind, choices, extras })
}

/// A criterion with everything that one may have; codes come later.
fn node() -> impl Strategy<Value = Node> {
    let words = prop::collection::vec("[a-zë,;]{1,3}", 0..3);
    let texts = (titles(), prop::option::of(titles()), prop::option::of(titles()));
    let marks = (any::<bool>(), prop::option::of(any::<bool>()), any::<bool>(), 0.0..1000.0);
    let more = (prop::option::of(text()), extras(), extras(), prop::option::of("[a-z]{1,3}"));
    let questions = prop::collection::vec(question(), 0..3);
    (texts, marks, words, more, questions).prop_map(|(texts, marks, words, more, questions)| {
        let mut node = Node::new("", "criterion", texts.0);
        (node.summary, node.guidance) = (texts.1.clone(), texts.2);
        node.typical_evidence = texts.1;
        (node.numbered, node.assessable, node.mandatory, node.weight) = marks;
        (node.importance, node.extras, node.references, node.under) = more;
        node.identifier.clone_from(&node.under);
        (node.groups, node.questions) = (words, questions);
        node.provenance = Provenance::Recalled;
        node
    })
}

/// Nodes with their depths, as a tree with a code for each.
fn tree(nodes: Vec<(usize, Node)>) -> Vec<Node> {
    let line = |(at, (depth, mut node)): (usize, (usize, Node))| {
        node.code = format!("{}.{at}0", ["A", "1", "007"][at % 3]);
        crate::exchange::Line { depth, node, place: String::new() }
    };
    let lines = nodes.into_iter().enumerate().map(line).collect();
    crate::exchange::tree_of_depths(lines, &mut Vec::new())
}

fn pack() -> impl Strategy<Value = Pack> {
    let nodes = prop::collection::vec((1_usize..=6, node()), 1..12);
    (nodes, titles(), titles(), text(), extras()).prop_map(|(nodes, title, other, text, extras)| {
        let mut pack = small("1", "x");
        pack.criteria = tree(nodes);
        (pack.title, pack.framework.title) = (title.clone(), other.clone());
        let about = &mut pack.about;
        about.groups = vec![Group {
            code: "a".into(),
            title: other.clone(),
            description: Some(title.clone()),
            chosen: true,
        }];
        about.extras = extras;
        about.sources = vec![text.clone(), "b".into()];
        about.completeness.clone_from(&text);
        about.description = Some(title.clone());
        about.language = Some("sq".into());
        about.transition = chrono::NaiveDate::from_ymd_opt(2029, 3, 27).map(|it| Transition {
            recognised_until: it,
            successor: text.clone(),
            note: text.clone(),
        });
        let scale = about.scale.as_mut().unwrap();
        scale.second = Some(SecondAxis { first: title.clone(), title: other });
        scale.note.clone_from(&text);
        scale.levels[0].description = Some(title);
        scale.levels[1].score = Some(4.35);
        about.outcomes[0].validity_months = Some(36);
        about.outcomes[0].note = text;
        pack.supplements = Some("x-0".into());
        pack
    })
}

proptest! {
    #[test]
    fn no_text_is_changed_in_yaml(text in "[-\\PC \n\t'\":#]{1,40}") {
        prop_assume!(!text.trim().is_empty());
        let pack = small("1", &text);
        prop_assert_eq!(from_yaml(yaml::write(&pack).unwrap().bytes), pack);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_pack_is_changed_in_the_workbook(pack in pack()) {
        let brought = from_workbook(&workbook::write(&pack).unwrap().bytes).unwrap();
        prop_assert_eq!(brought.notices, []);
        prop_assert_eq!(&brought.packs, &[pack]);
    }
}
