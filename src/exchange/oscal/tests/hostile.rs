//! Files that are damaged, wrong or huge are refused or mended, and never make the reader stumble.

use super::super::{is_one, read, write};
use super::{again, brought, catalog, told};
use chrono::DateTime;

fn refused(text: &str) -> Vec<String> {
    told(&read(text, "x.json").unwrap_err())
}

#[test]
fn what_is_no_catalogue_is_refused_with_the_reason() {
    for (text, reason) in [
        ("{\"catalog\":\n  {,", "unreadable x.json:2:4 key must be a string at line 2 column 4"),
        ("", "unreadable x.json:1:0 EOF while parsing a value at line 1 column 0"),
        ("[]", "missing x.json catalog, mapping-collection"),
        (r#"{"catalog": 1}"#, "missing x.json catalog, mapping-collection"),
        (r#"{"profile": {}}"#, "unreadable x.json profile"),
        (r#"{"catalog": {}, "profile": {}}"#, "unreadable x.json catalog, profile"),
        (
            r#"{"catalog": {"metadata": {"oscal-version": "2.0.0"}}}"#,
            "version-unknown x.json 2.0.0",
        ),
        (r#"{"catalog": {"metadata": {"oscal-version": 1}}}"#, "version-unknown x.json 1"),
        (r#"{"catalog": {}}"#, "missing x.json groups, controls"),
    ] {
        assert_eq!(refused(text), [reason], "{text}");
    }
    for file in ["assessment-results-example.json", "poam-example.json"] {
        let Some(text) = super::sample(&format!("frameworks/oscal/{file}")) else { return };
        let told = refused(&text);
        assert!(is_one(&serde_json::from_str(&text).unwrap()), "{file}");
        assert!(told[0].starts_with("unreadable"), "{told:?}");
    }
    assert!(!is_one(&serde_json::json!({ "CFDocument": {} })));
}

#[test]
fn what_is_deep_without_end_is_refused() {
    for depth in [40, 10_000] {
        let text = format!(
            r#""groups": {}{{"title": "x"}}{}"#,
            r#"[{"title": "x", "groups": "#.repeat(depth) + "[",
            "]".to_owned() + &"}]".repeat(depth)
        );
        let kinds: Vec<_> = read(&catalog(&text), "x").unwrap_err();
        let expected = if depth == 40 { "too-much" } else { "unreadable" };
        assert_eq!(kinds[0].kind.code(), expected, "{depth}");
    }
    let mut pack = brought(&catalog(r#""controls": [{"id": "c", "title": "C"}]"#)).packs.remove(0);
    for at in 0..40 {
        let mut node = pack.criteria[0].clone();
        node.code = format!("c{at}");
        node.children = std::mem::take(&mut pack.criteria);
        pack.criteria = vec![node];
    }
    assert_eq!(write(&pack, DateTime::UNIX_EPOCH).unwrap_err()[0].kind.code(), "too-much");
}

#[test]
fn what_is_of_the_wrong_kind_is_left_out_and_told() {
    let text = catalog(
        r#""params": 3, "groups": [7, {"id": 5, "title": ["x"], "props": "p", "parts": [1, {"name": {}}], "controls": {}},
        {"id": "a", "title": "A"}, {"id": "A", "title": "B", "props": [null, {"name": "label", "value": 4}]}],
        "controls": [{"title": "no id"}, {"id": "no-title"}, {"id": "insert", "title": "T",
        "params": [{"id": "r", "select": {"choice": ["{{ insert: param, r }}{{ insert: param, r }}"]}}],
        "parts": [{"name": "statement", "prose": "{{ insert: param, r }} {{ {{ insert: x }} {{"}]}]"#,
    );
    let brought = brought(&text);
    let pack = &brought.packs[0];
    let codes: Vec<_> = pack.preorder().iter().map(|it| it.node.code.clone()).collect();
    assert_eq!(codes, ["#1", "a", "A (2)", "#2", "no-title", "insert"]);
    let told = told(&brought.notices);
    for it in [
        "code-doubled A A",
        "codes-made-up group 2",
        "assumed x.json: group title (2)",
        "value-unknown x.json: groups groups",
        "value-unknown x.json: controls controls",
        "value-unknown x.json: group props",
    ] {
        let is_told = told.iter().any(|told| told.starts_with(it));
        assert!(is_told, "{it}: {told:?}");
    }
    assert!(again(pack) == *pack);
}

#[test]
fn twenty_thousand_controls_are_read() {
    let controls: Vec<_> = (0..20_000)
        .map(|it| format!(r#"{{"id": "c-{it}", "title": "Control {it}", "parts": [{{"name": "statement", "prose": "Do {it}."}}]}}"#))
        .collect();
    let text = catalog(&format!(r#""controls": [{}]"#, controls.join(",")));
    let mut pack = brought(&text).packs.remove(0);
    assert_eq!(pack.criteria.len(), 20_000);
    // All of them there and back take 20 s without optimisation.
    pack.criteria.truncate(2_000);
    let written = write(&pack, DateTime::UNIX_EPOCH).unwrap();
    let back = brought(&String::from_utf8(written.bytes).unwrap()).packs.remove(0);
    assert!(back == pack);
    let more = catalog(&format!(r#""controls": [{}{{}}]"#, "{},".repeat(200_000)));
    assert_eq!(read(&more, "x").unwrap_err()[0].kind.code(), "too-much");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_file_never_makes_it_stumble(at in 0_usize..4_000, cut in 0_usize..40, put in "[{}\\[\\]\",:a-z0-9 \n]{0,6}") {
        let written = write(&super::awkward(), DateTime::UNIX_EPOCH).unwrap().bytes;
        let mut letters: Vec<char> = String::from_utf8(written).unwrap().chars().collect();
        let from = at.min(letters.len());
        let to = (from + cut).min(letters.len());
        letters.splice(from..to, put.chars());
        let text: String = letters.into_iter().collect();
        if let Ok(brought) = read(&text, "x.json") {
            for pack in brought.packs {
                proptest::prop_assert!(write(&pack, DateTime::UNIX_EPOCH).is_ok());
            }
        }
    }
}
