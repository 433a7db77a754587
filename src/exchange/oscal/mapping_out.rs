//! A crosswalk as a mapping collection.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::super::{Notice, NoticeKind, Written};
use super::node_out::title;
use super::own::{Fields, prop};
use super::{ENGLISH, MAPPING, VERSION, ids, writer};
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::standards::pack::Pack;

/// One of the two editions of a crosswalk.
struct Side<'a> {
    edition: &'a str,
    uuid: String,
    title: String,
    /// OSCAL's ids by our codes, where the edition is at hand.
    ids: HashMap<String, String>,
}

impl<'a> Side<'a> {
    fn new(edition: &'a str, pack: Option<&Pack>) -> Self {
        let Some(pack) = pack else {
            let uuid = ids::uuid(&["catalog", edition]);
            return Self { edition, uuid, title: edition.to_owned(), ids: HashMap::new() };
        };
        let codes = pack.preorder().into_iter().map(|it| it.node.code.clone());
        let ids = codes.zip(ids::of_pack(pack)).collect();
        let title = title(&pack.title, ENGLISH, edition, &mut Fields::default());
        Self { edition, uuid: writer::uuid(pack), title, ids }
    }

    /// A reference to the edition as a whole.
    fn reference(&self) -> Value {
        let edition = prop("edition", &self.edition.into());
        json!({ "type": "catalog", "href": format!("#{}", self.uuid), "props": [edition] })
    }

    /// What the reference leads to.
    fn resource(&self) -> Value {
        json!({ "uuid": self.uuid, "title": self.title })
    }

    /// A reference to a criterion.
    fn item(&self, code: &str) -> Value {
        let id = self.ids.get(code).cloned().unwrap_or_else(|| ids::token(code));
        json!({ "type": "control", "id-ref": id, "props": [prop("code", &code.into())] })
    }
}

/// Writes a crosswalk as a mapping collection that was last changed at that time. With the editions at hand, it names
/// their criteria as their catalogues do.
pub fn write_mapping(
    crosswalk: &Crosswalk,
    from: Option<&Pack>,
    to: Option<&Pack>,
    at: DateTime<Utc>,
) -> Result<Written, Vec<Notice>> {
    if crosswalk.relations.is_empty() {
        return Err(vec![Notice::new(NoticeKind::Missing, &crosswalk.id, "relations")]);
    }
    let (from, to) = (Side::new(&crosswalk.from, from), Side::new(&crosswalk.to, to));
    let mut own = Fields::default();
    own.set("crosswalk", &crosswalk.id);
    own.put("licence_note", &crosswalk.licence_note, &String::new());
    let title = title(&crosswalk.title, ENGLISH, &crosswalk.id, &mut own);
    let maps: Vec<_> =
        crosswalk.relations.iter().map(|it| map(it, crosswalk, &from, &to)).collect();
    let resources = if from.uuid == to.uuid {
        vec![from.resource()]
    } else {
        vec![from.resource(), to.resource()]
    };
    let collection = json!({
        "uuid": ids::uuid(&["crosswalk", &crosswalk.id]),
        "metadata": {
            "title": title,
            "last-modified": writer::time(at),
            "version": "1",
            "oscal-version": VERSION,
            "props": own.props(),
        },
        "provenance": {
            "method": "human",
            "matching-rationale": "semantic",
            "status": "complete",
            "mapping-description": crosswalk.source,
        },
        "mappings": [{
            "uuid": ids::uuid(&["mapping", &crosswalk.id]),
            "source-resource": from.reference(),
            "target-resource": to.reference(),
            "maps": maps,
        }],
        "back-matter": { "resources": resources },
    });
    let Value::Object(collection) = collection else { return Ok(Written::default()) };
    Ok(Written { bytes: writer::bytes(MAPPING, collection), notices: Vec::new() })
}

fn map(it: &Relation, crosswalk: &Crosswalk, from: &Side<'_>, to: &Side<'_>) -> Map<String, Value> {
    let relation = relationship(it.relation);
    let confidence = match it.confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    };
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| drop(map.insert(name.to_owned(), value));
    put("uuid", ids::uuid(&["map", &crosswalk.id, &it.from, &it.to]).into());
    put("relationship", relation.into());
    put("sources", json!([from.item(&it.from)]));
    put("targets", json!([to.item(&it.to)]));
    put("confidence-score", json!({ "category": confidence }));
    if let Some(strength) = it.strength {
        put("coverage", json!({ "generation-method": "arbitrary", "target-coverage": strength }));
    }
    if !it.note.is_empty() {
        put("remarks", it.note.as_str().into());
    }
    map
}

/// What OSCAL calls a relation; what is alike word by word it calls "equal-to".
fn relationship(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Equal => "equivalent-to",
        RelationKind::Subset => "subset-of",
        RelationKind::Superset => "superset-of",
        RelationKind::Intersects => "intersects-with",
    }
}
