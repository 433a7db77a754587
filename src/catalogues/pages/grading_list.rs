//! The lists of what a draft says of rating and deciding, with the ways to change them.

use maud::{Markup, html};

use super::head::about;
use super::tree::{InHand, tree};
use super::{View, to_publish, within};
use crate::catalogues::forms::part::Part;
use crate::language::Language;
use crate::paths::{GradingPart, MoveGradingPart, RemoveGradingPart};
use crate::standards::check::words_of;
use crate::standards::pack::{Head, Level, Outcome, Rule};
use crate::standards::placed;
use crate::web::components::{badge, nothing};
use crate::web::{Page, Result, Visitor};

/// What a part is called.
pub(super) fn name(language: Language, head: &Head, part: Part) -> String {
    let levels = head.scale.as_ref().map(|it| it.levels.as_slice()).unwrap_or_default();
    let outcome = |it: usize| head.outcomes.get(it);
    let named = match part {
        Part::Scale => Some(language.text("edition-scale")),
        Part::Level(at) => levels.get(at).map(|it| it.title.get(language).to_owned()),
        Part::Outcome(at) => outcome(at).map(|it| it.title.get(language).to_owned()),
        Part::Rule(of, at) => {
            outcome(of).and_then(|it| it.rules.get(at)).map(|it| sentence(language, head, it))
        }
        Part::Condition(of, at) => {
            outcome(of).and_then(|it| it.conditions.get(at)).map(|it| it.get(language).to_owned())
        }
    };
    named.unwrap_or_else(|| {
        language.text(match part {
            Part::Level(_) | Part::Scale => "grading-add-level",
            Part::Outcome(_) => "grading-add-outcome",
            Part::Rule(..) => "grading-add-rule",
            Part::Condition(..) => "grading-add-condition",
        })
    })
}

/// What a rule asks, in a sentence.
fn sentence(language: Language, head: &Head, rule: &Rule) -> String {
    let level = rule.level().unwrap_or_default();
    let known = head.scale.as_ref().and_then(|it| it.level(level));
    let level = known.map_or(level, |it| it.title.get(language)).to_owned();
    let (key, number) = match rule {
        Rule::NoCriterionBelow { .. } => ("rule-asks-no_criterion_below", None),
        Rule::MandatoryAtLeast { .. } => ("rule-asks-mandatory_at_least", None),
        Rule::ShareAtLeast { share: None, .. } => ("rule-asks-share_at_least-open", None),
        Rule::ShareAtLeast { share, .. } => {
            ("rule-asks-share_at_least", share.map(|it| it * 100.0))
        }
        Rule::AreaAtLeast { .. } => ("rule-asks-area_at_least", None),
        Rule::OverallAtLeast { .. } => ("rule-asks-overall_at_least", None),
        Rule::IndexAtLeast { score: None, .. } => ("rule-asks-index_at_least-open", None),
        Rule::IndexAtLeast { score, .. } => ("rule-asks-index_at_least", *score),
        Rule::NoOpenMajor {} => ("rule-asks-no_open_major", None),
    };
    let number = language.tenths(number.unwrap_or_default());
    language.with(key, [("level", level.into()), ("number", number.into())])
}

/// The page of the lists.
pub(super) fn lists(visitor: &Visitor, view: &View, refusal: Option<&str>) -> Result<Page> {
    let language = visitor.language;
    let about = about(view);
    let list = List { language, view, head: &about.head, mark: &about.mark()? };
    let body = html! {
        div.bench {
            (tree(language, view, InHand::Grading))
            section {
                @if let Some(key) = refusal { p.notice.bad role="alert" { (language.text(key)) } }
                (list.problems())
                (list.scale())
                (list.outcomes())
            }
        }
    };
    let page = within(visitor, &view.whole.edition, language.text("grading"), body);
    Ok(page.actions(to_publish(visitor, view.draft())))
}

/// The lists as they are laid out.
struct List<'a> {
    language: Language,
    view: &'a View,
    head: &'a Head,
    mark: &'a str,
}

impl List<'_> {
    fn to(&self, part: Part) -> GradingPart {
        GradingPart { draft: self.view.draft(), part: part.to_string() }
    }

    /// What is still to be mended before the draft can be published.
    fn problems(&self) -> Markup {
        let language = self.language;
        let found = placed::of_head(self.head);
        html! {
            @if !found.is_empty() {
                div.notice {
                    p { (language.text("grading-to-mend")) }
                    ul { @for it in &found {
                        @let part = Part::at(&it.path);
                        li {
                            a href=(self.to(part)) { (name(language, self.head, part)) } ": "
                            @if language == Language::English { (it.message) } @else { (language.text(words_of(it.code))) }
                        }
                    } }
                }
            }
        }
    }

    fn scale(&self) -> Markup {
        let language = self.language;
        let scale = self.head.scale.as_ref();
        let levels = scale.map(|it| it.levels.as_slice()).unwrap_or_default();
        html! {
            section.panel {
                h2 { (language.text("edition-scale")) }
                p.hint { (language.text("grading-levels-hint")) }
                @if levels.is_empty() { (nothing(language.text("grading-no-level"), None)) }
                ol { @for (at, it) in levels.iter().enumerate() { li {
                    (self.level(it))
                    (self.ways(Part::Level(at), true))
                } } }
                p { a.button.second href=(self.to(Part::Level(levels.len()))) { "+ " (language.text("grading-add-level")) } }
                @if let Some(scale) = scale {
                    dl.facts {
                        dt { (language.text("grading-percent")) }
                        dd { (language.text(if scale.percent { "grading-yes" } else { "grading-no" })) }
                        dt { (language.text("grading-second")) }
                        dd { @match &scale.second {
                            Some(it) => { (it.first.get(language)) " · " (it.title.get(language)) },
                            None => "–",
                        } }
                        dt { (language.text("grading-apart")) }
                        dd { (scale.not_applicable.as_ref().map_or("–", |it| it.title.get(language))) }
                    }
                }
                p { a href=(self.to(Part::Scale)) { (language.text("grading-change-scale")) } }
            }
        }
    }

    fn level(&self, it: &Level) -> Markup {
        let language = self.language;
        html! {
            (badge(it.role.tone(), it.title.get(language))) " " code { (it.code) }
            @if let Some(score) = it.score { " · " (language.text("grading-score")) ": " (language.tenths(score)) }
            @if let Some(weight) = it.weight { " · " (language.text("grading-weight")) ": " (language.tenths(weight * 100.0)) " %" }
            @if let Some(from) = it.from { " · " (language.text("grading-from")) ": " (language.tenths(from)) " %" }
        }
    }

    fn outcomes(&self) -> Markup {
        let language = self.language;
        let count = self.head.outcomes.len();
        html! {
            section.panel {
                h2 { (language.text("edition-outcomes")) }
                p.hint { (language.text("grading-outcomes-hint")) }
                ol { @for (at, it) in self.head.outcomes.iter().enumerate() { li { (self.outcome(at, it)) } } }
                p { a.button.second href=(self.to(Part::Outcome(count))) { "+ " (language.text("grading-add-outcome")) } }
            }
        }
    }

    fn outcome(&self, at: usize, it: &Outcome) -> Markup {
        let language = self.language;
        html! {
            h3 { (it.title.get(language)) }
            p {
                code { (it.code) }
                @if self.head.target.as_ref() == Some(&it.code) { " " (badge("good", language.text("editor-target"))) }
                @if let Some(months) = it.validity_months {
                    " · " (language.with("outcome-validity", [("months", i64::from(months).into())]))
                }
            }
            (self.ways(Part::Outcome(at), true))
            h4 { (language.text("grading-rules")) }
            @if it.rules.is_empty() { p.hint { (language.text("decided-left")) } }
            ul { @for (rule, it) in it.rules.iter().enumerate() { li {
                (sentence(language, self.head, it))
                @if let Some(setting) = it.setting() { " (" (setting.title.get(language)) ")" }
                (self.ways(Part::Rule(at, rule), false))
            } } }
            p { a href=(self.to(Part::Rule(at, it.rules.len()))) { "+ " (language.text("grading-add-rule")) } }
            h4 { (language.text("outcome-conditions")) }
            ul { @for (place, it) in it.conditions.iter().enumerate() { li {
                (it.get(language))
                (self.ways(Part::Condition(at, place), true))
            } } }
            p { a href=(self.to(Part::Condition(at, it.conditions.len()))) { "+ " (language.text("grading-add-condition")) } }
        }
    }

    /// The ways to change, move and take out a part.
    fn ways(&self, part: Part, moves: bool) -> Markup {
        let language = self.language;
        let (draft, part) = (self.view.draft(), part.to_string());
        let way = |key: &str, sign: &str| {
            html! {
                button.second type="submit" name="step" value=(key) {
                    span aria-hidden="true" { (sign) " " }
                    (language.text(if key == "up" { "editor-up" } else { "editor-down" }))
                }
            }
        };
        html! {
            div.actions {
                a.button.second href=(GradingPart { draft, part: part.clone() }) { (language.text("grading-change")) }
                @if moves {
                    form.steps method="post" action=(MoveGradingPart { draft, part: part.clone() }) {
                        input type="hidden" name="mark" value=(self.mark);
                        div.actions { (way("up", "↑")) (way("down", "↓")) }
                    }
                }
                a.button.second href=(RemoveGradingPart { draft, part }) { (language.text("editor-remove")) }
            }
        }
    }
}
