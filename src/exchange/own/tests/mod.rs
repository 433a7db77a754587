//! What is written in our own formats reads back as it was.

mod random;

use super::{is_one, read, template, workbook, yaml};
use crate::exchange::{Brought, Notice};
use crate::sheets::{self, Limits, PlainSheet};
use crate::standards::check::{self, PackFile};
use crate::standards::pack::{
    FrameworkHead, Head, Level, Node, NotApplicable, Outcome, Pack, PackKind, Role, Rule, Scale,
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
    sheets::read_plain(file.path(), "x.xlsx", &Limits::default()).unwrap().sheets
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
fn a_template_is_explained_in_each_language_and_once_filled_in_is_read() {
    use crate::language::Language;
    for language in Language::ALL {
        let mut book = opened(&template(language).unwrap().bytes);
        assert!(is_one(&book));
        let told = read(&book).unwrap_err();
        assert!(told.iter().all(|it| it.kind.code() == "missing"), "{told:?}");
        let places: Vec<_> = told.iter().map(|it| it.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "Edition!C3",
                "Edition!C4",
                "Edition!C5",
                "Edition!C7",
                "Edition!C8",
                "Edition!C9",
                "Criteria!A2"
            ]
        );
        let help = book.iter().find(|it| it.name == "How to fill in").unwrap();
        let texts = help.rows.iter().filter_map(|it| it.cells.last()).map(|it| it.1.text());
        assert!(texts.skip(1).all(|it| !it.starts_with("template-") && it.len() > 5));
        let text = |it: &str| sheets::Cell::Text(it.into());
        for row in book[0].rows.iter_mut().filter(|it| (3..=9).contains(&it.number)) {
            row.cells.push((2, text(if row.number == 6 { "criteria" } else { "x" })));
        }
        let cells = vec![(0, text("1")), (1, text("1.10")), (3, text("It"))];
        book[1].rows.push(sheets::PlainRow { number: 2, cells });
        let brought = read(&book).unwrap();
        assert_eq!(brought.notices, []);
        let pack = &brought.packs[0];
        assert_eq!(
            (pack.title.own(language.code()), pack.about.scale.is_none()),
            (Some("x"), true)
        );
        assert_eq!(pack.criteria[0].title.own(language.code()), Some("It"));
    }
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
        weight: Some(weight),
        from: None,
        role,
        aliases: Vec::new(),
    };
    let outcome = |code: &str, rules| Outcome {
        code: code.into(),
        title: Titles::english(code),
        rules,
        validity_months: Some(36),
        conditions: vec![Titles::english("Reports yearly"), Titles::of("sq", "Raporton")],
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
                percent: false,
                second: None,
                note: String::new(),
            }),
            outcomes: vec![
                outcome(
                    "in",
                    vec![
                        Rule::NoCriterionBelow { level: "good".into() },
                        Rule::ShareAtLeast {
                            level: "good".into(),
                            share: None,
                            setting: Some("least".into()),
                            title: Some(
                                [("en", "Least share"), ("sr", "Udeo")].into_iter().collect(),
                            ),
                        },
                        Rule::IndexAtLeast { score: Some(33.3), setting: None, title: None },
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
        (("Criteria", 2, 0, "33"), "too-much", "Criteria!A2"),
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
