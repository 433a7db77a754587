//! The first sheet of the report: what was assessed, and what came out.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::decided;
use super::table::{self, Cell, Formats, write_text};
use super::workbook::{Report, tenths, whole};
use crate::language::Language;
use crate::readiness::store::Assessed;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let language = report.language;
    sheet.set_name(language.text("sheet-cover"))?;
    sheet.set_column_width(0, 34.0)?.set_column_width(1, 80.0)?;
    sheet.write_with_format(0, 0, language.text("report-title"), &formats.title)?;
    for (row, (key, cell)) in (2..).zip(facts(report)) {
        sheet.write_with_format(row, 0, language.text(key), &formats.label)?;
        match cell {
            Cell::Text(text) => write_text(sheet, row, 1, text, &formats.wrapped)?,
            Cell::Own(text) => write_text(sheet, row, 1, &text, &formats.wrapped)?,
            Cell::Number(number) => {
                sheet.write_number_with_format(
                    row,
                    1,
                    number,
                    &Format::new().set_align(rust_xlsxwriter::FormatAlign::Left),
                )?;
            }
            Cell::Day(Some(day)) => {
                sheet.write_datetime_with_format(row, 1, day, &formats.day)?;
            }
            Cell::Day(None) | Cell::Nothing => {}
        }
    }
    table::print_setup(sheet);
    Ok(())
}

/// What the sheet says: keys and values.
fn facts<'a>(report: &Report<'a>) -> Vec<(&'static str, Cell<'a>)> {
    let (it, language) = (report.assessed, report.language);
    let readiness = &it.readiness;
    let whole_counts = &readiness.whole;
    let projected = readiness.projected.as_ref();
    let decided = projected.and_then(|it| it.decided_by.as_ref());
    let count = |it: usize| Cell::Number(whole(it));
    vec![
        ("report-institution", Cell::Text(report.institution.title.get(language))),
        ("report-assessment", Cell::Text(&it.assessment.name)),
        ("edition", Cell::Text(it.whole.edition.title.get(language))),
        ("edition-id", Cell::Text(&it.whole.edition.code)),
        ("assessment-stage", Cell::Own(language.word(&it.assessment.stage))),
        ("visit-date", Cell::Day(it.assessment.visit_date)),
        ("readiness-as-of", Cell::Day(Some(readiness.as_of))),
        ("report-note", note(report)),
        ("report-made-at", Cell::Own(language.moment(report.made_at))),
        ("report-made-by", Cell::Text(report.made_by)),
        (
            "readiness-index",
            whole_counts.index.map_or_else(
                || Cell::Own(language.text("readiness-no-index")),
                |it| Cell::Number(tenths(it)),
            ),
        ),
        ("report-coverage", Cell::Number(tenths(whole_counts.coverage))),
        ("report-evidenced", Cell::Number(tenths(whole_counts.evidenced))),
        ("assessment-target", Cell::Text(it.outcome(language, readiness.target))),
        (
            "readiness-outcome",
            Cell::Text(projected.map_or("–", |found| it.outcome(language, found.outcome))),
        ),
        ("outcome-conditions", bound(it, language)),
        (
            "report-decides",
            decided.map_or(Cell::Nothing, |found| Cell::Own(it.decision(language, found))),
        ),
        ("report-counted", count(whole_counts.counted)),
        ("report-rated", count(whole_counts.rated)),
        ("report-not-applicable", count(whole_counts.not_applicable)),
        ("readiness-gap-count", count(readiness.gaps.len())),
        ("report-evidence-items", count(report.evidence.len())),
        ("report-pack-digest", Cell::Text(&it.whole.edition.digest)),
    ]
}

/// What of a day in the past is that of the day on which the report was made.
fn note(report: &Report<'_>) -> Cell<'static> {
    let it = report.assessed;
    let is_past = it.readiness.as_of < report.made_at.date_naive();
    if is_past && it.is_tailored() {
        Cell::Own(report.language.text("readiness-as-of-tailored"))
    } else {
        Cell::Nothing
    }
}

/// How long the outcome that would follow is valid, and under which conditions; or the numbers that it waits for.
fn bound(it: &Assessed, language: Language) -> Cell<'static> {
    let Some(found) = &it.readiness.projected else {
        let missing = it.missing();
        let sentence = |title: &str| language.with("setting-missing", [("title", title.into())]);
        let missing: Vec<String> =
            missing.iter().map(|it| sentence(it.title.get(language))).collect();
        return if missing.is_empty() { Cell::Nothing } else { Cell::Own(missing.join("\n")) };
    };
    Cell::Own(decided::bound(it, language, found.outcome))
}
