//! Workbooks, cell by cell, so that a far-out cell costs nothing.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xls, Xlsb, Xlsx, open_workbook};
use quick_xml::events::Event;
use zip::ZipArchive;

use super::guard::Limits;
use super::layout::Grid;
use super::model::{Cell, Format, column_letter};
use super::refusal::Refusal;

/// All sheets of a workbook.
pub(super) fn grids(path: &Path, format: Format, limits: &Limits) -> Result<Vec<Grid>, Refusal> {
    // The reader is a large parser fed with strangers' bytes: should it ever panic, the file is damaged, not the program.
    catch_unwind(AssertUnwindSafe(|| match format {
        Format::Xlsx => xlsx(path, limits),
        Format::Xlsb => xlsb(path, limits),
        Format::Xls => dense(open_workbook::<Xls<_>, _>(path), limits),
        Format::Ods | Format::Csv => dense(open_workbook::<Ods<_>, _>(path), limits),
    }))
    .unwrap_or_else(|_| Err(Refusal::Damaged(format.code().into())))
}

fn damaged(error: impl std::fmt::Display) -> Refusal {
    let text = error.to_string();
    if text.contains("password") { Refusal::Encrypted } else { Refusal::Damaged(text) }
}

fn xlsx(path: &Path, limits: &Limits) -> Result<Vec<Grid>, Refusal> {
    let mut book: Xlsx<BufReader<File>> = open_workbook(path).map_err(damaged)?;
    let mut taken = 0;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        // Chart sheets and macro sheets have no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut grid = Filling::new(&name, limits, &mut taken);
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            grid.put(cell.get_position(), from_ref(cell.get_value()))?;
        }
        grids.push(grid.grid);
    }
    Ok(grids)
}

fn xlsb(path: &Path, limits: &Limits) -> Result<Vec<Grid>, Refusal> {
    let mut book: Xlsb<BufReader<File>> = open_workbook(path).map_err(damaged)?;
    let mut taken = 0;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut grid = Filling::new(&name, limits, &mut taken);
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            grid.put(cell.get_position(), from_ref(cell.get_value()))?;
        }
        grids.push(grid.grid);
    }
    Ok(grids)
}

/// Formats whose reader gives a whole range; `guard` has bounded it.
fn dense<R: Reader<BufReader<File>>>(
    book: Result<R, R::Error>,
    limits: &Limits,
) -> Result<Vec<Grid>, Refusal>
where
    R::Error: std::fmt::Display,
{
    let mut book = book.map_err(damaged)?;
    let mut taken = 0;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut grid = Filling::new(&name, limits, &mut taken);
        for (row, column, value) in range.used_cells() {
            let at = |start: u32, offset: usize| {
                start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
            };
            grid.put((at(top, row), at(left, column)), from_data(value))?;
        }
        grids.push(grid.grid);
    }
    Ok(grids)
}

/// A grid that is being filled, within the limits of the whole file.
struct Filling<'a> {
    grid: Grid,
    limits: &'a Limits,
    taken: &'a mut u64,
}

impl<'a> Filling<'a> {
    fn new(name: &str, limits: &'a Limits, taken: &'a mut u64) -> Self {
        Self { grid: Grid { name: name.to_owned(), rows: Vec::new() }, limits, taken }
    }

    fn put(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), Refusal> {
        if cell.is_empty() {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(Refusal::TooFarOut(format!(
                "{}{}",
                column_letter(column),
                row.saturating_add(1)
            )));
        }
        *self.taken += 1;
        if *self.taken > self.limits.cells {
            return Err(Refusal::TooManyCells(self.limits.cells));
        }
        self.grid.put(row, column, trim(cell, self.limits.cell_text));
        Ok(())
    }
}

/// Text without control characters, cut at the limit.
fn trim(cell: Cell, most: usize) -> Cell {
    match cell {
        Cell::Text(text) => Cell::Text(super::text::clean(text, most)),
        other => other,
    }
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
        Some(at) if moment.is_datetime() => Cell::Date(at.date()),
        _ => Cell::Number(moment.as_f64(), None),
    }
}

fn from_iso(text: &str) -> Cell {
    super::dates::parse_date(text).map_or_else(|_| Cell::Text(text.to_owned()), Cell::Date)
}

/// The extent of an OpenDocument sheet: a few bytes may repeat a row a million times.
pub(super) fn measure_ods(
    zip: &mut ZipArchive<BufReader<File>>,
    limits: &Limits,
) -> Result<(), Refusal> {
    let part = zip.by_name("content.xml").map_err(|it| Refusal::Damaged(it.to_string()))?;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    measure_tables(&mut xml, limits)
}

fn measure_tables(
    xml: &mut quick_xml::Reader<impl BufRead>,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut buffer = Vec::new();
    let (mut row, mut column, mut repeat) = (0_u64, 0_u64, 1_u64);
    let (mut last_row, mut last_column) = (0_u64, 0_u64);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|it| Refusal::Damaged(it.to_string()))? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "table" => (row, last_row, last_column) = (0, 0, 0),
                "table-row" => {
                    row += repeat;
                    repeat = attribute(&tag, "number-rows-repeated").unwrap_or(1);
                    column = 0;
                }
                "table-cell" | "covered-table-cell" => {
                    let wide: u64 = attribute(&tag, "number-columns-repeated").unwrap_or(1);
                    if attribute::<String>(&tag, "value-type").is_some() {
                        last_row = last_row.max(row + repeat);
                        last_column = last_column.max(column + wide);
                        if last_row.saturating_mul(last_column) > limits.cells {
                            return Err(Refusal::TooManyCells(limits.cells));
                        }
                    }
                    column = column.saturating_add(wide);
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute<T: std::str::FromStr>(
    tag: &quick_xml::events::BytesStart<'_>,
    name: &str,
) -> Option<T> {
    let found = tag.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    found.value.parse().ok()
}
