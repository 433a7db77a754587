//! The calendar as a workbook: the criteria with their periods, and how far each period is covered.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::cover::Period;
use super::grid::{Figure, Row};
use super::store::Calendar;
use super::words;
use crate::language::Language;
use crate::reports::table::{self, Cell, Column, Formats};

/// The workbook.
pub fn write(calendar: &Calendar, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(table::sheet_name(&language.text("calendar")))?;
    table::write(sheet, &formats, &columns(calendar, language), calendar.grid.rows.iter())?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(table::sheet_name(&language.text("calendar-figures")))?;
    let figures = calendar.grid.figures();
    let rows: Vec<(Period, Figure)> = calendar.grid.periods.iter().copied().zip(figures).collect();
    table::write(sheet, &formats, &figure_columns(calendar, language), rows.into_iter())?;
    workbook.save_to_buffer()
}

fn columns<'a>(calendar: &'a Calendar, language: Language) -> Vec<Column<'a, &'a Row>> {
    let criterion = |row: &Row| &calendar.whole.criteria[row.place];
    let mut columns: Vec<Column<'a, &'a Row>> = vec![
        Column::new(language.text("calendar-area"), 30.0, move |row: &Row| {
            let area = &calendar.whole.criteria[calendar.area(row.place)];
            Cell::Own(format!("{} {}", area.code, area.title.get(language)))
        }),
        Column::new(language.text("criterion"), 14.0, move |row: &Row| {
            Cell::Own(criterion(row).code.clone())
        }),
        Column::new(language.text("criterion-title"), 60.0, move |row: &Row| {
            Cell::Own(criterion(row).title.get(language).to_owned())
        }),
    ];
    for (at, period) in calendar.grid.periods.iter().enumerate() {
        let heading = words::period(language, *period, calendar.by);
        columns.push(Column::new(heading, 14.0, move |row: &Row| {
            Cell::Own(words::cell(language, row.cells[at]))
        }));
    }
    columns
}

fn figure_columns(calendar: &Calendar, language: Language) -> Vec<Column<'_, (Period, Figure)>> {
    type Line = (Period, Figure);
    let count = |key: &str, of: fn(Figure) -> usize| {
        #[expect(clippy::cast_precision_loss, reason = "counts of criteria")]
        Column::new(language.text(key), 14.0, move |line: Line| Cell::Number(of(line.1) as f64))
    };
    let by = calendar.by;
    vec![
        Column::new(language.text("calendar-period"), 14.0, move |line: Line| {
            Cell::Own(words::period(language, line.0, by))
        }),
        Column::day(language.text("calendar-from"), |line: Line| Some(line.0.from)),
        Column::day(language.text("calendar-to"), |line: Line| Some(line.0.to)),
        count("calendar-full", |it| it.full),
        count("calendar-part", |it| it.part),
        count("calendar-hole", |it| it.hole),
        count("calendar-ahead", |it| it.ahead),
        Column::new(language.text("calendar-share"), 20.0, |line: Line| {
            Cell::Number((line.1.percent() * 10.0).round() / 10.0)
        }),
    ]
}
