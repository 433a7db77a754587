//! A sheet as a list of columns: heading, width and cell of each in one place, so that they cannot drift apart.

use chrono::NaiveDate;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Most characters of a cell.
const LONGEST: usize = 32_767;

/// What one cell shows. Text is always written as text: nothing runs from it.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    Text(&'a str),
    Own(String),
    Number(f64),
    Day(Option<NaiveDate>),
    Nothing,
}

/// A column.
pub struct Column<'a, R> {
    pub heading: String,
    /// In characters.
    pub width: f64,
    /// Its cells are days.
    pub is_day: bool,
    pub cell: Box<dyn Fn(R) -> Cell<'a> + 'a>,
}

impl<'a, R> Column<'a, R> {
    /// A column from its parts.
    pub fn new(heading: String, width: f64, cell: impl Fn(R) -> Cell<'a> + 'a) -> Self {
        Self { heading, width, is_day: false, cell: Box::new(cell) }
    }

    /// A column of days.
    pub fn day(heading: String, cell: impl Fn(R) -> Option<NaiveDate> + 'a) -> Self {
        Self { heading, width: 14.0, is_day: true, cell: Box::new(move |row| Cell::Day(cell(row))) }
    }

    fn format<'f>(&self, formats: &'f Formats) -> &'f Format {
        match (self.is_day, self.width >= 30.0) {
            (true, _) => &formats.day,
            (false, true) => &formats.wrapped,
            (false, false) => &formats.text,
        }
    }
}

/// The formats that all sheets share.
pub struct Formats {
    pub title: Format,
    pub heading: Format,
    pub text: Format,
    pub wrapped: Format,
    pub day: Format,
    pub label: Format,
}

impl Formats {
    /// The house's formats.
    pub fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            heading: Format::new()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x001F_4E79))
                .set_border(FormatBorder::Thin)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
            text: top(),
            wrapped: top().set_text_wrap(),
            day: top().set_num_format("dd.mm.yyyy").set_align(FormatAlign::Left),
            label: top().set_bold(),
        }
    }
}

impl Default for Formats {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes a table from `first` on, with a filter over it and its header kept in view, ready to be printed.
pub fn write<R: Copy>(
    sheet: &mut Worksheet,
    formats: &Formats,
    columns: &[Column<'_, R>],
    rows: impl ExactSizeIterator<Item = R>,
) -> Result<(), XlsxError> {
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    for (place, column) in (0..).zip(columns) {
        sheet.set_column_width(place, column.width)?;
        // Said once for the column: a format for each cell would be looked up as often.
        sheet.set_column_format(place, column.format(formats))?;
        sheet.write_with_format(0, place, column.heading.as_str(), &formats.heading)?;
    }
    for (at, row) in (1..).zip(rows) {
        for (place, column) in (0..).zip(columns) {
            put(sheet, at, place, (column.cell)(row))?;
        }
    }
    let width = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, width.saturating_sub(1))?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    print_setup(sheet);
    Ok(())
}

/// Landscape A4, one page wide, numbered.
pub fn print_setup(sheet: &mut Worksheet) {
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_footer("&L&F – &A&R&P / &N");
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Text("") | Cell::Day(None) | Cell::Nothing => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        Cell::Own(text) => {
            sheet.write_string(row, column, fitting(&text))?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, number)?;
        }
        Cell::Day(Some(day)) => {
            sheet.write_number(row, column, serial(day))?;
        }
    }
    Ok(())
}

/// The number by which spreadsheets keep a day: counted from 1899-12-30.
fn serial(day: NaiveDate) -> f64 {
    const START: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day of the calendar");
    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are far below 2^52")]
    let days = (day - START).num_days() as f64;
    days
}

/// As much of a text as a cell takes.
fn fitting(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// A name that a sheet may have: 31 characters at most, without those that formulas need.
pub fn sheet_name(name: &str) -> String {
    name.chars().filter(|it| !"[]:*?/\\".contains(*it)).take(31).collect()
}

/// Text as text, in a format of its own.
pub fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if !text.is_empty() {
        sheet.write_string_with_format(row, column, fitting(text), format)?;
    }
    Ok(())
}
