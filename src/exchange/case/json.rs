//! CASE packages as JSON.

use serde_json::{Map, Value};

use super::fields::{Told, shown};
use super::package::{Item, Package};
use crate::exchange::Brought;
use crate::exchange::notice::{Notice, NoticeKind};

/// Versions that are read.
const VERSIONS: [&str; 2] = ["1.0", "1.1"];

/// Whether a document is a CASE package.
pub fn is_one(document: &Value) -> bool {
    document.get("CFDocument").is_some_and(Value::is_object)
}

/// Reads a CASE package, 1.0 or 1.1; `place` is what notices call the file.
pub fn read(text: &str, place: &str) -> Result<Brought, Vec<Notice>> {
    let text = text.trim_start_matches('\u{feff}');
    let document: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        vec![Notice::new(NoticeKind::Unreadable, format!("{place}:{line}:{column}"), message)]
    })?;
    let refused = |kind, place: &str, detail: &str| Err(vec![Notice::new(kind, place, detail)]);
    let mut beside = match document {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let Some(Value::Object(document)) = beside.remove("CFDocument") else {
        return refused(NoticeKind::Unreadable, place, "CFPackage: no CFDocument");
    };
    let mut told = Told::default();
    if let Some(version) = document.get("caseVersion").filter(|it| !it.is_null()) {
        let known = version.as_str().is_some_and(|it| VERSIONS.contains(&it.trim()));
        if !known {
            let version = version.as_str().map_or_else(|| shown(version), ToOwned::to_owned);
            return refused(NoticeKind::VersionUnknown, "CFDocument.caseVersion", &version);
        }
    }
    let items = list(&mut beside, "CFItems", &mut told);
    let associations = list(&mut beside, "CFAssociations", &mut told);
    Package { document, items, associations, beside }.brought(told)
}

/// The objects of a list; what is none is told.
fn list(package: &mut Map<String, Value>, name: &str, told: &mut Told) -> Vec<Item> {
    let all = match package.remove(name) {
        Some(Value::Array(all)) => all,
        None | Some(Value::Null) => Vec::new(),
        Some(other) => {
            told.tell(NoticeKind::ValueUnknown, name, shown(&other));
            Vec::new()
        }
    };
    let mut items = Vec::with_capacity(all.len());
    for (at, value) in all.into_iter().enumerate() {
        let place = format!("{name}[{at}]");
        match value {
            Value::Object(fields) => items.push(Item { place, fields }),
            other => told.tell(NoticeKind::ValueUnknown, &place, shown(&other)),
        }
    }
    items
}
