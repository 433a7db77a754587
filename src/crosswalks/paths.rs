//! Ways from one criterion to another over relations that somebody has stated: what follows from them, and how sure that is. Pure.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::entities::{
    Confidence, CriterionId, CrosswalkId, CrosswalkRelationId, EditionId, Relation,
};

/// Most relations that a way goes over; what is further away says nothing any more.
pub const MOST_STEPS: usize = 3;

/// What one criterion is to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bond {
    pub relation: Relation,
    /// How close they are, 0 to 1, where somebody says so; it orders ways and decides nothing.
    pub strength: Option<f64>,
    pub confidence: Confidence,
}

impl Bond {
    /// What a criterion is to one below it: it asks that, and more.
    pub const ABOVE: Self =
        Self { relation: Relation::Superset, strength: None, confidence: Confidence::High };
    /// What a criterion is to the one that it belongs to.
    pub const BELOW: Self = Self { relation: Relation::Subset, ..Self::ABOVE };

    /// What the second is to the first.
    #[must_use]
    pub fn inverse(self) -> Self {
        let relation = match self.relation {
            Relation::Subset => Relation::Superset,
            Relation::Superset => Relation::Subset,
            other => other,
        };
        Self { relation, ..self }
    }

    /// What the first is to the third, if this is what it is to the second: never more than the weaker of both. Where
    /// nothing follows for sure, as when both are part of a third, they are taken to overlap with low confidence.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        use Relation::{Equal, Intersects, Subset, Superset};
        let (relation, is_certain) = match (self.relation, next.relation) {
            (Equal, other) | (other, Equal) => (other, true),
            (Subset, Subset) => (Subset, true),
            (Superset, Superset) => (Superset, true),
            (Superset, Subset | Intersects) | (Intersects, Subset) => (Intersects, true),
            _ => (Intersects, false),
        };
        let weaker = self.confidence.min(next.confidence);
        Self {
            relation,
            strength: match (self.strength, next.strength) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
            confidence: if is_certain { weaker } else { Confidence::Low },
        }
    }

    /// Whether what proves the first proves the second.
    pub fn answers(self) -> bool {
        matches!(self.relation, Relation::Equal | Relation::Superset)
    }

    /// How much the first says of the second, to compare by.
    pub fn rank(self) -> (u8, Confidence, u32) {
        let relation = match self.relation {
            Relation::Equal => 3,
            Relation::Superset => 2,
            Relation::Subset => 1,
            Relation::Intersects => 0,
        };
        (relation, self.confidence, per_mille(self.strength.unwrap_or_default()))
    }
}

/// A share in thousandths, so that it can be ordered.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
fn per_mille(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u32
}

/// A relation as it is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    pub id: CrosswalkRelationId,
    pub crosswalk: CrosswalkId,
    /// The first criterion and its edition.
    pub from: (CriterionId, EditionId),
    /// The second criterion and its edition.
    pub to: (CriterionId, EditionId),
    /// What the first is to the second.
    pub bond: Bond,
}

/// A relation as a way goes over it, along or against the way it is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub relation: CrosswalkRelationId,
    pub crosswalk: CrosswalkId,
    pub from: CriterionId,
    pub to: CriterionId,
    pub from_edition: EditionId,
    pub to_edition: EditionId,
    /// What `from` is to `to`.
    pub bond: Bond,
}

impl Step {
    fn inverse(self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            from_edition: self.to_edition,
            to_edition: self.from_edition,
            bond: self.bond.inverse(),
            ..self
        }
    }
}

/// A way from one criterion to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// At least one, at most `MOST_STEPS`.
    pub steps: Vec<Step>,
    /// What its beginning is to its end.
    pub bond: Bond,
}

impl Path {
    fn inverse(self) -> Self {
        let steps = self.steps.into_iter().rev().map(Step::inverse).collect();
        Self { steps, bond: self.bond.inverse() }
    }
}

/// All relations that may be walked.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    steps: HashMap<CriterionId, Vec<Step>>,
}

impl Graph {
    /// Relations, each to be walked both ways.
    pub fn new(relations: impl IntoIterator<Item = Stated>) -> Self {
        let mut graph = Self::default();
        for it in relations {
            let step = Step {
                relation: it.id,
                crosswalk: it.crosswalk,
                from: it.from.0,
                to: it.to.0,
                from_edition: it.from.1,
                to_edition: it.to.1,
                bond: it.bond,
            };
            for step in [step, step.inverse()] {
                graph.steps.entry(step.from).or_default().push(step);
            }
        }
        graph
    }

    /// The crosswalks that state something of a criterion itself.
    pub fn crosswalks(&self, criterion: CriterionId) -> impl Iterator<Item = CrosswalkId> {
        self.steps.get(&criterion).into_iter().flatten().map(|it| it.crosswalk)
    }

    /// The best way from a criterion to each that can be reached, by where it ends.
    pub fn from(&self, criterion: CriterionId) -> BTreeMap<CriterionId, Path> {
        self.search(criterion, |it| it)
    }

    /// The best way to a criterion from each from which it can be reached, by where it begins.
    pub fn to(&self, criterion: CriterionId) -> BTreeMap<CriterionId, Path> {
        let found = self.search(criterion, Bond::inverse);
        found.into_iter().map(|(it, path)| (it, path.inverse())).collect()
    }

    fn search(&self, start: CriterionId, seen_as: fn(Bond) -> Bond) -> BTreeMap<CriterionId, Path> {
        let mut search = Search { graph: self, seen_as, way: Vec::new(), best: BTreeMap::new() };
        search.go_on(start, None);
        search.best
    }
}

/// Tries every way that comes through no edition twice.
struct Search<'a> {
    graph: &'a Graph,
    /// From which end bonds are compared.
    seen_as: fn(Bond) -> Bond,
    way: Vec<Step>,
    best: BTreeMap<CriterionId, Path>,
}

impl Search<'_> {
    fn go_on(&mut self, at: CriterionId, so_far: Option<Bond>) {
        let steps = self.graph.steps.get(&at).map(Vec::as_slice).unwrap_or_default();
        for step in steps {
            let next = step.to_edition;
            let been_there = step.from_edition == next
                || self.way.iter().any(|it| it.from_edition == next || it.to_edition == next);
            if been_there {
                continue;
            }
            let bond = so_far.map_or(step.bond, |it| it.then(step.bond));
            self.way.push(*step);
            self.offer(step.to, bond);
            if self.way.len() < MOST_STEPS {
                self.go_on(step.to, Some(bond));
            }
            self.way.pop();
        }
    }

    fn offer(&mut self, to: CriterionId, bond: Bond) {
        let key = |bond: Bond, way: &[Step]| {
            let ids: Vec<_> = way.iter().map(|it| it.relation).collect();
            ((self.seen_as)(bond).rank(), Reverse(way.len()), Reverse(ids))
        };
        let is_better = self
            .best
            .get(&to)
            .is_none_or(|held| key(bond, &self.way) > key(held.bond, &held.steps));
        if is_better {
            self.best.insert(to, Path { steps: self.way.clone(), bond });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bond(relation: Relation, confidence: Confidence, strength: Option<f64>) -> Bond {
        Bond { relation, strength, confidence }
    }

    fn all() -> Vec<Bond> {
        let of = |it: &Relation| {
            Confidence::ALL.iter().map(move |sure| bond(*it, *sure, None)).collect::<Vec<_>>()
        };
        Relation::ALL.iter().flat_map(of).collect()
    }

    #[test]
    fn what_follows_from_two_relations() {
        use Relation::{Equal, Intersects, Subset, Superset};
        let high = |it| bond(it, Confidence::High, None);
        for (first, second, expected, sure) in [
            (Equal, Equal, Equal, Confidence::High),
            (Equal, Subset, Subset, Confidence::High),
            (Superset, Equal, Superset, Confidence::High),
            (Subset, Subset, Subset, Confidence::High),
            (Superset, Superset, Superset, Confidence::High),
            (Superset, Subset, Intersects, Confidence::High),
            (Intersects, Subset, Intersects, Confidence::High),
            // Two parts of a whole need have nothing in common.
            (Subset, Superset, Intersects, Confidence::Low),
            (Intersects, Intersects, Intersects, Confidence::Low),
        ] {
            let both = high(first).then(high(second));
            assert_eq!((both.relation, both.confidence), (expected, sure), "{first} {second}");
        }
    }

    #[test]
    fn relations_can_be_put_together_in_any_order_and_read_from_both_ends() {
        for a in all() {
            assert_eq!(a.inverse().inverse(), a);
            for b in all() {
                let there = a.then(b);
                assert_eq!(there.inverse(), b.inverse().then(a.inverse()), "{a:?} {b:?}");
                assert!(there.rank().0 <= a.rank().0.min(b.rank().0), "{a:?} {b:?}");
                for c in all() {
                    assert_eq!(a.then(b).then(c), a.then(b.then(c)), "{a:?} {b:?} {c:?}");
                }
            }
        }
    }

    /// Criteria are numbers; the tens are their edition.
    fn graph(relations: &[(i64, i64, Bond)]) -> Graph {
        let place = |it: i64| (CriterionId(it), EditionId(it / 10));
        let stated = relations.iter().zip(1..).map(|((from, to, bond), id)| Stated {
            id: CrosswalkRelationId(id),
            crosswalk: CrosswalkId(1),
            from: place(*from),
            to: place(*to),
            bond: *bond,
        });
        Graph::new(stated)
    }

    #[test]
    fn a_way_leads_over_other_editions_and_back_again_but_not_in_circles() {
        let equal = bond(Relation::Equal, Confidence::High, None);
        let subset = bond(Relation::Subset, Confidence::Medium, Some(0.4));
        // 11 = 21 ⊂ 31 = 41 = 51, and 21 = 12, which is in the first edition again.
        let graph = graph(&[
            (11, 21, equal),
            (21, 31, subset),
            (41, 31, equal),
            (41, 51, equal),
            (21, 12, equal),
        ]);
        let ways = graph.from(CriterionId(11));
        let reached: Vec<_> = ways.keys().map(|it| it.0).collect();
        assert_eq!(
            reached,
            [21, 31, 41],
            "51 is four steps away, 12 is in the edition it began in"
        );
        let way = &ways[&CriterionId(41)];
        assert_eq!(way.bond, subset);
        assert_eq!(way.steps.len(), 3);
        assert_eq!(graph.to(CriterionId(11))[&CriterionId(41)].bond, subset.inverse());
    }

    #[test]
    fn the_best_of_several_ways_is_taken_from_the_end_that_is_asked_for() {
        let sure = |it| bond(it, Confidence::High, None);
        let (subset, superset) = (sure(Relation::Subset), sure(Relation::Superset));
        // Between 11 and 41 lie 21, which makes 11 part of it, and 31, which makes it more.
        let equal = sure(Relation::Equal);
        let graph =
            graph(&[(11, 21, subset), (21, 41, equal), (11, 31, superset), (31, 41, equal)]);
        let (one, other) = (CriterionId(11), CriterionId(41));
        assert_eq!(graph.from(one)[&other].bond.relation, Relation::Superset);
        assert_eq!(graph.to(one)[&other].bond.relation, Relation::Superset);
    }

    fn any_bond() -> impl proptest::strategy::Strategy<Value = Bond> {
        use proptest::prelude::*;
        let strength = proptest::option::of((0..=100_u8).prop_map(|it| f64::from(it) / 100.0));
        let confidence = proptest::sample::select(Confidence::ALL);
        (proptest::sample::select(Relation::ALL), confidence, strength)
            .prop_map(|(relation, confidence, strength)| bond(relation, confidence, strength))
    }

    proptest::proptest! {
        #[test]
        fn a_way_is_never_stronger_than_any_of_its_steps(
            relations in proptest::collection::vec((10..50_i64, 10..50_i64, any_bond()), 0..60)
        ) {
            let graph = graph(&relations);
            for start in 10..50 {
                let start = CriterionId(start);
                for (end, path) in graph.from(start) {
                    proptest::prop_assert!((1..=MOST_STEPS).contains(&path.steps.len()));
                    proptest::prop_assert_eq!(path.steps[0].from, start);
                    proptest::prop_assert_eq!(path.steps[path.steps.len() - 1].to, end);
                    for step in &path.steps {
                        proptest::prop_assert!(path.bond.confidence <= step.bond.confidence);
                        proptest::prop_assert!(path.bond.rank().0 <= step.bond.rank().0);
                        if let Some(strength) = step.bond.strength {
                            proptest::prop_assert!(path.bond.strength.is_some_and(|it| it <= strength));
                        }
                    }
                    let back = graph.to(end);
                    proptest::prop_assert_eq!(back.get(&start).map(|it| it.bond.rank()), Some(path.bond.rank()));
                }
            }
        }
    }
}
