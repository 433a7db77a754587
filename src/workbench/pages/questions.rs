//! The questions of a criterion: to be answered above its rating, and as somebody answered them.

use maud::{Markup, html};

use crate::check::Problems;
use crate::entities::{Answer, criterion, rating};
use crate::language::Language;
use crate::readiness::store::Assessed;
use crate::standards::pack::{Question, QuestionKind};
use crate::workbench::forms::RatingForm;
use crate::workbench::questions::{answered, total};

/// The questions as a part of the form; nothing where the criterion has none.
pub(super) fn fields(
    language: Language,
    row: &criterion::Model,
    form: &RatingForm,
    problems: &Problems,
) -> Markup {
    let questions = Question::all_of(row);
    let none = Answer::default();
    let problem = problems.get("answers");
    html! {
        @if !questions.is_empty() {
            fieldset.questions aria-describedby=[problem.map(|_| "answers-problem")] {
                legend { (language.text("criterion-questions")) }
                @if let Some(it) = problem { p.problem #answers-problem { (it.text(language)) } }
                @for (place, question) in questions.iter().enumerate() {
                    (field(language, (place, question), form.answers.0.get(&place).unwrap_or(&none)))
                }
                @if let Some(it) = total(&questions, &form.answers) {
                    p.hint { (language.with("questions-total", [("total", language.hundredths(it).into())])) }
                }
            }
        }
    }
}

/// A question with the answer that it has.
fn field(language: Language, (place, it): (usize, &Question), answer: &Answer) -> Markup {
    let id = format!("question-{place}");
    let options = it.options(language);
    let kind = match it.kind {
        QuestionKind::Date => "date",
        _ => "text",
    };
    html! {
        div.field {
            input type="hidden" name="asked" value=(place);
            @if it.kind == QuestionKind::MultipleChoice {
                p #(id) { (it.text.get(language)) }
                div role="group" aria-labelledby=(id) {
                    @for (choice, text) in options.iter().enumerate() {
                        label.check {
                            input type="checkbox" name="chosen" value=(format!("{place}.{choice}")) checked[answer.choices.contains(&choice)];
                            " " (text)
                        }
                    }
                }
            } @else {
                label for=(id) { (it.text.get(language)) }
                @if !options.is_empty() {
                    select #(id) name="chosen" {
                        option value="" { (language.text("questions-open")) }
                        @for (choice, text) in options.iter().enumerate() {
                            option value=(format!("{place}.{choice}")) selected[answer.choices.contains(&choice)] { (text) }
                        }
                    }
                } @else {
                    input type="hidden" name="about" value=(place);
                    @if it.kind == QuestionKind::Text {
                        textarea #(id) name="said" rows="3" { (answer.text) }
                    } @else {
                        input #(id) type=(kind) name="said" value=(answer.text);
                    }
                }
            }
        }
    }
}

/// What somebody answered, beside their level.
pub(super) fn told(language: Language, bench: &Assessed, it: &rating::Model) -> Markup {
    let row = bench.whole.criteria.iter().find(|row| row.id == it.criterion_id);
    let questions = row.map(Question::all_of).unwrap_or_default();
    let given = answered(&it.answers);
    html! {
        @if given > 0 {
            details {
                summary { (language.with("questions-answered", [("given", given.into()), ("asked", questions.len().into())])) }
                dl.facts {
                    @for (place, question) in questions.iter().enumerate() {
                        @if let Some(it) = it.answers.0.get(&place) {
                            dt { (question.text.get(language)) }
                            dd { (question.told(language, it)) }
                        }
                    }
                }
            }
        }
    }
}
