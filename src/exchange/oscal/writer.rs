//! A pack as a catalogue.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::super::{Notice, NoticeKind, Written};
use super::node_out::{Above, Writing, title};
use super::own::Fields;
use super::{CATALOG, ENGLISH, MOST_DEPTH, VERSION, ids, native};
use crate::standards::pack::Pack;

/// Writes an edition as a catalogue that was last changed at that time.
pub fn write(pack: &Pack, at: DateTime<Utc>) -> Result<Written, Vec<Notice>> {
    let nodes = pack.preorder();
    let deepest = nodes.iter().map(|it| it.depth + 1).max().unwrap_or_default();
    if deepest > MOST_DEPTH {
        let detail = format!("{deepest} > {MOST_DEPTH}");
        return Err(vec![Notice::new(NoticeKind::TooMuch, &pack.id, detail)]);
    }
    let mut seen = HashSet::new();
    if let Some(it) = nodes.iter().find(|it| !seen.insert(it.node.code.as_str())) {
        return Err(vec![Notice::new(NoticeKind::Unreadable, &pack.id, &it.node.code)]);
    }
    let language = pack.about.language.as_deref().unwrap_or(ENGLISH);
    let ids = nodes.iter().map(|it| it.node.code.as_str()).zip(ids::of_pack(pack)).collect();
    let (mut catalog, extras) =
        native::parted(&pack.about.extras, &["uuid", "params", "back-matter"]);
    catalog.entry("uuid").or_insert_with(|| uuid(pack).into());
    let mut own = fields(pack);
    own.put("extras", &extras, &BTreeMap::new());
    catalog.insert("metadata".to_owned(), metadata(pack, own, language, at));
    Writing { pack, language, ids }.put(&pack.criteria, Above::Catalog, &mut catalog);
    Ok(Written { bytes: bytes(CATALOG, catalog), notices: Vec::new() })
}

/// The UUID of an edition's catalogue: the one that it came with, else one of ours.
pub(super) fn uuid(pack: &Pack) -> String {
    let given = pack.about.extras.get("oscal-uuid").filter(|it| ids::is_uuid(it));
    given.cloned().unwrap_or_else(|| ids::uuid(&["catalog", &pack.id]))
}

/// A document with its only member.
pub(super) fn bytes(model: &str, body: Map<String, Value>) -> Vec<u8> {
    let document = Value::from(Map::from_iter([(model.to_owned(), Value::from(body))]));
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// A time as OSCAL writes it.
pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// All of a pack but its texts, its extras and its tree.
fn fields(pack: &Pack) -> Fields {
    let mut own = Fields::default();
    if let Ok(Value::Object(mut about)) = serde_json::to_value(&pack.about) {
        about.remove("extras");
        own.0 = about;
    }
    own.set("edition", &pack.id);
    own.set("framework", &pack.framework);
    own.set("kind", pack.kind);
    own.put("supplements", &pack.supplements, &None);
    own
}

fn metadata(pack: &Pack, mut own: Fields, language: &str, at: DateTime<Utc>) -> Value {
    let party = ids::uuid(&["party", &pack.framework.id]);
    let title = title(&pack.title, language, &pack.id, &mut own);
    let version = if ids::is_string(&pack.version) {
        pack.version.as_str()
    } else {
        own.set("version", &pack.version);
        "?"
    };
    let issuer = if ids::is_string(&pack.framework.issuer) { &pack.framework.issuer } else { "?" };
    let remarks = pack.about.description.as_ref().map(|it| it.own(language).unwrap_or(it.en()));
    let mut metadata = json!({
        "title": title,
        "last-modified": time(at),
        "version": version,
        "oscal-version": VERSION,
        "roles": [{ "id": "creator", "title": "Creator" }],
        "parties": [{ "uuid": party, "type": "organization", "name": issuer }],
        "responsible-parties": [{ "role-id": "creator", "party-uuids": [party] }],
        "props": own.props(),
    });
    if let Some(remarks) = remarks {
        metadata["remarks"] = remarks.into();
    }
    metadata
}
