//! Which columns of a sheet hold what, and reading their cells with everything that may be wrong noted.

use chrono::NaiveDate;

use super::problem::{Code, Problem};
use crate::sheets::{Cell, Field, Row, Sheet, column_letter, match_columns};

/// A sheet with its columns recognised.
#[derive(Debug)]
pub struct Table<'a> {
    pub sheet: &'a Sheet,
    fields: &'static [Field],
    places: Vec<Option<usize>>,
}

impl<'a> Table<'a> {
    /// Recognises the columns of a sheet.
    pub fn of(sheet: &'a Sheet, fields: &'static [Field]) -> Self {
        Self { sheet, fields, places: match_columns(&sheet.columns, fields) }
    }

    /// Whether a field has a column.
    pub fn has(&self, field: &str) -> bool {
        self.place(field).is_some()
    }

    fn place(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|it| it.name == field).and_then(|it| self.places[it])
    }

    /// Letters of a field's column; of the first one where it has none.
    pub fn letter(&self, field: &str) -> String {
        let column = self
            .place(field)
            .and_then(|it| self.sheet.columns.get(it))
            .or(self.sheet.columns.first());
        column.map_or_else(|| column_letter(0), crate::sheets::Column::letter)
    }

    /// Field and heading of each recognised column.
    pub fn recognised(&self) -> Vec<(&'static str, &'a str)> {
        let pair = |(field, place): (&Field, &Option<usize>)| {
            Some((field.name, self.sheet.columns[(*place)?].title.as_str()))
        };
        self.fields.iter().zip(&self.places).filter_map(pair).collect()
    }

    /// Headings of the columns that nothing is read from.
    pub fn ignored(&self) -> Vec<&'a str> {
        let columns = self.sheet.columns.iter().enumerate();
        columns
            .filter(|(place, _)| !self.places.contains(&Some(*place)))
            .map(|it| it.1.title.as_str())
            .collect()
    }

    /// What is odd about the headings.
    pub fn header_problems(&self) -> impl Iterator<Item = Problem> + '_ {
        self.sheet.problems.iter().map(|it| Problem {
            sheet: self.sheet.name.clone(),
            row: it.row.unwrap_or_default(),
            column: it.column.clone().unwrap_or_default(),
            code: match it.code {
                "headings_missing" => Code::HeadingsMissing,
                "header_missing" => Code::HeaderMissing,
                "cell_too_long" => Code::CellCut,
                _ => Code::HeaderDuplicate,
            },
            about: String::new(),
        })
    }
}

/// A row that is being read; problems go to the list.
pub struct Reading<'a> {
    pub table: &'a Table<'a>,
    pub row: &'a Row,
    pub problems: &'a mut Vec<Problem>,
    pub sound: bool,
}

impl<'a> Reading<'a> {
    /// Begins to read a row.
    pub fn new(table: &'a Table<'a>, row: &'a Row, problems: &'a mut Vec<Problem>) -> Self {
        Self { table, row, problems, sound: true }
    }

    /// Notes a problem with a field of this row; the row is not imported.
    pub fn refuse(&mut self, field: &str, code: Code, about: impl Into<String>) {
        self.sound = false;
        self.problems.push(Problem {
            sheet: self.table.sheet.name.clone(),
            row: self.row.number,
            column: self.table.letter(field),
            code,
            about: about.into(),
        });
    }

    /// The cell of a field; nothing where it is empty or has no column.
    pub fn cell(&mut self, field: &str) -> Option<&'a Cell> {
        let cell = self.row.cells.get(self.table.place(field)?)?;
        if let Cell::Error(error) = cell {
            self.refuse(field, Code::CellError, error.clone());
            return None;
        }
        Some(cell).filter(|it| !it.is_empty())
    }

    /// Text of a field, of `most` characters at most.
    pub fn text(&mut self, field: &str, most: usize) -> Option<String> {
        let text = self.cell(field)?.text();
        if text.chars().count() > most {
            self.refuse(field, Code::TooLong, most.to_string());
            return None;
        }
        Some(text)
    }

    /// A day.
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let cell = self.cell(field)?;
        if let Ok(day) = cell.as_date(self.table.sheet.from_1904) {
            day
        } else {
            self.refuse(field, Code::BadDate, cell.text());
            None
        }
    }

    /// A number between two bounds.
    pub fn number(&mut self, field: &str, least: f64, most: f64) -> Option<f64> {
        let cell = self.cell(field)?;
        let number = cell.as_number().filter(|it| (least..=most).contains(it));
        if number.is_none() {
            self.refuse(field, Code::BadNumber, cell.text());
        }
        number
    }
}
