//! What was said of a finding and done to it, in its order.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::show::item;
use super::{kind, state};
use crate::entities::{FindingState, UserId, finding_step, finding_wording};
use crate::findings::course;
use crate::findings::held::Held;
use crate::findings::proofs::Proofs;
use crate::language::Language;

/// Names of people.
pub(super) type Names = HashMap<UserId, String>;

/// The name of somebody; of the program itself, a dash.
pub(super) fn name(names: &Names, id: Option<UserId>) -> &str {
    id.and_then(|id| names.get(&id)).map_or("–", String::as_str)
}

/// Something that happened.
enum Entry<'a> {
    Raised(&'a finding_wording::Model),
    /// With what it said before.
    Reworded(&'a finding_wording::Model, &'a finding_wording::Model),
    /// With the state that it led to.
    Step(&'a finding_step::Model, FindingState),
}

impl Entry<'_> {
    fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Raised(it) | Self::Reworded(_, it) => it.recorded_at,
            Self::Step(it, _) => it.recorded_at,
        }
    }

    fn by(&self) -> Option<UserId> {
        match self {
            Self::Raised(it) | Self::Reworded(_, it) => it.user_id,
            Self::Step(it, _) => it.user_id,
        }
    }
}

fn entries(held: &Held) -> Vec<Entry<'_>> {
    let said: Vec<_> = held.past.iter().chain([&held.wording]).collect();
    let mut entries: Vec<_> = said.first().map(|it| Entry::Raised(it)).into_iter().collect();
    entries.extend(said.windows(2).map(|it| Entry::Reworded(it[0], it[1])));
    let steps = held.steps.iter().enumerate().map(|(at, it)| {
        let taken = held.steps[..=at].iter().map(|it| it.step);
        Entry::Step(it, course::state(held.wording.kind, taken))
    });
    entries.extend(steps);
    entries.sort_by_key(Entry::at);
    entries
}

/// Everything, the first on top.
pub(super) fn timeline(language: Language, held: &Held, proofs: &Proofs, names: &Names) -> Markup {
    html! {
        ol.course { @for it in entries(held) { li {
            p.faint { (language.moment(it.at())) " · " (name(names, it.by())) }
            @match &it {
                Entry::Raised(said) => { p { strong { (language.text("finding-raised")) } " " (kind(language, said.kind)) } },
                Entry::Reworded(before, now) => (reworded(language, before, now)),
                Entry::Step(step, led) => (taken(language, step, *led, proofs)),
            }
        } } }
    }
}

fn reworded(
    language: Language,
    before: &finding_wording::Model,
    now: &finding_wording::Model,
) -> Markup {
    let day = |it: &finding_wording::Model| {
        it.due_on.map_or_else(|| "–".to_owned(), |it| language.date(it))
    };
    html! {
        p { strong { (language.text("finding-reworded")) } }
        @if before.kind != now.kind { p { (kind(language, before.kind)) " → " (kind(language, now.kind)) } }
        @if before.due_on != now.due_on { p { (language.text("finding-due")) ": " (day(before)) " → " (day(now)) } }
        @for (key, was, is) in [
            ("finding-statement", &before.statement, &now.statement),
            ("finding-requirement", &before.requirement, &now.requirement),
            ("finding-objective", &before.objective_evidence, &now.objective_evidence),
        ] {
            @if was != is { details {
                summary { (language.text(key)) ": " (language.text("finding-before")) }
                p.text { @if was.is_empty() { "–" } @else { (was) } }
            } }
        }
    }
}

fn taken(
    language: Language,
    step: &finding_step::Model,
    led: FindingState,
    proofs: &Proofs,
) -> Markup {
    let parts = [
        ("finding-correction", &step.correction),
        ("finding-root-cause", &step.root_cause),
        ("finding-action", &step.corrective_action),
        ("finding-extent", &step.extent),
        ("finding-note", &step.note),
    ];
    let shown: Vec<_> = proofs.at(step.id).collect();
    html! {
        p { strong { (language.text(&format!("finding-taken-{}", step.step))) } " " (state(language, led)) }
        @if parts.iter().any(|it| !it.1.is_empty()) || !shown.is_empty() {
            dl.facts {
                @for (key, text) in parts {
                    @if !text.is_empty() { dt { (language.text(key)) } dd.text { (text) } }
                }
                @if !shown.is_empty() {
                    dt { (language.text("finding-proofs")) }
                    dd { ul { @for it in shown { li { (item(language, it)) } } } }
                }
            }
        }
    }
}
