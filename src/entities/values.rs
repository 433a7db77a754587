//! Values that columns hold as JSON.

use std::collections::BTreeMap;

use sea_orm::FromJsonQueryResult;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::UserId;
pub use crate::titles::Titles;

/// Codes of evidence types, or of groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Codes(pub Vec<String>);

/// What is read only by who asks for it; many rows are looked up for their other columns.
#[derive(Clone, Debug, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Unread(Box<RawValue>);

impl Unread {
    /// Anything that can be written as JSON.
    pub fn of(value: &impl Serialize) -> serde_json::Result<Self> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// What it holds.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.0.get())
    }
}

impl PartialEq for Unread {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// Some people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct People(pub Vec<UserId>);

/// Where a paper is kept; any of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Location {
    #[serde(default)]
    pub building: String,
    #[serde(default)]
    pub room: String,
    #[serde(default)]
    pub shelf: String,
    #[serde(default)]
    pub binder: String,
}

/// Counts of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Figures {
    pub nodes: i64,
    pub assessable: i64,
    /// Nodes that were read in a source.
    pub checked: i64,
    /// Nodes with a title in Albanian, and in Serbian.
    pub translated: [i64; 2],
}

/// Numbers by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Settings(pub BTreeMap<String, f64>);

/// What few criteria have, so that it has no column of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Details {
    /// The code was made up, as the accreditor gives none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unnumbered: bool,
    /// The title was cut out of the summary, as the accreditor gives none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untitled: bool,
    /// In a supplement: code of the node of the base edition that this one stands below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// How to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Titles>,
    /// What usually proves it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typical_evidence: Option<Titles>,
    /// How important the accreditor calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<String>,
    /// Questions that lead to the rating, as the pack has them.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub questions: serde_json::Value,
    /// Where other frameworks ask the same: framework to code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<String, String>,
    /// Its identifier in the file that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What a file said that has no place of its own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
}

/// Answers to the questions about a criterion, by the place of the question in the edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Answers(pub BTreeMap<usize, Answer>);

/// An answer to a question, as it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Places of what was chosen; of a question with yes or no, 0 is yes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<usize>,
    /// Words, a number or a day, where the question asks for these.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Answer {
    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.text.is_empty()
    }
}
