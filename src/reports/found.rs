//! The sheet of what reviewers found: each finding as it stood on the day of the report.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::table::{self, Cell, Column, Formats};
use super::workbook::Report;
use crate::entities::CriterionId;
use crate::findings::held::Held;

/// Writes it.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    sheet.set_name(language.text("findings"))?;
    let end = it.readiness.ends_at();
    let found: Vec<Held> = it.findings.iter().filter_map(|it| it.before(end)).collect();
    let codes: HashMap<CriterionId, &str> =
        it.whole.criteria.iter().map(|it| (it.id, it.code.as_str())).collect();
    let whole = language.text("finding-whole");
    let answer = |it: &Held, part: fn(&crate::entities::finding_step::Model) -> &String| {
        Cell::Own(it.answer().map(part).cloned().unwrap_or_default())
    };
    let columns: Vec<Column<'_, &Held>> = vec![
        Column::new(language.text("finding-number"), 10.0, |it: &Held| Cell::Own(it.name())),
        Column::new(language.text("finding-kind"), 22.0, move |it: &Held| {
            Cell::Own(language.word(&it.wording.kind))
        }),
        Column::new(language.text("finding-criterion"), 12.0, |it: &Held| {
            let code = it.head.criterion_id.map(|id| codes.get(&id).copied().unwrap_or_default());
            Cell::Own(code.unwrap_or(&whole).to_owned())
        }),
        Column::new(language.text("finding-state"), 20.0, move |it: &Held| {
            Cell::Own(language.word(&it.state()))
        }),
        Column::day(language.text("finding-due"), |it: &Held| it.wording.due_on),
        Column::new(language.text("finding-statement"), 60.0, |it: &Held| {
            Cell::Own(it.wording.statement.clone())
        }),
        Column::new(language.text("finding-requirement"), 40.0, |it: &Held| {
            Cell::Own(it.wording.requirement.clone())
        }),
        Column::new(language.text("finding-objective"), 40.0, |it: &Held| {
            Cell::Own(it.wording.objective_evidence.clone())
        }),
        Column::new(language.text("finding-correction"), 40.0, move |it: &Held| {
            answer(it, |it| &it.correction)
        }),
        Column::new(language.text("finding-root-cause"), 40.0, move |it: &Held| {
            answer(it, |it| &it.root_cause)
        }),
        Column::new(language.text("finding-action"), 40.0, move |it: &Held| {
            answer(it, |it| &it.corrective_action)
        }),
        Column::new(language.text("finding-extent"), 40.0, move |it: &Held| {
            answer(it, |it| &it.extent)
        }),
    ];
    table::write(sheet, formats, &columns, found.iter())
}
