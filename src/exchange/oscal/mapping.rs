//! A mapping collection as crosswalks, one a mapping.

use std::collections::HashSet;

use serde_json::Value;

use super::super::{Brought, Notice, NoticeKind};
use super::own::{Fields, is_ours};
use super::prose::list;
use super::tally::Tally;
use super::{ENGLISH, MOST, ids};
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::titles::Titles;

/// Reads the body of a mapping collection. Criteria are named by OSCAL's ids, unless the file is one of ours.
pub(super) fn read(collection: &Value, place: &str) -> Result<Brought, Vec<Notice>> {
    let mappings = match &collection["mappings"] {
        Value::Array(list) => list.as_slice(),
        it @ Value::Object(_) => std::slice::from_ref(it),
        _ => return Err(vec![Notice::new(NoticeKind::Missing, place, "mappings")]),
    };
    let mut tally = Tally::new(place);
    let (mut crosswalks, mut count) = (Vec::new(), 0);
    for (at, mapping) in mappings.iter().enumerate() {
        let Some(mut crosswalk) = read_mapping(collection, mapping, &mut count, &mut tally) else {
            let detail = format!("> {MOST}");
            return Err(vec![Notice::new(NoticeKind::TooMuch, place, detail)]);
        };
        if at > 0 {
            crosswalk.id = format!("{}-{}", crosswalk.id, at + 1);
        }
        crosswalks.push(crosswalk);
    }
    if crosswalks.iter().all(|it| it.relations.is_empty()) {
        return Err(vec![Notice::new(NoticeKind::Missing, place, "maps")]);
    }
    Ok(Brought { packs: Vec::new(), crosswalks, notices: tally.notices() })
}

/// One mapping; nothing if there is more than is read.
fn read_mapping(
    collection: &Value,
    mapping: &Value,
    count: &mut usize,
    tally: &mut Tally,
) -> Option<Crosswalk> {
    let metadata = &collection["metadata"];
    let mut own = Fields::of(list(metadata, "props"), tally, "metadata");
    let title = metadata["title"].as_str().filter(|it| !it.is_empty()).unwrap_or("OSCAL");
    let from = edition(collection, &mapping["source-resource"]);
    let to = edition(collection, &mapping["target-resource"]);
    let mut titles = Titles::of(ENGLISH, title);
    if let Some(it) = own.take("title").and_then(|it| serde_json::from_value(it).ok()) {
        titles = it;
    }
    let mut text = |name: &str| own.take(name).and_then(|it| it.as_str().map(str::to_owned));
    let id = text("crosswalk").unwrap_or_else(|| format!("{from}-{to}"));
    let licence_note = text("licence_note").unwrap_or_default();
    let source = mapping["mapping-description"].as_str();
    let source = source.or_else(|| collection["provenance"]["mapping-description"].as_str());
    let source = source.unwrap_or(title).to_owned();
    let (mut relations, mut seen) = (Vec::new(), HashSet::new());
    for map in list(mapping, "maps") {
        for it in relations_of(map, MOST.saturating_sub(*count), tally)? {
            if seen.insert((it.from.clone(), it.to.clone())) {
                relations.push(it);
                *count += 1;
            } else {
                tally.tell(NoticeKind::LeftOut, "map", &format!("{} {}", it.from, it.to));
            }
        }
    }
    Some(Crosswalk { id, title: titles, from, to, source, licence_note, relations })
}

/// The relations of a map, every source with every target; nothing if there are more than are read.
fn relations_of(map: &Value, most: usize, tally: &mut Tally) -> Option<Vec<Relation>> {
    let name = map["relationship"].as_str().unwrap_or_default();
    let (sources, targets) = (codes(map, "sources", tally), codes(map, "targets", tally));
    let place = sources.first().map_or("map", String::as_str);
    let Some(kind) = relation(name) else {
        let (kind, what) = if name == "no-relationship" {
            (NoticeKind::LeftOut, name)
        } else {
            (NoticeKind::ValueUnknown, if name.is_empty() { "relationship" } else { name })
        };
        tally.tell(kind, what, place);
        return Some(Vec::new());
    };
    if sources.len().saturating_mul(targets.len()) > most {
        return None;
    }
    let kind = apart(kind, sources.len(), targets.len());
    if sources.len() * targets.len() > 1 {
        tally.tell(NoticeKind::Assumed, &format!("{name}: {kind:?}"), place);
    }
    for name in ["qualifiers", "props", "links", "matching-rationale"] {
        if map.get(name).is_some() {
            tally.tell(NoticeKind::LeftOut, name, place);
        }
    }
    let strength = map["coverage"]["target-coverage"].as_f64();
    let strength = strength.map(|it| if it > 1.0 { it / 100.0 } else { it });
    let strength = strength.filter(|it| (0.0..=1.0).contains(it));
    let confidence = confidence(&map["confidence-score"]);
    let note = map["remarks"].as_str().unwrap_or_default();
    let pairs = sources.iter().flat_map(|from| targets.iter().map(move |to| (from, to)));
    let relation = |(from, to): (&String, &String)| Relation {
        from: from.clone(),
        to: to.clone(),
        relation: kind,
        strength,
        confidence,
        note: note.to_owned(),
    };
    Some(pairs.map(relation).collect())
}

/// What holds between each source and each target, if something holds between all of them together.
fn apart(kind: RelationKind, sources: usize, targets: usize) -> RelationKind {
    use RelationKind::{Equal, Intersects, Subset, Superset};
    match (kind, sources > 1, targets > 1) {
        (kind, false, false) => kind,
        (Equal | Subset, true, false) => Subset,
        (Equal | Superset, false, true) => Superset,
        _ => Intersects,
    }
}

fn relation(name: &str) -> Option<RelationKind> {
    match name {
        "equivalent-to" | "equal-to" => Some(RelationKind::Equal),
        "subset-of" => Some(RelationKind::Subset),
        "superset-of" => Some(RelationKind::Superset),
        "intersects-with" => Some(RelationKind::Intersects),
        _ => None,
    }
}

fn confidence(score: &Value) -> Confidence {
    let percentage = score["percentage"].as_f64();
    let percentage = percentage.map(|it| if it > 1.0 { it / 100.0 } else { it });
    match (score["category"].as_str(), percentage) {
        (Some("high"), _) => Confidence::High,
        (Some("medium"), _) => Confidence::Medium,
        (None, Some(it)) if it >= 0.75 => Confidence::High,
        (None, Some(it)) if it >= 0.4 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

/// The codes of one side of a map.
fn codes(map: &Value, side: &str, tally: &mut Tally) -> Vec<String> {
    let mut codes = Vec::new();
    for item in list(map, side) {
        let mut own = Fields::of(list(item, "props"), tally, side);
        let own = own.take("code").and_then(|it| it.as_str().map(str::to_owned));
        match own.or_else(|| item["id-ref"].as_str().map(str::to_owned)) {
            Some(code) if !code.is_empty() => codes.push(code),
            _ => tally.tell(NoticeKind::ValueUnknown, "id-ref", side),
        }
    }
    codes
}

/// Id of the edition that a reference leads to: ours, else out of the title of the resource or the name of the file.
fn edition(collection: &Value, reference: &Value) -> String {
    let props = list(reference, "props");
    let own = props.iter().find(|it| is_ours(it) && it["name"] == "edition");
    if let Some(id) = own.and_then(|it| it["value"].as_str()) {
        return id.to_owned();
    }
    let href = reference["href"].as_str().unwrap_or_default();
    let resources = list(&collection["back-matter"], "resources");
    let uuid = href.strip_prefix('#');
    let resource = uuid.and_then(|uuid| resources.iter().find(|it| it["uuid"] == uuid));
    let file = href.rsplit(['/', '\\']).next().unwrap_or_default();
    let file = file.rsplit_once('.').map_or(file, |it| it.0);
    let name = resource.and_then(|it| it["title"].as_str()).unwrap_or(file);
    let slug = ids::slug(name, 60);
    if slug.is_empty() { "unknown".to_owned() } else { slug }
}
