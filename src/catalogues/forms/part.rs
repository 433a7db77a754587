//! The parts of what an edition says of rating and deciding: its scale, its levels, its outcomes, their rules and conditions.

use std::fmt;

use crate::standards::pack::{Head, Rule, Scale};

/// One part. A place that is one behind the last is that of a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Scale,
    Level(usize),
    Outcome(usize),
    Rule(usize, usize),
    Condition(usize, usize),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scale => f.write_str("scale"),
            Self::Level(at) => write!(f, "level-{at}"),
            Self::Outcome(at) => write!(f, "outcome-{at}"),
            Self::Rule(outcome, at) => write!(f, "rule-{outcome}-{at}"),
            Self::Condition(outcome, at) => write!(f, "condition-{outcome}-{at}"),
        }
    }
}

impl Part {
    /// The part of a head that an address names; none where the head has no room for it.
    pub fn of(address: &str, head: &Head) -> Option<Self> {
        let mut steps = address.split('-');
        let kind = steps.next()?;
        let places: Option<Vec<usize>> = steps.map(|it| it.parse().ok()).collect();
        let part = match (kind, places?.as_slice()) {
            ("scale", []) => Self::Scale,
            ("level", [at]) => Self::Level(*at),
            ("outcome", [at]) => Self::Outcome(*at),
            ("rule", [outcome, at]) => Self::Rule(*outcome, *at),
            ("condition", [outcome, at]) => Self::Condition(*outcome, *at),
            _ => return None,
        };
        part.is_new(head).map(|_| part)
    }

    /// Whether it is one that is to be added; nothing where there is no room for it.
    pub fn is_new(self, head: &Head) -> Option<bool> {
        let outcome = |it: usize| head.outcomes.get(it);
        let (at, count) = match self {
            Self::Scale => return Some(head.scale.is_none()),
            Self::Level(at) => (at, head.scale.as_ref().map_or(0, |it| it.levels.len())),
            Self::Outcome(at) => (at, head.outcomes.len()),
            Self::Rule(of, at) => (at, outcome(of)?.rules.len()),
            Self::Condition(of, at) => (at, outcome(of)?.conditions.len()),
        };
        (at <= count).then_some(at == count)
    }

    /// The way to it, as `standards::placed` tells it.
    pub fn path(self) -> String {
        match self {
            Self::Scale => "scale".into(),
            Self::Level(at) => format!("scale/levels/{at}"),
            Self::Outcome(at) => format!("outcomes/{at}"),
            Self::Rule(of, at) => format!("outcomes/{of}/rules/{at}"),
            Self::Condition(of, at) => format!("outcomes/{of}/conditions/{at}"),
        }
    }

    /// The part at the end of such a way, or above it.
    pub fn at(path: &str) -> Self {
        let steps: Vec<&str> = path.split('/').collect();
        let place = |it: &str| it.parse().unwrap_or_default();
        match steps.as_slice() {
            ["scale", "levels", at, ..] => Self::Level(place(at)),
            ["outcomes", of, "rules", at, ..] => Self::Rule(place(of), place(at)),
            ["outcomes", of, "conditions", at, ..] => Self::Condition(place(of), place(at)),
            ["outcomes", at, ..] => Self::Outcome(place(at)),
            _ => Self::Scale,
        }
    }

    /// The head without it; or, by the key of its message, why it stays.
    pub fn removed(self, head: &Head) -> Result<Head, &'static str> {
        let mut after = head.clone();
        let scale = after.scale.as_mut();
        match (self, scale) {
            (Self::Level(at), Some(scale)) => {
                let level = scale.levels.remove(at);
                let rules = head.outcomes.iter().flat_map(|it| &it.rules);
                if rules.filter_map(Rule::level).any(|it| it == level.code) {
                    return Err("grading-level-used");
                }
            }
            (Self::Outcome(at), _) => {
                let outcome = after.outcomes.remove(at);
                if head.target.as_ref() == Some(&outcome.code) {
                    return Err("grading-outcome-target");
                }
            }
            (Self::Rule(of, at), _) => {
                after.outcomes[of].rules.remove(at);
            }
            (Self::Condition(of, at), _) => {
                after.outcomes[of].conditions.remove(at);
            }
            (Self::Scale | Self::Level(_), _) => return Err("grading-scale-stays"),
        }
        Ok(after)
    }

    /// The head with it one step up or down its list; none where there is no room.
    pub fn moved(self, head: &Head, up: bool) -> Option<Head> {
        let mut after = head.clone();
        let to = |at: usize| if up { at.checked_sub(1) } else { Some(at + 1) };
        match self {
            Self::Level(at) => swap(&mut after.scale.as_mut()?.levels, at, to(at)?)?,
            Self::Outcome(at) => swap(&mut after.outcomes, at, to(at)?)?,
            Self::Condition(of, at) => swap(&mut after.outcomes[of].conditions, at, to(at)?)?,
            Self::Rule(of, at) => swap(&mut after.outcomes[of].rules, at, to(at)?)?,
            Self::Scale => return None,
        }
        Some(after)
    }
}

fn swap<T>(list: &mut [T], a: usize, b: usize) -> Option<()> {
    (a < list.len() && b < list.len()).then(|| list.swap(a, b))
}

/// A scale in which nothing is said yet.
pub fn empty_scale() -> Scale {
    Scale {
        levels: Vec::new(),
        percent: false,
        not_applicable: None,
        second: None,
        note: String::new(),
    }
}
