//! The associations of a package: which leads where, and what those say that do not make the tree.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use super::assigned::slug;
use super::fields::{BAR, OURS, Told, line, text};
use super::vocabulary::{association, relation};
use crate::exchange::notice::NoticeKind;
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::standards::pack::Pack;
use crate::titles::Titles;

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
    uri: String,
    title: String,
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
    note: String,
    ours: Option<Value>,
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
    crosswalks.all.retain(|it| !it.relations.is_empty());
    Said { extras, crosswalks: crosswalks.all }
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

fn turned(relation: RelationKind) -> RelationKind {
    match relation {
        RelationKind::Subset => RelationKind::Superset,
        RelationKind::Superset => RelationKind::Subset,
        same => same,
    }
}

/// What became of a relation.
enum Put {
    Taken,
    /// The two are related already.
    Doubled,
    /// It is no relation.
    None,
}

/// Crosswalks as they fill.
struct Crosswalks<'a> {
    pack: &'a Pack,
    all: Vec<Crosswalk>,
    places: HashMap<String, usize>,
    seen: HashSet<(usize, String, String)>,
}

impl<'a> Crosswalks<'a> {
    fn new(pack: &'a Pack, heads: Vec<Crosswalk>) -> Self {
        let places = heads.iter().enumerate().map(|(place, it)| (it.id.clone(), place)).collect();
        Self { pack, all: heads, places, seen: HashSet::new() }
    }

    fn put(&mut self, link: &Link, code: &str, relation: Option<RelationKind>) -> Put {
        let other = if link.to == Target::Other { &link.destination } else { &link.origin };
        let own = link.ours.as_ref().and_then(|it| {
            let place = self.places.get(it.get("crosswalk")?.as_str()?)?;
            let relation: Relation = serde_json::from_value(it.get("relation")?.clone()).ok()?;
            Some((*place, Relation { from: code.to_owned(), ..relation }))
        });
        let (place, relation) = match (own, relation) {
            (Some(own), _) => own,
            (None, Some(kind)) => (self.place_of(other), related(link, other, code, kind)),
            (None, None) => return Put::None,
        };
        if !self.seen.insert((place, relation.from.clone(), relation.to.clone())) {
            return Put::Doubled;
        }
        self.all[place].relations.push(relation);
        Put::Taken
    }

    /// The crosswalk to where a foreign item is at home, as far as its address tells.
    fn place_of(&mut self, other: &End) -> usize {
        let host = other.uri.split_once("://").map(|it| it.1.split('/').next().unwrap_or_default());
        let to = match slug(host.unwrap_or_default()) {
            empty if empty.is_empty() => "case".to_owned(),
            slug => slug,
        };
        let from: String = self.pack.id.chars().take(40).collect();
        let to_short: String = to.chars().take(35).collect();
        let id = format!("{from}-to-{to_short}").trim_matches('-').to_owned();
        if let Some(place) = self.places.get(&id) {
            return *place;
        }
        let title = self.pack.title.iter().map(|(tag, it)| (tag, format!("{it} → {to}")));
        self.places.insert(id.clone(), self.all.len());
        self.all.push(Crosswalk {
            id,
            title: title.collect::<Titles>(),
            from: self.pack.id.clone(),
            to,
            source: self.pack.framework.issuer.clone(),
            licence_note: String::new(),
            relations: Vec::new(),
        });
        self.all.len() - 1
    }
}

fn related(link: &Link, other: &End, code: &str, relation: RelationKind) -> Relation {
    let is_plain = matches!(link.kind.as_str(), "exactMatchOf" | "isRelatedTo" | "isPartOf");
    let is_named = !["", "Origin", "Destination", other.name()].contains(&other.title.as_str());
    let parts = [
        (!is_plain).then_some(link.kind.as_str()),
        is_named.then_some(other.title.as_str()),
        (!link.note.is_empty()).then_some(link.note.as_str()),
    ];
    Relation {
        from: code.to_owned(),
        to: other.name().to_owned(),
        relation,
        strength: None,
        confidence: Confidence::High,
        note: parts.into_iter().flatten().collect::<Vec<_>>().join("; "),
    }
}
