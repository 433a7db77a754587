//! Facts and a day in, readiness out.

use super::board::Board;
use super::evidence::{self, Tally};
use super::facts::{Facts, Options};
use super::gaps;
use super::model::Edition;
use super::needs::Needs;
use super::ratings::{self, Voice};
use super::result::{Readiness, Status, place};
use super::{summary, verdict};
use crate::entities::Round;

/// How ready an assessment is on a day. Pure: the same facts and day always give the same answer, in whatever order they come.
pub fn analyse(edition: &Edition, facts: &Facts, options: Options) -> Readiness {
    let voices = ratings::voices(edition, facts, options);
    let found = evidence::found(facts, options);
    let tallies = evidence::tallies(edition, facts, &found, options);
    let needs = Needs::of(edition, facts.target);
    let mut criteria = statuses(edition, facts, needs, &voices, &tallies);
    let planned = lift_planned(edition, facts, options, &mut criteria);
    let gaps = gaps::View {
        edition,
        facts,
        options,
        needs,
        voices: &voices,
        tallies: &tallies,
        found: &found,
        criteria: &criteria,
        planned: &planned,
    }
    .gaps();
    let tops = edition.tops();
    let whole = summary::of_all(edition, &criteria, &gaps);
    let open = facts.findings.iter().filter(|it| it.is_major && it.is_open(options));
    let majors = open.map(|it| it.criterion.map(|it| it as usize)).collect();
    let board = Board::new(edition, &criteria, &tops, majors);
    let verdicts = board.verdicts();
    let projected = verdict::projected(&verdicts);
    let reached = projected.as_ref().is_some_and(|it| it.outcome <= facts.target);
    let path = if reached { Vec::new() } else { board.path(facts.target) };
    Readiness {
        as_of: options.as_of,
        areas: summary::by_area(edition, &criteria, &gaps, &tops),
        whole,
        criteria,
        gaps,
        projected,
        verdicts,
        path,
        target: facts.target,
    }
}

fn statuses(
    edition: &Edition,
    facts: &Facts,
    needs: Needs,
    voices: &[[Option<Voice>; 3]],
    tallies: &[Tally],
) -> Vec<Status> {
    let round = place(facts.round.unwrap_or(Round::Own));
    let status = |at: usize| {
        let criterion = &edition.criteria[at];
        let said = (0..=round).rev().find_map(|it| voices[at][it]);
        let tally = tallies[at];
        let status = Status {
            rounds: voices[at].map(|it| it.and_then(|it| it.level)),
            level: said.and_then(|it| it.level),
            axes: said.map_or([None; 2], |it| it.axes),
            score: said.and_then(|it| it.score),
            not_applicable: said.is_some_and(|it| it.level.is_none()),
            needed: needs.level(criterion),
            supported: 0,
            linked: tally.linked,
            usable: tally.usable,
            expected: criterion.expects.count(),
            provided: criterion.expects.count() - criterion.expects.without(tally.types).count(),
        };
        Status { supported: supported(edition, status.completeness()), ..status }
    };
    (0..edition.criteria.len()).map(status).collect()
}

/// Place of the highest level whose weight is not above the share of the evidence that is there. Without weights, evidence
/// that is complete supports the best level, and any other the worst.
fn supported(edition: &Edition, completeness: f64) -> u8 {
    let reaches = |it: f64| it <= completeness + 1e-9;
    let level = if edition.has_index() {
        edition.levels.iter().rposition(|it| it.weight.is_some_and(reaches))
    } else {
        edition.levels.len().checked_sub(1).filter(|_| reaches(1.0))
    };
    level.and_then(|it| it.try_into().ok()).unwrap_or(0)
}

/// Counts open actions that are due by the day as having brought what they are for to the level it needs, if that is asked.
/// Says of each criterion whether it was so.
fn lift_planned(
    edition: &Edition,
    facts: &Facts,
    options: Options,
    criteria: &mut [Status],
) -> Vec<bool> {
    let mut planned = vec![false; criteria.len()];
    if !options.planned_actions_done {
        return planned;
    }
    for action in facts.actions.iter().filter(|it| it.is_open(options)) {
        let due = action.due_on.is_some_and(|it| it <= options.as_of);
        if let Some(it) = planned.get_mut(action.criterion as usize).filter(|_| due) {
            *it = true;
        }
    }
    for at in 0..criteria.len() {
        planned[at] |= edition.heir_of(at).is_some_and(|it| planned[it]);
        let status = &mut criteria[at];
        if planned[at] && !status.not_applicable {
            status.level = status.level.max(Some(status.needed));
            let least = 100.0 * edition.share(Some(status.needed), None);
            status.score = status.score.map(|it| it.max(least));
            for axis in status.axes.iter_mut().filter(|it| it.is_some()) {
                *axis = (*axis).max(Some(status.needed));
            }
        }
    }
    planned
}
