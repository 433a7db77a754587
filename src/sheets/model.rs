//! What a file holds.

use chrono::NaiveDate;

use super::dates::{DateProblem, from_serial, parse_date};

/// Formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Csv,
}

impl Format {
    /// Its usual ending.
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
        }
    }
}

/// A file.
#[derive(Clone, Debug)]
pub struct Book {
    pub format: Format,
    /// How a delimited text is written.
    pub delimited: Option<Delimited>,
    /// Names of the parts that had lost something on their way and are as they were again.
    pub mended: Vec<String>,
    pub sheets: Vec<Sheet>,
}

/// How a delimited text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// Name of the encoding: `windows-1250`.
    pub encoding: &'static str,
    pub delimiter: char,
}

/// A sheet, with its table found.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    /// Row of the headings, from 1; none where the table begins with its data, and in an empty sheet.
    pub header_row: Option<u32>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Section rows between the data: one cell across.
    pub headings: Vec<Heading>,
    /// The workbook counts its days from 1904, as old programs on one system did.
    pub from_1904: bool,
    pub problems: Vec<Problem>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Place in the sheet, from 0.
    pub index: u32,
    /// Its heading; its letters where there is none.
    pub title: String,
    pub kind: ColumnKind,
}

impl Column {
    /// Its letters: `B`.
    pub fn letter(&self) -> String {
        column_letter(self.index)
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Empty,
    Text,
    Number,
    Date,
    Boolean,
    Mixed,
}

impl ColumnKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Boolean => "boolean",
            Self::Mixed => "mixed",
        }
    }
}

/// A row of data.
#[derive(Clone, Debug)]
pub struct Row {
    /// From 1, as spreadsheet programs show it.
    pub number: u32,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// A section row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub row: u32,
    pub text: String,
}

/// Something odd that does not keep the sheet from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub row: Option<u32>,
    /// Letters of the column.
    pub column: Option<String>,
    pub code: &'static str,
    /// In English, for the command line.
    pub message: String,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number; in delimited text also as it was written.
    Number(f64, Option<Box<str>>),
    Date(NaiveDate),
    Boolean(bool),
    /// `#N/A` and its like.
    Error(String),
}

/// A cell that names something by a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    Text(String),
    /// The spreadsheet keeps a number: zeros at its end are lost.
    Number(String),
}

impl Cell {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As a person reads it; dates as year-month-day.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.trim().to_owned(),
            Self::Number(_, Some(written)) => written.to_string(),
            Self::Number(number, None) => shown(*number),
            Self::Date(day) => day.to_string(),
            Self::Boolean(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    /// As a code, knowing whether it may have lost something.
    pub fn code(&self) -> Code {
        match self {
            Self::Number(number, None) if number.fract() != 0.0 => Code::Number(shown(*number)),
            other => Code::Text(other.text()),
        }
    }

    /// As a day; nothing if it is empty. A bare number counts as a serial day where it can be one.
    pub fn as_date(&self, from_1904: bool) -> Result<Option<NaiveDate>, DateProblem> {
        /// Days between the two starts of counting.
        const LATER: f64 = 1_462.0;
        match self {
            Self::Number(number, None) if from_1904 => from_serial(number + LATER).map(Some),
            _ if self.is_empty() => Ok(None),
            Self::Date(day) => Ok(Some(*day)),
            Self::Number(number, _) => from_serial(*number).map(Some),
            other => parse_date(&other.text()).map(Some),
        }
    }

    /// As a number; a decimal comma is understood.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number, _) => Some(*number),
            Self::Text(text) => {
                text.trim().replace(',', ".").parse().ok().filter(|it: &f64| it.is_finite())
            }
            _ => None,
        }
    }
}

/// A number as spreadsheet programs show it, with fifteen digits at most: 4.1, 12, and 0.3 for a sum of 0.1 and 0.2.
fn shown(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

/// Letters of a column, counted from 0.
pub fn column_letter(index: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}
