//! The pages of the verification of a round.

pub mod drawing;
mod offer;
mod results;
pub mod show;
pub mod verify;

use std::collections::HashMap;

use maud::{Markup, html};

use super::draw::{Rater, Why};
use super::standing::Item;
use crate::access::Action;
use crate::entities::{UserId, assessment};
use crate::language::Language;
use crate::rounds::pages::level;
use crate::rounds::standing::Said;
use crate::standards::pack::Scale;
use crate::web::Visitor;
use crate::web::components::badge;

/// Whether somebody verifies a criterion: who it was given to, or the lead in their place; never who rated it.
fn verifies(visitor: &Visitor, of: &assessment::Model, items: &[&Item]) -> bool {
    let given = items.iter().any(|it| it.row.verifier_id == visitor.id);
    let rated = items.iter().any(|it| it.rated.rater == Some(visitor.id));
    (given || visitor.determines(of)) && !rated && visitor.may_on(Action::RateReview, of)
}

/// The name of who rated; what an import brought was rated by nobody by name.
fn rater(language: Language, names: &HashMap<UserId, String>, it: Rater) -> String {
    let name = it.map(|it| names.get(&it).cloned().unwrap_or_else(|| "–".to_owned()));
    name.unwrap_or_else(|| language.text("sample-imported"))
}

/// The reasons why a criterion is in a sample.
fn reasons<'a>(language: Language, why: impl Iterator<Item = &'a Why>) -> String {
    why.map(|it| language.word(it)).collect::<Vec<_>>().join("; ")
}

/// The reasons as they are stored.
fn stored(language: Language, item: &Item) -> String {
    let why: Vec<Why> = item.row.why.0.iter().filter_map(|it| Why::from_code(it)).collect();
    reasons(language, why.iter())
}

/// How a rating in the sample stands, with the level that the verifier gives instead.
fn state(language: Language, scale: Option<&Scale>, it: &Item) -> Markup {
    let other = it.found.as_ref().and_then(|it| {
        let level = it.level.clone()?;
        Some(Said { level, second: it.second_level.clone(), score: it.score })
    });
    html! {
        (badge(it.state().tone(), language.word(&it.state())))
        @if let Some(other) = other { " " (level(language, scale, &other)) }
    }
}

fn count(language: Language, it: usize) -> String {
    language.count(i64::try_from(it).unwrap_or(i64::MAX))
}
