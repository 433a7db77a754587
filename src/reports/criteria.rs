//! The matrix of criteria: level by round, what is needed, evidence and gaps.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::decided;
use super::table::{self, Cell, Column, Formats};
use super::workbook::{Report, colour, whole};
use crate::entities::criterion;
use crate::language::Language;
use crate::readiness::result::Status;
use crate::readiness::store::Assessed;

/// Place, criterion and status: a row of the matrix.
pub(super) type Row<'a> = (usize, &'a criterion::Model, &'a Status);

/// The columns of the matrix.
fn criteria_columns(it: &Assessed, language: Language) -> Vec<Column<'_, Row<'_>>> {
    let mut gaps_of: HashMap<usize, usize> = HashMap::new();
    for gap in &it.readiness.gaps {
        *gaps_of.entry(gap.criterion).or_default() += 1;
    }
    let level = move |level: Option<u8>| {
        level.map_or(Cell::Nothing, |level| Cell::Text(it.level(language, level)))
    };
    let yes = language.text("yes");
    let checked = language.text("provenance-checked");
    let recalled = language.text("provenance-recalled");
    let apart = it
        .whole
        .head
        .scale
        .as_ref()
        .and_then(|it| it.not_applicable.as_ref())
        .map_or("", |it| it.title.get(language));
    vec![
        Column::new(language.text("criterion"), 12.0, |row: Row<'_>| Cell::Own(row.1.code.clone())),
        Column::new(language.text("criterion-title"), 50.0, move |row: Row<'_>| {
            Cell::Own(row.1.title.get(language).to_owned())
        }),
        Column::new(language.text("criterion-mandatory"), 11.0, move |row: Row<'_>| {
            if row.1.mandatory { Cell::Own(yes.clone()) } else { Cell::Nothing }
        }),
        Column::new(language.text("level"), 26.0, move |row: Row<'_>| {
            if row.2.not_applicable { Cell::Text(apart) } else { level(row.2.level) }
        }),
        Column::new(language.text("round-self"), 20.0, move |row: Row<'_>| level(row.2.rounds[0])),
        Column::new(language.text("round-internal"), 20.0, move |row: Row<'_>| {
            level(row.2.rounds[1])
        }),
        Column::new(language.text("round-external"), 20.0, move |row: Row<'_>| {
            level(row.2.rounds[2])
        }),
        Column::new(language.text("report-needed"), 24.0, move |row: Row<'_>| {
            if it.edition.criteria[row.0].assessable {
                Cell::Text(it.level(language, row.2.needed))
            } else {
                Cell::Nothing
            }
        }),
        Column::new(language.text("report-linked"), 11.0, |row: Row<'_>| {
            Cell::Number(row.2.linked.into())
        }),
        Column::new(language.text("report-usable"), 11.0, |row: Row<'_>| {
            Cell::Number(row.2.usable.into())
        }),
        Column::new(language.text("gaps"), 9.0, move |row: Row<'_>| {
            Cell::Number(whole(gaps_of.get(&row.0).copied().unwrap_or_default()))
        }),
        Column::new(language.text("criterion-provenance"), 22.0, move |row: Row<'_>| {
            Cell::Own(if row.1.provenance == "checked" {
                checked.clone()
            } else {
                recalled.clone()
            })
        }),
    ]
}

/// Writes it.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    sheet.set_name(language.text("sheet-criteria"))?;
    let mut columns = criteria_columns(it, language);
    columns.extend(decided::further(it, language));
    let rows: Vec<Row<'_>> = it
        .whole
        .criteria
        .iter()
        .zip(&it.readiness.criteria)
        .enumerate()
        .filter(|(place, _)| it.scope[*place].is_in())
        .map(|(place, (criterion, status))| (place, criterion, status))
        .collect();
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    table::write(sheet, formats, &columns, rows.into_iter())?;
    for place in 0..it.edition.levels.len() {
        let level = u8::try_from(place).unwrap_or(u8::MAX);
        for column in 3..=6 {
            colour(sheet, column, last, it.level(language, level), it.tone(level))?;
        }
    }
    Ok(())
}
