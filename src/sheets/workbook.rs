//! Workbooks, cell by cell, so that a far-out cell costs nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, Xls, Xlsb, Xlsx};

use super::grid::{Budget, Grid};
use super::layout::has_gaps;
use super::model::{Cell, Format};
use super::refusal::Refusal;
use super::source::{Bytes, Source};

/// All sheets of a workbook.
pub(super) fn grids(
    source: &Source<'_>,
    format: Format,
    budget: &mut Budget<'_>,
) -> Result<Vec<Grid>, Refusal> {
    // The reader is a large parser fed with strangers' bytes: should it ever panic, the file is damaged, not the program.
    let bytes = source.reader().map_err(|it| Refusal::Unreadable(it.to_string()))?;
    catch_unwind(AssertUnwindSafe(|| match format {
        Format::Xlsx => xlsx(bytes, budget),
        Format::Xlsb => xlsb(bytes, budget),
        Format::Xls => dense(Xls::new(bytes), Xls::has_1904_epoch, budget),
        Format::Ods | Format::Csv => dense(Ods::new(bytes), |_| false, budget),
    }))
    .unwrap_or_else(|_| Err(Refusal::Damaged(format.code().into())))
}

fn damaged(error: impl std::fmt::Display) -> Refusal {
    let text = error.to_string();
    if text.contains("password") { Refusal::Encrypted } else { Refusal::Damaged(text) }
}

fn xlsx(bytes: Bytes<'_>, budget: &mut Budget<'_>) -> Result<Vec<Grid>, Refusal> {
    let mut book = Xlsx::new(bytes).map_err(damaged)?;
    let from_1904 = book.has_1904_epoch();
    let mut grids = Vec::new();
    for name in tables(&book) {
        let mut grid = Grid { from_1904, ..Grid::new(&name) };
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            grid.put(cell.get_position(), from_ref(cell.get_value()), budget)?;
        }
        drop(cells);
        let mut grid = grid.sorted();
        // They stand behind the cells, so asking for them reads the sheet once more.
        if has_gaps(&grid) {
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            let in_one_row = merged.iter().filter(|it| it.start.0 == it.end.0);
            grid.merged = in_one_row.map(|it| (it.start.0, it.start.1, it.end.1)).collect();
        }
        grids.push(grid);
    }
    Ok(grids)
}

fn xlsb(bytes: Bytes<'_>, budget: &mut Budget<'_>) -> Result<Vec<Grid>, Refusal> {
    let mut book = Xlsb::new(bytes).map_err(damaged)?;
    let from_1904 = book.has_1904_epoch();
    let mut grids = Vec::new();
    for name in tables(&book) {
        let mut grid = Grid { from_1904, ..Grid::new(&name) };
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            grid.put(cell.get_position(), from_ref(cell.get_value()), budget)?;
        }
        grids.push(grid.sorted());
    }
    Ok(grids)
}

/// Names of the sheets that have cells: no chart sheets, no macro sheets.
fn tables<'a, R: Reader<Bytes<'a>>>(book: &R) -> Vec<String> {
    let all = book.sheets_metadata().iter();
    all.filter(|it| it.typ == SheetType::WorkSheet).map(|it| it.name.clone()).collect()
}

/// Formats whose reader gives a whole range; `extent` has bounded it.
fn dense<'a, R: Reader<Bytes<'a>>>(
    book: Result<R, R::Error>,
    counts_from_1904: impl Fn(&R) -> bool,
    budget: &mut Budget<'_>,
) -> Result<Vec<Grid>, Refusal>
where
    R::Error: std::fmt::Display,
{
    let mut book = book.map_err(damaged)?;
    let from_1904 = counts_from_1904(&book);
    let mut grids = Vec::new();
    for name in tables(&book) {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut grid = Grid { from_1904, ..Grid::new(&name) };
        for (row, column, value) in range.used_cells() {
            let at = |start: u32, offset: usize| {
                start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
            };
            grid.put((at(top, row), at(left, column)), from_data(value), budget)?;
        }
        grids.push(grid.sorted());
    }
    Ok(grids)
}

fn from_ref(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "spreadsheets keep whole numbers as floats too"
        )]
        DataRef::Int(number) => Cell::Number(*number as f64, None),
        DataRef::Float(number) => Cell::Number(*number, None),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(yes) => Cell::Boolean(*yes),
        DataRef::DateTime(moment) => from_moment(*moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => from_iso(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn from_data(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "spreadsheets keep whole numbers as floats too"
        )]
        Data::Int(number) => Cell::Number(*number as f64, None),
        Data::Float(number) => Cell::Number(*number, None),
        Data::String(text) => Cell::Text(text.clone()),
        Data::Bool(yes) => Cell::Boolean(*yes),
        Data::DateTime(moment) => from_moment(*moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => from_iso(text),
        Data::Error(error) => Cell::Error(error.to_string()),
        #[expect(unreachable_patterns, reason = "the reader may learn new kinds")]
        other => Cell::Text(other.to_string()),
    }
}

fn from_moment(moment: ExcelDateTime) -> Cell {
    match moment.as_datetime() {
        // Less than a day is a time of day.
        Some(at) if moment.is_datetime() && (0.0..1.0).contains(&moment.as_f64()) => {
            Cell::Text(at.format("%H:%M:%S").to_string())
        }
        Some(at) if moment.is_datetime() => Cell::Date(at.date()),
        _ => Cell::Number(moment.as_f64(), None),
    }
}

fn from_iso(text: &str) -> Cell {
    super::dates::parse_date(text).map_or_else(|_| Cell::Text(text.to_owned()), Cell::Date)
}
