//! Sheets as they are: the filled cells of each row, with no table looked for.

use std::path::Path;

use super::guard::{self, Limits};
use super::model::{Cell, Format};
use super::refusal::Refusal;
use super::{grid, text, workbook};

/// A sheet with its filled cells.
#[derive(Clone, Debug)]
pub struct PlainSheet {
    pub name: String,
    /// From the top; rows without a filled cell are left out.
    pub rows: Vec<PlainRow>,
}

/// A row with its filled cells, from the left.
#[derive(Clone, Debug)]
pub struct PlainRow {
    /// From 1, as spreadsheet programs show it.
    pub number: u32,
    /// Each with its column, from 0.
    pub cells: Vec<(u32, Cell)>,
}

/// Reads a file as it is. Its format is told by its content; `name` only says which delimited text is meant. No cell is
/// cut, however long it is; the limits of the whole hold.
///
/// Blocking: reads the whole file, which the limits bound.
pub fn read_plain(path: &Path, name: &str, limits: &Limits) -> Result<Vec<PlainSheet>, Refusal> {
    let limits = Limits { cell_text: usize::MAX, ..*limits };
    let format = guard::format(path, name, &limits)?;
    let mut budget = grid::Budget::new(&limits);
    let grids = match format {
        Format::Csv => vec![text::grid(path, &mut budget)?.0],
        other => workbook::grids(path, other, &mut budget)?,
    };
    if grids.iter().all(|it| it.rows.is_empty()) {
        return Err(Refusal::Empty);
    }
    let row = |it: (u32, Vec<(u32, Cell)>)| PlainRow { number: it.0 + 1, cells: it.1 };
    let sheet =
        |it: grid::Grid| PlainSheet { name: it.name, rows: it.rows.into_iter().map(row).collect() };
    Ok(grids.into_iter().map(sheet).collect())
}
