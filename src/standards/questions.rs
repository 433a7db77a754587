//! Questions that a catalogue asks about a criterion, to lead to its rating.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::titles::Titles;

/// A question about a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    pub text: Titles,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What may be chosen, where something is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What a file said that has no place of its own here, by its name there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One of the choices.
    UniqueChoice,
    /// Any number of the choices.
    MultipleChoice,
    /// In words.
    Text,
    /// With a day.
    Date,
    /// With a number.
    Number,
    /// With yes or no.
    YesNo,
}

/// An answer that may be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it says.
    pub text: Titles,
    /// What it adds to the score, where the catalogue says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// What a file said that has no place of its own here, by its name there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
}
