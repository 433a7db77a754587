//! Text in the three languages; English is always there.

use schemars::JsonSchema;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::language::Language;

/// A title or summary, in English and wherever known in Albanian and Serbian.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, FromJsonQueryResult,
)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// English.
    pub en: String,
    /// Albanian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sq: Option<String>,
    /// Serbian, Latin script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sr: Option<String>,
}

impl Titles {
    /// A title known in English only.
    pub fn english(text: impl Into<String>) -> Self {
        Self { en: text.into(), sq: None, sr: None }
    }

    /// In the reader's language, else in English.
    pub fn get(&self, language: Language) -> &str {
        let own = match language {
            Language::English => None,
            Language::Albanian => self.sq.as_deref(),
            Language::Serbian => self.sr.as_deref(),
        };
        own.unwrap_or(&self.en)
    }
}
