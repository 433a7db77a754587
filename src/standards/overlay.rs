//! An edition and what adds to it as one tree: an accreditation body's supplement, a national rule, criteria of one's own.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::key::key;
use super::rows::own_id;
use super::store::Whole;
use crate::entities::{CriterionId, criterion};

/// One tree of an edition and its supplements. Each supplement's nodes at the top stand below the node that they name, after
/// what is there already; where they name none, at the end. Every criterion keeps its id and the edition it is from. A code
/// that is taken gets the supplement's id before it, so that codes stay unique.
pub fn merge(mut base: Whole, supplements: Vec<Whole>) -> Whole {
    if supplements.is_empty() {
        return base;
    }
    let mut taken: HashSet<String> = base.criteria.iter().map(|it| key(&it.code)).collect();
    let mut children: HashMap<Option<CriterionId>, Vec<criterion::Model>> = HashMap::new();
    let places: HashMap<String, CriterionId> =
        base.criteria.iter().map(|it| (key(&it.code), it.id)).collect();
    for it in Arc::unwrap_or_clone(base.criteria) {
        children.entry(it.parent_id).or_default().push(it);
    }
    for supplement in supplements {
        let name = name(&supplement.edition.code);
        for mut it in Arc::unwrap_or_clone(supplement.criteria) {
            if it.parent_id.is_none() {
                let under = it.details.under.as_ref();
                it.parent_id = under.and_then(|code| places.get(&key(code)).copied());
            }
            if taken.contains(&key(&it.code)) {
                it.code = format!("{name} {}", it.code);
            }
            taken.insert(key(&it.code));
            children.entry(it.parent_id).or_default().push(it);
        }
        base.supplements.push(supplement.edition);
    }
    Whole { criteria: Arc::new(preorder(children)), ..base }
}

/// How people name a supplement before a code: `SR-01`.
pub fn name(edition: &str) -> String {
    own_id(edition).to_uppercase()
}

fn preorder(
    mut children: HashMap<Option<CriterionId>, Vec<criterion::Model>>,
) -> Vec<criterion::Model> {
    let mut criteria: Vec<criterion::Model> = Vec::new();
    let mut pending: Vec<(criterion::Model, i32)> = Vec::new();
    let mut push = |parent, depth: i32, pending: &mut Vec<(criterion::Model, i32)>| {
        let below = children.remove(&parent).unwrap_or_default();
        pending.extend(below.into_iter().rev().map(|it| (it, depth)));
    };
    push(None, 0, &mut pending);
    while let Some((it, depth)) = pending.pop() {
        push(Some(it.id), depth + 1, &mut pending);
        let position = i32::try_from(criteria.len()).unwrap_or(i32::MAX);
        criteria.push(criterion::Model { depth, position, ..it });
    }
    criteria
}
