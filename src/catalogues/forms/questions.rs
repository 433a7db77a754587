//! The questions about a criterion as they are typed: fields `question-0-text-en`, `question-0-choice-1-text-en` and so on. A
//! question or an answer without a text is none.

use std::collections::BTreeMap;

use super::grading::number_text;
use super::sent::{Sent, pair_lines, pairs};
use crate::check::{Problem, Problems};
use crate::standards::check::words_of;
use crate::standards::pack::{Choice, Question, QuestionKind};
use crate::standards::placed;
use crate::titles::Titles;

/// Most characters of a text.
const LONGEST_TEXT: usize = 200_000;
/// Answers that are offered beside those that are there.
pub const MORE_CHOICES: usize = 2;
/// Most questions of a criterion, and most answers of a question, that a form holds.
const MOST: usize = 200;
/// How a question may be answered.
pub const KINDS: [(QuestionKind, &str); 6] = [
    (QuestionKind::YesNo, "yes_no"),
    (QuestionKind::UniqueChoice, "unique_choice"),
    (QuestionKind::MultipleChoice, "multiple_choice"),
    (QuestionKind::Text, "text"),
    (QuestionKind::Number, "number"),
    (QuestionKind::Date, "date"),
];

/// The name of a kind.
pub fn code_of(kind: QuestionKind) -> &'static str {
    KINDS.iter().find(|it| it.0 == kind).map_or("text", |it| it.1)
}

/// The questions as they were sent; what was not sent stays.
pub fn check(sent: &Sent, problems: &mut Problems, current: &[Question]) -> Vec<Question> {
    let mut questions = Vec::new();
    for at in 0..(current.len() + 1).min(MOST.max(current.len())) {
        let held = current.get(at);
        let name = format!("question-{at}");
        let empty = Question {
            text: Titles::default(),
            kind: QuestionKind::YesNo,
            choices: Vec::new(),
            extras: BTreeMap::new(),
        };
        let mut question = held.cloned().unwrap_or(empty);
        let text = format!("{name}-text");
        question.text = sent.titles_of(problems, "questions", &text, &question.text, LONGEST_TEXT);
        if let Some(kind) = sent.get(&format!("{name}-kind")) {
            let found = KINDS.iter().find(|it| it.1 == kind).map(|it| it.0);
            question.kind = problems.choice("questions", found, question.kind);
        }
        question.choices = choices(sent, problems, &name, &question.choices);
        if question.text.is_empty() {
            if held.is_none() && !question.choices.is_empty() {
                problems.add("questions", Problem::Other("problem-question-text"));
            }
            continue;
        }
        questions.push(question);
    }
    if questions != current && problems.get("questions").is_none() {
        for it in placed::of_questions(&questions).into_iter().take(1) {
            problems.add("questions", Problem::Other(words_of(it.code)));
        }
    }
    questions
}

fn choices(sent: &Sent, problems: &mut Problems, name: &str, current: &[Choice]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for at in 0..(current.len() + MORE_CHOICES).min(MOST.max(current.len())) {
        let held = current.get(at).cloned();
        let name = format!("{name}-choice-{at}");
        let empty = Choice { text: Titles::default(), score: None, extras: BTreeMap::new() };
        let mut choice = held.unwrap_or(empty);
        choice.text = sent.titles_of(
            problems,
            "questions",
            &format!("{name}-text"),
            &choice.text,
            LONGEST_TEXT,
        );
        let typed = sent.get(&format!("{name}-score")).map(|it| it.trim().replace(',', "."));
        if let Some(typed) = typed.filter(|it| *it != number_text(choice.score, 1.0)) {
            choice.score = typed.parse().ok().filter(|it: &f64| it.is_finite());
            if choice.score.is_none() && !typed.is_empty() {
                problems.add("questions", Problem::Other("problem-question-score"));
            }
        }
        if let Some(typed) = sent.get(&format!("{name}-effects")) {
            match pairs(typed) {
                Some(_) if same_lines(typed, &pair_lines(&choice.extras)) => {}
                Some(it) => choice.extras = it,
                None => problems.add("questions", Problem::Other("problem-pairs")),
            }
        }
        if !choice.text.is_empty() {
            choices.push(choice);
        }
    }
    choices
}

/// Whether a browser would have sent a text like that.
pub fn same_lines(typed: &str, current: &str) -> bool {
    typed.trim().lines().map(str::trim_end).eq(current.trim().lines().map(str::trim_end))
}
