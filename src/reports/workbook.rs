//! The readiness report. It renders what `analyse` returned and works nothing out itself.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, Format, Workbook, Worksheet, XlsxError,
};

use super::table::{self, Cell, Column, Formats};
use super::{answered, cover, criteria, dashboard, decided, found, gaps, items};
use crate::entities::{evidence_item, institution};
use crate::evidence::sight::Sight;
use crate::language::Language;
use crate::readiness::store::Assessed;

/// Everything a report is made of.
pub struct Report<'a> {
    pub assessed: &'a Assessed,
    pub institution: &'a institution::Model,
    pub evidence: &'a [evidence_item::Model],
    /// What of it the reader may open.
    pub sight: &'a Sight,
    pub language: Language,
    pub made_at: DateTime<Utc>,
    /// Who made it: a name, or the program's.
    pub made_by: &'a str,
    /// Holes of the qualification that the assessment is about, if it is about one.
    pub qualification: Option<QualificationSheet>,
}

/// A qualification's coverage, ready to be written: its heading row and its rows.
pub struct QualificationSheet {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The report as the bytes of an `.xlsx` file. Takes time: not for the threads that serve pages.
pub fn write(report: &Report<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    cover::write(workbook.add_worksheet(), &formats, report)?;
    dashboard::sheet(workbook.add_worksheet(), &formats, report)?;
    criteria::sheet(workbook.add_worksheet(), &formats, report)?;
    let answers = answered::lines(report);
    if !answers.is_empty() {
        answered::sheet(workbook.add_worksheet(), &formats, (report.language, &answers))?;
    }
    gaps::sheet(workbook.add_worksheet(), &formats, report)?;
    if !report.assessed.findings.is_empty() {
        found::sheet(workbook.add_worksheet(), &formats, report)?;
    }
    items::sheet(workbook.add_worksheet(), &formats, report)?;
    decided::sheet(workbook.add_worksheet(), &formats, report)?;
    if let Some(it) = &report.qualification {
        qualification(workbook.add_worksheet(), &formats, report.language, it)?;
    }
    workbook.save_to_buffer()
}

pub(super) fn whole(number: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let number = number as f64;
    number
}

pub(super) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Ink and ground of a tone.
pub(super) fn colours(tone: &str) -> (Color, Color) {
    match tone {
        "good" => (Color::RGB(0x001E_6B3A), Color::RGB(0x00C6_EFCE)),
        "fair" => (Color::RGB(0x007A_8500), Color::RGB(0x00EE_F2B8)),
        "poor" => (Color::RGB(0x00B8_6200), Color::RGB(0x00FD_E0BC)),
        _ => (Color::RGB(0x00A1_1D21), Color::RGB(0x00FF_C7CE)),
    }
}

pub(super) fn colour(
    sheet: &mut Worksheet,
    column: u16,
    last: u32,
    word: &str,
    tone: &str,
) -> Result<(), XlsxError> {
    if word.is_empty() || last == 0 {
        return Ok(());
    }
    let (ink, ground) = colours(tone);
    let rule = ConditionalFormatText::new()
        .set_rule(ConditionalFormatTextRule::BeginsWith(word.to_owned()))
        .set_format(Format::new().set_font_color(ink).set_background_color(ground));
    sheet.add_conditional_format(1, column, last, column, &rule)?;
    Ok(())
}

fn qualification(
    sheet: &mut Worksheet,
    formats: &Formats,
    language: Language,
    it: &QualificationSheet,
) -> Result<(), XlsxError> {
    sheet.set_name(language.text("sheet-qualification"))?;
    let columns: Vec<Column<'_, &Vec<String>>> = it
        .headings
        .iter()
        .enumerate()
        .map(|(place, heading)| {
            let width = if place < 2 { 40.0 } else { 18.0 };
            Column::new(heading.clone(), width, move |row: &Vec<String>| {
                row.get(place).map_or(Cell::Nothing, |it| Cell::Own(it.clone()))
            })
        })
        .collect();
    table::write(sheet, formats, &columns, it.rows.iter())
}
