//! Real workbooks, by their counts.

use std::path::PathBuf;

use super::*;
use crate::standards::crosswalk::RelationKind;
use crate::standards::pack::QuestionKind;

/// What a real workbook becomes, or nothing where the samples are not beside the project.
fn sample(name: &str) -> Option<Brought> {
    let samples = std::env::var_os("KRITER_SAMPLES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples"),
        PathBuf::from,
    );
    let path = samples.join("frameworks/ciso-workbook").join(name);
    if !path.exists() {
        #[expect(clippy::print_stderr, reason = "whoever runs the tests must see it")]
        {
            eprintln!("SKIPPED: the sample {name} is not here; set KRITER_SAMPLES");
        }
        return None;
    }
    let book = read_plain(&path, name, &Limits::default()).unwrap();
    assert!(is_one(&book));
    let brought = read(&book).unwrap();
    brought.packs.iter().for_each(assert_sound);
    Some(brought)
}

fn find<'a>(pack: &'a Pack, code: &str) -> &'a Node {
    pack.preorder().iter().find(|it| it.node.code == code).unwrap().node
}

#[test]
fn real_frameworks_come_in_whole() {
    for (name, id, nodes, assessable, deepest) in [
        ("3cf-v3.1.xlsx", "3cf-v3-1", 653, 496, 9),
        (
            "cyber_essentials.xlsx",
            "cyber-essentials-requirements-for-it-infrastructure",
            285,
            100,
            6,
        ),
        ("cyfun2025.xlsx", "ccb-cyfun2025", 336, 218, 4),
        ("gdpr.xlsx", "gdpr", 1090, 287, 5),
        ("nist-sp-800-53-rev5.xlsx", "nist-sp-800-53-rev5", 1209, 1189, 2),
        ("example_framework.xlsx", "my-framework-example-1", 38, 27, 5),
    ] {
        let Some(brought) = sample(name) else { continue };
        let [pack] = brought.packs.as_slice() else { panic!("{name}") };
        let counts = pack.counts();
        let found = (pack.id.as_str(), counts.nodes, counts.assessable, counts.deepest);
        assert_eq!(found, (id, nodes, assessable, deepest), "{name}");
    }
}

#[test]
fn a_framework_in_french_is_known_as_such() {
    let Some(brought) = sample("3cf-v3.1.xlsx") else { return };
    let pack = &brought.packs[0];
    assert_eq!(pack.about.language.as_deref(), Some("fr"));
    assert_eq!(pack.title.iter().map(|it| it.0).collect::<Vec<_>>(), ["fr"]);
    let groups: Vec<_> = pack.about.groups.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(groups, ["sec", "sur"]);
    assert_eq!(told(&brought.notices, NoticeKind::CodesMadeUp).len(), 1);
}

#[test]
fn scores_groups_and_translations_come_with_the_framework() {
    let Some(brought) = sample("cyfun2025.xlsx") else { return };
    let pack = &brought.packs[0];
    let scale = pack.about.scale.as_ref().unwrap();
    let weights: Vec<_> =
        scale.levels.iter().map(|it| (it.score.unwrap(), it.weight.unwrap())).collect();
    assert_eq!(weights, [(1.0, 0.0), (2.0, 0.25), (3.0, 0.5), (4.0, 0.75), (5.0, 1.0)]);
    assert!(scale.second.is_some());
    assert!(scale.levels.iter().all(|it| it.second_description.is_some()));
    let groups: Vec<_> = pack.about.groups.iter().map(|it| it.code.as_str()).collect();
    for group in ["B", "I", "E", "BK", "IK", "EK"] {
        assert!(groups.contains(&group), "{group} in {groups:?}");
    }
    let languages = find(pack, "GV").title.iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(languages, ["en", "fr", "nl"]);
    let refers = pack.preorder().iter().any(|it| it.node.extras.contains_key("reference_controls"));
    assert!(refers);
    assert!(told(&brought.notices, NoticeKind::LeftOut).iter().any(|it| it.contains("(218)")));
}

#[test]
fn questions_come_with_their_choices() {
    let Some(brought) = sample("example_framework.xlsx") else { return };
    let pack = &brought.packs[0];
    let nodes = pack.preorder();
    let asked = nodes.iter().find(|it| it.node.questions.len() == 4 && it.node.weight < 2.0);
    let kinds: Vec<_> = asked.unwrap().node.questions.iter().map(|it| it.kind).collect();
    let (one, many) = (QuestionKind::UniqueChoice, QuestionKind::MultipleChoice);
    assert_eq!(kinds, [one, QuestionKind::Date, QuestionKind::Text, many]);
    assert_eq!(asked.unwrap().node.questions[3].choices.len(), 3);
    assert_eq!(nodes.iter().filter(|it| it.node.mandatory).count(), 1);
    assert!(nodes.iter().any(|it| it.node.weight > 9.0));
    assert_eq!(pack.about.scale.as_ref().unwrap().levels.len(), 6);
    let last = find(pack, "4.r12");
    assert_eq!(last.groups, ["grp001", "grp002", "grp003"]);
    assert_eq!(last.extras["threats"].lines().count(), 2);
    assert_eq!(last.typical_evidence, None);
    assert!(!last.extras["reference_controls"].contains("urn:"), "{:?}", last.extras);
}

#[test]
fn a_workbook_of_mappings_is_a_crosswalk() {
    let Some(brought) = sample("mapping-nist-csf-1.1-nist-csf-2.0.xlsx") else { return };
    assert!(brought.packs.is_empty());
    let [crosswalk] = brought.crosswalks.as_slice() else { panic!("one crosswalk") };
    assert_eq!((crosswalk.from.as_str(), crosswalk.to.as_str()), ("nist-csf-1-1", "nist-csf-2-0"));
    assert_eq!(crosswalk.relations.len() + told(&brought.notices, NoticeKind::LeftOut).len(), 185);
    let first = &crosswalk.relations[0];
    assert_eq!((first.from.as_str(), first.to.as_str()), ("id.gv", "gv"));
    assert_eq!((first.relation, first.note.as_str()), (RelationKind::Intersects, "semantic"));
}
