//! Text in several languages, by their tags.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use crate::language::Language;

/// A text in the languages that it is known in, by their tags: `en`, `sq`, `sr`, and any other that a catalogue brings.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    FromJsonQueryResult,
)]
#[serde(transparent)]
pub struct Titles(BTreeMap<String, String>);

impl JsonSchema for Titles {
    fn schema_name() -> Cow<'static, str> {
        "Titles".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text in the languages that it is known in, by their tags: en, sq, sr, or another.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": { "type": "string" },
        })
    }
}

impl Titles {
    /// A text known in English only.
    pub fn english(text: impl Into<String>) -> Self {
        Self::of("en", text)
    }

    /// A text known in one language.
    pub fn of(tag: impl Into<String>, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(tag.into(), text.into())]))
    }

    /// The text in a language, where it is known in it.
    pub fn own(&self, tag: &str) -> Option<&str> {
        self.0.get(tag).map(String::as_str)
    }

    /// In the reader's language, else in English, else in whichever there is; nothing where there is none.
    pub fn get(&self, language: Language) -> &str {
        let own = self.own(language.code()).or_else(|| self.own(language.tag()));
        own.or_else(|| self.own("en"))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// In English, else in whichever language there is.
    pub fn en(&self) -> &str {
        self.get(Language::English)
    }

    /// Sets the text in a language; an empty one takes it away.
    pub fn set(&mut self, tag: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.0.remove(tag);
        } else {
            self.0.insert(tag.to_owned(), text);
        }
    }

    /// Every language with its text, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }

    /// Whether two texts say something else in a language that both are known in, or only one of them says anything. A language that
    /// one of them lacks makes no other text, nor do blanks.
    pub fn differs(&self, other: &Self) -> bool {
        if self.is_empty() || other.is_empty() {
            return self.is_empty() != other.is_empty();
        }
        let both = self.iter().filter_map(|(tag, text)| Some((text, other.own(tag)?)));
        both.into_iter().any(|(one, two)| !one.split_whitespace().eq(two.split_whitespace()))
    }
}

impl<T: Into<String>, U: Into<String>> FromIterator<(T, U)> for Titles {
    /// Languages with an empty text are left out.
    fn from_iter<I: IntoIterator<Item = (T, U)>>(texts: I) -> Self {
        let mut titles = Self::default();
        for (tag, text) in texts {
            titles.set(&tag.into(), text);
        }
        titles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_that_is_new_is_no_other_text() {
        let english = Titles::english("Kept  dry");
        let both: Titles = [("en", "Kept dry"), ("sr", "Na suvom")].into_iter().collect();
        assert!(!english.differs(&both) && !both.differs(&english));
        assert!(both.differs(&Titles::of("sr", "Na suvom i tamnom")));
        assert!(
            english.differs(&Titles::default()) && !Titles::default().differs(&Titles::default())
        );
    }

    #[test]
    fn a_reader_gets_the_own_language_or_else_one_that_is_there() {
        let titles: Titles = [("en", "Law"), ("sq", "Ligj"), ("sr", "")].into_iter().collect();
        assert_eq!(titles.get(Language::Albanian), "Ligj");
        assert_eq!(titles.get(Language::Serbian), "Law");
        assert_eq!(Titles::of("fr", "Loi").get(Language::Albanian), "Loi");
        assert_eq!(Titles::default().en(), "");
    }
}
