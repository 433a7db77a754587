//! Sheets as they are, without looking for a table: for files whose layout is known beforehand.

use std::path::Path;

use super::grid::{Budget, Grid};
use super::guard::Limits;
use super::model::{Cell, Format, Problem, column_letter};
use super::refusal::Refusal;
use super::source::Source;
use super::{text, workbook};

/// A file, cell by cell.
#[derive(Clone, Debug)]
pub struct PlainBook {
    pub format: Format,
    /// Names of the parts that had lost something on their way and are as they were again.
    pub mended: Vec<String>,
    pub sheets: Vec<PlainSheet>,
}

/// The cells of a sheet that hold something.
#[derive(Clone, Debug)]
pub struct PlainSheet {
    pub name: String,
    /// From the top; rows without anything are left out.
    pub rows: Vec<PlainRow>,
    /// What could not be kept whole.
    pub problems: Vec<Problem>,
}

/// A row that holds something.
#[derive(Clone, Debug)]
pub struct PlainRow {
    /// From 1, as spreadsheet programs show it.
    pub number: u32,
    /// From the left, each with its column, counted from 0.
    pub cells: Vec<(u32, Cell)>,
}

impl PlainRow {
    /// The cell in a column, where it holds something.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |it| it.0).ok()?;
        self.cells.get(at).map(|it| &it.1)
    }

    /// Address of a cell of this row: `B7`.
    pub fn address(&self, column: u32) -> String {
        format!("{}{}", column_letter(column), self.number)
    }
}

/// Reads a file without looking for tables in it; the same formats and limits as `read`.
///
/// Blocking: reads the whole file, which the limits bound.
pub fn read_plain(path: &Path, name: &str, limits: &Limits) -> Result<PlainBook, Refusal> {
    let (source, format) = Source::open(path, name, limits)?;
    let mut budget = Budget::new(limits);
    let grids = match format {
        Format::Csv => vec![text::grid(path, &mut budget)?.0],
        other => workbook::grids(&source, other, &mut budget)?,
    };
    if grids.iter().all(|it| it.rows.is_empty()) {
        return Err(Refusal::Empty);
    }
    let sheets = grids.into_iter().map(plain).collect();
    Ok(PlainBook { format, mended: source.mended_parts(), sheets })
}

fn plain(grid: Grid) -> PlainSheet {
    let rows = grid.rows.into_iter();
    let rows = rows.map(|(number, cells)| PlainRow { number: number + 1, cells }).collect();
    PlainSheet { name: grid.name, rows, problems: grid.problems }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_as_they_are_whatever_they_look_like() {
        let mut writer = rust_xlsxwriter::Workbook::new();
        let sheet = writer.add_worksheet();
        sheet.write_string(1, 0, "alone").unwrap();
        sheet.write_string(3, 1, "1.10").unwrap();
        sheet.write_number(3, 2, 7.0).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        writer.save(&path).unwrap();
        let book = read_plain(&path, "a.xlsx", &Limits::default()).unwrap();
        let rows = &book.sheets[0].rows;
        assert_eq!(rows.iter().map(|it| it.number).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(rows[1].cell(1), Some(&Cell::Text("1.10".into())));
        assert_eq!((rows[1].cell(0), rows[1].address(2)), (None, "C4".to_owned()));
        let few = Limits { cells: 2, ..Limits::default() };
        assert_eq!(read_plain(&path, "a.xlsx", &few).err(), Some(Refusal::TooManyCells(2)));
    }
}
