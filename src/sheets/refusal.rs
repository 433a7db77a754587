//! Why a file cannot be used at all.

use std::fmt;

use crate::language::{FluentValue, Language};

/// Why a file cannot be used. `Display` says it in English; `text` in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no bytes.
    NoContent,
    /// It has no cells.
    Empty,
    /// It needs a password.
    Encrypted,
    /// It is none of the formats that are read; what it is instead, where that can be told.
    OtherFormat(String),
    /// It breaks off or contradicts itself.
    Damaged(String),
    /// It would expand to more than so many mebibytes.
    Expands(u64),
    /// More cells than so many.
    TooManyCells(u64),
    /// A cell stands farther out than a table can be: its address.
    TooFarOut(String),
    /// More bytes than so many mebibytes.
    TooLarge(u64),
    /// It could not be read from the disk.
    Unreadable(String),
}

impl Refusal {
    /// Stable name.
    pub fn code(&self) -> &'static str {
        &self.key()["sheet-".len()..]
    }

    fn key(&self) -> &'static str {
        match self {
            Self::NoContent => "sheet-no_content",
            Self::Empty => "sheet-empty",
            Self::Encrypted => "sheet-encrypted",
            Self::OtherFormat(_) => "sheet-other_format",
            Self::Damaged(_) => "sheet-damaged",
            Self::Expands(_) => "sheet-expands",
            Self::TooManyCells(_) => "sheet-too_many_cells",
            Self::TooFarOut(_) => "sheet-too_far_out",
            Self::TooLarge(_) => "sheet-too_large",
            Self::Unreadable(_) => "sheet-unreadable",
        }
    }

    /// In the reader's language.
    pub fn text(&self, language: Language) -> String {
        let what: FluentValue<'_> = match self {
            Self::NoContent | Self::Empty | Self::Encrypted => "".into(),
            Self::OtherFormat(what)
            | Self::Damaged(what)
            | Self::TooFarOut(what)
            | Self::Unreadable(what) => what.as_str().into(),
            Self::Expands(number) | Self::TooManyCells(number) | Self::TooLarge(number) => {
                language.count(number.cast_signed()).into()
            }
        };
        language.with(self.key(), [("what", what)])
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl std::error::Error for Refusal {}
