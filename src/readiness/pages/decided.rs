//! The part of the readiness page that says how each outcome is decided.

use maud::{Markup, html};

use crate::language::Language;
use crate::paths::{AssessmentSettings, WorkbenchAt};
use crate::readiness::result::{Ruling, Verdict};
use crate::readiness::store::Assessed;
use crate::standards::pack::Outcome;
use crate::web::components::badge;

/// At most so many criteria are named.
const NAMED: usize = 30;

/// Every outcome from the best, with its rules: what each asks, what was found, and what stands in its way.
pub(super) fn how(language: Language, it: &Assessed) -> Markup {
    html! {
        @if !it.readiness.verdicts.is_empty() {
            details.panel {
                summary { (language.text("decided-how")) }
                p.hint { (language.text("decided-intro")) }
                @if let Some(axes) = it.whole.head.scale.as_ref().and_then(|it| it.second.as_ref()) {
                    p.hint { (language.with("decided-axes", [
                        ("first", axes.first.get(language).into()), ("second", axes.title.get(language).into()),
                    ])) }
                }
                @for verdict in &it.readiness.verdicts { (verdict_of(language, it, verdict)) }
            }
        }
    }
}

fn verdict_of(language: Language, it: &Assessed, verdict: &Verdict) -> Markup {
    html! {
        h3 { (it.outcome(language, verdict.outcome)) " " (badge(verdict.decided.tone(), language.word(&verdict.decided))) }
        @if let Some(outcome) = it.pack_outcome(verdict.outcome) { (bound_to(language, outcome)) }
        @if verdict.rules.is_empty() { p { (language.text("decided-left")) } }
        @else { ul { @for ruling in &verdict.rules { li { (ruling_of(language, it, ruling)) } } } }
    }
}

fn ruling_of(language: Language, it: &Assessed, ruling: &Ruling) -> Markup {
    let assessment = it.assessment.id;
    html! {
        (badge(ruling.decided.tone(), language.word(&ruling.decided))) " "
        (it.asked(language, &ruling.rule)) ". " (it.found(language, &ruling.measured)) "."
        @if let Some(setting) = ruling.rule.setting() {
            @let title = setting.title.get(language);
            @if ruling.rule.is_open() { " "
                a href=(AssessmentSettings { assessment }) { (language.with("setting-missing", [("title", title.into())])) }
            } @else { " " span.faint { (language.with("setting-given", [("title", title.into())])) } }
        }
        @if !ruling.in_the_way.is_empty() {
            p.hint {
                (language.with("decided-in-the-way", [("count", ruling.in_the_way.len().into())])) " "
                @for at in ruling.in_the_way.iter().take(NAMED) {
                    a href=(WorkbenchAt { assessment, criterion: it.whole.criteria[*at].id }) { (it.code(*at)) } " "
                }
                @if ruling.in_the_way.len() > NAMED { "…" }
            }
        }
    }
}

/// How long an outcome is valid, and under which conditions.
pub(super) fn bound_to(language: Language, outcome: &Outcome) -> Markup {
    html! {
        @if let Some(months) = outcome.validity_months {
            p { (language.with("outcome-validity", [("months", months.into())])) }
        }
        @if !outcome.conditions.is_empty() {
            p { (language.text("outcome-conditions")) ":" }
            ul { @for it in &outcome.conditions { li { (it.get(language)) } } }
        }
    }
}

/// Said where the outcome is not decidable: which numbers are missing, and where to fill them in.
pub(super) fn undecided(language: Language, it: &Assessed) -> Markup {
    let assessment = it.assessment.id;
    html! {
        p { (badge("plain", language.text("readiness-undecided"))) }
        ul { @for setting in it.missing() { li {
            a href=(AssessmentSettings { assessment }) {
                (language.with("setting-missing", [("title", setting.title.get(language).into())]))
            }
        } } }
    }
}
