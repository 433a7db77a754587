//! The items of a package: criteria out of them and into them, one by one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::assigned::{of_criterion, urn};
use super::fields::{OURS, Told, extensions, extras, line, normal, put_back, text};
use super::patch;
use super::vocabulary::ITEM;
use crate::exchange::notice::NoticeKind;
use crate::standards::pack::Node;
use crate::titles::Titles;

/// Fields that go into a node's own, or only lead about within the file.
const OWN: [&str; 9] = [
    "identifier",
    "humanCodingScheme",
    "fullStatement",
    "abbreviatedStatement",
    "notes",
    "CFItemType",
    "extensions",
    "CFDocumentURI",
    "CFItemAssociationURI",
];

/// A statement of so many characters can stand as a title.
const SHORT: usize = 200;
/// Most characters that a title may have.
const LONGEST: usize = 1_000;

/// What the items of a document have in common.
pub(super) struct Common<'a> {
    pub(super) edition: &'a str,
    /// Tag of the document's language.
    pub(super) tag: &'a str,
    /// When the document was changed last.
    pub(super) changed: &'a str,
}

/// The tag of a language, without a country: `en` of `en-US`.
pub(super) fn tag(language: &str) -> Option<String> {
    let tag = language.split(['-', '_']).next()?.trim().to_lowercase();
    let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|it| it.is_ascii_lowercase());
    is_tag.then_some(tag)
}

/// The node that an item says. Its code is empty where the item has none.
pub(super) fn read(
    item: &Map<String, Value>,
    common: &Common<'_>,
    place: &str,
    told: &mut Told,
) -> Node {
    let node = plain(item, common, place, told);
    patched(node, extensions(item).1, "children", place, told)
}

fn plain(item: &Map<String, Value>, common: &Common<'_>, place: &str, told: &mut Told) -> Node {
    let identifier = line(item, "identifier", place, told);
    let code = line(item, "humanCodingScheme", place, told).unwrap_or_default();
    let language = line(item, "language", place, told);
    let tag = language.as_deref().and_then(tag).unwrap_or_else(|| common.tag.to_owned());
    let kind = line(item, "CFItemType", place, told).unwrap_or_else(|| "item".to_owned());
    let mut node = Node::new(code, kind, Titles::default());
    let full = text(item, "fullStatement", place, told);
    let short = line(item, "abbreviatedStatement", place, told);
    let is_long = short.as_ref().is_some_and(|it| it.chars().count() > LONGEST);
    let (short, too_long) = if is_long { (None, short) } else { (short, None) };
    let (title, summary) = match (short, full) {
        (Some(short), full) => (Some(short), full),
        (None, Some(full)) if full.contains(['\n', '\t']) || full.chars().count() > SHORT => {
            (None, Some(full))
        }
        (None, Some(full)) => (Some(full), None),
        (None, None) => {
            let code = if node.code.is_empty() { "?" } else { &node.code };
            told.tell(NoticeKind::Assumed, &format!("{place}.fullStatement"), code);
            (Some(code.to_owned()), None)
        }
    };
    node.title = title.map(|it| Titles::of(&tag, it)).unwrap_or_default();
    node.summary = summary.map(|it| Titles::of(&tag, it));
    node.guidance = text(item, "notes", place, told).map(|it| Titles::of(&tag, it));
    node.extras = extras(item, &ITEM, &OWN, place, told);
    if let Some(text) = too_long {
        told.tell(NoticeKind::KeptAside, place, "abbreviatedStatement");
        node.extras.insert("abbreviatedStatement".to_owned(), text);
    }
    let own = urn(identifier.as_deref().unwrap_or_default());
    node.extras.retain(|name, value| match name.as_str() {
        "uri" => *value != own,
        "language" => value != common.tag,
        "lastChangeDateTime" => value != common.changed,
        _ => true,
    });
    if let (Some(others), _) = extensions(item) {
        told.tell_once(NoticeKind::KeptAside, place, "extensions");
        node.extras.insert("extensions".to_owned(), others);
    }
    node.identifier = identifier.filter(|it| *it != of_criterion(common.edition, &node.code));
    node
}

/// The item that says a node, without what is below it; `extras` are those that nothing else in the file says.
pub(super) fn write(
    node: &Node,
    extras: &BTreeMap<String, String>,
    identifier: &str,
    common: &Common<'_>,
) -> Map<String, Value> {
    let texts = [Some(&node.title), node.summary.as_ref()];
    let texts = texts.into_iter().flatten();
    let own = texts.clone().find(|it| it.own(common.tag).is_some()).map(|_| common.tag);
    let any = || texts.clone().find_map(|it| it.iter().next()).map(|it| it.0);
    let tag = own.or_else(any).unwrap_or(common.tag);
    let mut item = Map::new();
    item.insert("uri".into(), urn(identifier).into());
    item.insert("lastChangeDateTime".into(), common.changed.into());
    if tag != common.tag {
        item.insert("language".into(), tag.into());
    }
    put_back(&mut item, &ITEM, extras);
    let title = node.title.own(tag);
    let summary = node.summary.as_ref().and_then(|it| it.own(tag));
    item.insert("identifier".into(), identifier.into());
    item.insert("fullStatement".into(), summary.or(title).unwrap_or_default().into());
    let short = summary.and(title).map(normal);
    let code = node.numbered.then(|| normal(&node.code));
    let guidance = node.guidance.as_ref().and_then(|it| it.own(tag));
    for (name, text) in [
        ("abbreviatedStatement", short),
        ("humanCodingScheme", code),
        ("CFItemType", Some(normal(&node.kind))),
        ("notes", guidance.map(ToOwned::to_owned)),
    ] {
        item.extend(text.filter(|it| !it.is_empty()).map(|it| (name.to_owned(), it.into())));
    }
    put_others(&mut item, extras);
    let said = plain(&item, common, "", &mut Told::default());
    let patch = difference(&said, &alone(node, extras));
    put_ours(&mut item, patch);
    item
}

/// A node without what is below it.
fn alone(node: &Node, extras: &BTreeMap<String, String>) -> Node {
    Node {
        code: node.code.clone(),
        numbered: node.numbered,
        under: node.under.clone(),
        kind: node.kind.clone(),
        title: node.title.clone(),
        summary: node.summary.clone(),
        guidance: node.guidance.clone(),
        typical_evidence: node.typical_evidence.clone(),
        provenance: node.provenance,
        assessable: node.assessable,
        mandatory: node.mandatory,
        importance: node.importance.clone(),
        weight: node.weight,
        groups: node.groups.clone(),
        expects: node.expects.clone(),
        questions: node.questions.clone(),
        references: node.references.clone(),
        identifier: node.identifier.clone(),
        extras: extras.clone(),
        children: Vec::new(),
    }
}

/// What has to be told beside the plain fields.
pub(super) fn difference<T: Serialize>(said: &T, meant: &T) -> Option<Value> {
    let value = |it: &T| serde_json::to_value(it).unwrap_or_default();
    patch::diff(&value(said), &value(meant))
}

/// Puts what others had in `extensions` back there.
pub(super) fn put_others(object: &mut Map<String, Value>, extras: &BTreeMap<String, String>) {
    let others = extras.get("extensions").and_then(|it| serde_json::from_str(it).ok());
    object.extend(others.map(|it: Map<String, Value>| ("extensions".to_owned(), it.into())));
}

/// Puts a value of ours into `extensions`.
pub(super) fn put_ours(object: &mut Map<String, Value>, ours: Option<Value>) {
    let Some(ours) = ours else { return };
    let all = object.entry("extensions").or_insert_with(|| Map::new().into());
    if let Value::Object(all) = all {
        all.insert(OURS.to_owned(), ours);
    }
}

/// A value with our patch on it; without, where the patch does not fit. `below` is no part of it.
pub(super) fn patched<T: Serialize + DeserializeOwned>(
    said: T,
    ours: Option<&Value>,
    below: &str,
    place: &str,
    told: &mut Told,
) -> T {
    let Some(patch) = ours else { return said };
    let mut patch = patch.clone();
    if let Value::Object(changes) = &mut patch {
        changes.remove(below);
    }
    let Ok(mut value) = serde_json::to_value(&said) else { return said };
    patch::apply(&mut value, &patch);
    serde_json::from_value(value).unwrap_or_else(|error| {
        let place = format!("{place}.extensions.{OURS}");
        told.tell(NoticeKind::ValueUnknown, &place, error.to_string());
        said
    })
}
