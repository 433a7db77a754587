//! Crosswalks come back as they were, and those of others are read for what they say of each pair.

use std::sync::LazyLock;

use chrono::DateTime;

use super::super::{read, write_mapping};
use super::{broken, brought, catalog, schema, told};
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::titles::Titles;

static MAPPING: LazyLock<Option<jsonschema::Validator>> =
    LazyLock::new(|| schema("oscal_mapping.schema.json"));

fn crosswalk() -> Crosswalk {
    let relation = |from: &str, to: &str, relation, strength, confidence, note: &str| Relation {
        from: from.into(),
        to: to.into(),
        relation,
        strength,
        confidence,
        note: note.into(),
    };
    Crosswalk {
        id: "a-b".into(),
        title: [("en", "A to B"), ("sq", "A te B")].into_iter().collect(),
        from: "a-1".into(),
        to: "b-2".into(),
        source: "Annex I\nof B".into(),
        licence_note: "Free.".into(),
        relations: vec![
            relation("1.1", "007", RelationKind::Equal, None, Confidence::High, "said so\ntwice"),
            relation("1.2", "§ 4", RelationKind::Subset, Some(0.5), Confidence::Low, ""),
            relation("1.2", "5", RelationKind::Superset, Some(1.0), Confidence::Medium, ""),
            relation("a b", "5", RelationKind::Intersects, Some(0.0), Confidence::Low, ""),
        ],
    }
}

#[test]
fn a_crosswalk_comes_back_as_it_was() {
    let pack = brought(&catalog(
        r#""controls": [{"id": "c-1", "title": "C", "props": [{"name": "label", "value": "1.1"}]}]"#,
    ));
    for from in [None, pack.packs.first()] {
        let crosswalk = crosswalk();
        let written = write_mapping(&crosswalk, from, None, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(broken(MAPPING.as_ref(), &written.bytes), [""; 0]);
        let text = String::from_utf8(written.bytes).unwrap();
        assert_eq!(text.contains(r#""id-ref": "c-1""#), from.is_some());
        assert_eq!(brought(&text).crosswalks, [crosswalk]);
    }
    let plain = Crosswalk { title: Titles::english("A"), relations: Vec::new(), ..crosswalk() };
    assert!(write_mapping(&plain, None, None, DateTime::UNIX_EPOCH).is_err());
}

#[test]
fn relations_of_several_controls_say_no_more_than_holds_of_each_pair() {
    let item = |it: &&str| format!(r#"{{"type": "control", "id-ref": "{it}"}}"#);
    let items = |all: &[&str]| all.iter().map(item).collect::<Vec<_>>().join(",");
    for (relationship, sources, targets, kinds) in [
        ("equal-to", &["a"][..], &["x"][..], &["Equal"][..]),
        ("equivalent-to", &["a"], &["x", "y"], &["Superset", "Superset"]),
        ("equivalent-to", &["a", "b"], &["x"], &["Subset", "Subset"]),
        ("subset-of", &["a"], &["x", "y"], &["Intersects", "Intersects"]),
        ("superset-of", &["a"], &["x", "x"], &["Superset"]),
    ] {
        let text = format!(
            r##"{{"mapping-collection": {{"metadata": {{"title": "M", "oscal-version": "1.2.0"}},
            "mappings": {{"source-resource": {{"href": "../Rules of Care.json"}}, "target-resource": {{"href": "#u"}},
            "maps": [{{"relationship": "{relationship}", "sources": [{}], "targets": [{}],
            "confidence-score": {{"percentage": 80}}}}]}},
            "back-matter": {{"resources": [{{"uuid": "u", "title": "Other"}}]}}}}}}"##,
            items(sources),
            items(targets)
        );
        let read = brought(&text).crosswalks.remove(0);
        assert_eq!((read.from.as_str(), read.to.as_str()), ("rules-of-care", "other"));
        let found: Vec<_> = read.relations.iter().map(|it| format!("{:?}", it.relation)).collect();
        assert_eq!(found, kinds, "{relationship}");
        assert_eq!(read.relations[0].confidence, Confidence::High);
    }
}

#[test]
fn a_mapping_of_nothing_is_refused() {
    for mappings in ["3", "[]", "[7]", r#"[{"maps": [{"relationship": "no-relationship"}]}]"#] {
        let text = format!(r#"{{"mapping-collection": {{"mappings": {mappings}}}}}"#);
        assert!(told(&read(&text, "x").unwrap_err())[0].starts_with("missing"), "{mappings}");
    }
}
