//! Which outcome would follow, what decides it, and the shortest path to the target.

use super::board::{Board, Low, TOLERANCE};
use super::model::Outcome;
use super::result::{Decision, Projected};
use crate::standards::pack::Rule;

impl Board<'_> {
    /// The best outcome whose rules all hold, and what keeps the next better one away.
    pub(super) fn projected(&self) -> Option<Projected> {
        if self.held.is_empty() {
            return None;
        }
        let mut decided_by = None;
        for (outcome, it) in self.edition.outcomes.iter().enumerate() {
            match self.decision(outcome, it) {
                None => return Some(Projected { outcome, decided_by }),
                failing => decided_by = failing,
            }
        }
        // Every outcome has rules that fail: nothing can be said.
        None
    }

    /// The first rule of an outcome that fails.
    fn decision(&self, outcome: usize, it: &Outcome) -> Option<Decision> {
        let rule = it.rules.iter().find(|it| !self.holds(it))?;
        let failing = self.low(rule).into_iter().filter(|it| it.must > 0);
        let mut in_the_way: Vec<usize> =
            failing.flat_map(|it| it.places).map(|it| self.held[it].criterion).collect();
        in_the_way.sort_unstable();
        Some(Decision { outcome, rule: rule.clone(), in_the_way })
    }

    fn holds(&self, rule: &Rule) -> bool {
        match rule {
            Rule::IndexAtLeast { score } => self.index() + TOLERANCE >= *score,
            other => self.low(other).iter().all(|it| it.must == 0),
        }
    }

    /// The fewest criteria that have to rise to what they need so that the target outcome is reached. Where it does not
    /// matter which, those that lack least come first.
    pub(super) fn path(mut self, target: usize) -> Vec<usize> {
        let Some(outcome) = self.edition.outcomes.get(target) else { return Vec::new() };
        let mut rules: Vec<&Rule> = outcome.rules.iter().collect();
        // What leaves no choice comes first, as it may already do for the others.
        rules.sort_by_key(|it| match it {
            Rule::NoCriterionBelow { .. } | Rule::MandatoryAtLeast { .. } => 0,
            Rule::AreaAtLeast { .. } => 1,
            Rule::ShareAtLeast { .. } | Rule::OverallAtLeast { .. } => 2,
            Rule::IndexAtLeast { .. } => 3,
        });
        let mut path = Vec::new();
        for rule in rules {
            let level = self.level(rule).unwrap_or_else(|| self.edition.full());
            for Low { mut places, must } in self.low(rule) {
                if must < places.len() && rule.level().is_some() {
                    places.sort_by_key(|it| std::cmp::Reverse(self.held[*it].level));
                }
                for place in places.into_iter().take(must) {
                    let it = &mut self.held[place];
                    it.level = it.level.max(Some(it.needed.max(level)));
                    path.push(it.criterion);
                }
            }
        }
        path.sort_unstable();
        path.dedup();
        path
    }
}
