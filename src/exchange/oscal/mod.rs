//! OSCAL in JSON, as NIST publishes it: catalogues in and out, mapping collections in and out.
//!
//! What of ours OSCAL has no place for is written as properties of our own namespace, so that a file of ours comes back as
//! it was. What of OSCAL we have no place for is kept in extras `oscal-...` as JSON and written back where it fits.

mod catalog;
mod control;
mod ids;
mod mapping;
mod mapping_out;
mod native;
mod node_out;
mod own;
mod prose;
mod shapes;
mod tally;
mod writer;

use serde_json::Value;

pub use mapping_out::write_mapping;
pub use writer::write;

use super::{Brought, Notice, NoticeKind};

/// Namespace of the properties that are ours.
const OURS: &str = "urn:kriter:oscal";
/// The version that is written; files of any version 1 are read.
const VERSION: &str = "1.2.1";
/// The language of a text that says nothing else.
const ENGLISH: &str = "en";
/// Most nodes of a catalogue, or relations of a mapping.
const MOST: usize = 200_000;
/// Most nodes from the top to the end, as in packs.
const MOST_DEPTH: usize = 32;

const CATALOG: &str = "catalog";
const MAPPING: &str = "mapping-collection";
/// What an OSCAL document may be, by its only member.
const MODELS: [&str; 8] = [
    CATALOG,
    MAPPING,
    "profile",
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
];

/// Whether a document is one of OSCAL, of whatever model.
pub fn is_one(document: &Value) -> bool {
    MODELS.iter().any(|it| document.get(it).is_some_and(Value::is_object))
}

/// Reads a catalogue or a mapping collection; `place` is what notices call the file.
pub fn read(text: &str, place: &str) -> Result<Brought, Vec<Notice>> {
    let refuse = |kind, place: &str, detail: String| Err(vec![Notice::new(kind, place, detail)]);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: Value = match serde_json::from_str(text) {
        Ok(it) => it,
        Err(error) => {
            let place = format!("{place}:{}:{}", error.line(), error.column());
            return refuse(NoticeKind::Unreadable, &place, error.to_string());
        }
    };
    let models: Vec<&str> =
        MODELS.into_iter().filter(|it| document.get(it).is_some_and(Value::is_object)).collect();
    let model = match models[..] {
        [it @ (CATALOG | MAPPING)] => it,
        [] => return refuse(NoticeKind::Missing, place, format!("{CATALOG}, {MAPPING}")),
        _ => return refuse(NoticeKind::Unreadable, place, models.join(", ")),
    };
    let body = &document[model];
    match &body["metadata"]["oscal-version"] {
        Value::Null => {}
        Value::String(it) if it.starts_with("1.") => {}
        Value::String(it) => return refuse(NoticeKind::VersionUnknown, place, it.clone()),
        it => return refuse(NoticeKind::VersionUnknown, place, it.to_string()),
    }
    if model == CATALOG { catalog::read(body, place) } else { mapping::read(body, place) }
}

#[cfg(test)]
mod tests;
