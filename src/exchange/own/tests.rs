//! What is written in our own formats reads back as it was.

use proptest::prelude::*;

use super::yaml;
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

proptest! {
    #[test]
    fn no_text_is_changed_in_yaml(text in "[-\\PC \n\t'\":#]{1,40}") {
        prop_assume!(!text.trim().is_empty());
        let pack = small("1", &text);
        prop_assert_eq!(from_yaml(yaml::write(&pack).unwrap().bytes), pack);
    }
}
