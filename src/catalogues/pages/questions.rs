//! The questions about a criterion, in its form.

use maud::{Markup, html};

use super::fields::Form;
use crate::catalogues::forms::grading::number_text;
use crate::catalogues::forms::questions::{KINDS, MORE_CHOICES, code_of};
use crate::catalogues::forms::sent::pair_lines;
use crate::standards::pack::{Choice, Question};
use crate::titles::Titles;

/// The questions that are there, and room for one more.
pub(super) fn questions(held: &[Question], form: Form<'_>) -> Markup {
    let language = form.language;
    let problem = form.problems.get("questions");
    html! {
        fieldset {
            legend { (language.text("criterion-questions")) }
            p.hint { (language.text("grading-questions-hint")) }
            @if let Some(problem) = problem { p.problem role="alert" { (problem.text(language)) } }
            @for at in 0..=held.len() { (question(at, held.get(at), form)) }
        }
    }
}

fn question(at: usize, it: Option<&Question>, form: Form<'_>) -> Markup {
    let (language, none) = (form.language, Titles::default());
    let name = format!("question-{at}");
    let kind = format!("{name}-kind");
    let choices = it.map(|it| it.choices.as_slice()).unwrap_or_default();
    let title = it.map_or_else(
        || format!("+ {}", language.text("grading-question-new")),
        |it| it.text.get(language).to_owned(),
    );
    let chosen = form.value(&kind, it.map_or("yes_no", |it| code_of(it.kind)));
    html! {
        details open[form.problems.get("questions").is_some()] {
            summary { (title) }
            (form.spoken(&format!("{name}-text"), language.text("grading-question"), it.map_or(&none, |it| &it.text), 2))
            div.field {
                label for=(kind) { (language.text("grading-answered")) }
                select #(kind) name=(kind) {
                    @for (_, code) in KINDS {
                        option value=(code) selected[code == chosen] { (language.text(&format!("grading-answer-{code}"))) }
                    }
                }
            }
            @for place in 0..choices.len() + MORE_CHOICES {
                (choice(&format!("{name}-choice-{place}"), place, choices.get(place), form))
            }
        }
    }
}

fn choice(name: &str, place: usize, it: Option<&Choice>, form: Form<'_>) -> Markup {
    let (language, none) = (form.language, Titles::default());
    let number = language.count(i64::try_from(place + 1).unwrap_or(i64::MAX));
    let legend = language.with("grading-choice", [("number", number.into())]);
    let (score, effects) = (format!("{name}-score"), format!("{name}-effects"));
    let score_text = number_text(it.and_then(|it| it.score), 1.0);
    let effects_text = it.map(|it| pair_lines(&it.extras)).unwrap_or_default();
    html! {
        (form.spoken(&format!("{name}-text"), legend, it.map_or(&none, |it| &it.text), 1))
        div.row {
            div.field {
                label for=(score) { (language.text("grading-choice-score")) }
                input #(score) name=(score) type="text" inputmode="decimal" value=(form.value(&score, &score_text));
            }
            div.field {
                label for=(effects) { (language.text("grading-choice-effects")) }
                textarea #(effects) name=(effects) rows="1" { (form.value(&effects, &effects_text)) }
            }
        }
    }
}
