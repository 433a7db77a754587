//! Which criteria of the other edition say something alike. Only ever shown: nothing is related until somebody says so.

use std::collections::BTreeSet;

use crate::editions::likeness;
use crate::entities::{CriterionId, Titles, criterion};

/// Most suggestions for a criterion.
const MOST: usize = 8;
/// Likeness below which two texts have only common words in common.
const LEAST: f64 = 0.15;

/// The places of the criteria that are most like one, with how alike they are; none that is related to it already.
pub(super) fn suggestions(
    of: &criterion::Model,
    among: &[criterion::Model],
    related: &BTreeSet<CriterionId>,
) -> Vec<(usize, f64)> {
    let tag = language(of, among);
    let index = likeness::index(among.iter().map(|it| text(it, tag)));
    let mut found = index.best(&text(of, tag), MOST + related.len());
    found.retain(|it| it.1 >= LEAST && !related.contains(&among[it.0].id));
    found.truncate(MOST);
    found
}

/// The language of the criterion in which most of the others can be compared with it.
fn language<'a>(of: &'a criterion::Model, among: &[criterion::Model]) -> &'a str {
    let tags: BTreeSet<&str> = of.title.iter().chain(of.summary.iter()).map(|it| it.0).collect();
    let has = |it: &criterion::Model, tag: &str| {
        it.title.own(tag).is_some() || it.summary.own(tag).is_some()
    };
    let count = |tag: &str| among.iter().filter(|it| has(it, tag)).count();
    tags.into_iter().max_by_key(|it| (count(it), *it == "en")).unwrap_or("en")
}

/// What a criterion says in a language, or else in its own.
fn text(it: &criterion::Model, tag: &str) -> String {
    let of = |it: &Titles| it.own(tag).unwrap_or_else(|| it.en()).to_owned();
    format!("{} {}", of(&it.title), of(&it.summary))
}
