//! What is there already for an edition: evidence linked to criteria of other editions that answer its own. Pure.
//!
//! What is said of a criterion holds of everything below it unless said more exactly there; that goes for links and for relations.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::paths::{Bond, Graph, Path};
use crate::entities::{CriterionId, CrosswalkId, EvidenceId};

/// Which criterion belongs to which, over all editions in question.
#[derive(Clone, Debug, Default)]
pub struct Trees {
    above: HashMap<CriterionId, CriterionId>,
    below: HashMap<CriterionId, Vec<CriterionId>>,
}

impl Trees {
    /// Trees by each criterion's parent.
    pub fn new(parents: impl IntoIterator<Item = (CriterionId, Option<CriterionId>)>) -> Self {
        let mut trees = Self::default();
        for (criterion, parent) in parents {
            if let Some(parent) = parent {
                trees.above.insert(criterion, parent);
                trees.below.entry(parent).or_default().push(criterion);
            }
        }
        trees
    }

    /// The criterion and all above it, from the bottom up.
    pub fn lineage(&self, of: CriterionId) -> impl Iterator<Item = CriterionId> {
        std::iter::successors(Some(of), |it| self.above.get(it).copied())
    }

    /// All below a criterion.
    pub fn descendants(&self, of: CriterionId) -> Vec<CriterionId> {
        let mut found = self.below.get(&of).cloned().unwrap_or_default();
        let mut at = 0;
        while let Some(it) = found.get(at) {
            found.extend(self.below.get(it).into_iter().flatten().copied());
            at += 1;
        }
        found
    }
}

/// Evidence by the criterion that it is linked to.
pub type Links = HashMap<CriterionId, Vec<EvidenceId>>;

/// Why evidence is offered for a criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub evidence: EvidenceId,
    /// The criterion of another edition that it is linked to.
    pub linked_to: CriterionId,
    /// From a criterion of that edition to the one asked for, or to one above it.
    pub path: Path,
    /// What the criterion that it is linked to is to the one asked for.
    pub bond: Bond,
}

/// How far a criterion is answered by what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing that is there says anything of it.
    Nothing,
    /// Evidence of another edition says something of it, but not all.
    Partly,
    /// Evidence of another edition answers it.
    Answered,
    /// Evidence is linked to it already.
    Linked,
}

/// One criterion with what is there for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub criterion: CriterionId,
    pub standing: Standing,
    /// Evidence that is linked to it, or to one above it, already.
    pub linked: Vec<EvidenceId>,
    /// Evidence that could be linked to it, what says most first.
    pub offers: Vec<Offer>,
}

/// What is there for an edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reuse {
    /// Its assessable criteria in their order.
    pub criteria: Vec<Asked>,
}

impl Reuse {
    /// Criteria with a standing.
    pub fn count(&self, standing: Standing) -> usize {
        self.criteria.iter().filter(|it| it.standing == standing).count()
    }

    /// Share of the criteria, in percent.
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria")]
    pub fn percent(&self, count: usize) -> f64 {
        count as f64 * 100.0 / self.criteria.len().max(1) as f64
    }
}

/// What an institution has for some criteria, by its links to those of other editions.
pub fn reuse(criteria: &[CriterionId], graph: &Graph, trees: &Trees, links: &Links) -> Reuse {
    let mut known = Known { graph, trees, links, held: HashMap::new() };
    Reuse { criteria: criteria.iter().map(|it| known.asked(*it)).collect() }
}

/// Evidence that counts for a criterion, with where it is linked and what that is to the criterion.
type Held = Rc<Vec<(EvidenceId, CriterionId, Option<Bond>)>>;

struct Known<'a> {
    graph: &'a Graph,
    trees: &'a Trees,
    links: &'a Links,
    /// What was found of each criterion so far.
    held: HashMap<CriterionId, Held>,
}

impl Known<'_> {
    fn asked(&mut self, criterion: CriterionId) -> Asked {
        let own = self.trees.lineage(criterion).filter_map(|it| self.links.get(&it)).flatten();
        let mut linked: Vec<EvidenceId> = own.copied().collect();
        linked.sort_unstable();
        linked.dedup();
        let mut offers = self.offers(criterion);
        offers.retain(|it| linked.binary_search(&it.evidence).is_err());
        let standing = if !linked.is_empty() {
            Standing::Linked
        } else if offers.iter().any(|it| it.bond.answers()) {
            Standing::Answered
        } else if offers.is_empty() {
            Standing::Nothing
        } else {
            Standing::Partly
        };
        Asked { criterion, standing, linked, offers }
    }

    /// Each evidence item once, by the way that says most.
    fn offers(&mut self, criterion: CriterionId) -> Vec<Offer> {
        let mut best: BTreeMap<EvidenceId, Offer> = BTreeMap::new();
        // Crosswalks that say something more exact of a criterion further down.
        let mut said: BTreeSet<CrosswalkId> = BTreeSet::new();
        let lineage: Vec<CriterionId> = self.trees.lineage(criterion).collect();
        for base in lineage {
            for (source, path) in self.graph.to(base) {
                if path.steps.last().is_some_and(|it| said.contains(&it.crosswalk)) {
                    continue;
                }
                let to_it = if base == criterion { path.bond } else { path.bond.then(Bond::ABOVE) };
                for (evidence, linked_to, place) in self.held(source).iter() {
                    let bond = place.map_or(to_it, |it| it.then(to_it));
                    let known = best.get(evidence);
                    if known.is_none_or(|it| bond.rank() > it.bond.rank()) {
                        let (evidence, linked_to) = (*evidence, *linked_to);
                        let offer = Offer { evidence, linked_to, path: path.clone(), bond };
                        best.insert(evidence, offer);
                    }
                }
            }
            said.extend(self.graph.crosswalks(base));
        }
        let mut offers: Vec<Offer> = best.into_values().collect();
        offers.sort_by_key(|it| std::cmp::Reverse(it.bond.rank()));
        offers
    }

    /// Evidence linked to a criterion or above it counts in full; what is linked below it is a part.
    fn held(&mut self, criterion: CriterionId) -> Held {
        if let Some(held) = self.held.get(&criterion) {
            return held.clone();
        }
        let full = self.trees.lineage(criterion).map(|it| (it, None));
        let parts = self.trees.descendants(criterion).into_iter();
        let places = full.chain(parts.map(|it| (it, Some(Bond::BELOW))));
        let mut found = Vec::new();
        for (at, bond) in places {
            let links = self.links.get(&at).into_iter().flatten();
            found.extend(links.map(|it| (*it, at, bond)));
        }
        let held = Rc::new(found);
        self.held.insert(criterion, held.clone());
        held
    }
}

#[cfg(test)]
mod tests {
    use super::super::paths::Stated;
    use super::*;
    use crate::entities::{Confidence, CrosswalkRelationId, EditionId, Relation};

    /// Criteria are numbers; the hundreds are their edition. Under 110 are 111 and 112, under 210 are 211 and 212.
    fn trees() -> Trees {
        let tree = [(110, None), (111, Some(110)), (112, Some(110))];
        let other = tree.map(|(it, above)| (it + 100, above.map(|it: i64| it + 100)));
        let parents = tree.into_iter().chain(other);
        Trees::new(parents.map(|(it, above)| (CriterionId(it), above.map(CriterionId))))
    }

    fn standing(relations: &[(i64, i64, Relation)], links: &[i64], asked: i64) -> Standing {
        let place = |it: i64| (CriterionId(it), EditionId(it / 100));
        let stated = relations.iter().zip(1..).map(|((from, to, relation), id)| Stated {
            id: CrosswalkRelationId(id),
            crosswalk: CrosswalkId(1),
            from: place(*from),
            to: place(*to),
            bond: Bond { relation: *relation, strength: None, confidence: Confidence::High },
        });
        let graph = Graph::new(stated);
        let links = links.iter().map(|it| (CriterionId(*it), vec![EvidenceId(1)])).collect();
        let found = reuse(&[CriterionId(asked)], &graph, &trees(), &links);
        found.criteria[0].standing
    }

    #[test]
    fn evidence_answers_what_is_equal_or_less_and_says_something_of_what_overlaps() {
        use Relation::{Equal, Intersects, Subset, Superset};
        for (relation, expected) in [
            (Equal, Standing::Answered),
            (Superset, Standing::Answered),
            (Subset, Standing::Partly),
            (Intersects, Standing::Partly),
        ] {
            assert_eq!(standing(&[(211, 111, relation)], &[211], 111), expected, "{relation}");
        }
        // Stated the other way round: what is asked for is part of what is there.
        assert_eq!(standing(&[(111, 211, Subset)], &[211], 111), Standing::Answered);
        assert_eq!(standing(&[(111, 211, Superset)], &[211], 111), Standing::Partly);
        assert_eq!(standing(&[(211, 111, Equal)], &[212], 111), Standing::Nothing);
        assert_eq!(standing(&[], &[211], 111), Standing::Nothing);
        assert_eq!(standing(&[(211, 111, Equal)], &[211, 111], 111), Standing::Linked);
    }

    #[test]
    fn what_is_said_above_holds_below() {
        use Relation::{Equal, Intersects};
        // Evidence for a whole clause answers what equals a part of it.
        assert_eq!(standing(&[(211, 111, Equal)], &[210], 111), Standing::Answered);
        // Evidence for a part of a clause says something of what equals the clause.
        assert_eq!(standing(&[(210, 111, Equal)], &[211], 111), Standing::Partly);
        // What equals a clause answers each part of it.
        assert_eq!(standing(&[(211, 110, Equal)], &[211], 112), Standing::Answered);
        assert_eq!(standing(&[(211, 110, Intersects)], &[211], 112), Standing::Partly);
        // A part with a relation of its own goes by that alone.
        let both = [(211, 110, Equal), (212, 112, Equal)];
        assert_eq!(standing(&both, &[211], 112), Standing::Nothing);
        assert_eq!(standing(&both, &[211], 111), Standing::Answered);
        assert_eq!(standing(&[], &[110], 112), Standing::Linked);
    }
}
