//! What the linked evidence amounts to. What is linked to a clause counts for everything below it.

use chrono::{Months, NaiveDate};

use super::facts::{Evidence, Facts, Options, State};
use super::model::{Edition, Types};
use crate::entities::EvidenceStatus;

/// Evidence of a criterion.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) linked: u32,
    /// Accepted or submitted, valid or not.
    pub(super) offered: u32,
    /// Accepted or submitted, and valid on the day.
    pub(super) usable: u32,
    /// Types of the usable ones.
    pub(super) types: Types,
}

/// How the day finds an evidence item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) state: State,
    pub(super) expired: bool,
    pub(super) expires_before_visit: bool,
    /// The day on which it should have been looked at again.
    pub(super) review_due: Option<NaiveDate>,
}

impl Found {
    pub(super) fn is_offered(&self) -> bool {
        matches!(self.state.status, EvidenceStatus::Submitted | EvidenceStatus::Accepted)
    }
}

/// How the day finds each evidence item; none where it was not known yet.
pub(super) fn found(facts: &Facts, options: Options) -> Vec<Option<Found>> {
    facts.evidence.iter().map(|it| look(it, facts.visit, options)).collect()
}

fn look(evidence: &Evidence, visit: Option<NaiveDate>, options: Options) -> Option<Found> {
    let end = options.end();
    let state = *evidence.states.iter().find(|it| it.span.holds_before(end))?;
    let expired = state.valid_until.is_some_and(|it| it < options.as_of);
    let expires_before_visit =
        !expired && state.valid_until.zip(visit).is_some_and(|(until, visit)| until < visit);
    let review_due = state
        .document_date
        .zip(state.review_months)
        .and_then(|(written, months)| written.checked_add_months(Months::new(months)))
        .filter(|it| *it < options.as_of);
    Some(Found { state, expired, expires_before_visit, review_due })
}

/// Evidence of each criterion, from above included.
pub(super) fn tallies(
    edition: &Edition,
    facts: &Facts,
    found: &[Option<Found>],
    options: Options,
) -> Vec<Tally> {
    let end = options.end();
    let mut tallies = vec![Tally::default(); edition.criteria.len()];
    for link in facts.links.iter().filter(|it| it.span.holds_before(end)) {
        let tally = tallies.get_mut(link.criterion as usize);
        let item = found.get(link.evidence as usize).copied().flatten();
        let (Some(tally), Some(item)) = (tally, item) else { continue };
        if item.state.status == EvidenceStatus::Withdrawn {
            continue;
        }
        tally.linked += 1;
        if item.is_offered() {
            tally.offered += 1;
            if !item.expired {
                tally.usable += 1;
                if let Some(kind) = item.state.kind {
                    tally.types.insert(kind);
                }
            }
        }
    }
    for at in 0..tallies.len() {
        if let Some(above) = edition.criteria[at].parent {
            let above = tallies[above];
            let tally = &mut tallies[at];
            tally.linked += above.linked;
            tally.offered += above.offered;
            tally.usable += above.usable;
            tally.types = tally.types.or(above.types);
        }
    }
    tallies
}
