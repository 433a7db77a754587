//! The three languages of the interface: messages through Fluent, dates and numbers through ICU.

mod format;

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::{LanguageIdentifier, Loader};
use serde::{Deserialize, Serialize};
use unic_langid::langid;

pub use fluent_templates::fluent_bundle::FluentValue;

fluent_templates::static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks would end up in Excel cells and file names.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static ALBANIAN: LanguageIdentifier = langid!("sq");
static SERBIAN: LanguageIdentifier = langid!("sr");

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "sq")]
    Albanian,
    /// In Latin script.
    #[serde(rename = "sr")]
    Serbian,
}

/// What has a name in the messages.
pub trait Worded {
    /// Key of its message.
    fn key(&self) -> &'static str;
}

impl Language {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::English, Self::Albanian, Self::Serbian];

    /// `en`, `sq` or `sr`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Albanian => "sq",
            Self::Serbian => "sr",
        }
    }

    /// What `lang` says on a page.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Serbian => "sr-Latn",
            other => other.code(),
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Albanian => "Shqip",
            Self::Serbian => "Srpski",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The first language of an `Accept-Language` header that we have. Bosnian, Croatian and Montenegrin readers get Serbian.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, &str)> = header
            .split(',')
            .map(|part| {
                let (tag, quality) = part.split_once(";q=").unwrap_or((part, "1"));
                (quality.trim().parse().unwrap_or(0.0), tag.trim())
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.into_iter().find_map(|(_, tag)| match tag.split('-').next()? {
            "sr" | "bs" | "hr" | "cnr" | "sh" => Some(Self::Serbian),
            other => Self::from_code(other),
        })
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::English => &ENGLISH,
            Self::Albanian => &ALBANIAN,
            Self::Serbian => &SERBIAN,
        }
    }

    /// A message without arguments.
    pub fn text(self, key: &str) -> String {
        MESSAGES.try_lookup(self.identifier(), key).unwrap_or_else(|| key.to_owned())
    }

    /// A message with arguments.
    pub fn with<const N: usize>(
        self,
        key: &str,
        arguments: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> =
            arguments.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        MESSAGES
            .try_lookup_with_args(self.identifier(), key, &arguments)
            .unwrap_or_else(|| key.to_owned())
    }

    /// What something is called.
    pub fn word(self, what: &impl Worded) -> String {
        self.text(what.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_wish_is_followed_in_its_order() {
        for (header, expected) in [
            ("sq-XK,sq;q=0.9,en;q=0.5", Some(Language::Albanian)),
            ("de,en;q=0.5,sr;q=0.8", Some(Language::Serbian)),
            ("bs-BA", Some(Language::Serbian)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
    }
}
