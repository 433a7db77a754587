//! The sheet that says how each outcome is decided, and the columns of scales with two axes or in percent.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::criteria::Row;
use super::table::{self, Cell, Column, Formats};
use super::workbook::Report;
use crate::language::{Language, Worded as _};
use crate::readiness::result::{Decided, Ruling};
use crate::readiness::store::Assessed;

/// A rule of an outcome; none for an outcome without rules.
type Line<'a> = (usize, Decided, Option<&'a Ruling>);

/// Every outcome from the best with its rules: what each asks, what was found, and what stands in its way.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    report: &Report<'_>,
) -> Result<(), XlsxError> {
    let (it, language) = (report.assessed, report.language);
    sheet.set_name(language.text("decided-how"))?;
    let lines: Vec<Line<'_>> = it
        .readiness
        .verdicts
        .iter()
        .flat_map(|verdict| {
            let line = |rule| (verdict.outcome, verdict.decided, rule);
            let left = verdict.rules.is_empty().then(|| line(None));
            verdict.rules.iter().map(move |it| line(Some(it))).chain(left)
        })
        .collect();
    table::write(sheet, formats, &columns(it, language), lines.into_iter())
}

/// How long an outcome is valid, and under which conditions.
pub(super) fn bound(it: &Assessed, language: Language, outcome: usize) -> String {
    let Some(outcome) = it.pack_outcome(outcome) else { return String::new() };
    let months = outcome.validity_months;
    let validity = months.map(|it| language.with("outcome-validity", [("months", it.into())]));
    let conditions = outcome.conditions.iter().map(|it| it.get(language).to_owned());
    validity.into_iter().chain(conditions).collect::<Vec<_>>().join("; ")
}

fn columns(it: &Assessed, language: Language) -> Vec<Column<'_, Line<'_>>> {
    let left = language.text("decided-left");
    vec![
        Column::new(language.text("readiness-outcome"), 30.0, move |line: Line<'_>| {
            Cell::Text(it.outcome(language, line.0))
        }),
        Column::new(language.text("decided-outcome"), 16.0, move |line: Line<'_>| {
            Cell::Own(language.text(line.1.key()))
        }),
        Column::new(language.text("decided-asked"), 60.0, move |line: Line<'_>| {
            Cell::Own(line.2.map_or_else(|| left.clone(), |found| it.asked(language, &found.rule)))
        }),
        Column::new(language.text("decided-rule"), 16.0, move |line: Line<'_>| {
            line.2.map_or(Cell::Nothing, |found| Cell::Own(language.text(found.decided.key())))
        }),
        Column::new(language.text("decided-found"), 40.0, move |line: Line<'_>| {
            line.2.map_or(Cell::Nothing, |found| Cell::Own(it.found(language, &found.measured)))
        }),
        Column::new(language.text("decided-codes"), 50.0, move |line: Line<'_>| {
            line.2.map_or(Cell::Nothing, |found| {
                let codes: Vec<&str> = found.in_the_way.iter().map(|at| it.code(*at)).collect();
                Cell::Own(codes.join(", "))
            })
        }),
        Column::new(language.text("outcome-conditions"), 40.0, move |line: Line<'_>| {
            Cell::Own(bound(it, language, line.0))
        }),
    ]
}

/// The levels on both axes, where the scale has two, and the score, where it is in percent.
pub(super) fn further(it: &Assessed, language: Language) -> Vec<Column<'_, Row<'_>>> {
    let mut columns = Vec::new();
    let Some(scale) = &it.whole.head.scale else { return columns };
    if let Some(axes) = &scale.second {
        for (place, title) in [&axes.first, &axes.title].into_iter().enumerate() {
            let title = title.get(language).to_owned();
            columns.push(Column::new(title, 24.0, move |row: Row<'_>| {
                let level = row.2.axes[place];
                level.map_or(Cell::Nothing, |level| Cell::Text(it.level(language, level)))
            }));
        }
    }
    if scale.percent {
        columns.push(Column::new(language.text("rating-score"), 14.0, |row: Row<'_>| {
            row.2.score.map_or(Cell::Nothing, Cell::Number)
        }));
    }
    columns
}
