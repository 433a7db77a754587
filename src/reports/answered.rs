//! The sheet of what criteria ask and what was answered, as it stood on the day of the report.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::table::{self, Cell, Column, Formats};
use super::workbook::Report;
use crate::entities::{CriterionId, Round, criterion};
use crate::language::Language;
use crate::readiness::heard::Given;
use crate::standards::pack::Question;

/// A question of a criterion, and what was answered in each round.
pub(super) struct Line<'a> {
    criterion: &'a criterion::Model,
    question: Question,
    answers: [String; 3],
}

/// The questions of all criteria in scope, answered or not; none where nothing is asked.
pub(super) fn lines<'a>(report: &Report<'a>) -> Vec<Line<'a>> {
    let (it, language) = (report.assessed, report.language);
    let end = it.readiness.ends_at();
    let holds = |it: &&Given| {
        it.span.recorded_at < end && it.span.superseded_at.is_none_or(|until| until >= end)
    };
    let mut ratings: HashMap<CriterionId, Vec<&Given>> = HashMap::new();
    for it in it.answered.iter().filter(holds) {
        ratings.entry(it.criterion).or_default().push(it);
    }
    let in_scope = it.whole.criteria.iter().zip(&it.scope).filter(|it| it.1.is_in());
    let lines = |criterion: &'a criterion::Model| {
        let given = ratings.get(&criterion.id).map(Vec::as_slice).unwrap_or_default();
        let line = |(place, question): (usize, Question)| {
            let answers = [Round::Own, Round::Internal, Round::External]
                .map(|round| answers(language, (&question, place), (given, round)));
            Line { criterion, question, answers }
        };
        Question::all_of(criterion).into_iter().enumerate().map(line).collect::<Vec<_>>()
    };
    in_scope.flat_map(|it| lines(it.0)).collect()
}

/// What was answered in a round, each answer once, in the order in which they were given.
fn answers(
    language: Language,
    (question, place): (&Question, usize),
    (given, round): (&[&Given], Round),
) -> String {
    let mut said: Vec<String> = Vec::new();
    for it in given.iter().filter(|it| it.round == round) {
        let Some(answer) = it.answers.0.get(&place).filter(|it| !it.is_empty()) else { continue };
        let told = question.told(language, answer);
        if !said.contains(&told) {
            said.push(told);
        }
    }
    said.join("\n")
}

/// Writes it.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    (language, lines): (Language, &[Line<'_>]),
) -> Result<(), XlsxError> {
    sheet.set_name(language.text("sheet-answers"))?;
    let mut columns: Vec<Column<'_, &Line<'_>>> = vec![
        Column::new(language.text("criterion"), 12.0, |line: &Line<'_>| {
            Cell::Own(line.criterion.code.clone())
        }),
        Column::new(language.text("criterion-title"), 40.0, move |line: &Line<'_>| {
            Cell::Own(line.criterion.title.get(language).to_owned())
        }),
        Column::new(language.text("report-question"), 60.0, move |line: &Line<'_>| {
            Cell::Own(line.question.text.get(language).to_owned())
        }),
    ];
    for (place, key) in ["round-self", "round-internal", "round-external"].into_iter().enumerate() {
        columns.push(Column::new(language.text(key), 40.0, move |line: &Line<'_>| {
            Cell::Own(line.answers[place].clone())
        }));
    }
    table::write(sheet, formats, &columns, lines.iter())
}
