//! The register of evidence, as far as the reader may open it.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::table::{self, Cell, Column, Formats};
use super::workbook::Report;
use crate::entities::{Confidentiality, EvidenceStatus, evidence_item};

/// Writes it.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let language = report.language;
    sheet.set_name(language.text("evidence-register"))?;
    let kinds: HashMap<&str, &str> =
        report.assessed.types.iter().map(|it| (it.code.as_str(), it.title.get(language))).collect();
    // Looked up once, not once a row: the register may have a hundred thousand.
    let statuses: HashMap<_, String> =
        EvidenceStatus::ALL.iter().map(|it| (*it, language.word(it))).collect();
    let classes: HashMap<_, String> =
        Confidentiality::ALL.iter().map(|it| (*it, language.word(it))).collect();
    let shown = |it: &evidence_item::Model| report.sight.opens(it);
    let day = |it: &evidence_item::Model, day| if shown(it) { day } else { None };
    let restricted = classes.get(&Confidentiality::Restricted).map_or("", String::as_str);
    let columns: Vec<Column<'_, &evidence_item::Model>> = vec![
        Column::new(language.text("evidence-reference"), 14.0, move |it| {
            if shown(it) { Cell::Text(&it.reference) } else { Cell::Nothing }
        }),
        Column::new(language.text("evidence-title"), 50.0, move |it| {
            Cell::Text(if shown(it) { &it.title } else { restricted })
        }),
        Column::new(language.text("evidence-type"), 26.0, move |it: &evidence_item::Model| {
            let kind = it.type_code.as_deref().filter(|_| shown(it));
            kind.and_then(|it| kinds.get(it).copied()).map_or(Cell::Nothing, Cell::Text)
        }),
        Column::new(language.text("evidence-status"), 14.0, |it: &evidence_item::Model| {
            statuses
                .get(&it.status)
                .filter(|_| shown(it))
                .map_or(Cell::Nothing, |it| Cell::Text(it))
        }),
        Column::new(language.text("evidence-owner"), 22.0, move |it| {
            if shown(it) { Cell::Text(&it.owner_unit) } else { Cell::Nothing }
        }),
        Column::day(language.text("evidence-document-date"), |it: &evidence_item::Model| {
            day(it, it.document_date)
        }),
        Column::day(language.text("evidence-valid-from"), |it: &evidence_item::Model| {
            day(it, it.valid_from)
        }),
        Column::day(language.text("evidence-valid-until"), |it: &evidence_item::Model| {
            day(it, it.valid_until)
        }),
        Column::new(
            language.text("evidence-confidentiality"),
            16.0,
            |it: &evidence_item::Model| {
                classes.get(&it.confidentiality).map_or(Cell::Nothing, |it| Cell::Text(it))
            },
        ),
    ];
    table::write(sheet, formats, &columns, report.evidence.iter())
}
