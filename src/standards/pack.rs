//! What a pack says: one YAML file an edition. `docs/standards-format.md` explains it for those who write one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::grading::{Level, NotApplicable, Outcome, Role, Rule, Scale, SecondAxis, Setting};
pub use super::questions::{Choice, Question, QuestionKind};
use crate::titles::Titles;

/// One edition of a framework.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The framework it is an edition of.
    pub framework: FrameworkHead,
    /// The edition's own id: lower-case letters, digits and hyphens.
    pub id: String,
    /// The edition's title.
    pub title: Titles,
    /// As its issuer calls it: "2017 (third edition)".
    pub version: String,
    /// Criteria to be rated, or levels to refer to.
    pub kind: PackKind,
    /// Id of the edition that this one adds to: an accreditation body's supplement, a national rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplements: Option<String>,
    /// What holds for the edition as a whole.
    #[serde(default)]
    pub about: Head,
    /// The tree, from the top down.
    pub criteria: Vec<Node>,
}

/// The framework of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Where it stands in its life: in force, superseded, when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Tag of the language that it was written in, where that is not English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Titles>,
    /// Until when it is recognised, and what takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
    /// Where the facts were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What may be copied and what may not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence_note: String,
    /// How much of the official text it covers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub completeness: String,
    /// Groups, tiers or levels that a criterion may belong to, and an assessment may be limited to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// How criteria are rated; levels have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// Best first; the last has no rules and is what is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// Code of the outcome that is usually aimed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What a file said that has no place of its own here, by its name there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
}

impl Head {
    /// The numbers that the accreditor does not publish, so that the institution fills them in.
    pub fn settings(&self) -> impl Iterator<Item = Setting<'_>> {
        self.outcomes.iter().flat_map(|it| &it.rules).filter_map(Rule::setting)
    }
}

/// The end of an edition's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Last day on which accreditation to it is recognised.
    pub recognised_until: NaiveDate,
    /// What takes its place, as people call it: "ISO/IEC 17020:2026".
    pub successor: String,
    /// Where that was read, and what else is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A group, tier or level that criteria belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Short name, unique in the edition.
    pub code: String,
    /// What the accreditor calls it.
    pub title: Titles,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Titles>,
    /// Whether an assessment takes it unless told otherwise.
    #[serde(default, skip_serializing_if = "is_false")]
    pub chosen: bool,
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
    /// Taken from a file that somebody imported.
    Imported,
}

impl Provenance {
    /// The one with this code; an unknown one is least sure.
    pub fn from_code(code: &str) -> Self {
        let all = [Self::Checked, Self::Recalled, Self::Imported];
        all.into_iter().find(|it| it.code() == code).unwrap_or(Self::Reconstructed)
    }

    /// How it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Recalled => "recalled",
            Self::Reconstructed => "reconstructed",
            Self::Imported => "imported",
        }
    }
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The accreditor's own numbering, unique in the edition.
    pub code: String,
    /// Whether the code is the accreditor's own; if not, it was made up because a node must have one.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub numbered: bool,
    /// In a supplement: code of the node of the base edition that this one stands below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// What the accreditor calls such a node: clause, standard, area.
    pub kind: String,
    /// Its title; under copyright, a short one in our own words. May be missing where there is a summary.
    #[serde(default, skip_serializing_if = "Titles::is_empty")]
    pub title: Titles,
    /// What it asks, in our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Titles>,
    /// How to read it: explanations, examples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Titles>,
    /// What usually proves it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typical_evidence: Option<Titles>,
    /// How sure the pack is of it.
    pub provenance: Provenance,
    /// Whether it is rated itself; leaves are, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessable: Option<bool>,
    /// Whether the target is out of reach while it is not met; only where the accreditor says so.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mandatory: bool,
    /// How important the accreditor calls it, where it has a word for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<String>,
    /// Its share of the index beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: f64,
    /// Codes of the groups that it belongs to; with none, it belongs to all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Codes of the evidence types that usually prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expects: Vec<String>,
    /// Questions that lead to the rating.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Where other frameworks ask the same, as the accreditor itself says: framework to code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<String, String>,
    /// Its identifier in the file that it came from, if that is not its code: a URN, a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What a file said that has no place of its own here, by its name there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
}

impl Node {
    /// A node with nothing but what each must have.
    pub fn new(code: impl Into<String>, kind: impl Into<String>, title: Titles) -> Self {
        Self {
            code: code.into(),
            numbered: true,
            under: None,
            kind: kind.into(),
            title,
            summary: None,
            guidance: None,
            typical_evidence: None,
            provenance: Provenance::Imported,
            assessable: None,
            mandatory: false,
            importance: None,
            weight: 1.0,
            groups: Vec::new(),
            expects: Vec::new(),
            questions: Vec::new(),
            references: BTreeMap::new(),
            identifier: None,
            extras: BTreeMap::new(),
            children: Vec::new(),
        }
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
pub(super) fn is_true(it: &bool) -> bool {
    *it
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
pub(super) fn is_false(it: &bool) -> bool {
    !*it
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_one(it: &f64) -> bool {
    (*it - 1.0).abs() < f64::EPSILON
}

fn one() -> f64 {
    1.0
}

/// The kinds of proof that packs refer to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTypes {
    /// All of them.
    pub evidence_types: Vec<EvidenceType>,
}

/// One kind of proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceType {
    /// Short name that packs use.
    pub code: String,
    /// Which group of evidence it is shown in.
    pub family: String,
    /// Its title.
    pub title: Titles,
    /// Months after which it should be looked at again; our suggestion, no issuer's rule.
    #[serde(default)]
    pub review_months: Option<u32>,
}
