//! Trees out of flat lists: rows that say how deep they are, or nodes that say what is above them. What does not fit is
//! mended, and told.

use std::collections::{HashMap, HashSet};

use super::notice::{Notice, NoticeKind};
use crate::standards::key::key;
use crate::standards::pack::Node;

/// A row that says how deep it is.
#[derive(Clone, Debug)]
pub struct Line {
    /// From 1, the top.
    pub depth: usize,
    /// Without children; an empty code is filled in.
    pub node: Node,
    /// Where it stands in the file.
    pub place: String,
}

/// A node that says what is above it.
#[derive(Clone, Debug)]
pub struct Linked {
    pub id: String,
    pub parent: Option<String>,
    /// Without children; an empty code is filled in.
    pub node: Node,
    /// Where it stands in the file.
    pub place: String,
}

/// The tree that rows make, each below the last one that is less deep.
pub fn tree_of_depths(lines: Vec<Line>, notices: &mut Vec<Notice>) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(lines.len());
    // Depths and places of the nodes from the top to the one before.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for Line { depth, node, place } in lines {
        let depth = depth.max(1);
        while above.last().is_some_and(|it| it.0 >= depth) {
            above.pop();
        }
        if depth > above.last().map_or(0, |it| it.0) + 1 {
            let detail = if node.code.is_empty() { depth.to_string() } else { node.code.clone() };
            notices.push(Notice::new(NoticeKind::DepthClamped, &place, detail));
        }
        let parent = above.last().map(|it| it.1);
        above.push((depth, nodes.len()));
        nodes.push(Flat { parent, node, place });
    }
    grown(nodes, notices)
}

/// The tree that nodes make which name the one above them. Siblings keep the order of the list.
pub fn tree_of_parents(linked: Vec<Linked>, notices: &mut Vec<Notice>) -> Vec<Node> {
    let places: HashMap<&str, usize> =
        linked.iter().enumerate().map(|(place, it)| (it.id.as_str(), place)).collect();
    let mut parents = Vec::with_capacity(linked.len());
    for it in &linked {
        let parent = it.parent.as_deref().map(|id| (id, places.get(id).copied()));
        if let Some((id, None)) = parent {
            notices.push(Notice::new(NoticeKind::ParentMissing, &it.place, id));
        }
        parents.push(parent.and_then(|it| it.1));
    }
    for start in cut_circles(&mut parents) {
        let it = &linked[start];
        notices.push(Notice::new(NoticeKind::Circle, &it.place, &it.id));
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); linked.len()];
    let mut pending = Vec::new();
    for (place, parent) in parents.iter().enumerate() {
        match parent {
            Some(parent) => children[*parent].push(place),
            None => pending.push((place, None)),
        }
    }
    pending.reverse();
    let mut linked: Vec<Option<Linked>> = linked.into_iter().map(Some).collect();
    let mut nodes: Vec<Flat> = Vec::with_capacity(linked.len());
    while let Some((place, parent)) = pending.pop() {
        let at = nodes.len();
        if let Some(it) = linked[place].take() {
            nodes.push(Flat { parent, node: it.node, place: it.place });
            pending.extend(children[place].iter().rev().map(|it| (*it, Some(at))));
        }
    }
    grown(nodes, notices)
}

/// Takes the node above away from one node of each circle; tells which.
fn cut_circles(parents: &mut [Option<usize>]) -> Vec<usize> {
    let mut is_sound = vec![false; parents.len()];
    let mut cut = Vec::new();
    for start in 0..parents.len() {
        let (mut way, mut on_way) = (Vec::new(), HashSet::new());
        let mut at = Some(start);
        while let Some(place) = at.filter(|it| !is_sound[*it]) {
            if !on_way.insert(place) {
                parents[place] = None;
                cut.push(place);
                break;
            }
            way.push(place);
            at = parents[place];
        }
        for place in way {
            is_sound[place] = true;
        }
    }
    cut
}

/// A node in preorder with the place of the one above it.
struct Flat {
    parent: Option<usize>,
    node: Node,
    place: String,
}

fn grown(mut nodes: Vec<Flat>, notices: &mut Vec<Notice>) -> Vec<Node> {
    name(&mut nodes, notices);
    let mut tops = Vec::new();
    // From the last, every node is whole when it is hung below its parent.
    while let Some(Flat { parent, mut node, .. }) = nodes.pop() {
        node.children.reverse();
        match parent {
            Some(parent) => nodes[parent].node.children.push(node),
            None => tops.push(node),
        }
    }
    tops.reverse();
    tops
}

/// Gives every node a code of its own.
fn name(nodes: &mut [Flat], notices: &mut Vec<Notice>) {
    let mut taken: HashSet<String> = HashSet::new();
    let given = nodes.iter().filter(|it| !it.node.code.is_empty());
    let given: HashSet<String> = given.map(|it| key(&it.node.code)).collect();
    let (mut made_up, mut first) = (0, String::new());
    let mut counts: HashMap<Option<usize>, usize> = HashMap::new();
    // The number that the next node with a taken code is tried with.
    let mut next: HashMap<String, usize> = HashMap::new();
    for at in 0..nodes.len() {
        let code = nodes[at].node.code.clone();
        let free = |it: &str, taken: &HashSet<String>| {
            let it = key(it);
            !taken.contains(&it) && !given.contains(&it)
        };
        if code.is_empty() {
            let above = nodes[at].parent.map(|it| nodes[it].node.code.clone()).unwrap_or_default();
            let count = counts.entry(nodes[at].parent).or_default();
            let code = loop {
                *count += 1;
                let code = format!("{above}#{count}");
                if free(&code, &taken) {
                    break code;
                }
            };
            if made_up == 0 {
                first.clone_from(&nodes[at].place);
            }
            made_up += 1;
            nodes[at].node.numbered = false;
            nodes[at].node.code = code;
        } else if taken.contains(&key(&code)) {
            notices.push(Notice::new(NoticeKind::CodeDoubled, &nodes[at].place, &code));
            let number = next.entry(key(&code)).or_insert(2);
            nodes[at].node.code = loop {
                let numbered = format!("{code} ({number})");
                *number += 1;
                if free(&numbered, &taken) {
                    break numbered;
                }
            };
        }
        taken.insert(key(&nodes[at].node.code));
    }
    if made_up > 0 {
        notices.push(Notice::new(NoticeKind::CodesMadeUp, first, made_up.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::titles::Titles;

    fn node(code: &str) -> Node {
        Node::new(code, "x", Titles::english("X"))
    }

    fn drawn(nodes: &[Node]) -> String {
        let below = |it: &Node| {
            if it.children.is_empty() {
                String::new()
            } else {
                format!("[{}]", drawn(&it.children))
            }
        };
        nodes.iter().map(|it| format!("{}{}", it.code, below(it))).collect::<Vec<_>>().join(" ")
    }

    fn of_depths(rows: &[(usize, &str)]) -> (String, Vec<&'static str>) {
        let mut notices = Vec::new();
        let line = |it: &(usize, &str)| Line { depth: it.0, node: node(it.1), place: "row".into() };
        let tree = tree_of_depths(rows.iter().map(line).collect(), &mut notices);
        (drawn(&tree), notices.iter().map(|it| it.kind.code()).collect())
    }

    #[test]
    fn rows_stand_below_the_last_that_is_less_deep() {
        for (rows, tree, told) in [
            (
                &[(1, "1"), (2, "1.1"), (3, "a"), (2, "1.10"), (1, "2")][..],
                "1[1.1[a] 1.10] 2",
                &[][..],
            ),
            (&[(1, "1"), (3, "x"), (2, "y")], "1[x y]", &["depth-clamped"]),
            (&[(2, "x"), (1, "y")], "x y", &["depth-clamped"]),
            (&[(1, "1"), (3, "x"), (3, "y")], "1[x y]", &["depth-clamped", "depth-clamped"]),
            (&[(1, "1"), (2, ""), (2, ""), (1, "")], "1[1#1 1#2] #1", &["codes-made-up"]),
            (
                &[(1, "a"), (1, "A"), (1, "a (2)"), (1, "a")],
                "a A (3) a (2) a (4)",
                &["code-doubled", "code-doubled"],
            ),
            (&[], "", &[]),
        ] {
            assert_eq!(of_depths(rows), (tree.to_owned(), told.to_vec()), "{rows:?}");
        }
    }

    #[test]
    fn nodes_stand_below_what_they_name() {
        for (rows, tree, told) in [
            (&[("b", "a"), ("a", ""), ("c", "a")][..], "a[b c]", &[][..]),
            (&[("a", "zz")], "a", &["parent-missing"]),
            (&[("a", "b"), ("b", "a"), ("c", "b")], "a[b[c]]", &["circle"]),
            (&[("a", "a")], "a", &["circle"]),
        ] {
            let mut notices = Vec::new();
            let linked = |it: &(&str, &str)| Linked {
                id: it.0.into(),
                parent: (!it.1.is_empty()).then(|| it.1.into()),
                node: node(it.0),
                place: "item".into(),
            };
            let made = tree_of_parents(rows.iter().map(linked).collect(), &mut notices);
            let kinds: Vec<_> = notices.iter().map(|it| it.kind.code()).collect();
            assert_eq!((drawn(&made), kinds), (tree.to_owned(), told.to_vec()), "{rows:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_row_is_lost_and_every_code_is_there_once(rows in proptest::collection::vec((0_usize..6, "[ab]{0,2}"), 0..30)) {
            let mut notices = Vec::new();
            let count = rows.len();
            let lines = rows.into_iter().map(|(depth, code)| Line { depth, node: node(&code), place: String::new() });
            let mut codes = Vec::new();
            let mut pending = tree_of_depths(lines.collect(), &mut notices);
            while let Some(it) = pending.pop() {
                codes.push(it.code.to_lowercase());
                pending.extend(it.children);
            }
            let distinct: HashSet<_> = codes.iter().collect();
            proptest::prop_assert_eq!((codes.len(), distinct.len()), (count, count));
        }
    }
}
