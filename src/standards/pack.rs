//! What a pack says: one YAML file an edition. `docs/standards-format.md` explains it for those who write one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

pub use super::grading::{Level, NotApplicable, Outcome, Role, Rule, Scale};
use crate::titles::Titles;

/// One edition of a framework.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The framework it is an edition of.
    pub framework: FrameworkHead,
    /// The edition's own id: lower-case letters, digits and hyphens.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The edition's title.
    pub title: Titles,
    /// As its issuer calls it: "2017 (third edition)".
    pub version: String,
    /// Criteria to be rated, or levels to refer to.
    pub kind: PackKind,
    /// What holds for the edition as a whole.
    #[serde(default)]
    pub about: Head,
    /// The tree, from the top down.
    pub criteria: Vec<Node>,
}

/// The framework of an edition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworkHead {
    /// The framework's own id, the same in all its editions.
    pub id: String,
    /// Its title, without an edition's year.
    pub title: Titles,
    /// Who publishes it.
    pub issuer: String,
}

/// What an edition's tree is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackKind {
    /// Criteria that are rated.
    Criteria,
    /// Levels of qualifications and their descriptors.
    Levels,
}

/// What holds for the edition as a whole; kept with it in the database.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Where it stands in its life: in force, superseded, when.
    #[serde(default)]
    pub status: String,
    /// Where the facts were read.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What may be copied and what may not.
    #[serde(default)]
    pub licence_note: String,
    /// How much of the official text it covers.
    #[serde(default)]
    pub completeness: String,
    /// How criteria are rated; levels have none.
    #[serde(default)]
    pub scale: Option<Scale>,
    /// Best first; the last has no rules and is what is left.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
    /// Code of the outcome that is usually aimed at.
    #[serde(default)]
    pub target: Option<String>,
}

/// How sure the pack is of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Read in a source.
    Checked,
    /// General knowledge; to be checked against the official text.
    Recalled,
    /// Put together from what such a framework usually asks; least sure.
    Reconstructed,
}

impl Provenance {
    /// How it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Recalled => "recalled",
            Self::Reconstructed => "reconstructed",
        }
    }
}

/// A node of the tree.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The accreditor's own numbering, unique in the edition.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// What the accreditor calls such a node: clause, standard, area.
    pub kind: String,
    /// Its title; under copyright, a short one in our own words.
    pub title: Titles,
    /// What it asks, in our own words.
    #[serde(default)]
    pub summary: Option<Titles>,
    /// How sure the pack is of it.
    pub provenance: Provenance,
    /// Whether it is rated itself; leaves are, unless said otherwise.
    #[serde(default)]
    pub assessable: Option<bool>,
    /// Whether the target is out of reach while it is not met; only where the accreditor says so.
    #[serde(default)]
    pub mandatory: bool,
    /// Its share of the index beside the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// Codes of the evidence types that usually prove it.
    #[serde(default)]
    pub expects: Vec<String>,
    /// Where other frameworks ask the same, as the accreditor itself says: framework to code.
    #[serde(default)]
    pub references: std::collections::BTreeMap<String, String>,
    /// What it is made of.
    #[serde(default)]
    pub children: Vec<Node>,
}

fn one() -> f64 {
    1.0
}

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

/// The kinds of proof that packs refer to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTypes {
    /// All of them.
    pub evidence_types: Vec<EvidenceType>,
}

/// One kind of proof.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceType {
    /// Short name that packs use.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// Which group of evidence it is shown in.
    pub family: String,
    /// Its title.
    pub title: Titles,
    /// Months after which it should be looked at again; our suggestion, no issuer's rule.
    #[serde(default)]
    pub review_months: Option<u32>,
}
