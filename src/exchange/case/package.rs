//! A package as a whole: its items as a tree, its associations to other frameworks as crosswalks.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::assigned::of_edition;
use super::associations::{Index, Names, link, others};
use super::fields::Told;
use super::stands::{self, MOST_DEPTH, Stand, is_too_deep};
use super::vocabulary::CHILD;
use super::{document, item};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::exchange::{Brought, Linked, tree_of_parents};
use crate::standards::codes::compare;
use crate::standards::crosswalk::Crosswalk;
use crate::standards::pack::{Node, Pack};

/// Most items of a package, as many as a pack may have.
const MOST_ITEMS: usize = 200_000;
/// Most associations of a package.
const MOST_ASSOCIATIONS: usize = 2_000_000;

/// An object with its place in the file.
pub(super) struct Item {
    pub(super) place: String,
    pub(super) fields: Map<String, Value>,
}

/// What a file holds, in the fields of CASE.
pub(super) struct Package {
    pub(super) document: Map<String, Value>,
    pub(super) items: Vec<Item>,
    pub(super) associations: Vec<Item>,
    /// All else.
    pub(super) beside: Map<String, Value>,
}

impl Package {
    /// What associations may call the document by where it has no name of its own.
    pub(super) const WHOLE: &str = "cfdocument";

    /// The pack and the crosswalks that it says.
    pub(super) fn brought(self, mut told: Told) -> Result<Brought, Vec<Notice>> {
        for (name, list, most) in [
            ("CFItems", &self.items, MOST_ITEMS),
            ("CFAssociations", &self.associations, MOST_ASSOCIATIONS),
        ] {
            if list.len() > most {
                return Err(vec![Notice::new(NoticeKind::TooMuch, name, most.to_string())]);
            }
        }
        if self.items.is_empty() {
            let refusal = Notice::new(NoticeKind::Missing, "CFPackage", "CFItems");
            return Err([told.notices, vec![refusal]].concat());
        }
        let usual = self.items.first().and_then(|it| it.fields.get("language")?.as_str());
        let mut pack = document::read(&self.document, &self.beside, usual, &mut told);
        let changed = self.document.get("lastChangeDateTime").and_then(Value::as_str);
        let common = item::Common {
            edition: &pack.id,
            tag: pack.about.language.as_deref().unwrap_or("en"),
            changed: changed.unwrap_or_default(),
        };
        let read = |it: &Item| item::read(&it.fields, &common, &it.place, &mut told);
        let nodes: Vec<Node> = self.items.iter().map(read).collect();
        let index = self.index(&pack, &nodes);
        let mut links = Vec::with_capacity(self.associations.len());
        for it in &self.associations {
            links.extend(link(&it.fields, &index, it.place.clone(), &mut told));
        }
        let (children, rest): (Vec<_>, Vec<_>) = links.into_iter().partition(|it| it.kind == CHILD);
        let stands = stands::stands(&self.items, children, &mut told);
        if is_too_deep(&stands) {
            return Err(vec![Notice::new(NoticeKind::TooMuch, CHILD, MOST_DEPTH.to_string())]);
        }
        let heads = self.heads(&pack);
        let grown = self.grow(nodes, stands, &index, &mut told);
        pack.criteria = grown.tree;
        let codes: Vec<&str> = grown.codes.iter().map(String::as_str).collect();
        let references = (grown.identifiers.iter().zip(&codes))
            .map(|(it, code)| it.clone().unwrap_or_else(|| (*code).to_owned()));
        let names = Names { references: references.collect(), codes: &codes };
        let mut said = others(rest, &names, &pack, heads, &mut told);
        let mut order = grown.order.into_iter();
        visit(&mut pack.criteria, &mut |node| {
            let extras = order.next().and_then(|it| said.extras.remove(&it));
            node.extras.extend(extras.unwrap_or_default());
        });
        Ok(Brought { packs: vec![pack], crosswalks: said.crosswalks, notices: told.notices })
    }

    /// The crosswalks that the file itself tells of, still without relations.
    fn heads(&self, pack: &Pack) -> Vec<Crosswalk> {
        let heads = document::ours(&self.beside).and_then(|it| it.get("crosswalks"));
        let heads = heads.and_then(|it| Vec::<Crosswalk>::deserialize(it).ok());
        let own = heads.into_iter().flatten().filter(|it| it.from == pack.id);
        own.map(|it| Crosswalk { relations: Vec::new(), ..it }).collect()
    }

    /// Everything that associations may call an item by. What two items share means the first.
    fn index(&self, pack: &Pack, nodes: &[Node]) -> Index {
        let name = |fields: &Map<String, Value>, field| {
            let name = fields.get(field).and_then(Value::as_str).unwrap_or_default();
            name.trim().to_lowercase()
        };
        let mut items = HashMap::new();
        for field in ["identifier", "uri"] {
            for (place, it) in self.items.iter().enumerate() {
                items.entry(name(&it.fields, field)).or_insert(place);
            }
        }
        for (place, it) in nodes.iter().enumerate() {
            items.entry(it.code.to_lowercase()).or_insert(place);
        }
        items.remove("");
        let document = ["identifier", "uri"].map(|it| name(&self.document, it));
        let document = document.into_iter().chain([of_edition(&pack.id), Self::WHOLE.to_owned()]);
        Index { document: document.filter(|it| !it.is_empty()).collect(), items }
    }

    /// For each item a name that no other has: its identifier, its code, or its number in the file.
    fn ids(&self, nodes: &[Node], index: &Index) -> Vec<String> {
        let id = |(at, item): (usize, &Item)| {
            let identifier = item.fields.get("identifier").and_then(Value::as_str);
            let mut names = [identifier.unwrap_or_default().trim(), &nodes[at].code].into_iter();
            let own = names.find(|it| index.items.get(&it.to_lowercase()) == Some(&at));
            own.map_or_else(|| format!("#{}", at + 1), ToOwned::to_owned)
        };
        self.items.iter().enumerate().map(id).collect()
    }

    /// The tree, siblings by their numbers and then by their codes.
    fn grow(&self, nodes: Vec<Node>, stands: Vec<Stand>, index: &Index, told: &mut Told) -> Grown {
        let ids = self.ids(&nodes, index);
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by(|a, b| siblings((&nodes[*a], &stands[*a]), (&nodes[*b], &stands[*b])));
        // The number of an item stands for its identifier while the tree grows, so that it is found in it again.
        let identifiers: Vec<_> = nodes.iter().map(|it| it.identifier.clone()).collect();
        let mut nodes: Vec<_> = nodes.into_iter().map(Some).collect();
        let linked = order.into_iter().filter_map(|at| {
            let stand = &stands[at];
            let parent = stand.parent.map(|it| &ids[it]).or(stand.missing.as_ref()).cloned();
            let node = Node { identifier: Some(at.to_string()), ..nodes[at].take()? };
            Some(Linked { id: ids[at].clone(), parent, node, place: self.items[at].place.clone() })
        });
        let mut tree = tree_of_parents(linked.collect(), &mut told.notices);
        let mut grown = Grown {
            tree: Vec::new(),
            order: Vec::with_capacity(identifiers.len()),
            codes: vec![String::new(); identifiers.len()],
            identifiers,
        };
        visit(&mut tree, &mut |node| {
            let at = node.identifier.take().and_then(|it| it.parse().ok());
            let at: usize = at.unwrap_or_default();
            node.identifier.clone_from(&grown.identifiers[at]);
            grown.codes[at].clone_from(&node.code);
            grown.order.push(at);
        });
        grown.tree = tree;
        grown
    }
}

/// A tree with what its nodes are called by, by the places of the items.
struct Grown {
    tree: Vec<Node>,
    /// Places of the items in preorder.
    order: Vec<usize>,
    codes: Vec<String>,
    identifiers: Vec<Option<String>>,
}

fn siblings(a: (&Node, &Stand), b: (&Node, &Stand)) -> Ordering {
    let key = |it: (&Node, &Stand)| {
        (it.1.sequence.is_none(), it.1.sequence, it.0.code.is_empty() || !it.0.numbered)
    };
    let by_code = || {
        if a.0.numbered && b.0.numbered { compare(&a.0.code, &b.0.code) } else { Ordering::Equal }
    };
    key(a).cmp(&key(b)).then_with(by_code)
}

/// Calls for each node, before what is below it. The tree is no deeper than allowed.
fn visit(nodes: &mut [Node], call: &mut impl FnMut(&mut Node)) {
    for node in nodes {
        call(node);
        visit(&mut node.children, call);
    }
}
