//! What is wrong with a row, by sheet and cell.

use serde_json::{Value, json};

use crate::language::Language;

/// Something wrong with a cell or a row. The row is not imported; the others are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub sheet: String,
    /// From 1; 0 where it is about no row.
    pub row: u32,
    /// Letters of the column.
    pub column: String,
    pub code: Code,
    /// What stands in the cell, or whatever else the sentence needs.
    pub about: String,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The cell that names the row is empty.
    Missing,
    /// No criterion of the edition has this code.
    NotInEdition,
    /// A number that may have lost a zero at its end.
    AmbiguousCode,
    /// The scale has no such level.
    UnknownLevel,
    /// No such evidence type.
    UnknownType,
    /// No such status or confidentiality.
    UnknownWord,
    /// It is no day.
    BadDate,
    /// An earlier row says the same thing's name; `about` is its number.
    DuplicateRow,
    /// Longer than can be kept; `about` is the most.
    TooLong,
    /// A formula's error, such as `#N/A`.
    CellError,
    /// A cell with more characters than spreadsheet programs allow; the rest of it is not read.
    CellCut,
    /// The file had lost line ends inside its parts, which were put back; `about` names the parts.
    Mended,
    /// The table begins with its data.
    HeadingsMissing,
    /// A column with data but no heading.
    HeaderMissing,
    /// Two columns with the same heading.
    HeaderDuplicate,
    /// No such unit, outcome or task.
    UnknownReference,
    /// A qualifications framework has no such level.
    UnknownFrameworkLevel,
    /// A workbook tells of one qualification only.
    SecondQualification,
    /// It is no number, or not in its bounds.
    BadNumber,
    /// The number of a deleted item.
    Deleted,
    /// The number of an item that whoever imports may not open.
    Restricted,
    /// A status that only a reviewer gives; `about` is the status.
    Decided,
}

impl Code {
    /// Whether the row is still imported.
    pub fn is_warning(self) -> bool {
        matches!(
            self,
            Self::Mended
                | Self::HeadingsMissing
                | Self::HeaderMissing
                | Self::HeaderDuplicate
                | Self::CellCut
        )
    }

    /// Stable name.
    pub fn name(self) -> &'static str {
        &self.key()["import-".len()..]
    }

    fn key(self) -> &'static str {
        match self {
            Self::Missing => "import-missing",
            Self::NotInEdition => "import-not_in_edition",
            Self::AmbiguousCode => "import-ambiguous_code",
            Self::UnknownLevel => "import-unknown_level",
            Self::UnknownType => "import-unknown_type",
            Self::UnknownWord => "import-unknown_word",
            Self::BadDate => "import-bad_date",
            Self::DuplicateRow => "import-duplicate_row",
            Self::TooLong => "import-too_long",
            Self::CellError => "import-cell_error",
            Self::CellCut => "import-cell_cut",
            Self::Mended => "import-mended",
            Self::HeadingsMissing => "import-headings_missing",
            Self::HeaderMissing => "import-header_missing",
            Self::HeaderDuplicate => "import-header_duplicate",
            Self::UnknownReference => "import-unknown_reference",
            Self::UnknownFrameworkLevel => "import-unknown_framework_level",
            Self::SecondQualification => "import-second_qualification",
            Self::BadNumber => "import-bad_number",
            Self::Deleted => "import-deleted",
            Self::Restricted => "import-restricted",
            Self::Decided => "import-decided",
        }
    }
}

impl Problem {
    /// About the file as a whole.
    pub fn of_file(code: Code, about: String) -> Self {
        Self { sheet: String::new(), row: 0, column: String::new(), code, about }
    }

    /// What is wrong and how to mend it.
    pub fn text(&self, language: Language) -> String {
        let about: String = self.about.chars().take(80).collect();
        language.with(
            self.code.key(),
            [("about", about.into()), ("column", self.column.as_str().into())],
        )
    }

    /// For scripts.
    pub fn json(&self, language: Language) -> Value {
        json!({
            "sheet": self.sheet, "row": self.row, "column": self.column,
            "code": self.code.name(), "message": self.text(language),
        })
    }
}
