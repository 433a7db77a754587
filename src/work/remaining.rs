//! How many criteria somebody rates in an assessment, and how many are left. Pure.

use std::collections::{HashMap, HashSet};

use crate::entities::{CriterionId, EditionId};

/// A criterion as far as who rates it depends on it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) id: CriterionId,
    pub(super) above: Option<CriterionId>,
    pub(super) edition: EditionId,
    pub(super) assessable: bool,
    pub(super) groups: Vec<String>,
}

/// What is known of an assessment and of who rates in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The groups that it is limited to; with none, it takes all.
    pub(super) groups: Vec<String>,
    pub(super) excluded: HashSet<CriterionId>,
    /// Whether anything is assigned to anybody.
    pub(super) any_assigned: bool,
    pub(super) assigned: HashSet<CriterionId>,
    /// What a conflict of interest keeps from them, with all that is below it.
    pub(super) withheld: HashSet<CriterionId>,
    pub(super) rated: HashSet<CriterionId>,
}

/// How many criteria they rate, and how many of them they have not rated, as `rounds::ground` counts them.
pub(super) fn remaining(tree: &[Node], known: &Known) -> (usize, usize) {
    let nodes: HashMap<CriterionId, &Node> = tree.iter().map(|it| (it.id, it)).collect();
    // From a criterion up to the top; a tree is never deeper than it has criteria.
    let chain = |it: CriterionId| {
        let up = |it: &CriterionId| nodes.get(it)?.above;
        std::iter::successors(Some(it), up).take(tree.len())
    };
    // Of what is withheld, also what is above it.
    let kept: HashSet<CriterionId> = known.withheld.iter().flat_map(|it| chain(*it)).collect();
    let is_in = |it: &Node| {
        let in_group = known.groups.is_empty()
            || it.groups.is_empty()
            || it.groups.iter().any(|it| known.groups.contains(it));
        in_group && !chain(it.id).any(|it| known.excluded.contains(&it))
    };
    let is_theirs = |it: &Node| {
        !kept.contains(&it.id)
            && (!known.any_assigned || chain(it.id).any(|it| known.assigned.contains(&it)))
    };
    // What is said of a clause holds below it, within its own edition.
    let is_rated = |it: &Node| {
        let own = |id: &CriterionId| nodes.get(id).is_some_and(|of| of.edition == it.edition);
        chain(it.id).take_while(own).any(|it| known.rated.contains(&it))
    };
    let theirs = tree.iter().filter(|it| it.assessable && is_in(it) && is_theirs(it));
    let (mut all, mut left) = (0, 0);
    for it in theirs {
        all += 1;
        left += usize::from(!is_rated(it));
    }
    (all, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 with 11 and 12 below it, 2 with 21 of another edition below it.
    fn tree() -> Vec<Node> {
        let node = |(id, above, edition): (i64, Option<i64>, i64)| Node {
            id: CriterionId(id),
            above: above.map(CriterionId),
            edition: EditionId(edition),
            assessable: true,
            groups: if id == 12 { vec!["lab".into()] } else { Vec::new() },
        };
        [(1, None, 1), (11, Some(1), 1), (12, Some(1), 1), (2, None, 1), (21, Some(2), 2)]
            .map(node)
            .into()
    }

    fn ids(all: &[i64]) -> HashSet<CriterionId> {
        all.iter().copied().map(CriterionId).collect()
    }

    #[test]
    fn what_is_theirs_in_scope_and_not_rated_is_left() {
        let all = |known: &Known| remaining(&tree(), known);
        assert_eq!(all(&Known::default()), (5, 5));
        assert_eq!(all(&Known { rated: ids(&[1]), ..Known::default() }), (5, 2));
        assert_eq!(
            all(&Known { rated: ids(&[2]), ..Known::default() }),
            (5, 4),
            "not across editions"
        );
        assert_eq!(all(&Known { excluded: ids(&[1]), ..Known::default() }), (2, 2));
        assert_eq!(all(&Known { groups: vec!["field".into()], ..Known::default() }), (4, 4));
        assert_eq!(all(&Known { withheld: ids(&[11]), ..Known::default() }), (3, 3));
        let assigned = Known { any_assigned: true, assigned: ids(&[2]), ..Known::default() };
        assert_eq!(all(&assigned), (2, 2));
        assert_eq!(all(&Known { any_assigned: true, ..Known::default() }), (0, 0));
    }

    #[test]
    fn a_ring_of_criteria_ends() {
        let mut tree = tree();
        tree[0].above = Some(CriterionId(11));
        assert_eq!(remaining(&tree, &Known::default()), (5, 5));
    }
}
