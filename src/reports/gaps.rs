//! The list of gaps, with what would close each.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::table::{self, Cell, Column, Formats};
use super::workbook::{Report, colour};
use crate::language::Worded as _;
use crate::readiness::result::{About, Gap, GapKind, Severity};

/// Writes it.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    sheet.set_name(language.text("gap-list"))?;
    // Words and sentences are looked up once, not once a row: most gaps say the same as another.
    let kinds = GapKind::ALL.map(|it| language.word(&it));
    let severities = Severity::ALL.map(|it| language.word(&it));
    let mut sentences: HashMap<(GapKind, About), String> = HashMap::new();
    for gap in &it.readiness.gaps {
        sentences.entry((gap.kind, gap.about)).or_insert_with(|| it.sentence(language, gap));
    }
    let columns: Vec<Column<'_, &Gap>> = vec![
        Column::new(language.text("criterion"), 12.0, |gap: &Gap| {
            Cell::Text(it.code(gap.criterion))
        }),
        Column::new(language.text("criterion-title"), 40.0, |gap: &Gap| {
            Cell::Text(it.whole.criteria[gap.criterion].title.get(language))
        }),
        Column::new(language.text("severity"), 12.0, |gap: &Gap| {
            Cell::Text(&severities[gap.severity as usize])
        }),
        Column::new(language.text("gap-kind"), 24.0, |gap: &Gap| {
            Cell::Text(&kinds[gap.kind as usize])
        }),
        Column::new(language.text("gap-closes"), 80.0, |gap: &Gap| {
            sentences.get(&(gap.kind, gap.about)).map_or(Cell::Nothing, |it| Cell::Text(it))
        }),
    ];
    table::write(sheet, formats, &columns, it.readiness.gaps.iter())?;
    let last = u32::try_from(it.readiness.gaps.len()).unwrap_or(u32::MAX);
    for severity in &Severity::ALL[..3] {
        colour(sheet, 2, last, &language.text(severity.key()), severity.tone())?;
    }
    Ok(())
}
