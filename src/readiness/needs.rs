//! What the target outcome asks of single criteria.

use super::model::{Criterion, Edition};
use super::result::Severity;
use crate::standards::pack::Rule;

/// Levels that the rules of the target outcome name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needs {
    /// Highest that any rule asks of all criteria, and of the mandatory ones.
    all: Option<u8>,
    mandatory: Option<u8>,
    /// Below it, a single criterion keeps the outcome away.
    hard: Option<u8>,
    otherwise: u8,
    /// No major nonconformity may be open.
    pub(super) no_major: bool,
}

impl Needs {
    pub(super) fn of(edition: &Edition, target: usize) -> Self {
        let mut needs = Self {
            all: None,
            mandatory: None,
            hard: None,
            otherwise: edition.full(),
            no_major: false,
        };
        let rules = edition.outcomes.get(target).map_or(&[][..], |it| it.rules.as_slice());
        for rule in rules {
            let level = rule.level().and_then(|it| edition.rank(it));
            if let Rule::MandatoryAtLeast { .. } = rule {
                needs.mandatory = needs.mandatory.max(level);
            } else {
                needs.all = needs.all.max(level);
            }
            needs.no_major |= matches!(rule, Rule::NoOpenMajor {});
            if let Rule::NoCriterionBelow { .. } = rule {
                needs.hard = needs.hard.max(level);
            }
        }
        needs
    }

    /// The level a criterion needs: the highest that a rule asks of it; where no rule does, the lowest with a full score.
    pub(super) fn level(self, criterion: &Criterion) -> u8 {
        let mandatory = self.mandatory.filter(|_| criterion.mandatory);
        self.all.max(mandatory).unwrap_or(self.otherwise)
    }

    /// How much it weighs that a criterion is held at less than it needs.
    pub(super) fn severity_below(self, criterion: &Criterion, held: u8) -> Severity {
        let breaks_a_rule = self.hard.is_some_and(|it| held < it);
        if criterion.mandatory || breaks_a_rule { Severity::Critical } else { Severity::Major }
    }
}
