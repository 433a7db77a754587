//! Questions of a row, and the sheets that say how they may be answered.

use std::collections::{BTreeMap, HashMap};

use super::table::{Record, Table};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::sheets::PlainSheet;
use crate::standards::pack::{Choice, Question, QuestionKind};
use crate::titles::Titles;

/// Columns of a content sheet that are about its questions, one line a question.
pub(super) const WITH_QUESTIONS: &[&str] = &["depends_on", "condition"];
/// Columns of an answer sheet that are of its choices, one line a choice or one for all.
const OF_CHOICES: &[&str] = &["select_implementation_groups", "compute_result", "color"];

/// A way to answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    kind: QuestionKind,
    choices: Vec<Choice>,
}

/// Ways to answer, by what rows call them.
pub(super) type Answers = HashMap<String, Answer>;

/// Reads an answer sheet.
pub(super) fn read_answers(
    sheet: &PlainSheet,
    own: &str,
    answers: &mut Answers,
    notices: &mut Vec<Notice>,
) {
    let table = Table::of(sheet, own);
    for column in table.unknown(
        &[
            "id",
            "question_type",
            "add_score",
            "select_implementation_groups",
            "compute_result",
            "color",
        ],
        &["question_choices", "description"],
    ) {
        notices.push(Notice::new(NoticeKind::LeftOut, &sheet.name, column.written));
    }
    for record in table.records() {
        let id = record.text("id");
        if id.is_empty() {
            continue;
        }
        let written = record.text("question_type").to_lowercase();
        let kind = match written.as_str() {
            "unique_choice" | "single_choice" => QuestionKind::UniqueChoice,
            "multiple_choice" => QuestionKind::MultipleChoice,
            "text" => QuestionKind::Text,
            "date" => QuestionKind::Date,
            "number" => QuestionKind::Number,
            "boolean" | "yes_no" => QuestionKind::YesNo,
            _ => {
                notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), &written));
                QuestionKind::Text
            }
        };
        let is_choice = matches!(kind, QuestionKind::UniqueChoice | QuestionKind::MultipleChoice);
        let choices = if is_choice { choices(&table, record, own, notices) } else { Vec::new() };
        answers.insert(id, Answer { kind, choices });
    }
}

fn choices(
    table: &Table<'_>,
    record: Record<'_>,
    own: &str,
    notices: &mut Vec<Notice>,
) -> Vec<Choice> {
    let texts = lines(&record.text("question_choices"), true);
    let mut choices: Vec<Choice> = Vec::with_capacity(texts.len());
    for text in &texts {
        choices.push(Choice { text: Titles::of(own, text), score: None, extras: BTreeMap::new() });
    }
    for tag in table.languages("question_choices") {
        let translated = lines(&record.translated("question_choices", tag), true);
        for (choice, text) in choices.iter_mut().zip(translated) {
            choice.text.set(tag, text);
        }
    }
    let mut described: Vec<(String, Vec<String>)> =
        vec![("description".to_owned(), lines(&record.text("description"), true))];
    for tag in table.languages("description") {
        let texts = lines(&record.translated("description", tag), true);
        described.push((format!("description[{tag}]"), texts));
    }
    described
        .extend(OF_CHOICES.iter().map(|it| ((*it).to_owned(), lines(&record.text(it), false))));
    for (name, values) in described {
        for (at, choice) in choices.iter_mut().enumerate() {
            if let Some(value) = for_choice(&values, at) {
                choice.extras.insert(name.clone(), value.to_owned());
            }
        }
    }
    let scores = lines(&record.text("add_score"), false);
    for (at, choice) in choices.iter_mut().enumerate() {
        let Some(text) = for_choice(&scores, at) else { continue };
        choice.score = text.parse().ok().filter(|it: &f64| it.is_finite());
        if choice.score.is_none() {
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), text));
        }
    }
    choices
}

/// The value for a choice; one alone is for all, and `/` says that there is none.
fn for_choice(values: &[String], at: usize) -> Option<&str> {
    let value = if values.len() == 1 { values.first() } else { values.get(at) };
    value.map(String::as_str).filter(|it| !it.is_empty() && *it != "/")
}

/// The lines of a cell; in texts, blank ones do not count and `|` carries on the line before.
fn lines(text: &str, is_text: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n').map(str::trim) {
        match (line.strip_prefix('|').filter(|_| is_text), lines.last_mut()) {
            (Some(more), Some(last)) => {
                last.push('\n');
                last.push_str(more.trim());
            }
            _ if is_text && line.is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The questions of a row.
pub(super) fn questions(
    record: Record<'_>,
    table: &Table<'_>,
    own: &str,
    answers: &Answers,
    notices: &mut Vec<Notice>,
) -> Vec<Question> {
    let asked = lines(&record.text("questions"), true);
    if asked.is_empty() {
        return Vec::new();
    }
    let written = ["answer", "answers"].map(|it| record.text(it));
    let ids = lines(written.iter().find(|it| !it.is_empty()).map_or("", String::as_str), true);
    if ids.len() > 1 && ids.len() != asked.len() {
        let detail = format!("{} questions, {} answers", asked.len(), ids.len());
        notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
    }
    let mut questions = Vec::with_capacity(asked.len());
    for (at, text) in asked.into_iter().enumerate() {
        let id = if ids.len() == 1 { ids.first() } else { ids.get(at) };
        let answer = id.and_then(|it| answers.get(it));
        let mut extras = BTreeMap::new();
        if let (Some(id), None) = (id, answer) {
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), id));
            extras.insert("answer".to_owned(), id.clone());
        }
        questions.push(Question {
            text: Titles::of(own, text),
            kind: answer.map_or(QuestionKind::Text, |it| it.kind),
            choices: answer.map(|it| it.choices.clone()).unwrap_or_default(),
            extras,
        });
    }
    for tag in table.languages("questions") {
        let translated = lines(&record.translated("questions", tag), true);
        for (question, text) in questions.iter_mut().zip(translated) {
            question.text.set(tag, text);
        }
    }
    for name in WITH_QUESTIONS {
        for (question, text) in questions.iter_mut().zip(lines(&record.text(name), false)) {
            if !text.is_empty() && text != "undefined" {
                question.extras.insert((*name).to_owned(), text);
            }
        }
    }
    questions
}
