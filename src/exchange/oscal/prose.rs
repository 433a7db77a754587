//! Text out of parts: a statement with its labelled items, with what its parameters ask for put in.

use std::collections::HashMap;

use serde_json::Value;

/// Most parameters that are put into one text, those within others among them.
const MOST_INSERTS: usize = 500;
/// Most parameters within one another.
const MOST_DEPTH: usize = 4;

/// The parameters of a document by their ids.
#[derive(Default)]
pub(super) struct Params<'a>(HashMap<&'a str, &'a Value>);

impl<'a> Params<'a> {
    /// Those of a catalogue and of everything below it.
    pub(super) fn of(catalog: &'a Value) -> Self {
        let mut params = Self::default();
        let mut pending = vec![catalog];
        while let Some(it) = pending.pop() {
            for param in list(it, "params") {
                if let Some(id) = param["id"].as_str() {
                    params.0.entry(id).or_insert(param);
                }
            }
            pending.extend(list(it, "groups"));
            pending.extend(list(it, "controls"));
        }
        params
    }

    /// A text with its parameters in words.
    pub(super) fn put_in(&self, text: &str) -> String {
        self.put(text, 0, &mut MOST_INSERTS.clone())
    }

    fn put(&self, text: &str, depth: usize, left: &mut usize) -> String {
        let mut whole = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            whole.push_str(before);
            let Some((inside, behind)) = after.split_once("}}") else {
                rest = &rest[before.len()..];
                break;
            };
            match self.id_of(inside) {
                Some(id) if depth < MOST_DEPTH && *left > 0 => {
                    *left -= 1;
                    whole.push_str(&self.words(id, depth, left));
                }
                _ => whole.extend(["{{", inside, "}}"]),
            }
            rest = behind;
        }
        whole + rest
    }

    /// The parameter that a mark names: `insert: param, ID`, or in old files just `ID`.
    fn id_of<'t>(&self, mark: &'t str) -> Option<&'t str> {
        let mark = mark.trim();
        if let Some(named) = mark.strip_prefix("insert:") {
            let (kind, id) = named.split_once(',')?;
            return (kind.trim() == "param").then(|| id.trim());
        }
        self.0.contains_key(mark).then_some(mark)
    }

    fn words(&self, id: &str, depth: usize, left: &mut usize) -> String {
        let Some(param) = self.0.get(id) else { return format!("[Assignment: {id}]") };
        let texts = |it: &Value| -> Vec<String> {
            let texts = it.as_array().map(Vec::as_slice).unwrap_or_default();
            texts.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
        };
        let values = texts(&param["values"]);
        if !values.is_empty() {
            return values.join(", ");
        }
        let choices = texts(&param["select"]["choice"]);
        if choices.is_empty() {
            let label = param["label"].as_str().unwrap_or(id);
            return format!("[Assignment: {}]", self.put(label, depth + 1, left));
        }
        let many = param["select"]["how-many"] == "one-or-more";
        let choices: Vec<_> = choices.iter().map(|it| self.put(it, depth + 1, left)).collect();
        let many = if many { " (one or more)" } else { "" };
        format!("[Selection{many}: {}]", choices.join("; "))
    }
}

/// The text of a part and of those below it, a line for each labelled one.
pub(super) fn text_of(part: &Value, params: &Params<'_>) -> String {
    let mut whole = String::new();
    write(part, 0, params, &mut whole);
    whole
}

fn write(part: &Value, depth: usize, params: &Params<'_>, whole: &mut String) {
    let label = if depth == 0 { None } else { label(part) };
    let title = part["title"].as_str().unwrap_or_default().trim();
    let prose = params.put_in(part["prose"].as_str().unwrap_or_default());
    let words = [label.unwrap_or_default(), title, prose.trim()];
    let words: Vec<_> = words.into_iter().filter(|it| !it.is_empty()).collect();
    if !words.is_empty() {
        if !whole.is_empty() {
            whole.push_str(if label.is_some() { "\n" } else { "\n\n" });
        }
        whole.push_str(&"  ".repeat(depth.saturating_sub(1)));
        whole.push_str(&words.join(" "));
    }
    for it in list(part, "parts") {
        write(it, depth + 1, params, whole);
    }
}

/// The label of a control or an item: the plain one before those of a class.
pub(super) fn label(of: &Value) -> Option<&str> {
    place_of_label(of).and_then(|it| of["props"][it]["value"].as_str())
}

/// Where the label is among the properties.
pub(super) fn place_of_label(of: &Value) -> Option<usize> {
    let props = list(of, "props");
    let is_label = |it: &Value| {
        let known = it.get("ns").is_none_or(|it| it == "http://csrc.nist.gov/ns/oscal");
        known && it["name"] == "label" && it["value"].as_str().is_some_and(|it| !it.is_empty())
    };
    let plain = props.iter().position(|it| is_label(it) && it.get("class").is_none());
    plain.or_else(|| props.iter().position(is_label))
}

/// A list that a document has, empty if it has none or something else.
pub(super) fn list<'a>(of: &'a Value, name: &str) -> &'a [Value] {
    of.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
