//! What a crosswalk file says: how criteria of one edition relate to those of another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::titles::Titles;

/// A crosswalk between two editions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// The crosswalk's own id: lower-case letters, digits and hyphens.
    pub id: String,
    /// Its title.
    pub title: Titles,
    /// Id of the edition that it leads from.
    pub from: String,
    /// Id of the edition that it leads to.
    pub to: String,
    /// Who says so, and where that was read.
    pub source: String,
    /// What may be copied and what may not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence_note: String,
    /// Each pair of criteria once.
    pub relations: Vec<Relation>,
}

/// How one criterion relates to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Code in the edition that it leads from.
    pub from: String,
    /// Code in the edition that it leads to.
    pub to: String,
    /// What the first is to the second.
    pub relation: RelationKind,
    /// How much of the second the first answers, 0 to 1, where somebody says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<f64>,
    /// How sure one is of it.
    #[serde(default)]
    pub confidence: Confidence,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What the first criterion of a relation is to the second.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// Both ask the same.
    Equal,
    /// All that the first asks, the second asks too, and more.
    Subset,
    /// The first asks all that the second asks, and more.
    Superset,
    /// Both ask something that the other asks too.
    Intersects,
}

/// How sure one is of a relation.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Nobody has looked at it closely.
    #[default]
    Low,
    /// Somebody who knows both has judged so.
    Medium,
    /// One of the issuers says so.
    High,
}
