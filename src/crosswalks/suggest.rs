//! Which criteria of the other edition say something alike. Only ever shown: nothing is related until somebody says so.

use std::collections::{BTreeSet, HashMap};

use crate::editions::likeness;
use crate::entities::{CriterionId, criterion};

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
    let mut best: HashMap<usize, f64> = HashMap::new();
    let tags: BTreeSet<&str> = of.title.iter().chain(of.summary.iter()).map(|it| it.0).collect();
    for tag in tags {
        let index = likeness::index(among.iter().map(|it| text(it, tag)));
        for (place, alike) in index.best(&text(of, tag), MOST + related.len()) {
            let held = best.entry(place).or_default();
            *held = held.max(alike);
        }
    }
    let mut found: Vec<(usize, f64)> =
        best.into_iter().filter(|it| it.1 >= LEAST && !related.contains(&among[it.0].id)).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(MOST);
    found
}

/// What a criterion says in one language.
fn text(it: &criterion::Model, tag: &str) -> String {
    let own = [it.title.own(tag), it.summary.own(tag)];
    own.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
