//! CASE: every pack survives the way out and in, real files are read whole, and what is written keeps to the schema.

mod hostile;
mod samples;
mod tables;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{is_one, read, write};
use crate::exchange::{Brought, Notice, NoticeKind};
use crate::standards::check;
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::standards::pack::{Node, Pack};
use crate::titles::Titles;

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn builtin() -> Vec<Pack> {
    let types = check::known_evidence_types();
    check::builtin().iter().filter_map(|it| check::parse(it, &types).ok()).collect()
}

fn written(pack: &Pack, crosswalks: &[Crosswalk]) -> (String, Vec<Notice>) {
    let written = write(pack, crosswalks, at()).unwrap();
    (String::from_utf8(written.bytes).unwrap(), written.notices)
}

fn package(value: Value) -> Brought {
    read(&value.to_string(), "x.json").unwrap()
}

fn kinds(brought: &Brought) -> Vec<&'static str> {
    brought.notices.iter().map(|it| it.kind.code()).collect()
}

fn codes(pack: &Pack) -> Vec<&str> {
    pack.preorder().iter().map(|it| it.node.code.as_str()).collect()
}

/// Codes as a tree: `1[1.1 1.2]`.
fn drawn(nodes: &[Node]) -> String {
    let one = |it: &Node| match it.children.as_slice() {
        [] => it.code.clone(),
        below => format!("{}[{}]", it.code, drawn(below)),
    };
    nodes.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn document() -> Value {
    json!({ "identifier": "d", "title": "Care", "creator": "CAS", "version": "2020" })
}

fn item(identifier: &str, code: &str) -> Value {
    json!({ "identifier": identifier, "humanCodingScheme": code, "fullStatement": code })
}

fn association(kind: &str, from: &str, to: &str) -> Value {
    json!({
        "associationType": kind,
        "originNodeURI": { "identifier": from },
        "destinationNodeURI": { "identifier": to },
    })
}

#[test]
fn every_pack_comes_back_as_it_went() {
    let packs = builtin();
    assert!(packs.len() >= 5);
    for pack in packs {
        let (text, notices) = written(&pack, &[]);
        assert_eq!(notices, [], "{}", pack.id);
        let brought = read(&text, "x.json").unwrap();
        assert_eq!(brought.packs, std::slice::from_ref(&pack));
        assert_eq!(brought.notices, [], "{}", pack.id);
        assert_eq!(written(&pack, &[]).0, text, "the same twice");
    }
}

#[test]
fn all_that_a_node_may_say_comes_back() {
    let mut pack = builtin().into_iter().find(|it| it.id == "iso-iec-17025-2017").unwrap();
    let long = "Long. ".repeat(100);
    let odd = ["1.10", "007", "1E5", "3-4", " a\nb\t", "x|y", "ë §1"];
    pack.criteria.extend(odd.iter().map(|it| Node {
        summary: Some(Titles::english(long.trim())),
        extras: [("case:odd".to_owned(), (*it).to_owned())].into(),
        ..Node::new(*it, "a\nb", Titles::of("sr", "Zakon"))
    }));
    pack.criteria
        .push(Node { numbered: false, ..Node::new("#9", "x", Titles::english("Line\nline")) });
    let identifier = Some("0B1E5C52-7C1C-11F1-8DE9-0242AC120002".to_owned());
    pack.criteria.push(Node {
        identifier: identifier.clone(),
        weight: 0.3,
        ..Node::new("v", "x", Titles::english(long))
    });
    pack.criteria.push(Node { identifier, ..Node::new("w", "x", Titles::of("fr", "Loi")) });
    let (text, _) = written(&pack, &[]);
    let brought = read(&text, "x.json").unwrap();
    assert_eq!(brought.packs[0], pack);
    assert!(text.contains("\"humanCodingScheme\": \"1E5\""));
    assert!(text.contains("\"identifier\": \"0b1e5c52-7c1c-11f1-8de9-0242ac120002\""));
    assert_valid(&text);
}

#[test]
fn a_crosswalk_goes_with_the_pack_that_it_leads_from() {
    let pack = builtin().into_iter().find(|it| it.id == "iso-iec-17025-2017").unwrap();
    let relation = |from: &str, to: &str, relation| Relation {
        from: from.into(),
        to: to.into(),
        relation,
        strength: Some(0.7),
        confidence: Confidence::Medium,
        note: "as read".into(),
    };
    let mut crosswalk = Crosswalk {
        id: "lab-inspection".into(),
        title: Titles::english("Laboratories and inspection"),
        from: pack.id.clone(),
        to: "iso-iec-17020-2012".into(),
        source: "CAS".into(),
        licence_note: String::new(),
        relations: vec![
            relation("4.1", "4.1", RelationKind::Equal),
            relation("4.2", "4.2", RelationKind::Subset),
            relation("5.1", "5.1", RelationKind::Superset),
            relation("6.2", "6.1", RelationKind::Intersects),
        ],
    };
    let (text, notices) = written(&pack, std::slice::from_ref(&crosswalk));
    assert_eq!(notices, []);
    assert_valid(&text);
    let brought = read(&text, "x.json").unwrap();
    assert_eq!((&brought.packs[0], &brought.crosswalks), (&pack, &vec![crosswalk.clone()]));

    crosswalk.relations.push(relation("99", "1", RelationKind::Equal));
    let other = Crosswalk { id: "other".into(), from: "esg".into(), ..crosswalk.clone() };
    let (_, notices) = written(&pack, &[crosswalk, other]);
    let told: Vec<_> = notices.iter().map(|it| (it.kind, it.detail.as_str())).collect();
    assert_eq!(told, [(NoticeKind::LeftOut, "99"), (NoticeKind::LeftOut, "other")]);
}

#[test]
fn what_others_change_in_the_file_is_seen() {
    let pack = builtin().into_iter().find(|it| it.id == "xk-nqa-validation").unwrap();
    let mut file: Value = serde_json::from_str(&written(&pack, &[]).0).unwrap();
    file["CFItems"][0]["fullStatement"] = "Changed elsewhere".into();
    let brought = package(file);
    let node = &brought.packs[0].criteria[0];
    let text = node.summary.as_ref().unwrap_or(&node.title);
    assert!(text.iter().any(|it| it.1 == "Changed elsewhere"), "{node:?}");
    assert_eq!(node.provenance, pack.criteria[0].provenance);
}

#[test]
fn what_is_written_keeps_to_the_schema() {
    for pack in builtin() {
        assert_valid(&written(&pack, &[]).0);
    }
}

#[test]
fn what_does_not_keep_to_the_schema_is_seen() {
    let text = written(&builtin()[0], &[]).0;
    for (from, to) in
        [("\"fullStatement\"", "\"statement\""), ("\"identifier\": \"", "\"identifier\": \"x")]
    {
        assert!(errors(&text.replace(from, to)).is_none_or(|it| !it.is_empty()), "{to}");
    }
}

fn assert_valid(text: &str) {
    assert_eq!(errors(text).unwrap_or_default(), Vec::<String>::new());
}

/// Holds a package against the schema of CASE 1.1; nothing where the schema is missing.
fn errors(text: &str) -> Option<Vec<String>> {
    let path = samples::find("schemas/case-v1p1-cfpackage.schema.json")?;
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let file: Value = serde_json::from_str(text).unwrap();
    assert!(is_one(&file));
    let errors = validator.iter_errors(&file).take(5);
    Some(errors.map(|it| format!("{}: {it}", it.instance_path())).collect())
}
