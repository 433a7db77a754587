//! Tables that begin with their data: no row of headings stands above it.

use std::collections::HashSet;

use super::layout;
use super::model::{Cell, Problem, Row, Sheet};

/// Cells that a column must hold before their shape says anything.
const FEWEST: usize = 3;

impl Sheet {
    /// Whether its first row counts as data, and its columns are named by their letters.
    pub fn is_headless(&self) -> bool {
        self.header_row.is_none() && !self.columns.is_empty()
    }

    /// The sheet with its first row as headings, or as data.
    #[must_use]
    pub fn with_headings(self, wanted: bool) -> Self {
        match (wanted, self.is_headless()) {
            (true, true) => raised(self),
            (false, false) => lowered(self),
            _ => self,
        }
    }
}

/// Whether the row of headings reads like the data below it: a heading is a code, and most cells below it are codes of
/// the same shape. A year above numbers is not.
pub(super) fn begins_with_data(sheet: &Sheet) -> bool {
    let is_code = |shape: &str| shape.contains('9') && shape != "9";
    sheet.columns.iter().enumerate().any(|(place, column)| {
        let heading = shape(&column.title);
        // Told by the heading alone wherever it can be: a column may have a hundred thousand cells.
        if !is_code(&heading) {
            return false;
        }
        let texts = sheet.rows.iter().map(|it| it.cells[place].text());
        let texts: Vec<String> = texts.filter(|it| !it.is_empty()).collect();
        let alike = texts.iter().filter(|it| shape(it) == heading).count();
        let distinct = texts.iter().collect::<HashSet<_>>().len();
        texts.len() >= FEWEST && alike * 2 > texts.len() && distinct == texts.len()
    })
}

/// A text with 9 for its digits and `a` for its letters, however many: `9.9.9` for 3.10.2, `a-9` for AC-12.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for it in text.trim().chars() {
        let it = match it {
            it if it.is_numeric() => '9',
            it if it.is_alphabetic() => 'a',
            it => it,
        };
        if !(matches!(it, '9' | 'a') && shape.ends_with(it)) {
            shape.push(it);
        }
    }
    shape
}

/// The row of headings as the first one of data.
pub(super) fn lowered(mut sheet: Sheet) -> Sheet {
    let Some(number) = sheet.header_row.take() else { return sheet };
    let (about_headings, others) =
        sheet.problems.into_iter().partition(|it| it.code.starts_with("header_"));
    let unnamed: Vec<Problem> = about_headings;
    sheet.problems = others;
    sheet.problems.insert(
        0,
        Problem {
            row: Some(number),
            column: None,
            code: "headings_missing",
            message: format!("row {number} reads like data, and there are no headings above it"),
        },
    );
    let mut cells = Vec::with_capacity(sheet.columns.len());
    for column in &mut sheet.columns {
        let letter = column.letter();
        let title = std::mem::replace(&mut column.title, letter.clone());
        let is_unnamed = unnamed
            .iter()
            .any(|it| it.code == "header_missing" && it.column.as_ref() == Some(&letter));
        cells.push(if is_unnamed { Cell::Empty } else { Cell::Text(title) });
    }
    sheet.rows.insert(0, Row { number, cells });
    layout::tell_kinds(&mut sheet);
    sheet
}

/// The first row of data as headings.
fn raised(mut sheet: Sheet) -> Sheet {
    if sheet.rows.is_empty() {
        return sheet;
    }
    let row = sheet.rows.remove(0);
    sheet.problems.retain(|it| it.code != "headings_missing");
    sheet.header_row = Some(row.number);
    for (column, cell) in sheet.columns.iter_mut().zip(&row.cells) {
        if cell.is_empty() {
            sheet.problems.push(layout::missing(&column.letter(), row.number));
        } else {
            column.title = cell.text();
        }
    }
    layout::tell_kinds(&mut sheet);
    sheet
}
