//! What of OSCAL we have no place for: kept in extras as it is, and written back where it still fits.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::NoticeKind;
use super::shapes;
use super::tally::Tally;

/// What the names of such extras begin with.
const PREFIX: &str = "oscal-";

/// Keeps a member of a document aside.
pub(super) fn keep(
    extras: &mut BTreeMap<String, String>,
    name: &str,
    value: &Value,
    tally: &mut Tally,
    place: &str,
) {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    extras.insert(format!("{PREFIX}{name}"), text);
    tally.tell(NoticeKind::KeptAside, name, place);
}

/// Parts the extras into the members that may be written back under these names, and the rest.
pub(super) fn parted(
    extras: &BTreeMap<String, String>,
    names: &[&str],
) -> (Map<String, Value>, BTreeMap<String, String>) {
    let (mut members, mut rest) = (Map::new(), BTreeMap::new());
    for (key, text) in extras {
        let name = key.strip_prefix(PREFIX).filter(|it| names.contains(it));
        match name.and_then(|it| Some((it, member(it, text)?))) {
            Some((name, value)) => drop(members.insert(name.to_owned(), value)),
            None => drop(rest.insert(key.clone(), text.clone())),
        }
    }
    (members, rest)
}

/// A member out of an extra, if it is read again as the same text.
fn member(name: &str, text: &str) -> Option<Value> {
    let value = if matches!(name, "class" | "uuid") {
        Value::from(text)
    } else {
        let value: Value = serde_json::from_str(text).ok()?;
        let again = value.to_string();
        (again == text).then_some(value)?
    };
    shapes::fits(name, &value).then_some(value)
}
