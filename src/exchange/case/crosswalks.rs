//! Associations that lead to other frameworks, as relations of crosswalks.

use std::collections::{HashMap, HashSet};

use super::assigned::slug;
use super::associations::{End, Link, Target};
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::standards::pack::Pack;
use crate::titles::Titles;

/// The relation seen from the other end.
pub(super) fn turned(relation: RelationKind) -> RelationKind {
    match relation {
        RelationKind::Subset => RelationKind::Superset,
        RelationKind::Superset => RelationKind::Subset,
        same => same,
    }
}

/// What became of a relation.
pub(super) enum Put {
    Taken,
    /// The two are related already.
    Doubled,
    /// It is no relation.
    None,
}

/// Crosswalks as they fill.
pub(super) struct Crosswalks<'a> {
    pack: &'a Pack,
    all: Vec<Crosswalk>,
    places: HashMap<String, usize>,
    seen: HashSet<(usize, String, String)>,
}

impl<'a> Crosswalks<'a> {
    /// Over those whose heads the file tells.
    pub(super) fn new(pack: &'a Pack, heads: Vec<Crosswalk>) -> Self {
        let places = heads.iter().enumerate().map(|(place, it)| (it.id.clone(), place)).collect();
        Self { pack, all: heads, places, seen: HashSet::new() }
    }

    /// Takes a relation of the criterion with this code.
    pub(super) fn put(&mut self, link: &Link, code: &str, relation: Option<RelationKind>) -> Put {
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

    /// Those that relate anything.
    pub(super) fn all(self) -> Vec<Crosswalk> {
        self.all.into_iter().filter(|it| !it.relations.is_empty()).collect()
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
