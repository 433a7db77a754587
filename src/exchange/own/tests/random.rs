//! Packs that nobody would write, in several languages and up to six levels deep, come back as they were.

use proptest::prelude::*;

use super::{ODD, from_workbook, from_yaml, small};
use crate::exchange::own::{workbook, yaml};
use crate::standards::pack::{
    Choice, Group, Node, Pack, Provenance, Question, QuestionKind, SecondAxis, Transition,
};
use crate::titles::Titles;

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
