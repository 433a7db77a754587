//! Questions of a row.

use std::collections::BTreeMap;

use super::answers::{Answers, lines, texts};
use super::room::Room;
use super::table::{Record, Table};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::standards::pack::{Question, QuestionKind};
use crate::titles::Titles;

/// Columns that are of the questions, one line a question.
pub(super) const WITH_QUESTIONS: &[&str] = &["depends_on", "condition"];

/// The questions of a row.
pub(super) fn questions(
    record: Record<'_>,
    table: &Table<'_>,
    (own, answers): (&str, &Answers),
    room: &mut Room,
    notices: &mut Vec<Notice>,
) -> Vec<Question> {
    let asked = texts(&record.text("questions"));
    if asked.is_empty() {
        return Vec::new();
    }
    let written = ["answer", "answers"].map(|it| record.text(it));
    let ids = texts(written.iter().find(|it| !it.is_empty()).map_or("", String::as_str));
    if ids.len() > 1 && ids.len() != asked.len() {
        let detail = format!("{} questions, {} answers", asked.len(), ids.len());
        notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
    }
    let mut questions = Vec::with_capacity(asked.len());
    for (at, text) in asked.into_iter().enumerate() {
        let id = if ids.len() == 1 { ids.first() } else { ids.get(at) };
        let answer = id.and_then(|it| answers.get(it));
        if !room.take(text.len() + answer.map(|it| it.size).unwrap_or_default()) {
            break;
        }
        let mut extras = BTreeMap::new();
        if let (Some(id), None) = (id, answer) {
            let detail = format!("answer: {id}");
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
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
        let translated = texts(&record.translated("questions", tag));
        for (question, text) in questions.iter_mut().zip(translated) {
            question.text.set(tag, text);
        }
    }
    for name in WITH_QUESTIONS {
        for (question, text) in questions.iter_mut().zip(lines(&record.text(name))) {
            if !text.is_empty() && text != "undefined" {
                question.extras.insert((*name).to_owned(), text);
            }
        }
    }
    questions
}
