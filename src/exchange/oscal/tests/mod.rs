//! Catalogues and mappings come back as they were, and what is written is what NIST's schemas ask for.

mod hostile;
mod mappings;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::DateTime;
use serde_json::Value;

use super::super::{Brought, Notice};
use super::{read, write};
use crate::standards::check;
use crate::standards::pack::{Head, Node, Pack, Question, QuestionKind};
use crate::titles::Titles;

fn samples() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "a setting of the tests")]
    let samples = std::env::var("KRITER_SAMPLES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples"),
        Into::into,
    );
    samples
}

/// A sample, if it is there.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn sample(name: &str) -> Option<String> {
    let path = samples().join(name);
    if !path.exists() {
        eprintln!("SKIPPED: {} is missing; set KRITER_SAMPLES", path.display());
        return None;
    }
    Some(std::fs::read_to_string(path).unwrap())
}

fn schema(name: &str) -> Option<jsonschema::Validator> {
    let schema: Value = serde_json::from_str(&sample(&format!("schemas/{name}"))?).unwrap();
    Some(jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
}

static CATALOG: LazyLock<Option<jsonschema::Validator>> =
    LazyLock::new(|| schema("oscal_catalog.schema.json"));

/// What a document breaks of a schema; nothing where the schema is not at hand.
fn broken(validator: Option<&jsonschema::Validator>, bytes: &[u8]) -> Vec<String> {
    let document: Value = serde_json::from_slice(bytes).unwrap();
    let errors = validator.into_iter().flat_map(|it| it.iter_errors(&document));
    errors.take(3).map(|it| format!("{}: {it}", it.instance_path())).collect()
}

/// What a pack becomes when it is written and read again; the file is held against the schema.
fn again(pack: &Pack) -> Pack {
    let written = write(pack, DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(written.notices, []);
    assert_eq!(broken(CATALOG.as_ref(), &written.bytes), [""; 0], "{}", pack.id);
    let text = String::from_utf8(written.bytes).unwrap();
    read(&text, "x.json").unwrap().packs.remove(0)
}

fn brought(text: &str) -> Brought {
    read(text, "x.json").unwrap()
}

fn told(notices: &[Notice]) -> Vec<String> {
    notices.iter().map(|it| format!("{} {} {}", it.kind.code(), it.place, it.detail)).collect()
}

fn catalog(body: &str) -> String {
    let metadata = r#""metadata": {"title": "Rules of Care", "version": "2", "oscal-version": "1.1.2",
        "last-modified": "2024-02-01T00:00:00Z",
        "parties": [{"uuid": "984e6c07-b5b6-4ab6-b22b-283609c325e6", "type": "organization", "name": "Board"}]}"#;
    format!(
        r#"{{"catalog": {{"uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724", {metadata}, {body}}}}}"#
    )
}

fn find<'a>(pack: &'a Pack, code: &str) -> &'a Node {
    pack.preorder().iter().find(|it| it.node.code == code).unwrap().node
}

#[test]
fn every_builtin_pack_comes_back_as_it_was() {
    let types = check::known_evidence_types();
    let packs = check::builtin();
    let packs: Vec<_> = packs.iter().filter_map(|it| check::parse(it, &types).ok()).collect();
    assert!(packs.len() >= 5);
    for pack in packs {
        assert!(again(&pack) == pack, "{}", pack.id);
    }
}

#[test]
fn real_catalogues_are_read_whole_and_come_back_as_they_were() {
    for (file, nodes, assessable, deepest) in [
        ("frameworks/oscal/basic-catalog.json", 8, 4, 3),
        ("frameworks/oscal/nist_sp800-53_rev5_low.json", 167, 149, 3),
    ] {
        let Some(text) = sample(file) else { return };
        let brought = brought(&text);
        let pack = &brought.packs[0];
        let counts = pack.counts();
        let found = (counts.nodes, counts.assessable, counts.deepest);
        assert_eq!(found, (nodes, assessable, deepest), "{file}");
        assert!(again(pack) == *pack, "{file}");
    }
}

#[test]
fn a_real_control_is_read_as_its_issuer_prints_it() {
    let Some(text) = sample("frameworks/oscal/nist_sp800-53_rev5_low.json") else { return };
    let brought = brought(&text);
    let pack = &brought.packs[0];
    let control = find(pack, "AC-1");
    assert_eq!(control.identifier.as_deref(), Some("ac-1"));
    let summary = control.summary.as_ref().unwrap().en();
    let start = "a. Develop, document, and disseminate to [Assignment: organization-defined personnel or roles]:\n  1. [Selection (one or more): organization-level; mission/business process-level; system-level] access control policy that:\n    (a) Addresses purpose";
    assert!(summary.starts_with(start), "{summary}");
    assert!(control.extras.contains_key("oscal-params"));
    assert_eq!(pack.framework.issuer, "Joint Task Force, Transformation Initiative");
    assert_eq!(pack.id, "nist-special-publication-800-53-revision-5-1-1-low-5-1-1-u4");
    for it in &brought.notices {
        assert!(matches!(it.kind.code(), "kept-aside" | "left-out"), "{it:?}");
    }
}

#[test]
fn what_a_catalogue_says_becomes_a_node() {
    let text = catalog(
        r##""groups": [{"id": "g", "title": "Group", "parts": [{"name": "overview", "prose": "All of it."}],
        "controls": [
        {"id": "c-1", "class": "rule", "title": "First",
         "params": [{"id": "p", "label": "a {{ insert: param, q }}"}, {"id": "q", "values": ["day"]}],
         "props": [{"name": "label", "value": "01", "class": "padded"}, {"name": "label", "value": "1"}],
         "links": [{"href": "#c-2"}],
         "parts": [{"name": "statement", "prose": "Within {{ insert: param, p }}:", "parts": [
            {"name": "item", "prose": "one", "props": [{"name": "label", "value": "a."}]}]},
            {"name": "guidance", "prose": "See {{ insert: param, nowhere }}."}, {"name": "example", "prose": "So."}],
         "controls": [{"id": "c-1.1", "title": "Deeper"}]},
        {"id": "c-2", "title": "Second", "props": [{"name": "status", "value": "withdrawn"}]}]}]"##,
    );
    let brought = brought(&text);
    let pack = &brought.packs[0];
    assert_eq!(
        (pack.id.as_str(), pack.framework.id.as_str()),
        ("rules-of-care-2", "rules-of-care")
    );
    assert_eq!(pack.framework.issuer, "Board");
    let node = find(pack, "1");
    let text = |it: &Option<Titles>| it.as_ref().unwrap().en().to_owned();
    assert_eq!(text(&node.summary), "Within [Assignment: a day]:\na. one");
    assert_eq!(text(&node.guidance), "See [Assignment: nowhere].");
    assert_eq!(text(&find(pack, "g").summary), "All of it.");
    let kept: Vec<_> = node.extras.keys().collect();
    assert_eq!(kept, ["oscal-class", "oscal-links", "oscal-params", "oscal-parts", "oscal-props"]);
    let rated: Vec<_> = pack.preorder().iter().map(|it| pack.is_assessable(it.node)).collect();
    assert_eq!(rated, [false, true, true, false]);
    assert_eq!(
        told(&brought.notices),
        [
            "kept-aside x.json: c-1 class",
            "kept-aside x.json: c-1 links",
            "kept-aside x.json: metadata metadata",
            "kept-aside x.json: c-1 params",
            "kept-aside x.json: c-1 parts",
            "kept-aside x.json: c-1 props (2)",
            "kept-aside x.json: catalog uuid",
        ]
    );
    assert!(again(pack) == *pack);
}

/// A pack with all that OSCAL makes hard.
fn awkward() -> Pack {
    let text = catalog(r#""controls": [{"id": "c", "title": "C"}]"#);
    let mut pack = brought(&text).packs.remove(0);
    let titles = |texts: &[(&str, &str)]| texts.iter().copied().collect::<Titles>();
    let mut nodes: Vec<Node> = ["1.10", "007", "1E5", "3-4", "§ 4", "4_", "4 ", "č/ç", "a\nb"]
        .into_iter()
        .map(|code| Node::new(code, "klauzolë", Titles::of("sq", format!("T {code}"))))
        .collect();
    nodes[0].title = Titles::default();
    nodes[0].summary = Some(titles(&[("en", " one\n\ntwo "), ("sq", "një"), ("sr-Latn", "jedan")]));
    nodes[0].typical_evidence = Some(titles(&[("en", "{{ insert: param, x }}")]));
    nodes[0].guidance = Some(Titles::default());
    nodes[1].weight = 0.1;
    nodes[1].importance = Some(" high\u{2028}".into());
    nodes[1].references = [("ESG 2015".to_owned(), "1.1".to_owned())].into();
    nodes[1].extras = [
        ("oscal-props", r#"[{"name":"no token!","value":""}]"#),
        ("oscal-parts", r#"[{"name":"statement","prose":"not ours"}]"#),
        ("oscal-params", "no JSON"),
        ("oscal-class", "a b"),
        ("column", "value\n"),
    ]
    .map(|(key, it)| (key.to_owned(), it.to_owned()))
    .into();
    nodes[2].numbered = false;
    nodes[2].identifier = Some("urn:x:1".into());
    nodes[2].groups = vec!["A".into()];
    nodes[3].mandatory = true;
    nodes[3].questions = vec![Question {
        kind: QuestionKind::YesNo,
        text: Titles::english("Why?"),
        choices: Vec::new(),
        extras: std::collections::BTreeMap::new(),
    }];
    // Mixed siblings at the top and below, an assessable node with children, one without that is not.
    let mut mixed = Node::new("M", "area", Titles::english("Mixed"));
    let mut inner = Node::new("M.1", "area", Titles::english("Inner"));
    inner.children = vec![Node::new("M.1.1", "x", Titles::english("X"))];
    mixed.children = vec![Node::new("M.0", "x", Titles::english("X")), inner];
    nodes[4].children = vec![Node::new("4.1", "x", Titles::english("X"))];
    nodes[4].assessable = Some(true);
    nodes[5].assessable = Some(false);
    nodes.insert(2, mixed);
    pack.criteria = nodes;
    pack.version = "2\n(draft)".into();
    pack.title = titles(&[("sq", "Rregulla"), ("fr", "Règles")]);
    pack.supplements = Some("base".into());
    pack.about = Head { language: Some("sq".into()), sources: vec!["a".into()], ..pack.about };
    pack.about.description = Some(titles(&[("en", "One.\nTwo."), ("sq", "Një.")]));
    pack
}

#[test]
fn what_oscal_makes_hard_comes_back_as_it_was() {
    let pack = awkward();
    let back = again(&pack);
    let pairs = |it: &Pack| it.preorder().iter().map(|it| it.node.clone()).collect::<Vec<_>>();
    for (a, b) in pairs(&pack).iter().zip(pairs(&back)) {
        assert_eq!(*a, b);
    }
    assert_eq!(back, pack);
}

#[test]
fn a_file_is_the_same_whenever_it_is_written() {
    let pack = awkward();
    let bytes = || write(&pack, DateTime::UNIX_EPOCH).unwrap().bytes;
    assert_eq!(bytes(), bytes());
}
