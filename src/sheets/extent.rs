//! How far the sheets of a file reach, for the formats whose reader sets the whole rectangle aside at once.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::guard::Limits;
use super::refusal::Refusal;

/// What a reader would have to set aside.
#[derive(Clone, Default)]
pub(super) struct Sum {
    cells: u64,
    text: u64,
}

impl Sum {
    pub(super) fn add_cells(
        &mut self,
        rows: u64,
        columns: u64,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        self.cells = self.cells.saturating_add(rows.saturating_mul(columns));
        if self.cells > limits.cells {
            return Err(Refusal::TooManyCells(limits.cells));
        }
        Ok(())
    }

    pub(super) fn add_text(
        &mut self,
        length: u64,
        times: u64,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        self.text = self.text.saturating_add(length.saturating_mul(times));
        if self.text > limits.text {
            return Err(Refusal::Expands(limits.text / (1024 * 1024)));
        }
        Ok(())
    }
}

/// An OpenDocument sheet, where a few bytes may repeat a row a million times, or a blank a thousand million times. The
/// names of the elements are those that the reader looks for, prefix and all, so that nothing counts here but not there.
pub(super) fn of_ods(content: impl BufRead, limits: &Limits) -> Result<(), Refusal> {
    let mut xml = quick_xml::Reader::from_reader(content);
    xml.config_mut().expand_empty_elements = true;
    xml.config_mut().check_end_names = false;
    let (mut buffer, mut sum, mut table) = (Vec::new(), Sum::default(), Table::default());
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|it| Refusal::Damaged(it.to_string()))? {
            Event::Start(tag) => table.start(&tag, &mut sum, limits)?,
            Event::End(tag) if tag.name().as_ref() == "table:table" => {
                sum.add_cells(table.last_row, table.last_column, limits)?;
                table = Table { kept: table.kept, ..Table::default() };
            }
            Event::End(tag) if is_cell(&tag.name()) => table.cell_times = 0,
            Event::Text(text) => sum.add_text(text.len() as u64, table.times(), limits)?,
            Event::GeneralRef(_) => sum.add_text(4, table.times(), limits)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn is_cell(name: &quick_xml::name::QName<'_>) -> bool {
    matches!(name.as_ref(), "table:table-cell" | "table:covered-table-cell")
}

/// Where in a table the walk is.
#[derive(Default)]
struct Table {
    row: u64,
    row_times: u64,
    column: u64,
    cell_times: u64,
    last_row: u64,
    last_column: u64,
    /// Empty cells that the reader keeps as soon as another one follows them, filled or not.
    waiting: u64,
    /// Cells that it has kept, of all tables.
    kept: Sum,
}

impl Table {
    /// How often the text here is shown; text outside of cells is passed over.
    fn times(&self) -> u64 {
        if self.cell_times == 0 { 1 } else { self.row_times.saturating_mul(self.cell_times) }
    }

    fn start(
        &mut self,
        tag: &BytesStart<'_>,
        sum: &mut Sum,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        match tag.name().as_ref() {
            "table:table-row" => {
                self.row = self.row.saturating_add(self.row_times);
                self.row_times = number(tag, "table:number-rows-repeated").unwrap_or(1);
                (self.column, self.cell_times, self.waiting) = (0, 0, 0);
                Ok(())
            }
            "text:s" => sum.add_text(number(tag, "text:c").unwrap_or(1), self.times(), limits),
            _ if is_cell(&tag.name()) => self.cell(tag, sum, limits),
            _ => Ok(()),
        }
    }

    fn cell(
        &mut self,
        tag: &BytesStart<'_>,
        sum: &mut Sum,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        let (mut is_filled, mut text) = (false, 0);
        self.cell_times = 1;
        for attribute in tag.attributes().flatten() {
            let length = attribute.value.len() as u64;
            match attribute.key.as_ref() {
                "table:number-columns-repeated" => {
                    self.cell_times = attribute.value.trim().parse().unwrap_or(1);
                }
                "office:value-type" => is_filled = true,
                "table:formula" => (is_filled, text) = (true, text + length),
                name if name.ends_with("value") => (is_filled, text) = (true, text + length),
                _ => {}
            }
        }
        self.column = self.column.saturating_add(self.cell_times);
        self.kept.add_cells(1, self.waiting, limits)?;
        self.waiting = self.cell_times.min(16_384);
        if !is_filled {
            return Ok(());
        }
        self.last_row = self.last_row.max(self.row.saturating_add(self.row_times));
        self.last_column = self.last_column.max(self.column);
        sum.clone().add_cells(self.last_row, self.last_column, limits)?;
        sum.add_text(text, self.times(), limits)
    }
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u64> {
    let found = tag.attributes().flatten().find(|it| it.key.as_ref() == name)?;
    found.value.trim().parse().ok()
}
