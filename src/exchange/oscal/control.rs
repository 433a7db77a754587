//! A group or a control as a node.

use serde_json::Value;

use super::super::NoticeKind;
use super::native;
use super::own::{Fields, is_ours};
use super::prose::{Params, label, list, place_of_label, text_of};
use super::tally::Tally;
use crate::standards::pack::Node;
use crate::titles::Titles;

/// What a part says, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Summary,
    Guidance,
    Evidence,
}

/// What a group or control is read with.
pub(super) struct Reading<'a> {
    pub(super) params: Params<'a>,
    /// The language of what says nothing else.
    pub(super) language: String,
    pub(super) tally: Tally,
}

/// A group or a control without what is below it, and where it stands among its siblings, if it says so.
pub(super) fn node(it: &Value, is_control: bool, reading: &mut Reading<'_>) -> (Node, Option<u64>) {
    let id = it["id"].as_str().unwrap_or_default();
    let place = if id.is_empty() { "group" } else { id };
    for name in ["id", "title", "props", "params", "links", "parts", "class"] {
        let is_text = matches!(name, "id" | "title" | "class");
        let fits = |it: &Value| if is_text { it.is_string() } else { it.is_array() };
        if it.get(name).is_some_and(|it| !fits(it)) {
            reading.tally.tell(NoticeKind::ValueUnknown, name, place);
        }
    }
    let mut own = Fields::of(list(it, "props"), &mut reading.tally, place);
    let is_own = own.0.contains_key("kind");
    let code = label(it).unwrap_or(id).trim();
    let title = it["title"].as_str().unwrap_or_default();
    let kind = if is_control { "control" } else { "group" };
    let mut node = Node::new(code, kind, [(&reading.language, title)].into_iter().collect());
    texts(&mut node, it, is_control, is_own, reading);
    aside(&mut node, it, is_control, reading, place);
    if is_own {
        let order = own.take("order").and_then(|it| it.as_u64());
        if let Some(Value::Object(given)) = own.take("extras") {
            let text = |it: Value| it.as_str().map(str::to_owned);
            node.extras.extend(given.into_iter().filter_map(|(key, it)| Some((key, text(it)?))));
        }
        return (own.over(node, &mut reading.tally, place), order);
    }
    node.identifier = (!id.is_empty()).then(|| id.to_owned());
    if is_control {
        node.assessable = Some(!is_withdrawn(it));
    } else {
        node.assessable = Some(false);
    }
    if node.title.is_empty() && node.summary.is_none() {
        node.title = Titles::of(&reading.language, if code.is_empty() { "?" } else { code });
        reading.tally.tell(NoticeKind::Assumed, "title", place);
    }
    (node, None)
}

fn is_withdrawn(control: &Value) -> bool {
    let says = |it: &Value| {
        it["name"] == "status"
            && it["value"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("withdrawn"))
    };
    list(control, "props").iter().any(says)
}

/// What a part of a group or control is to us.
pub(super) fn role(part: &Value, is_control: bool) -> Option<Role> {
    let known = part.get("ns").is_none_or(|it| it == "http://csrc.nist.gov/ns/oscal");
    if !known && !is_ours(part) {
        return None;
    }
    match (part["name"].as_str()?, is_control) {
        ("statement", true) | ("overview", false) => Some(Role::Summary),
        ("guidance", true) | ("instruction", false) => Some(Role::Guidance),
        ("typical-evidence", _) if is_ours(part) => Some(Role::Evidence),
        _ => None,
    }
}

/// Texts out of parts.
fn texts(node: &mut Node, it: &Value, is_control: bool, is_own: bool, reading: &mut Reading<'_>) {
    for part in list(it, "parts") {
        let Some(role) = role(part, is_control) else { continue };
        let tag = match part["class"].as_str() {
            Some(tag) if is_ours(part) => tag,
            _ => &reading.language,
        };
        let text = if is_own {
            part["prose"].as_str().unwrap_or_default().to_owned()
        } else {
            text_of(part, &reading.params)
        };
        if !is_own && list(part, "parts").iter().any(|it| it.get("id").is_some()) {
            let place = part["id"].as_str().unwrap_or(&node.code);
            reading.tally.tell(NoticeKind::LeftOut, "part/parts/id", place);
        }
        let place = match role {
            Role::Summary => &mut node.summary,
            Role::Guidance => &mut node.guidance,
            Role::Evidence => &mut node.typical_evidence,
        };
        let before = place.as_ref().and_then(|it| it.own(tag));
        let text = before.map_or_else(|| text.clone(), |it| format!("{it}\n\n{text}"));
        if !text.is_empty() {
            place.get_or_insert_default().set(tag, text);
        }
    }
}

/// Keeps what has no place.
fn aside(node: &mut Node, it: &Value, is_control: bool, reading: &mut Reading<'_>, place: &str) {
    let Some(members) = it.as_object() else { return };
    let tally = &mut reading.tally;
    let label = place_of_label(it);
    for (name, value) in members {
        let kept = match name.as_str() {
            "id" | "title" | "groups" | "controls" => continue,
            "props" if value.is_array() => {
                let props = list(it, "props").iter().enumerate();
                let others = props.filter(|(at, it)| Some(*at) != label && !is_ours(it));
                others.map(|it| it.1.clone()).collect()
            }
            "parts" if value.is_array() => {
                let parts = list(it, "parts").iter();
                parts.filter(|it| role(it, is_control).is_none()).cloned().collect()
            }
            _ => value.clone(),
        };
        if kept.as_array().is_none_or(|it| !it.is_empty()) {
            native::keep(&mut node.extras, name, &kept, tally, place);
        }
    }
}
