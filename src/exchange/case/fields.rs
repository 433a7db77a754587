//! Fields of JSON objects, taken as what they should be; what is something else is told.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use super::vocabulary::Holds;
use crate::exchange::notice::{Notice, NoticeKind};

/// Name of our own part of `extensions`.
pub(super) const OURS: &str = "kriter";

/// Between the texts of a list that is kept as one.
pub(super) const BAR: char = '|';

/// What is told, each kind of oddity of a field once.
#[derive(Default)]
pub(super) struct Told {
    pub(super) notices: Vec<Notice>,
    once: HashSet<(NoticeKind, String)>,
}

impl Told {
    pub(super) fn tell(&mut self, kind: NoticeKind, place: &str, detail: impl Into<String>) {
        self.notices.push(Notice::new(kind, place, detail));
    }

    /// Tells the first place only.
    pub(super) fn tell_once(&mut self, kind: NoticeKind, place: &str, detail: &str) {
        if self.once.insert((kind, detail.to_owned())) {
            self.tell(kind, place, detail);
        }
    }
}

/// A field that holds a text. Numbers are taken as they are written.
pub(super) fn text(
    object: &Map<String, Value>,
    name: &str,
    place: &str,
    told: &mut Told,
) -> Option<String> {
    let text = match object.get(name)? {
        Value::Null => return None,
        Value::String(text) => clean(text),
        Value::Number(number) => number.to_string(),
        other => {
            told.tell(NoticeKind::ValueUnknown, &format!("{place}.{name}"), shown(other));
            return None;
        }
    };
    (!text.is_empty()).then_some(text)
}

/// A field that holds a text of one line.
pub(super) fn line(
    object: &Map<String, Value>,
    name: &str,
    place: &str,
    told: &mut Told,
) -> Option<String> {
    text(object, name, place, told).map(|it| normal(&it))
}

/// Text without what no text has: control characters and space around it.
fn clean(text: &str) -> String {
    let is_odd = |it: char| it.is_control() && !matches!(it, '\n' | '\t');
    if text.contains(is_odd) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        return text.replace(is_odd, "").trim().to_owned();
    }
    text.trim().to_owned()
}

/// Text on one line, as XML calls it normalized.
pub(super) fn normal(text: &str) -> String {
    text.trim().replace(['\n', '\t', '\r'], " ")
}

/// Takes the fields of a vocabulary and all that are not known into extras.
pub(super) fn extras(
    object: &Map<String, Value>,
    vocabulary: &[(&str, Holds)],
    own: &[&str],
    place: &str,
    told: &mut Told,
) -> BTreeMap<String, String> {
    let mut extras = BTreeMap::new();
    for (name, value) in object.iter().filter(|it| !own.contains(&it.0.as_str())) {
        let name = if name == "educationalLevel" { "educationLevel" } else { name };
        let holds = vocabulary.iter().find(|it| it.0 == name).map(|it| it.1);
        let kept = match (value, holds) {
            (Value::Null, _) => continue,
            (Value::String(text), _) => clean(text),
            (Value::Array(all), Some(Holds::List)) if all.iter().all(is_plain) => {
                all.iter().map(plain).collect::<Vec<_>>().join(&BAR.to_string())
            }
            (Value::Number(_) | Value::Bool(_), Some(Holds::Text | Holds::List) | None)
            | (Value::Array(_) | Value::Object(_), Some(Holds::Link) | None) => value.to_string(),
            (other, Some(_)) => {
                told.tell(NoticeKind::ValueUnknown, &format!("{place}.{name}"), shown(other));
                continue;
            }
        };
        if kept.is_empty() {
            continue;
        }
        if holds.is_none() {
            told.tell_once(NoticeKind::KeptAside, place, name);
        }
        extras.insert(name.to_owned(), kept);
    }
    extras
}

/// Puts extras back into the fields that they were in; those that do not fit are left to `extensions`.
pub(super) fn put_back(
    object: &mut Map<String, Value>,
    vocabulary: &[(&str, Holds)],
    extras: &BTreeMap<String, String>,
) {
    for (name, holds) in vocabulary {
        let Some(text) = extras.get(*name) else { continue };
        let value = match holds {
            Holds::Text => Some(Value::from(normal(text))),
            Holds::List => Some(text.split(BAR).map(normal).collect()),
            Holds::Link => serde_json::from_str(text).ok().filter(|it| is_link(name, it)),
            Holds::Moment => moment(text, name.ends_with("Date")).map(Value::from),
        };
        object.extend(value.map(|it| ((*name).to_owned(), it)));
    }
}

/// The foreign and our own part of `extensions`.
pub(super) fn extensions(object: &Map<String, Value>) -> (Option<String>, Option<&Value>) {
    match object.get("extensions") {
        Some(Value::Object(all)) => {
            let others: Map<_, _> = all.clone().into_iter().filter(|it| it.0 != OURS).collect();
            let others = (!others.is_empty()).then(|| Value::Object(others).to_string());
            (others, all.get(OURS))
        }
        Some(Value::Null) | None => (None, None),
        Some(other) => (Some(other.to_string()), None),
    }
}

/// A value as a notice shows it.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 80 { text.chars().take(80).chain(['…']).collect() } else { text }
}

fn is_plain(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), clean)
}

/// Whether a value is a link as CASE 1.1 has it, or a list of them where a list belongs.
fn is_link(name: &str, value: &Value) -> bool {
    let is_one = |it: &Value| {
        let is_text = |name| it.get(name).is_some_and(Value::is_string);
        let identifier = it.get("identifier").and_then(Value::as_str).unwrap_or_default();
        it.as_object().is_some_and(|it| it.len() == 3)
            && is_text("title")
            && is_text("uri")
            && super::assigned::is_uuid(identifier)
    };
    match value {
        Value::Array(all) => name == "subjectURI" && all.iter().all(is_one),
        other => name != "subjectURI" && is_one(other),
    }
}

/// A moment or a day as JSON Schema wants it. Old files leave the zone out; universal time is meant.
fn moment(text: &str, is_day: bool) -> Option<String> {
    if is_day {
        return text.parse::<chrono::NaiveDate>().ok().map(|it| it.to_string());
    }
    if text.contains('T') && chrono::DateTime::parse_from_rfc3339(text).is_ok() {
        return Some(text.to_owned());
    }
    text.replacen(' ', "T", 1)
        .parse::<chrono::NaiveDateTime>()
        .ok()
        .map(|it| format!("{}Z", it.format("%FT%T%.f")))
}
