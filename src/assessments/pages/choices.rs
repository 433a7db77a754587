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
    let field = Fields { language, problems };
    let level = |it: &Level| (it.code.clone(), it.title.get(language).to_owned(), it.role.tone());
    let levels: Vec<Choice> = scale.levels.iter().rev().map(level).collect();
    let apart = scale.not_applicable.iter();
    let apart = apart.map(|it| (it.code.clone(), it.title.get(language).to_owned(), "plain"));
    let first = if scale.percent { Vec::new() } else { levels.clone() };
    let unrated = (NOT_RATED.to_owned(), language.text("level-none"), "plain");
    let unrated = scale.percent.then_some(unrated);
    let first: Vec<Choice> = first.into_iter().chain(apart).chain(unrated).collect();
    let axes = scale.second.as_ref();
    let legend =
        axes.map_or_else(|| language.text("level"), |it| it.first.get(language).to_owned());
    let none = if scale.percent { "level-by-score" } else { "level-none" };
    html! {
        @if scale.percent {
            (field.text("score", "rating-score", &form.score).hint("rating-score-hint"))
            p.hint { @for it in scale.levels.iter().rev() {
                (badge(it.role.tone(), it.title.get(language))) " ≥ " (language.tenths(it.from.unwrap_or_default())) " "
            } }
        }
        (radios(language, &legend, "level", (&first, none), &form.level, problems))
        @if let Some(axes) = axes {
            (radios(language, axes.title.get(language), "second", (&levels, "level-none"), &form.second, problems))
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
    (choices, none): (&[Choice], &str),
    chosen: &str,
    problems: &Problems,
) -> Markup {
    html! {
        fieldset.choices {
            legend { (legend) }
            @for (code, title, tone) in choices {
                label { input type="radio" name=(name) value=(code) checked[chosen == code] data-level[name == "level" && *tone != "plain"]; (badge(tone, title)) }
            }
            label { input type="radio" name=(name) value="" checked[chosen.is_empty()]; span { (language.text(none)) } }
        }
        @if let Some(problem) = problems.get(name) { p.problem role="alert" { (problem.text(language)) } }
    }
}
