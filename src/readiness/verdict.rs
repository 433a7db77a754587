//! How each outcome is decided, rule by rule, and which one would follow.

use super::board::{Board, TOLERANCE};
use super::result::{Decided, Decision, Measured, Projected, Ruling, Verdict};
use crate::standards::pack::Rule;

impl Board<'_> {
    /// Each outcome with all of its rules, the best first; nothing where nothing counts.
    pub(super) fn verdicts(&self) -> Vec<Verdict> {
        if self.held.is_empty() {
            return Vec::new();
        }
        let verdict = |(outcome, rules): (usize, &Vec<Rule>)| {
            let rules: Vec<_> = rules.iter().map(|it| self.ruling(it)).collect();
            let is = |decided| rules.iter().any(|it: &Ruling| it.decided == decided);
            // What fails, fails whatever is filled in elsewhere.
            let decided = if is(Decided::Fails) {
                Decided::Fails
            } else if is(Decided::Undecidable) {
                Decided::Undecidable
            } else {
                Decided::Holds
            };
            Verdict { outcome, decided, rules }
        };
        let outcomes = self.edition.outcomes.iter().map(|it| &it.rules);
        outcomes.enumerate().map(verdict).collect()
    }

    fn ruling(&self, rule: &Rule) -> Ruling {
        let decided = self.decide(rule);
        let mut in_the_way = Vec::new();
        if decided == Decided::Fails {
            let low = self.low(rule).into_iter().filter(|it| it.must > 0);
            in_the_way = low.flat_map(|it| it.places).map(|it| self.held[it].criterion).collect();
            if let Rule::NoOpenMajor {} = rule {
                in_the_way.extend(self.majors.iter().flatten());
            }
            in_the_way.sort_unstable();
            in_the_way.dedup();
        }
        Ruling { rule: rule.clone(), decided, measured: self.measure(rule), in_the_way }
    }

    fn decide(&self, rule: &Rule) -> Decided {
        let holds = match rule {
            it if it.is_open() => return Decided::Undecidable,
            // Without weights there is no index that could reach anything.
            Rule::IndexAtLeast { .. } if !self.edition.has_index() => false,
            Rule::IndexAtLeast { score: Some(score), .. } => self.index() + TOLERANCE >= *score,
            Rule::NoOpenMajor {} => self.majors.is_empty(),
            other => self.low(other).iter().all(|it| it.must == 0),
        };
        if holds { Decided::Holds } else { Decided::Fails }
    }

    fn measure(&self, rule: &Rule) -> Measured {
        let level = self.level(rule).unwrap_or_default();
        match rule {
            Rule::NoCriterionBelow { .. } | Rule::ShareAtLeast { .. } => {
                let (held, of) = self.count(level, false);
                Measured::Criteria { held, of }
            }
            Rule::MandatoryAtLeast { .. } => {
                let (held, of) = self.count(level, true);
                Measured::Criteria { held, of }
            }
            Rule::AreaAtLeast { .. } => {
                let areas = self.areas();
                let of = areas.len();
                let below: Vec<_> = areas.into_iter().filter(|it| it.1 < level).collect();
                Measured::Areas { held: of - below.len(), of, below }
            }
            Rule::OverallAtLeast { .. } => Measured::Overall(self.overall()),
            Rule::IndexAtLeast { .. } => Measured::Index(self.index()),
            Rule::NoOpenMajor {} => Measured::Majors(self.majors.len()),
        }
    }
}

/// The best outcome whose rules all hold, and what keeps the next better one away. Nothing while a better one cannot be
/// decided: to name a worse one would be a guess.
pub(super) fn projected(verdicts: &[Verdict]) -> Option<Projected> {
    let found = verdicts.iter().position(|it| it.decided != Decided::Fails)?;
    if verdicts[found].decided == Decided::Undecidable {
        return None;
    }
    let better = found.checked_sub(1).map(|it| &verdicts[it]);
    Some(Projected { outcome: found, decided_by: better.and_then(decision) })
}

/// The first rule of an outcome that fails.
fn decision(verdict: &Verdict) -> Option<Decision> {
    let failing = verdict.rules.iter().find(|it| it.decided == Decided::Fails)?;
    let Ruling { rule, in_the_way, .. } = failing.clone();
    Some(Decision { outcome: verdict.outcome, rule, in_the_way })
}
