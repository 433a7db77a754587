//! A pack and its crosswalks as a CASE 1.1 package.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::assigned::{as_uuid, is_uuid, of_criterion, urn, uuid};
use super::document::{self, Document};
use super::fields::{BAR, OURS, normal};
use super::item;
use super::vocabulary::{ASSOCIATIONS, CHILD, named, relation};
use crate::exchange::Written;
use crate::exchange::notice::{Notice, NoticeKind};
use crate::standards::crosswalk::{Crosswalk, Relation};
use crate::standards::pack::{Node, Pack};

/// Writes a pack, and the crosswalks that lead from it, as a CASE 1.1 package. Changed `at`, unless the pack says when.
pub fn write(
    pack: &Pack,
    crosswalks: &[Crosswalk],
    at: DateTime<Utc>,
) -> Result<Written, Vec<Notice>> {
    let document = document::write(pack, at);
    let nodes: Vec<&Node> = pack.preorder().iter().map(|it| it.node).collect();
    let writer = Writer::new(pack, &document, nodes);
    let (mut items, mut associations) = (Vec::new(), writer.children());
    for (node, identifier) in writer.nodes.iter().zip(&writer.identifiers) {
        let (said, extras) = writer.split(node);
        for (kind, targets) in said {
            associations.extend(writer.others(identifier, &kind, &targets));
        }
        let common =
            item::Common { edition: &pack.id, tag: &document.tag, changed: &document.changed };
        items.push(item::write(node, &extras, identifier, &common));
    }
    let mut notices = Vec::new();
    let mut heads = Vec::new();
    for crosswalk in crosswalks {
        if crosswalk.from == pack.id {
            associations.extend(writer.relations(crosswalk, &mut notices));
            heads.push(head(crosswalk));
        } else {
            notices.push(Notice::new(NoticeKind::LeftOut, &pack.id, &crosswalk.id));
        }
    }
    let mut package = json!({
        "CFDocument": document.fields,
        "CFItems": items,
        "CFAssociations": associations,
    });
    if let Some(definitions) = document.definitions {
        package["CFDefinitions"] = definitions;
    }
    if !heads.is_empty() {
        package["extensions"] = json!({ OURS: { "crosswalks": heads } });
    }
    let unwritten =
        |it: serde_json::Error| vec![Notice::new(NoticeKind::Unreadable, &pack.id, it.to_string())];
    let mut bytes = serde_json::to_vec_pretty(&package).map_err(unwritten)?;
    bytes.push(b'\n');
    Ok(Written { bytes, notices })
}

/// A crosswalk without its relations.
fn head(crosswalk: &Crosswalk) -> Crosswalk {
    let Crosswalk { id, title, from, to, source, licence_note, relations: _ } = crosswalk;
    Crosswalk {
        id: id.clone(),
        title: title.clone(),
        from: from.clone(),
        to: to.clone(),
        source: source.clone(),
        licence_note: licence_note.clone(),
        relations: Vec::new(),
    }
}

/// The criteria of a pack with their identifiers.
struct Writer<'a> {
    pack: &'a Pack,
    document: &'a Document,
    /// In preorder.
    nodes: Vec<&'a Node>,
    identifiers: Vec<String>,
    /// Places of the nodes by what other nodes refer to them by.
    places: HashMap<&'a str, usize>,
    /// Everything that would be taken for a node when it is read again, in lower case.
    names: HashSet<String>,
}

impl<'a> Writer<'a> {
    fn new(pack: &'a Pack, document: &'a Document, nodes: Vec<&'a Node>) -> Self {
        let mut taken: HashSet<String> = HashSet::from([document.identifier.clone()]);
        let mut identifiers = Vec::with_capacity(nodes.len());
        for node in &nodes {
            let own = node.identifier.as_deref().and_then(as_uuid);
            let own = own.filter(|it| !taken.contains(it));
            let identifier = own.unwrap_or_else(|| of_criterion(&pack.id, &node.code));
            taken.insert(identifier.clone());
            identifiers.push(identifier);
        }
        let mut places = HashMap::new();
        for (place, node) in nodes.iter().enumerate() {
            places.entry(node.identifier.as_deref().unwrap_or(&node.code)).or_insert(place);
        }
        let names = nodes.iter().flat_map(|it| [Some(&it.code), it.identifier.as_ref()]);
        let names = names.flatten().chain(&identifiers).map(|it| it.to_lowercase());
        let names = names.chain([document.identifier.clone()]).collect();
        Self { pack, document, nodes, identifiers, places, names }
    }

    /// What stands below what, in which order.
    fn children(&self) -> Vec<Value> {
        let mut counts: HashMap<Option<usize>, i64> = HashMap::new();
        let placed = self.pack.preorder();
        let links = placed.iter().zip(&self.identifiers).map(|(it, identifier)| {
            let count = counts.entry(it.parent).or_default();
            *count += 1;
            let above = it.parent.map_or_else(|| self.whole(), |it| self.end(it));
            let own = Ends { origin: named_end(&it.node.code, identifier), destination: above };
            let mut link = self.association(CHILD, &[identifier], own);
            link.insert("sequenceNumber".into(), (*count).into());
            Value::from(link)
        });
        links.collect()
    }

    /// The extras of a node that are associations, by their type, and those that are not.
    fn split(&self, node: &Node) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
        node.extras.clone().into_iter().partition(|(kind, targets)| {
            let is_known = ASSOCIATIONS.contains(&kind.as_str()) || is_extension(kind);
            // A relation to what is not in the file would come back as a crosswalk, and another spelling as that of the node.
            let is_outside =
                |it: &str| relation(kind).is_none() && !self.names.contains(&it.to_lowercase());
            let fits = |it: &str| {
                !it.is_empty() && it.trim() == it && (self.inside(it).is_some() || is_outside(it))
            };
            is_known && targets.split(BAR).all(fits)
        })
    }

    fn inside(&self, target: &str) -> Option<Value> {
        if let Some(place) = self.places.get(target) {
            return Some(self.end(*place));
        }
        (target == self.document.identifier).then(|| self.whole())
    }

    /// Associations of a type from an item to all of its targets.
    fn others(&self, identifier: &str, kind: &str, targets: &str) -> Vec<Value> {
        let links = targets.split(BAR).enumerate().map(|(at, target)| {
            let uri = if is_uuid(target) { urn(target) } else { target.to_owned() };
            let outside = || json!({ "title": target, "identifier": target, "uri": uri });
            let origin = named_end(identifier, identifier);
            let ends = Ends { origin, destination: self.inside(target).unwrap_or_else(outside) };
            self.association(kind, &[identifier, &at.to_string(), target], ends).into()
        });
        links.collect()
    }

    /// The relations of a crosswalk. One from a code that the pack does not have is told.
    fn relations(&self, crosswalk: &Crosswalk, notices: &mut Vec<Notice>) -> Vec<Value> {
        let codes: HashMap<&str, usize> =
            self.nodes.iter().enumerate().map(|(place, it)| (it.code.as_str(), place)).collect();
        let mut links = Vec::with_capacity(crosswalk.relations.len());
        for relation in &crosswalk.relations {
            let Some(place) = codes.get(relation.from.as_str()) else {
                notices.push(Notice::new(NoticeKind::LeftOut, &crosswalk.id, &relation.from));
                continue;
            };
            links.push(self.relation(crosswalk, relation, *place));
        }
        links
    }

    fn relation(&self, crosswalk: &Crosswalk, relation: &Relation, place: usize) -> Value {
        let Relation { to, note, .. } = relation;
        let assigned = || of_criterion(&crosswalk.to, to);
        let other = if is_uuid(to) { to.clone() } else { assigned() };
        let (own, other) = (self.end(place), named_end(to, &other));
        let (kind, is_turned) = named(relation.relation);
        let ends = if is_turned {
            Ends { origin: other, destination: own }
        } else {
            Ends { origin: own, destination: other }
        };
        let mut link = self.association(kind, &[&crosswalk.id, &relation.from, to], ends);
        if !note.is_empty() {
            link.insert("notes".into(), note.as_str().into());
        }
        let ours = json!({ "crosswalk": crosswalk.id, "relation": relation });
        item::put_ours(&mut link, Some(ours));
        link.into()
    }

    fn association(&self, kind: &str, name: &[&str], ends: Ends) -> Map<String, Value> {
        let name: Vec<&str> =
            [&self.pack.id, kind].into_iter().chain(name.iter().copied()).collect();
        let identifier = uuid(&name);
        let mut link = Map::new();
        link.insert("uri".into(), urn(&identifier).into());
        link.insert("identifier".into(), identifier.into());
        link.insert("associationType".into(), kind.into());
        link.insert("originNodeURI".into(), ends.origin);
        link.insert("destinationNodeURI".into(), ends.destination);
        link.insert("lastChangeDateTime".into(), self.document.changed.as_str().into());
        link
    }

    fn end(&self, place: usize) -> Value {
        named_end(&self.nodes[place].code, &self.identifiers[place])
    }

    fn whole(&self) -> Value {
        let title = self.document.fields.get("title").and_then(Value::as_str);
        named_end(title.unwrap_or_default(), &self.document.identifier)
    }
}

/// The two ends of an association.
struct Ends {
    origin: Value,
    destination: Value,
}

fn named_end(title: &str, identifier: &str) -> Value {
    json!({ "title": normal(title), "identifier": identifier, "uri": urn(identifier) })
}

/// Whether it is a type of somebody's own, as CASE 1.1 lets them be written.
fn is_extension(kind: &str) -> bool {
    kind.strip_prefix("ext:").is_some_and(|it| {
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_'))
    })
}
