//! A pack as a file, in whichever format.

use chrono::{DateTime, Utc};

use super::{Notice, Written, case, oscal, own};
use crate::standards::crosswalk::Crosswalk;
use crate::standards::pack::Pack;

/// A format that catalogues are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Yaml,
    Xlsx,
    Oscal,
    Case,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Yaml, Self::Oscal, Self::Case];

    /// Its name in addresses and commands.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Xlsx => "xlsx",
            Self::Oscal => "oscal",
            Self::Case => "case",
        }
    }

    /// The one with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The usual ending of such files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Xlsx => "xlsx",
            Self::Oscal => "oscal.json",
            Self::Case => "case.json",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Yaml => "application/yaml",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Oscal | Self::Case => "application/json",
        }
    }
}

/// Writes a pack. `at` is when it last changed; crosswalks that lead from it go along where the format has them.
pub fn write(
    pack: &Pack,
    crosswalks: &[Crosswalk],
    target: Target,
    at: DateTime<Utc>,
) -> Result<Written, Vec<Notice>> {
    match target {
        Target::Yaml => own::yaml::write(pack),
        Target::Xlsx => own::workbook::write(pack),
        Target::Oscal => oscal::write(pack, at),
        Target::Case => case::write(pack, crosswalks, at),
    }
}
