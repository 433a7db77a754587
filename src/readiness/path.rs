//! The shortest path to the target.

use super::board::{Board, Low};
use crate::standards::pack::Rule;

impl Board<'_> {
    /// The fewest criteria that have to rise to what they need so that the target outcome is reached. Where it does not
    /// matter which, those that lack least come first. Rules that lack their number ask for nothing yet.
    pub(super) fn path(mut self, target: usize) -> Vec<usize> {
        let Some(outcome) = self.edition.outcomes.get(target) else { return Vec::new() };
        let mut rules: Vec<&Rule> = outcome.rules.iter().collect();
        // What leaves no choice comes first, as it may already do for the others.
        rules.sort_by_key(|it| match it {
            Rule::NoCriterionBelow { .. }
            | Rule::MandatoryAtLeast { .. }
            // No level that rises closes a finding.
            | Rule::NoOpenMajor {} => 0,
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
                    let least = if rule.level().is_some() {
                        self.edition.share(it.level, None)
                    } else {
                        self.edition.full_share()
                    };
                    it.share = it.share.max(least);
                    path.push(it.criterion);
                }
            }
        }
        path.sort_unstable();
        path.dedup();
        path
    }
}
