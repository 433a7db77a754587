//! What is inside the program is sound and whole, says how sure it is, and makes nothing up.

use std::collections::BTreeSet;

use super::{builtin, builtins};
use crate::standards::check::{self, is_crosswalk};
use crate::standards::crosswalk::Confidence;
use crate::standards::pack::{Node, Pack, PackKind, Provenance, Rule};
use crate::standards::tree::Placed;
use crate::standards::{codes, mapping};

#[test]
fn every_builtin_pack_is_sound_and_whole() {
    let report = check::check(&[]);
    assert_eq!(report.problems, []);
    assert_eq!(report.files.len(), 20);
    let types = check::known_evidence_types();
    assert_eq!(types.len(), 111);
    for (edition, nodes, assessable, deepest) in [
        ("calea-psta-outline", 56, 47, 3),
        ("eqavet-2020", 85, 67, 3),
        ("eqf-2017", 32, 0, 2),
        ("eqf-2017-annex-vi", 24, 20, 3),
        ("esg-2015", 27, 24, 2),
        ("iadlest-academy-outline", 2, 1, 2),
        ("ilac-g19-2022-outline", 29, 23, 2),
        ("iso-21043-2025-outline", 18, 13, 4),
        ("iso-iec-17020-2012", 140, 113, 3),
        ("iso-iec-17025-2017", 182, 141, 4),
        ("xk-kaa-institutional", 83, 72, 2),
        ("xk-kaa-programme-2018", 72, 65, 2),
        ("xk-kaa-programme-2021", 40, 33, 2),
        ("xk-nqa-provider", 43, 33, 2),
        ("xk-nqa-validation", 13, 12, 2),
        ("xk-nqf", 16, 0, 2),
    ] {
        let counts = builtin(edition).counts();
        assert_eq!(
            (counts.nodes, counts.assessable, counts.deepest),
            (nodes, assessable, deepest),
            "{edition}"
        );
    }
}

#[test]
fn siblings_of_builtin_packs_are_in_natural_order() {
    // What these have above their criteria is in the order of the work, which is not that of our codes for it.
    const ORDERED_BELOW: [&str; 3] = ["eqavet-2020", "ilac-g19-2022-outline", "xk-nqa-provider"];
    fn check(edition: &str, siblings: &[Node]) {
        let is_ordered =
            !ORDERED_BELOW.contains(&edition) || siblings.iter().all(|it| it.children.is_empty());
        for pair in siblings.windows(2).filter(|_| is_ordered) {
            let (a, b) = (&pair[0].code, &pair[1].code);
            assert!(codes::compare(a, b).is_lt(), "{edition}: {a} {b}");
        }
        for it in siblings {
            check(edition, &it.children);
        }
    }
    for pack in builtins().into_iter().filter(|it| it.kind == PackKind::Criteria) {
        check(&pack.id, &pack.criteria);
    }
}

#[test]
fn what_is_not_read_in_a_source_is_said_to_be_recalled() {
    let count = |pack: &Pack, provenance| {
        pack.preorder().iter().filter(|it| it.node.provenance == provenance).count()
    };
    for (edition, checked, recalled, reconstructed) in [
        ("calea-psta-outline", 56, 0, 0),
        ("eqavet-2020", 0, 85, 0),
        ("eqf-2017-annex-vi", 15, 9, 0),
        ("esg-2015", 0, 27, 0),
        ("iadlest-academy-outline", 1, 0, 1),
        ("ilac-g19-2022-outline", 3, 26, 0),
        ("iso-21043-2025-outline", 18, 0, 0),
        ("iso-iec-17020-2012", 0, 140, 0),
        ("xk-kaa-institutional", 11, 0, 72),
        ("xk-kaa-programme-2018", 7, 65, 0),
        ("xk-kaa-programme-2021", 7, 33, 0),
        ("xk-nqa-provider", 10, 0, 33),
    ] {
        let pack = builtin(edition);
        let counts = [Provenance::Checked, Provenance::Recalled, Provenance::Reconstructed];
        let counts = counts.map(|it| count(&pack, it));
        assert_eq!(counts, [checked, recalled, reconstructed], "{edition}");
    }
}

#[test]
fn only_what_the_issuer_calls_mandatory_is_so() {
    let mandatory = |pack: &Pack| pack.preorder().iter().filter(|it| it.node.mandatory).count();
    let marked: Vec<_> =
        builtins().iter().map(|it| (it.id.clone(), mandatory(it))).filter(|it| it.1 > 0).collect();
    let expected = [("calea-psta-outline", 35), ("eqf-2017-annex-vi", 6)];
    assert_eq!(marked, expected.map(|it| (it.0.to_owned(), it.1)));
}

#[test]
fn no_rule_of_a_builtin_pack_has_a_number() {
    for pack in builtins() {
        for rule in pack.about.outcomes.iter().flat_map(|it| &it.rules) {
            let is_number = matches!(rule, Rule::ShareAtLeast { .. } | Rule::IndexAtLeast { .. });
            assert!(!is_number || rule.is_open(), "{}: {rule:?}", pack.id);
        }
    }
}

#[test]
fn an_edition_that_ends_says_when_and_what_follows() {
    let pack = builtin("iso-iec-17020-2012");
    let transition = pack.about.transition.unwrap();
    assert_eq!(transition.recognised_until.to_string(), "2029-03-27");
    assert_eq!(transition.successor, "ISO/IEC 17020:2026");
}

#[test]
fn what_an_institution_answers_for_is_chosen_of_the_european_frameworks() {
    for (edition, chosen) in [("esg-2015", 10), ("eqavet-2020", 25 + 17)] {
        let pack = builtin(edition);
        let groups: Vec<_> =
            pack.about.groups.iter().filter(|it| it.chosen).map(|it| it.code.as_str()).collect();
        let nodes = pack.preorder();
        let is_chosen = |it: &&Placed<'_>| {
            pack.is_assessable(it.node)
                && it.node.groups.iter().any(|it| groups.contains(&it.as_str()))
        };
        assert_eq!(nodes.iter().filter(is_chosen).count(), chosen, "{edition}");
    }
}

#[test]
fn builtin_crosswalks_lead_from_criteria_to_criteria() {
    let files = check::builtin();
    let crosswalks: Vec<_> = files.iter().filter(|it| is_crosswalk(&it.name)).collect();
    assert_eq!(crosswalks.len(), 3);
    for file in crosswalks {
        let crosswalk = check::parse_crosswalk(file).unwrap();
        let codes_of = |edition: &str| mapping::codes(&builtin(edition));
        let (from, to) = (codes_of(&crosswalk.from), codes_of(&crosswalk.to));
        for it in &crosswalk.relations {
            assert!(from.contains(&it.from) && to.contains(&it.to), "{}: {it:?}", file.name);
            assert!(it.confidence < Confidence::High, "{}: {it:?}", file.name);
        }
    }
}

#[test]
fn the_crosswalk_from_esg_is_what_the_agency_says() {
    let files = check::builtin();
    let file = files.iter().find(|it| it.name.contains("crosswalks/esg-2015")).unwrap();
    let crosswalk = check::parse_crosswalk(file).unwrap();
    let told: BTreeSet<_> = crosswalk.relations.into_iter().map(|it| (it.from, it.to)).collect();
    let pack = builtin("xk-kaa-programme-2021");
    let nodes = pack.preorder();
    let referred = nodes
        .iter()
        .filter_map(|it| Some((it.node.references.get("esg-2015")?.clone(), it.node.code.clone())));
    assert_eq!(told, referred.collect());
}
