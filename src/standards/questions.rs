//! Questions that a catalogue asks about a criterion, to lead to its rating.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entities::{Answer, criterion};
use crate::language::Language;
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

impl Question {
    /// The questions about a criterion.
    pub fn all_of(it: &criterion::Model) -> Vec<Self> {
        if it.details.questions.is_null() {
            return Vec::new();
        }
        serde_json::from_value(it.details.questions.clone()).unwrap_or_default()
    }

    /// What may be chosen; nothing where the answer is typed.
    pub fn options(&self, language: Language) -> Vec<String> {
        match self.kind {
            QuestionKind::YesNo => ["yes", "no"].map(|it| language.text(it)).to_vec(),
            _ => self.choices.iter().map(|it| it.text.get(language).to_owned()).collect(),
        }
    }

    /// An answer in words.
    pub fn told(&self, language: Language, answer: &Answer) -> String {
        let options = self.options(language);
        let chosen = answer.choices.iter().filter_map(|it| options.get(*it)).cloned();
        let day = answer.text.parse().ok().filter(|_| self.kind == QuestionKind::Date);
        let typed = day.map_or_else(|| answer.text.clone(), |day| language.date(day));
        let said = chosen.chain(Some(typed).filter(|it| !it.is_empty()));
        said.collect::<Vec<_>>().join(", ")
    }
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
