//! The associations of a package: which leads where, and what those say that do not make the tree.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::crosswalks::{Crosswalks, Put, turned};
use super::fields::{BAR, OURS, Told, line, text};
use super::vocabulary::{association, relation};
use crate::exchange::notice::NoticeKind;
use crate::standards::crosswalk::Crosswalk;
use crate::standards::pack::Pack;

/// Fields that are read or that only lead about within the file.
const KNOWN: [&str; 10] = [
    "identifier",
    "uri",
    "associationType",
    "sequenceNumber",
    "originNodeURI",
    "destinationNodeURI",
    "lastChangeDateTime",
    "CFDocumentURI",
    "notes",
    "extensions",
];

/// What an end of an association is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Document,
    /// The item at this place.
    Item(usize),
    /// Something that is not in the file.
    Other,
}

/// What an association says of its ends.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    identifier: String,
    pub(super) uri: String,
    pub(super) title: String,
}

impl End {
    /// An address alone stands for the identifier at its end.
    fn read(value: &Value) -> Option<Self> {
        let end = match value {
            Value::String(uri) => {
                let identifier = uri.rsplit(['/', ':']).next().unwrap_or_default();
                Self { identifier: identifier.to_owned(), uri: uri.clone(), title: String::new() }
            }
            Value::Object(it) => {
                let text =
                    |name| it.get(name).and_then(Value::as_str).unwrap_or_default().trim().into();
                Self { identifier: text("identifier"), uri: text("uri"), title: text("title") }
            }
            _ => return None,
        };
        (!end.identifier.is_empty() || !end.uri.is_empty()).then_some(end)
    }

    /// What it is called by.
    pub(super) fn name(&self) -> &str {
        if self.identifier.is_empty() { &self.uri } else { &self.identifier }
    }
}

/// An association.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) kind: String,
    pub(super) from: Target,
    pub(super) to: Target,
    pub(super) origin: End,
    pub(super) destination: End,
    pub(super) sequence: Option<i64>,
    pub(super) note: String,
    pub(super) ours: Option<Value>,
    pub(super) place: String,
}

/// Finds items by what associations call them.
#[derive(Default)]
pub(super) struct Index {
    pub(super) document: Vec<String>,
    pub(super) items: HashMap<String, usize>,
}

impl Index {
    fn find(&self, end: &End) -> Target {
        for name in [&end.identifier, &end.uri].into_iter().filter(|it| !it.is_empty()) {
            let name = name.to_lowercase();
            if let Some(place) = self.items.get(&name) {
                return Target::Item(*place);
            }
            if self.document.contains(&name) {
                return Target::Document;
            }
        }
        Target::Other
    }
}

/// Reads an association; one without type or ends is told.
pub(super) fn link(
    given: &Map<String, Value>,
    index: &Index,
    place: String,
    told: &mut Told,
) -> Option<Link> {
    let kind = line(given, "associationType", &place, told).map(|it| association(&it));
    let end = |name| given.get(name).and_then(End::read);
    let (origin, destination) = (end("originNodeURI"), end("destinationNodeURI"));
    let (Some(kind), Some(origin), Some(destination)) = (kind, origin, destination) else {
        told.tell(NoticeKind::LeftOut, &place, "CFAssociation");
        return None;
    };
    for (name, value) in given {
        if !KNOWN.contains(&name.as_str()) && !value.is_null() {
            told.tell_once(NoticeKind::LeftOut, &place, name);
        }
    }
    let sequence = given
        .get("sequenceNumber")
        .and_then(|it| it.as_i64().or_else(|| it.as_str().and_then(|it| it.trim().parse().ok())));
    Some(Link {
        from: index.find(&origin),
        to: index.find(&destination),
        note: text(given, "notes", &place, told).unwrap_or_default(),
        ours: given.get("extensions").and_then(|it| it.get(OURS)).cloned(),
        kind,
        origin,
        destination,
        sequence,
        place,
    })
}

/// What the associations say that do not make the tree.
#[derive(Default)]
pub(super) struct Said {
    /// For items by their place: which association leads where.
    pub(super) extras: HashMap<usize, BTreeMap<String, String>>,
    pub(super) crosswalks: Vec<Crosswalk>,
}

/// Sorts the other associations: to other frameworks as crosswalks, all else as extras of the item that they lead from.
/// `names` are what the items are called by, as codes and as references.
pub(super) fn others(
    links: Vec<Link>,
    names: &Names<'_>,
    pack: &Pack,
    heads: Vec<Crosswalk>,
    told: &mut Told,
) -> Said {
    let mut crosswalks = Crosswalks::new(pack, heads);
    let mut extras: HashMap<usize, BTreeMap<String, String>> = HashMap::new();
    for link in links {
        let kept = match (link.from, link.to) {
            (Target::Item(from), Target::Other) => {
                match crosswalks.put(&link, names.codes[from], relation(&link.kind)) {
                    Put::Doubled => false,
                    Put::Taken => true,
                    Put::None => {
                        note(&mut extras, from, &link.kind, outside(&link));
                        true
                    }
                }
            }
            (Target::Item(from), Target::Item(to)) => {
                note(&mut extras, from, &link.kind, &names.references[to]);
                true
            }
            (Target::Item(from), Target::Document) => {
                note(&mut extras, from, &link.kind, link.destination.name());
                true
            }
            (Target::Other, Target::Item(to)) => {
                let relation = relation(&link.kind).map(turned);
                matches!(crosswalks.put(&link, names.codes[to], relation), Put::Taken)
            }
            _ => false,
        };
        if !kept {
            let (from, to) = (link.origin.name(), link.destination.name());
            let detail = format!("{from} {} {to}", link.kind);
            told.tell(NoticeKind::LeftOut, &link.place, detail);
        }
    }
    Said { extras, crosswalks: crosswalks.all() }
}

/// What items are called by: their codes, and what other items refer to them by.
pub(super) struct Names<'a> {
    pub(super) codes: &'a [&'a str],
    pub(super) references: Vec<String>,
}

fn note(
    extras: &mut HashMap<usize, BTreeMap<String, String>>,
    from: usize,
    kind: &str,
    target: &str,
) {
    let text = extras.entry(from).or_default().entry(kind.to_owned()).or_default();
    if !text.is_empty() {
        text.push(BAR);
    }
    text.push_str(target);
}

/// What an example is found by is its address.
fn outside(link: &Link) -> &str {
    let uri = &link.destination.uri;
    let is_address = link.kind == "exemplar" && !uri.is_empty() && !uri.starts_with("urn:uuid:");
    if is_address { uri } else { link.destination.name() }
}
