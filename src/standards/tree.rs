//! Walking the tree of a pack, and counting it.

use super::pack::{Node, Pack, PackKind, Provenance};

/// A node with its place, in preorder.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    pub node: &'a Node,
    /// Index of the node above it.
    pub parent: Option<usize>,
    pub depth: usize,
}

/// Counts of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub nodes: usize,
    /// Those that are rated.
    pub assessable: usize,
    /// Those that were read in a source.
    pub checked: usize,
    /// Nodes from the top to the end that is farthest.
    pub deepest: usize,
}

impl Pack {
    /// The same pack without what goes without saying, to be compared.
    #[must_use]
    pub fn normal(&self) -> Self {
        fn plain(kind: PackKind, node: &mut Node) {
            let usual = kind == PackKind::Criteria && node.children.is_empty();
            if node.assessable == Some(usual) || kind == PackKind::Levels {
                node.assessable = None;
            }
            node.children.iter_mut().for_each(|it| plain(kind, it));
        }
        let mut pack = self.clone();
        pack.criteria.iter_mut().for_each(|it| plain(self.kind, it));
        pack
    }

    /// All nodes, each before what is below it.
    pub fn preorder(&self) -> Vec<Placed<'_>> {
        fn walk<'a>(
            nodes: &'a [Node],
            parent: Option<usize>,
            depth: usize,
            all: &mut Vec<Placed<'a>>,
        ) {
            for node in nodes {
                let index = all.len();
                all.push(Placed { node, parent, depth });
                walk(&node.children, Some(index), depth + 1, all);
            }
        }
        let mut all = Vec::new();
        walk(&self.criteria, None, 0, &mut all);
        all
    }

    /// How much there is, and how sure of it the pack is.
    pub fn counts(&self) -> Counts {
        let nodes = self.preorder();
        let count =
            |counts: &dyn Fn(&Node) -> bool| nodes.iter().filter(|it| counts(it.node)).count();
        Counts {
            nodes: nodes.len(),
            assessable: count(&|it| self.is_assessable(it)),
            checked: count(&|it| it.provenance == Provenance::Checked),
            deepest: nodes.iter().map(|it| it.depth + 1).max().unwrap_or_default(),
        }
    }

    /// Whether a node is rated itself.
    pub fn is_assessable(&self, node: &Node) -> bool {
        self.kind == PackKind::Criteria && node.assessable.unwrap_or(node.children.is_empty())
    }
}
