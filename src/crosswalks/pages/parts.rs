//! What several pages show of relations.

use maud::{Markup, html};

use crate::crosswalks::ground::Ground;
use crate::crosswalks::paths::{Bond, Path};
use crate::entities::{Confidence, CriterionId, Relation, criterion};
use crate::language::Language;
use crate::web::components::badge;

/// What one criterion is to another, in its colour.
pub(super) fn relation(language: Language, it: Relation) -> Markup {
    let tone = match it {
        Relation::Equal | Relation::Superset => "good",
        Relation::Subset | Relation::Intersects => "fair",
    };
    badge(tone, language.word(&it))
}

/// What it is, how close, and how sure that is.
pub(super) fn bond(language: Language, it: Bond) -> Markup {
    html! {
        (relation(language, it.relation))
        @if let Some(share) = it.strength { " " span.faint { (share_text(language, share)) } }
        @if it.confidence == Confidence::Low { " " (badge("plain", language.word(&it.confidence))) }
    }
}

/// A share in whole percent.
#[expect(clippy::cast_possible_truncation, reason = "0 to 100")]
pub(super) fn share_text(language: Language, share: f64) -> String {
    format!("{} %", language.count((share.clamp(0.0, 1.0) * 100.0).round() as i64))
}

/// The steps of a way, each criterion with its edition but for the last, which the reader has before them: how somebody else
/// can follow it. `named` gives number and title.
pub(super) fn way<'a>(
    language: Language,
    ground: &Ground,
    path: &Path,
    named: impl Fn(CriterionId) -> Option<(&'a str, &'a str)>,
) -> Markup {
    let place = |criterion, edition, is_last: bool| {
        let (code, title) = named(criterion).unwrap_or_default();
        let edition = ground.editions.get(&edition).map_or("", |it| it.title.get(language));
        html! { span title=(title) { strong { (code) } @if !is_last { " " (edition) } } }
    };
    let last = path.steps.len().saturating_sub(1);
    let sources = path.steps.iter().filter_map(|it| ground.crosswalks.get(&it.crosswalk));
    let sources: Vec<_> = sources.map(|it| it.title.get(language)).collect();
    html! {
        @for (number, step) in path.steps.iter().enumerate() {
            @if number == 0 { (place(step.from, step.from_edition, false)) }
            " → " (relation(language, step.bond.relation)) " → "
            (place(step.to, step.to_edition, number == last))
        }
        span.faint { " (" (sources.join(", ")) ")" }
    }
}

/// A criterion as it is to be read: number, title, what it asks.
pub(super) fn text(language: Language, it: &criterion::Model) -> Markup {
    let summary = it.summary.get(language);
    html! {
        p { strong { (it.code) " " (it.title.get(language)) } }
        @if !summary.is_empty() { p { (summary) } }
    }
}
