//! Ways from one criterion to another over relations that somebody has stated: what follows from them, and how sure that is. Pure.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

pub use super::bond::Bond;
use crate::entities::{
    Confidence, CriterionId, CrosswalkId, CrosswalkRelationId, EditionId, Relation,
};

/// Most relations that a way goes over; what is further away says nothing any more.
pub const MOST_STEPS: usize = 3;

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
    /// This way and one step more.
    fn with(&self, step: Step, bond: Bond) -> Self {
        let steps = self.steps.iter().copied().chain([step]).collect();
        Self { steps, bond }
    }

    /// Whether a step from one edition to the next leads to one that it came through.
    fn has_been_in(&self, from: EditionId, next: EditionId) -> bool {
        let came = |it: &Step| it.from_edition == next || it.to_edition == next;
        from == next || self.steps.iter().any(came)
    }

    /// Whether this way with one step more is better than another by what they are worth, else by being shorter, else by the
    /// relations that were there first.
    fn is_better(&self, step: &Step, worth: Ordering, than: &Self) -> bool {
        let ids = self.steps.iter().chain([step]).map(|it| it.relation);
        let others = than.steps.iter().map(|it| it.relation);
        let shorter = || than.steps.len().cmp(&(self.steps.len() + 1));
        worth.then_with(shorter).then_with(|| others.cmp(ids)).is_gt()
    }

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

    /// Step by step, from the best ways of each length to those that are one step longer; none comes through an edition twice.
    fn search(&self, start: CriterionId, seen_as: fn(Bond) -> Bond) -> BTreeMap<CriterionId, Path> {
        let mut best: BTreeMap<CriterionId, Path> = BTreeMap::new();
        let mut ways = vec![Path { steps: Vec::new(), bond: Bond::SAME }];
        for length in 1..=MOST_STEPS {
            let mut longer: HashMap<Reached, Path> = HashMap::new();
            for way in &ways {
                let at = way.steps.last().map_or(start, |it| it.to);
                for step in self.steps.get(&at).into_iter().flatten() {
                    if way.has_been_in(step.from_edition, step.to_edition) {
                        continue;
                    }
                    let bond = way.bond.then(step.bond);
                    let rank = |bond: Bond| seen_as(bond).rank();
                    let held = best.get(&step.to);
                    if held.is_none_or(|it| way.is_better(step, rank(bond).cmp(&rank(it.bond)), it))
                    {
                        best.insert(step.to, way.with(*step, bond));
                    }
                    if length == MOST_STEPS {
                        continue;
                    }
                    let strength = |bond: Bond| bond.strength.unwrap_or_default();
                    let reached = Reached::by(way, step, bond);
                    let held = longer.get(&reached);
                    if held.is_none_or(|it| {
                        way.is_better(step, strength(bond).total_cmp(&strength(it.bond)), it)
                    }) {
                        longer.insert(reached, way.with(*step, bond));
                    }
                }
            }
            ways = longer.into_values().collect();
        }
        best
    }
}

/// What of a way decides how it can go on: of those that have it in common the strongest is as good as any, so that only that
/// one is kept, however many lead there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Reached {
    criterion: CriterionId,
    /// The editions between its beginning and its end.
    between: Vec<EditionId>,
    relation: Relation,
    confidence: Confidence,
    has_strength: bool,
}

impl Reached {
    fn by(way: &Path, step: &Step, bond: Bond) -> Self {
        Self {
            criterion: step.to,
            between: way.steps.iter().map(|it| it.to_edition).collect(),
            relation: bond.relation,
            confidence: bond.confidence,
            has_strength: bond.strength.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bond(relation: Relation, confidence: Confidence, strength: Option<f64>) -> Bond {
        Bond { relation, strength, confidence }
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

    #[test]
    fn crosswalks_that_relate_everything_to_everything_are_walked_in_little_time() {
        let stated = (1..=3_i64).flat_map(|edition| {
            (0..60_i64).flat_map(move |one| (0..60_i64).map(move |other| (edition, one, other)))
        });
        let stated = stated.zip(1..).map(|((edition, one, other), id)| Stated {
            id: CrosswalkRelationId(id),
            crosswalk: CrosswalkId(edition),
            from: (CriterionId(edition * 100 + one), EditionId(edition)),
            to: (CriterionId((edition + 1) * 100 + other), EditionId(edition + 1)),
            bond: bond(Relation::Equal, Confidence::High, None),
        });
        let graph = Graph::new(stated);
        // Way by way it would be 216,000 ways from each of 60 criteria.
        for start in 100..160 {
            let ways = graph.from(CriterionId(start));
            assert_eq!(ways.len(), 180);
            let last = &ways[&CriterionId(459)];
            assert_eq!((last.steps.len(), last.bond.relation), (3, Relation::Equal));
        }
    }

    /// Every way, tried one by one.
    fn tried(graph: &Graph, way: &Path, at: CriterionId, best: &mut BTreeMap<CriterionId, Path>) {
        for step in graph.steps.get(&at).into_iter().flatten() {
            if way.steps.len() == MOST_STEPS || way.has_been_in(step.from_edition, step.to_edition)
            {
                continue;
            }
            let longer = way.with(*step, way.bond.then(step.bond));
            let held = best.get(&step.to);
            if held.is_none_or(|it| longer.bond.rank() > it.bond.rank()) {
                best.insert(step.to, longer.clone());
            }
            tried(graph, &longer, step.to, best);
        }
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
        fn no_way_is_better_than_the_one_that_is_found(
            relations in proptest::collection::vec((10..50_i64, 10..50_i64, any_bond()), 0..90)
        ) {
            let graph = graph(&relations);
            for start in (10..50).map(CriterionId) {
                let mut all = BTreeMap::new();
                tried(&graph, &Path { steps: Vec::new(), bond: Bond::SAME }, start, &mut all);
                let ranks = |it: &BTreeMap<CriterionId, Path>| {
                    it.iter().map(|(end, path)| (*end, path.bond.rank())).collect::<Vec<_>>()
                };
                proptest::prop_assert_eq!(ranks(&graph.from(start)), ranks(&all));
            }
        }

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
