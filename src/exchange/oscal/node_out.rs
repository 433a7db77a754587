//! A node as a group or a control.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::own::{Fields, is_ours};
use super::{OURS, control, ids, native};
use crate::standards::pack::{Node, Pack, Provenance};
use crate::titles::Titles;

/// What nodes are written with.
pub(super) struct Writing<'a> {
    pub(super) pack: &'a Pack,
    /// The language of what says nothing else.
    pub(super) language: &'a str,
    /// OSCAL's ids by our codes.
    pub(super) ids: HashMap<&'a str, String>,
}

/// What some siblings stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    Catalog,
    Group,
    Control,
}

impl Writing<'_> {
    /// Writes siblings into what is above them. A catalogue may hold groups beside controls, in two lists, so that the
    /// nodes say where they stand; a group holds either, a control only controls.
    pub(super) fn put(&self, siblings: &[Node], above: Above, whole: &mut Map<String, Value>) {
        let is_group = |it: &Node| !it.children.is_empty() && !self.pack.is_assessable(it);
        let groups = siblings.iter().filter(|it| is_group(it)).count();
        let is_mixed = groups > 0 && groups < siblings.len();
        let (mut lists, may_group) = (
            [Vec::new(), Vec::new()],
            match above {
                Above::Catalog => true,
                Above::Group => !is_mixed,
                Above::Control => false,
            },
        );
        for (order, node) in siblings.iter().enumerate() {
            let is_control = !(may_group && is_group(node));
            let order = (is_mixed && above == Above::Catalog).then_some(order);
            lists[usize::from(is_control)].push(self.node(node, is_control, order));
        }
        for (name, list) in ["groups", "controls"].into_iter().zip(lists) {
            if !list.is_empty() {
                whole.insert(name.to_owned(), list.into());
            }
        }
    }

    fn node(&self, node: &Node, is_control: bool, order: Option<usize>) -> Value {
        let id = self.ids.get(node.code.as_str()).map_or("_", String::as_str);
        let (mut whole, extras) =
            native::parted(&node.extras, &["class", "props", "params", "links", "parts"]);
        let mut own = fields(node);
        own.put("order", &order, &None);
        let is_labelled = ids::is_string(&node.code);
        if !is_labelled {
            own.set("code", &node.code);
        }
        let title = title(&node.title, self.language, &node.code, &mut own);
        let parts = self.parts(node, is_control, &mut own);
        let extras = checked(&mut whole, extras, &node.extras, is_control);
        own.put("extras", &extras, &BTreeMap::new());

        let mut props = Vec::new();
        if is_labelled {
            props.push(json!({ "name": "label", "value": node.code }));
        }
        props.extend(own.props());
        for (name, mut list) in [("props", props), ("parts", parts)] {
            if let Some(Value::Array(kept)) = whole.remove(name) {
                list.extend(kept);
            }
            if !list.is_empty() {
                whole.insert(name.to_owned(), list.into());
            }
        }
        whole.insert("id".to_owned(), id.into());
        whole.insert("title".to_owned(), title.into());
        let above = if is_control { Above::Control } else { Above::Group };
        self.put(&node.children, above, &mut whole);
        whole.into()
    }

    /// The texts as parts, one a language.
    fn parts(&self, node: &Node, is_control: bool, own: &mut Fields) -> Vec<Value> {
        let (summary, guidance) =
            if is_control { ("statement", "guidance") } else { ("overview", "instruction") };
        let mut parts = Vec::new();
        for (field, name, texts) in [
            ("summary", summary, &node.summary),
            ("guidance", guidance, &node.guidance),
            ("typical_evidence", "typical-evidence", &node.typical_evidence),
        ] {
            let Some(texts) = texts else { continue };
            let fits = |(tag, text): (&str, &str)| ids::is_token(tag) && !text.is_empty();
            if texts.is_empty() || !texts.iter().all(fits) {
                own.set(field, texts);
            }
            for (tag, text) in texts.iter().filter(|it| fits(*it)) {
                let is_plain = tag == self.language && field != "typical_evidence";
                parts.push(if is_plain {
                    json!({ "name": name, "prose": text })
                } else {
                    json!({ "name": name, "ns": OURS, "class": tag, "prose": text })
                });
            }
        }
        parts
    }
}

/// Takes out what would be read as something else than an extra; the extras that are then not written as they were.
fn checked(
    whole: &mut Map<String, Value>,
    mut rest: BTreeMap<String, String>,
    all: &BTreeMap<String, String>,
    is_control: bool,
) -> BTreeMap<String, String> {
    let is_taken = |name: &str, it: &Value| match name {
        "props" => is_ours(it),
        _ => control::role(it, is_control).is_some(),
    };
    for name in ["props", "parts"] {
        let kept = whole.get(name).and_then(Value::as_array);
        if kept.is_some_and(|it| it.iter().any(|it| is_taken(name, it))) {
            whole.remove(name);
            let key = format!("oscal-{name}");
            rest.extend(all.get_key_value(&key).map(|(key, it)| (key.clone(), it.clone())));
        }
    }
    rest
}

/// The title in the main language; all of it is put into a field, if that is not the same.
pub(super) fn title(titles: &Titles, language: &str, otherwise: &str, own: &mut Fields) -> String {
    let shown = [titles.own(language).unwrap_or_default(), titles.en(), otherwise, "?"];
    let shown = shown.into_iter().map(|it| it.replace(['\n', '\r'], " "));
    let shown = shown.into_iter().find(|it| ids::is_line(it)).unwrap_or_default();
    if *titles != Titles::of(language, shown.as_str()) {
        own.set("title", titles);
    }
    shown
}

/// All of a node but its code, its texts, its extras and what is below it.
fn fields(node: &Node) -> Fields {
    let mut own = Fields::default();
    own.set("kind", &node.kind);
    own.put("numbered", &node.numbered, &true);
    own.put("under", &node.under, &None);
    own.put("provenance", &node.provenance, &Provenance::Imported);
    own.put("assessable", &node.assessable, &None);
    own.put("mandatory", &node.mandatory, &false);
    own.put("importance", &node.importance, &None);
    own.put("weight", &node.weight, &1.0);
    own.put("groups", &node.groups, &Vec::new());
    own.put("expects", &node.expects, &Vec::new());
    own.put("questions", &node.questions, &Vec::new());
    own.put("references", &node.references, &BTreeMap::new());
    own.put("identifier", &node.identifier, &None);
    own
}
