//! Sheets that say how questions may be answered.

use std::collections::{BTreeMap, HashMap};

use super::room::Room;
use super::table::{Record, Table};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::sheets::PlainSheet;
use crate::standards::pack::{Choice, QuestionKind};
use crate::titles::Titles;

/// Columns that are of the choices, one line a choice or one for all.
const OF_CHOICES: &[&str] = &["select_implementation_groups", "compute_result", "color"];
/// The others.
const KNOWN: &[&str] = &["id", "question_type", "add_score"];
/// Those that are texts, in any number of languages.
const TEXTS: &[&str] = &["question_choices", "description"];

/// A way to answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) kind: QuestionKind,
    pub(super) choices: Vec<Choice>,
    /// Bytes of its choices.
    pub(super) size: usize,
}

/// Ways to answer, by what rows call them.
pub(super) type Answers = HashMap<String, Answer>;

/// Reads an answer sheet.
pub(super) fn read(
    sheet: &PlainSheet,
    own: &str,
    room: &mut Room,
    answers: &mut Answers,
    notices: &mut Vec<Notice>,
) {
    let table = Table::of(sheet, own);
    let known = [KNOWN, OF_CHOICES].concat();
    for column in table.unknown(&known, TEXTS) {
        notices.push(Notice::new(NoticeKind::LeftOut, &sheet.name, column.written));
    }
    for record in table.records() {
        let id = record.text("id");
        if id.is_empty() {
            continue;
        }
        let kind = kind(record, notices);
        let is_choice = matches!(kind, QuestionKind::UniqueChoice | QuestionKind::MultipleChoice);
        let mut choices = if is_choice { choices(&table, record, own) } else { Vec::new() };
        let mut size = 0;
        for (name, values) in columns(&table, record) {
            for (at, choice) in choices.iter_mut().enumerate() {
                if let Some(value) = for_choice(&values, at).filter(|it| room.take(it.len())) {
                    size += value.len() + name.len();
                    choice.extras.insert(name.clone(), value.to_owned());
                }
            }
        }
        score(&mut choices, record, notices);
        let texts = choices.iter().flat_map(|it| it.text.iter()).map(|it| it.1.len() + 64);
        size += texts.sum::<usize>();
        answers.insert(id, Answer { kind, choices, size });
    }
}

fn kind(record: Record<'_>, notices: &mut Vec<Notice>) -> QuestionKind {
    let written = record.text("question_type").to_lowercase();
    match written.as_str() {
        "unique_choice" | "single_choice" => QuestionKind::UniqueChoice,
        "multiple_choice" => QuestionKind::MultipleChoice,
        "text" => QuestionKind::Text,
        "date" => QuestionKind::Date,
        "number" => QuestionKind::Number,
        "boolean" | "yes_no" => QuestionKind::YesNo,
        _ => {
            let detail = format!("question_type: {written}");
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
            QuestionKind::Text
        }
    }
}

/// The choices with their texts.
fn choices(table: &Table<'_>, record: Record<'_>, own: &str) -> Vec<Choice> {
    let texts = texts(&record.text("question_choices"));
    let choice =
        |it: String| Choice { text: Titles::of(own, it), score: None, extras: BTreeMap::new() };
    let mut choices: Vec<Choice> = texts.into_iter().map(choice).collect();
    for tag in table.languages("question_choices") {
        let translated = self::texts(&record.translated("question_choices", tag));
        for (choice, text) in choices.iter_mut().zip(translated) {
            choice.text.set(tag, text);
        }
    }
    choices
}

/// What is said of each choice, by the name of the column.
fn columns(table: &Table<'_>, record: Record<'_>) -> Vec<(String, Vec<String>)> {
    let described = |tag: &&str| {
        let texts = carried(&record.translated("description", tag));
        (format!("description[{tag}]"), texts)
    };
    let mut columns = vec![("description".to_owned(), carried(&record.text("description")))];
    columns.extend(table.languages("description").iter().map(described));
    columns.extend(OF_CHOICES.iter().map(|it| ((*it).to_owned(), lines(&record.text(it)))));
    columns
}

fn score(choices: &mut [Choice], record: Record<'_>, notices: &mut Vec<Notice>) {
    let scores = lines(&record.text("add_score"));
    for (at, choice) in choices.iter_mut().enumerate() {
        let Some(text) = for_choice(&scores, at) else { continue };
        choice.score = text.parse().ok().filter(|it: &f64| it.is_finite());
        if choice.score.is_none() {
            let detail = format!("add_score: {text}");
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
        }
    }
}

/// The value for a choice; one alone is for all, and `/` says that there is none.
fn for_choice(values: &[String], at: usize) -> Option<&str> {
    let value = if values.len() == 1 { values.first() } else { values.get(at) };
    value.map(String::as_str).filter(|it| !it.is_empty() && *it != "/")
}

/// The lines of a cell.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.split('\n').map(|it| it.trim().to_owned()).collect()
}

/// The lines of a cell; one that begins with `|` carries on the line before.
fn carried(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n').map(str::trim) {
        match (line.strip_prefix('|'), lines.last_mut()) {
            (Some(more), Some(last)) => {
                last.push('\n');
                last.push_str(more.trim());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The texts of a cell, one a line; blank ones do not count.
pub(super) fn texts(text: &str) -> Vec<String> {
    let mut texts = carried(text);
    texts.retain(|it| !it.is_empty());
    texts
}
