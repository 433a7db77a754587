//! What is told of a file beside what it holds: what was changed on the way, and why a file is refused.

use crate::language::{Language, Worded};

/// Declares the kinds of notices, each worded under `notice-code` with the place and the detail.
macro_rules! notices {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),* $(,)?) => {
        /// What a notice is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum NoticeKind {
            $($(#[$doc])* $variant,)*
        }

        impl NoticeKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Short name, for those who count them.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl Worded for NoticeKind {
            fn key(&self) -> &'static str {
                match self { $(Self::$variant => concat!("notice-", $code),)* }
            }
        }
    };
}

notices! {
    /// A row is deeper than the one above it by more than one; it was put one below.
    DepthClamped = "depth-clamped",
    /// A code is there twice; the later one got a number behind it.
    CodeDoubled = "code-doubled",
    /// Rows have no code; codes were made up.
    CodesMadeUp = "codes-made-up",
    /// The node above is not in the file; it was put at the top.
    ParentMissing = "parent-missing",
    /// Nodes stand above one another in a circle; it was cut.
    Circle = "circle",
    /// A column or field that is not known; kept as an extra.
    KeptAside = "kept-aside",
    /// Something that cannot be held was left out.
    LeftOut = "left-out",
    /// Something is missing and was set to what is usual.
    Assumed = "assumed",
    /// The table begins with its data; its columns are named by their letters.
    HeadingsMissing = "headings-missing",
    /// A value cannot be understood; it was left out.
    ValueUnknown = "value-unknown",
    /// The file had lost line ends inside its parts; they were put back.
    Mended = "mended",
    /// Refused: the file cannot be read as what it should be.
    Unreadable = "unreadable",
    /// Refused: the version of the format is not known.
    VersionUnknown = "version-unknown",
    /// Refused: something that must be there is missing.
    Missing = "missing",
    /// Refused: there is more of it than is read.
    TooMuch = "too-much",
}

impl NoticeKind {
    /// Whether it means that the file is refused.
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::Unreadable | Self::VersionUnknown | Self::Missing | Self::TooMuch)
    }
}

/// Something told of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    /// Where: sheet and cell, line and column, path in the document.
    pub place: String,
    /// Which: the code, the column, the value, the message of a parser.
    pub detail: String,
}

impl Notice {
    /// A notice.
    pub fn new(kind: NoticeKind, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, place: place.into(), detail: detail.into() }
    }

    /// What is told, in a sentence.
    pub fn text(&self, language: Language) -> String {
        language.with(
            self.kind.key(),
            [("place", self.place.as_str().into()), ("detail", self.detail.as_str().into())],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_sentence_with_place_and_detail_in_every_language() {
        for language in Language::ALL {
            for kind in NoticeKind::ALL {
                let text = Notice::new(*kind, "Sheet1!B7", "4.10").text(language);
                assert!(text.contains("Sheet1!B7") && text.contains("4.10"), "{kind:?}: {text}");
            }
        }
    }
}
