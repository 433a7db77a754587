//! Whether a document has the shape that the JSON Schema of its type asks for. Reading it into the type would stop at the
//! first thing that is wrong; this goes on and names them all.

use serde_json::Value;

use super::places::{Inside, Place};
use super::problems::Notes;

/// Notes every field that is unknown, missing or of the wrong kind.
pub(super) fn check(notes: &mut Notes<'_>, schema: &Value, place: &Place) {
    Shape { root: schema }.part(notes, schema, place, "the file");
}

struct Shape<'a> {
    root: &'a Value,
}

impl Shape<'_> {
    fn part(&self, notes: &mut Notes<'_>, schema: &Value, place: &Place, name: &str) {
        let schema = self.resolve(schema);
        if let Some(ways) = list(schema, "anyOf") {
            // Something that may be left out.
            let some = ways.iter().find(|it| it["type"] != "null").unwrap_or(schema);
            if !matches!(place.inside, Inside::Nothing) {
                self.part(notes, some, place, name);
            }
        } else if let Some(ways) = list(schema, "oneOf") {
            self.one_of(notes, ways, place, name);
        } else if let Some(words) = list(schema, "enum") {
            word(notes, words.iter().filter_map(Value::as_str), place, name);
        } else {
            self.of_type(notes, schema, place, name);
        }
    }

    /// One of several words, or one of several mappings told apart by the word in one of their fields.
    fn one_of(&self, notes: &mut Notes<'_>, ways: &[Value], place: &Place, name: &str) {
        if ways.iter().all(|it| it.get("properties").is_none()) {
            return word(notes, ways.iter().flat_map(words_of), place, name);
        }
        let Some(tag) = ways.iter().find_map(tag_of).map(|it| it.0) else { return };
        let Some(field) = place.get(tag) else {
            return notes.add(place, "missing-field", format!("{name} has no {tag}"));
        };
        let is_meant = |it: &&Value| tag_of(it).map(|it| it.1) == field.value.text();
        match ways.iter().find(is_meant) {
            Some(way) => self.of_type(notes, way, place, name),
            None => word(notes, ways.iter().filter_map(tag_of).map(|it| it.1), &field.value, tag),
        }
    }

    fn of_type(&self, notes: &mut Notes<'_>, schema: &Value, place: &Place, name: &str) {
        let is = |kind: &str| schema["type"] == kind || has(schema, "type", kind);
        let wrong = match &place.inside {
            Inside::Nothing if is("null") => None,
            Inside::Nothing => Some("is empty"),
            Inside::Map(_) if is("object") => return self.fields(notes, schema, place, name),
            Inside::List(items) if is("array") => {
                let name = format!("one of {name}");
                for item in items {
                    self.part(notes, &schema["items"], item, &name);
                }
                None
            }
            Inside::Scalar(text) if is("number") || is("integer") => {
                text.parse::<f64>().is_err().then_some("is no number")
            }
            Inside::Scalar(text) if is("boolean") => {
                text.parse::<bool>().is_err().then_some("is neither true nor false")
            }
            Inside::Scalar(_) if is("string") => None,
            _ if is("object") => Some("has to be fields with their values"),
            _ if is("array") => Some("has to be a list"),
            Inside::List(_) => Some("is a list, but has to be one value"),
            _ => Some("has fields, but has to be one value"),
        };
        if let Some(wrong) = wrong {
            notes.add(place, "wrong-kind", format!("{name} {wrong}"));
        }
    }

    fn fields(&self, notes: &mut Notes<'_>, schema: &Value, place: &Place, name: &str) {
        let known = schema["properties"].as_object();
        let further = &schema["additionalProperties"];
        for field in place.fields() {
            match known.and_then(|it| it.get(&field.name)) {
                Some(schema) => self.part(notes, schema, &field.value, &field.name),
                None if further.is_object() => {
                    self.part(notes, further, &field.value, &field.name);
                }
                None if further == false => {
                    let message = format!("{name} has no field {:?}", field.name);
                    notes.add_at(field.line, Some(field.column), "unknown-field", message);
                }
                None => {}
            }
        }
        for missing in list(schema, "required").into_iter().flatten().filter_map(Value::as_str) {
            if place.get(missing).is_none() {
                notes.add(place, "missing-field", format!("{name} has no {missing}"));
            }
        }
    }

    fn resolve<'b>(&'b self, schema: &'b Value) -> &'b Value {
        let target = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        target.and_then(|it| self.root.pointer(it)).unwrap_or(schema)
    }
}

fn word<'a>(
    notes: &mut Notes<'_>,
    words: impl Iterator<Item = &'a str>,
    place: &Place,
    name: &str,
) {
    let words: Vec<_> = words.collect();
    if !place.text().is_some_and(|it| words.contains(&it)) {
        let given = place.text().unwrap_or_default();
        let message = format!("{name} is {given:?}; it has to be one of {}", words.join(", "));
        notes.add(place, "unknown-word", message);
    }
}

/// The words that a part of a choice stands for.
fn words_of(way: &Value) -> impl Iterator<Item = &str> {
    let several = list(way, "enum").into_iter().flatten();
    several.chain(way.get("const")).filter_map(Value::as_str)
}

/// The field that tells one mapping from another, and its word.
fn tag_of(way: &Value) -> Option<(&str, &str)> {
    let fields = way["properties"].as_object()?;
    fields.iter().find_map(|(name, it)| Some((name.as_str(), it["const"].as_str()?)))
}

fn list<'a>(schema: &'a Value, name: &str) -> Option<&'a Vec<Value>> {
    schema.get(name)?.as_array()
}

fn has(schema: &Value, name: &str, word: &str) -> bool {
    list(schema, name).is_some_and(|it| it.iter().any(|it| it == word))
}
