//! What stands between each criterion and the target outcome. `docs/readiness.md` has the table.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::evidence::{Found, Tally};
use super::facts::{Facts, Link, Options};
use super::model::Edition;
use super::needs::Needs;
use super::rated::Rated;
use super::ratings::Voice;
use super::result::{About, Gap, GapKind, Severity, Status, place};
use crate::entities::{EvidenceStatus, Round};

/// Everything that gaps are found in.
pub(super) struct View<'a> {
    pub(super) edition: &'a Edition,
    pub(super) facts: &'a Facts,
    pub(super) options: Options,
    pub(super) needs: Needs,
    pub(super) voices: &'a [[Option<Voice>; 3]],
    pub(super) tallies: &'a [Tally],
    pub(super) found: &'a [Option<Found>],
    pub(super) criteria: &'a [Status],
    /// Criteria whose planned actions count as done.
    pub(super) planned: &'a [bool],
}

impl View<'_> {
    /// By criterion, then by severity, kind and what they are about.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for at in 0..self.criteria.len() {
            if self.counts(at) {
                self.of_criterion(at, &mut gaps);
            }
        }
        self.of_evidence(&mut gaps);
        self.of_findings(&mut gaps);
        self.of_actions(&mut gaps);
        self.of_wordings(&mut gaps);
        let mut gaps = by_criterion(&gaps, self.criteria.len());
        for here in gaps.chunk_by_mut(|a, b| a.criterion == b.criterion) {
            here.sort_unstable_by_key(|it| (it.severity, it.kind, it.about));
        }
        gaps.dedup();
        gaps
    }

    fn counts(&self, at: usize) -> bool {
        self.edition.criteria[at].assessable && !self.criteria[at].not_applicable
    }

    fn current(&self, at: usize) -> Option<Voice> {
        self.voices[at][place(self.facts.round.unwrap_or(Round::Own))]
    }

    fn of_criterion(&self, at: usize, gaps: &mut Vec<Gap>) {
        let (criterion, status, tally) =
            (&self.edition.criteria[at], self.criteria[at], self.tallies[at]);
        let mut add = |kind, severity, about| {
            gaps.push(Gap { criterion: at, kind, severity, about });
        };
        let voice = self.current(at);
        if voice.is_none() && !self.planned[at] {
            let severity = if criterion.mandatory { Severity::Critical } else { Severity::Major };
            add(GapKind::NotRated, severity, About::Criterion);
        }
        if let Some(held) = status.level.filter(|it| *it < status.needed) {
            let severity = self.needs.severity_below(criterion, held);
            let needed = status.needed;
            let about = match status.axes {
                [Some(first), Some(second)] => About::Axes { first, second, needed },
                _ => About::Levels { held, needed },
            };
            add(GapKind::BelowTarget, severity, about);
        }
        if let Some(Voice { level: Some(lowest), highest, .. }) = voice
            && highest >= lowest + 2
        {
            let about = About::Levels { held: lowest, needed: highest };
            add(GapKind::Disagreement, Severity::Minor, about);
        }
        let own = self.voices[at][place(Round::Own)];
        let is_review = self.facts.round.is_some_and(|it| it != Round::Own);
        if is_review && own.zip(voice).is_some_and(|(own, voice)| own.last > voice.last) {
            add(GapKind::ChangedSinceRated, Severity::Watch, About::Criterion);
        }
        if tally.offered == 0 {
            add(GapKind::NoEvidence, Severity::Major, About::Criterion);
        } else if status.provided < status.expected {
            for kind in criterion.expects.without(tally.types).places() {
                add(GapKind::EvidenceTypeMissing, Severity::Minor, About::Type(kind));
            }
        }
    }

    /// Gaps of single items are told where the item is linked, also where that is a clause above the criteria it counts for.
    fn of_evidence(&self, gaps: &mut Vec<Gap>) {
        let end = self.options.end();
        let rated = |at| self.current(at).filter(|_| self.counts(at)).map(|it| it.last);
        let mut rated = Rated::new(self.edition, (0..self.criteria.len()).map(rated).collect());
        for link in self.facts.links.iter().filter(|it| it.span.holds_before(end)) {
            let at = link.criterion as usize;
            let item = self.found.get(link.evidence as usize).and_then(Option::as_ref);
            if let (Some(item), Some(status)) = (item, self.criteria.get(at))
                && !status.not_applicable
            {
                if rated.between(at, link.span.recorded_at, item.changed_at) {
                    gaps.push(of_item(link, GapKind::ChangedSinceRated, Severity::Watch, None));
                }
                self.of_link(link, item, gaps);
            }
        }
        self.of_ended(&mut rated, gaps);
    }

    /// What was taken away from a criterion after that was rated, unless it is offered there again.
    fn of_ended(&self, rated: &mut Rated, gaps: &mut Vec<Gap>) {
        let end = self.options.end();
        let mut gone: BTreeMap<(u32, u32), DateTime<Utc>> = BTreeMap::new();
        for link in &self.facts.links {
            let Some(ended) = link.span.superseded_at.filter(|it| *it < end) else { continue };
            let at = link.criterion as usize;
            let counts = self.criteria.get(at).is_some_and(|it| !it.not_applicable);
            if counts && rated.between(at, link.span.recorded_at, ended) {
                let last = gone.entry((link.criterion, link.evidence)).or_insert(ended);
                *last = ended.max(*last);
            }
        }
        if gone.is_empty() {
            return;
        }
        for link in self.facts.links.iter().filter(|it| it.span.holds_before(end)) {
            gone.remove(&(link.criterion, link.evidence));
        }
        gaps.extend(gone.into_iter().map(|((criterion, evidence), ended)| Gap {
            criterion: criterion as usize,
            kind: GapKind::ChangedSinceRated,
            severity: Severity::Watch,
            about: About::Evidence(evidence, Some(ended.date_naive())),
        }));
    }

    fn of_link(&self, link: &Link, item: &Found, gaps: &mut Vec<Gap>) {
        match item.status {
            EvidenceStatus::Withdrawn | EvidenceStatus::Superseded => return,
            EvidenceStatus::Draft | EvidenceStatus::Returned => {
                gaps.push(of_item(link, GapKind::NotAccepted, Severity::Minor, None));
            }
            EvidenceStatus::Submitted | EvidenceStatus::Accepted => {}
        }
        if item.expired {
            let alone = self.tallies[link.criterion as usize].usable == 0;
            let severity = if alone { Severity::Major } else { Severity::Minor };
            gaps.push(of_item(link, GapKind::Expired, severity, item.valid_until));
        } else if item.expires_before_visit {
            let kind = GapKind::ExpiresBeforeVisit;
            gaps.push(of_item(link, kind, Severity::Minor, item.valid_until));
        }
        if item.review_due.is_some() {
            gaps.push(of_item(link, GapKind::ReviewOverdue, Severity::Watch, item.review_due));
        }
    }

    /// What is about the assessment as a whole is told at the first criterion.
    fn of_findings(&self, gaps: &mut Vec<Gap>) {
        for (finding, place) in self.facts.findings.iter().zip(0..) {
            let at = finding.criterion.unwrap_or_default() as usize;
            if finding.is_open(self.options) && at < self.criteria.len() {
                let severity = match (finding.is_major, self.needs.no_major) {
                    (true, true) => Severity::Critical,
                    (true, false) => Severity::Major,
                    (false, _) => Severity::Minor,
                };
                let (kind, about) = (GapKind::OpenFinding, About::Finding(place));
                gaps.push(Gap { criterion: at, kind, severity, about });
            }
        }
    }

    /// What was said of other words than those that stand there now.
    fn of_wordings(&self, gaps: &mut Vec<Gap>) {
        let end = self.options.end();
        for it in self.facts.reworded.iter().filter(|it| it.span.holds_before(end)) {
            let at = it.criterion as usize;
            if self.facts.round == Some(it.round) && at < self.criteria.len() && self.counts(at) {
                let (kind, about) = (GapKind::ChangedSinceRated, About::Wording);
                gaps.push(Gap { criterion: at, kind, severity: Severity::Watch, about });
            }
        }
    }

    fn of_actions(&self, gaps: &mut Vec<Gap>) {
        if self.options.planned_actions_done {
            return;
        }
        for (action, place) in self.facts.actions.iter().zip(0..) {
            let at = action.criterion as usize;
            let late = action.due_on.is_some_and(|it| it < self.options.as_of);
            if late && action.is_open(self.options) && at < self.criteria.len() {
                let (kind, about) = (GapKind::OverdueAction, About::Action(place));
                gaps.push(Gap { criterion: at, kind, severity: Severity::Minor, about });
            }
        }
    }
}

fn of_item(link: &Link, kind: GapKind, severity: Severity, day: Option<chrono::NaiveDate>) -> Gap {
    let about = About::Evidence(link.evidence, day);
    Gap { criterion: link.criterion as usize, kind, severity, about }
}

/// Brings the gaps of each criterion together. Counting their places takes a fraction of the time that sorting all of them would.
fn by_criterion(gaps: &[Gap], criteria: usize) -> Vec<Gap> {
    let mut next = vec![0; criteria + 1];
    for gap in gaps {
        next[gap.criterion + 1] += 1;
    }
    for at in 0..criteria {
        next[at + 1] += next[at];
    }
    let Some(any) = gaps.first() else { return Vec::new() };
    let mut sorted = vec![*any; gaps.len()];
    for gap in gaps {
        sorted[next[gap.criterion]] = *gap;
        next[gap.criterion] += 1;
    }
    sorted
}
