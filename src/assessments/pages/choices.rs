//! The part of the rating form in which a level is chosen, or a score typed.

use maud::{Markup, html};

use crate::assessments::forms::{NOT_RATED, RatingForm};
use crate::check::Problems;
use crate::language::Language;
use crate::standards::pack::{Level, Scale};
use crate::web::components::{Fields, badge};

/// Levels from the best, what does not apply, and nothing yet; on a scale in percent, a score in place of the levels; a second
/// choice where the scale has a second axis.
pub fn choices(
    language: Language,
    scale: &Scale,
    form: &RatingForm,
    problems: &Problems,
) -> Markup {
    fields(language, scale, form, problems, true)
}

/// The same where one of them is meant, and nothing yet is no answer.
pub fn choice(language: Language, scale: &Scale, form: &RatingForm, problems: &Problems) -> Markup {
    fields(language, scale, form, problems, false)
}

fn fields(
    language: Language,
    scale: &Scale,
    form: &RatingForm,
    problems: &Problems,
    may_wait: bool,
) -> Markup {
    let field = Fields { language, problems };
    let level = |it: &Level| (it.code.clone(), it.title.get(language).to_owned(), it.role.tone());
    let levels: Vec<Choice> = scale.levels.iter().rev().map(level).collect();
    let apart = scale.not_applicable.iter();
    let apart = apart.map(|it| (it.code.clone(), it.title.get(language).to_owned(), "plain"));
    let first = if scale.percent { Vec::new() } else { levels.clone() };
    let unrated = (NOT_RATED.to_owned(), language.text("level-none"), "plain");
    let unrated = (scale.percent && may_wait).then_some(unrated);
    let first: Vec<Choice> = first.into_iter().chain(apart).chain(unrated).collect();
    let axes = scale.second.as_ref();
    let legend =
        axes.map_or_else(|| language.text("level"), |it| it.first.get(language).to_owned());
    let nothing = may_wait.then_some("level-none");
    let none = if scale.percent { Some("level-by-score") } else { nothing };
    html! {
        @if scale.percent {
            (field.text("score", "rating-score", &form.score).hint("rating-score-hint"))
            p.hint { @for it in scale.levels.iter().rev() {
                (badge(it.role.tone(), it.title.get(language))) " ≥ " (language.tenths(it.from.unwrap_or_default())) " "
            } }
        }
        (radios(language, &legend, "level", (&first, none), &form.level, problems))
        @if let Some(axes) = axes {
            (radios(language, axes.title.get(language), "second", (&levels, nothing), &form.second, problems))
            p.hint { (language.text("rating-lower")) }
        }
    }
}

/// Code, title and tone.
type Choice = (String, String, &'static str);

fn radios(
    language: Language,
    legend: &str,
    name: &str,
    (choices, none): (&[Choice], Option<&str>),
    chosen: &str,
    problems: &Problems,
) -> Markup {
    html! {
        fieldset.choices {
            legend { (legend) }
            @for (code, title, tone) in choices {
                label { input type="radio" name=(name) value=(code) checked[chosen == code] required[none.is_none()] data-level[name == "level" && *tone != "plain"]; (badge(tone, title)) }
            }
            @if let Some(none) = none {
                label { input type="radio" name=(name) value="" checked[chosen.is_empty()]; span { (language.text(none)) } }
            }
        }
        @if let Some(problem) = problems.get(name) { p.problem role="alert" { (problem.text(language)) } }
    }
}
