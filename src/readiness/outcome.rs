//! Decision rules: which outcome would follow, what decides it, and the shortest path to the target.

use super::model::Edition;
use super::result::{Area, Decision, Projected, Severity, Status, Summary};
use crate::standards::pack::Rule;

/// The criteria that count.
fn counted<'a>(
    edition: &'a Edition,
    criteria: &'a [Status],
) -> impl Iterator<Item = (usize, Status)> + 'a {
    let counts = |it: &(usize, Status)| edition.criteria[it.0].assessable && !it.1.not_applicable;
    criteria.iter().copied().enumerate().filter(counts)
}

/// Whether a criterion has at least a level; unrated, it has none.
fn has(status: Status, level: u8) -> bool {
    status.level.is_some_and(|it| it >= level)
}

/// The best outcome whose rules all hold, and what keeps the next better one away.
pub(super) fn projected(
    edition: &Edition,
    criteria: &[Status],
    areas: &[Area],
    tops: &[usize],
    whole: &Summary,
) -> Option<Projected> {
    let mut decided_by = None;
    for (outcome, it) in edition.outcomes.iter().enumerate() {
        let failing = it.rules.iter().find_map(|rule| {
            let in_the_way = in_the_way(edition, rule, criteria, areas, tops, whole)?;
            Some(Decision { outcome, rule: rule.clone(), in_the_way })
        });
        match failing {
            None => return Some(Projected { outcome, decided_by }),
            Some(decision) => decided_by = Some(decision),
        }
    }
    // Every outcome has rules that fail: nothing can be said.
    None
}

/// The criteria that stand in the way of a rule; none if it holds.
fn in_the_way(
    edition: &Edition,
    rule: &Rule,
    criteria: &[Status],
    areas: &[Area],
    tops: &[usize],
    whole: &Summary,
) -> Option<Vec<usize>> {
    let level = rule.level().map_or(Some(0), |it| edition.rank(it))?;
    let below = |counts: &dyn Fn(usize) -> bool| -> Vec<usize> {
        counted(edition, criteria)
            .filter(|(at, it)| counts(*at) && !has(*it, level))
            .map(|it| it.0)
            .collect()
    };
    match rule {
        Rule::NoCriterionBelow { .. } => Some(below(&|_| true)).filter(|it| !it.is_empty()),
        Rule::MandatoryAtLeast { .. } => {
            Some(below(&|at| edition.criteria[at].mandatory)).filter(|it| !it.is_empty())
        }
        Rule::ShareAtLeast { share, .. } => {
            let low = below(&|_| true);
            (!low.is_empty() && fewest_lifts(low.len(), whole.counted, *share) > 0).then_some(low)
        }
        Rule::OverallAtLeast { .. } => {
            let low = below(&|_| true);
            (lifts_to_median(low.len(), whole.counted) > 0).then_some(low)
        }
        Rule::AreaAtLeast { .. } => {
            let mut all = Vec::new();
            for area in areas {
                let low = below(&|at| tops[at] == area.criterion);
                if lifts_to_median(low.len(), area.summary.counted) > 0 {
                    all.extend(low);
                }
            }
            Some(all).filter(|it| !it.is_empty())
        }
        Rule::IndexAtLeast { score } => (whole.counted > 0 && whole.index < *score).then(|| {
            let full = |it: Status| {
                it.level.is_some_and(|it| {
                    edition.levels.get(usize::from(it)).is_some_and(|it| it.weight >= 1.0)
                })
            };
            counted(edition, criteria).filter(|(_, it)| !full(*it)).map(|it| it.0).collect()
        }),
    }
}

/// How many of `low` have to rise so that a share of all is not low.
fn fewest_lifts(low: usize, all: usize, share: f64) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts"
    )]
    let most_low = ((1.0 - share.clamp(0.0, 1.0)) * all as f64 + 1e-9).floor() as usize;
    low.saturating_sub(most_low)
}

/// How many of `low` have to rise so that the lower median of all is not low.
fn lifts_to_median(low: usize, all: usize) -> usize {
    // The lower median of n is number (n + 1) / 2 from below.
    low.saturating_sub(all.div_ceil(2).saturating_sub(1)).min(low)
}

/// How much it weighs that a criterion is below what the target needs.
pub(super) fn severity_below(
    edition: &Edition,
    target: usize,
    criterion: usize,
    held: u8,
) -> Severity {
    let rules = edition.outcomes.get(target).map_or(&[][..], |it| it.rules.as_slice());
    let breaks = |rule: &Rule| match rule {
        Rule::NoCriterionBelow { level } => edition.rank(level).is_some_and(|it| held < it),
        Rule::MandatoryAtLeast { level } => {
            edition.criteria[criterion].mandatory && edition.rank(level).is_some_and(|it| held < it)
        }
        _ => false,
    };
    if rules.iter().any(breaks) { Severity::Critical } else { Severity::Major }
}

/// The fewest criteria that have to rise to what they need so that the target outcome is reached. Where it does not
/// matter which, those that lack least come first.
pub(super) fn path(
    edition: &Edition,
    target: usize,
    criteria: &[Status],
    tops: &[usize],
) -> Vec<usize> {
    let Some(outcome) = edition.outcomes.get(target) else { return Vec::new() };
    let mut lifted = criteria.to_vec();
    let mut path = Vec::new();
    for rule in &outcome.rules {
        let level = rule.level().and_then(|it| edition.rank(it));
        let mut low: Vec<(usize, Status)> = counted(edition, &lifted)
            .filter(|(_, it)| {
                level.map_or(it.level.is_none_or(|held| held < it.needed), |level| !has(*it, level))
            })
            .collect();
        low.sort_by_key(|(at, it)| (std::cmp::Reverse(it.level), *at));
        let all = counted(edition, &lifted).count();
        let chosen: Vec<usize> = match rule {
            Rule::NoCriterionBelow { .. } => low.iter().map(|it| it.0).collect(),
            Rule::MandatoryAtLeast { .. } => {
                low.iter().map(|it| it.0).filter(|at| edition.criteria[*at].mandatory).collect()
            }
            Rule::ShareAtLeast { share, .. } => first(&low, fewest_lifts(low.len(), all, *share)),
            Rule::OverallAtLeast { .. } => first(&low, lifts_to_median(low.len(), all)),
            Rule::AreaAtLeast { .. } => by_area(edition, &lifted, &low, tops),
            Rule::IndexAtLeast { score } => to_index(edition, &lifted, &low, *score),
        };
        for at in chosen {
            lifted[at].level =
                lifted[at].level.max(Some(lifted[at].needed.max(level.unwrap_or_default())));
            path.push(at);
        }
    }
    path.sort_unstable();
    path.dedup();
    path
}

fn first(low: &[(usize, Status)], count: usize) -> Vec<usize> {
    low.iter().take(count).map(|it| it.0).collect()
}

fn by_area(
    edition: &Edition,
    criteria: &[Status],
    low: &[(usize, Status)],
    tops: &[usize],
) -> Vec<usize> {
    let heads = tops.iter().enumerate().filter(|(at, top)| at == *top).map(|it| it.0);
    heads
        .flat_map(|head| {
            let here: Vec<_> = low.iter().copied().filter(|(at, _)| tops[*at] == head).collect();
            let all = counted(edition, criteria).filter(|(at, _)| tops[*at] == head).count();
            first(&here, lifts_to_median(here.len(), all))
        })
        .collect()
}

/// Those that gain most first, until the index is reached.
fn to_index(
    edition: &Edition,
    criteria: &[Status],
    low: &[(usize, Status)],
    score: f64,
) -> Vec<usize> {
    let weight_of = |level: Option<u8>| {
        level.and_then(|it| edition.levels.get(usize::from(it))).map_or(0.0, |it| it.weight)
    };
    let total: f64 = counted(edition, criteria).map(|(at, _)| edition.criteria[at].weight).sum();
    let mut held: f64 = counted(edition, criteria)
        .map(|(at, it)| edition.criteria[at].weight * weight_of(it.level))
        .sum();
    let gain = |it: &(usize, Status)| {
        edition.criteria[it.0].weight * (weight_of(Some(it.1.needed)) - weight_of(it.1.level))
    };
    let mut best = low.to_vec();
    best.sort_by(|a, b| gain(b).total_cmp(&gain(a)).then(a.0.cmp(&b.0)));
    let mut chosen = Vec::new();
    for it in &best {
        if total <= 0.0 || 100.0 * held / total >= score {
            break;
        }
        held += gain(it);
        chosen.push(it.0);
    }
    chosen
}
