//! What the linked evidence amounts to. What is linked to a clause counts for everything below it.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::facts::{Evidence, Facts, Options};
use super::model::{Edition, Types};
use crate::entities::EvidenceStatus;

/// Evidence of a criterion.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) linked: u32,
    /// Accepted or submitted, whether or not it has expired.
    pub(super) offered: u32,
    /// Accepted or submitted, and valid on the day.
    pub(super) usable: u32,
    /// Types of the usable ones.
    pub(super) types: Types,
}

/// How the day finds an evidence item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) status: EvidenceStatus,
    kind: Option<u16>,
    /// Its validity begins after the day.
    early: bool,
    pub(super) expired: bool,
    pub(super) expires_before_visit: bool,
    pub(super) valid_until: Option<NaiveDate>,
    /// The day on which it should have been looked at again.
    pub(super) review_due: Option<NaiveDate>,
    /// When it last got a revision or came to stand as it does.
    pub(super) changed_at: DateTime<Utc>,
}

impl Found {
    fn is_offered(&self) -> bool {
        let handed_in = matches!(self.status, EvidenceStatus::Submitted | EvidenceStatus::Accepted);
        handed_in && !self.early
    }
}

/// How the day finds each evidence item; none where it was not known yet.
pub(super) fn found(facts: &Facts, options: Options) -> Vec<Option<Found>> {
    let end = options.end();
    let mut found: Vec<_> =
        facts.evidence.iter().map(|it| look(it, facts.visit, options, end)).collect();
    for revision in facts.revisions.iter().filter(|it| it.recorded_at < end) {
        if let Some(Some(it)) = found.get_mut(revision.evidence as usize) {
            it.changed_at = it.changed_at.max(revision.recorded_at);
        }
    }
    found
}

fn look(
    evidence: &Evidence,
    visit: Option<NaiveDate>,
    options: Options,
    end: DateTime<Utc>,
) -> Option<Found> {
    let state = evidence.states.iter().find(|it| it.span.holds_before(end))?;
    let expired = state.valid_until.is_some_and(|it| it < options.as_of);
    let expires_before_visit =
        !expired && state.valid_until.zip(visit).is_some_and(|(until, visit)| until < visit);
    let review_due = state
        .document_date
        .zip(state.review_months)
        .and_then(|(written, months)| written.checked_add_months(Months::new(months)))
        .filter(|it| *it < options.as_of);
    Some(Found {
        status: state.status,
        kind: state.kind,
        early: state.valid_from.is_some_and(|it| it > options.as_of),
        expired,
        expires_before_visit,
        valid_until: state.valid_until,
        review_due,
        changed_at: state.span.recorded_at,
    })
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
        let item = found.get(link.evidence as usize).and_then(Option::as_ref);
        let (Some(tally), Some(item)) = (tally, item) else { continue };
        if matches!(item.status, EvidenceStatus::Withdrawn | EvidenceStatus::Superseded) {
            continue;
        }
        tally.linked += 1;
        if item.is_offered() {
            tally.offered += 1;
            if !item.expired {
                tally.usable += 1;
                if let Some(kind) = item.kind {
                    tally.types.insert(kind);
                }
            }
        }
    }
    for at in 0..tallies.len() {
        if let Some(above) = edition.heir_of(at) {
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
