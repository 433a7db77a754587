//! Reading spreadsheets as people keep them: every common format, header rows that are not the first, section rows between
//! the data, dates and numbers in several forms. What cannot be read is refused with what, where and how to mend it.
//!
//! Pure but for reading the given file. Nothing here knows what the columns mean; `imports` does.

mod biff;
mod dates;
mod escape;
mod extent;
mod grid;
mod guard;
mod headers;
mod headless;
mod json;
mod layout;
mod mend;
mod model;
mod plain;
mod refusal;
mod source;
mod text;
mod workbook;

use std::path::Path;

pub use dates::{DateProblem, parse_date};
pub use escape::{escape, unescape};
pub use guard::Limits;
pub use headers::{Field, match_columns};
pub use model::{
    Book, Cell, Code, Column, ColumnKind, Delimited, Format, Heading, Problem, Row, Sheet,
    column_letter,
};
pub use plain::{PlainBook, PlainRow, PlainSheet, read_plain};
pub use refusal::Refusal;
pub use text::decode;

use source::Source;

/// Reads a file. Its format is told by its content; `name` only says which delimited text is meant.
///
/// Blocking: reads the whole file, which the limits bound.
pub fn read(path: &Path, name: &str, limits: &Limits) -> Result<Book, Refusal> {
    let (source, format) = Source::open(path, name, limits)?;
    let mut budget = grid::Budget::new(limits);
    let (grids, delimited) = match format {
        Format::Csv => {
            let (grid, delimited) = text::grid(path, &mut budget)?;
            (vec![grid], Some(delimited))
        }
        other => (workbook::grids(&source, other, &mut budget)?, None),
    };
    let sheets: Vec<Sheet> =
        grids.into_iter().map(|it| layout::sheet(it, &mut budget)).collect::<Result<_, _>>()?;
    if sheets.iter().all(|it| it.rows.is_empty() && it.columns.is_empty()) {
        return Err(Refusal::Empty);
    }
    Ok(Book { format, delimited, mended: source.mended_parts(), sheets })
}

#[cfg(test)]
mod tests;
