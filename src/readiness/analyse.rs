//! Facts and a day in, readiness out.

use super::evidence::{self, Found, Tally};
use super::facts::{Action, Facts, Options};
use super::model::Edition;
use super::outcome;
use super::ratings::{self, Voice};
use super::result::{About, Area, Gap, GapKind, Readiness, Severity, Status, Summary, place};
use crate::entities::{EvidenceStatus, Round};

/// How ready an assessment is on a day. Pure: the same facts and day always give the same answer, in whatever order they come.
pub fn analyse(edition: &Edition, facts: &Facts, options: Options) -> Readiness {
    let voices = ratings::voices(edition, facts, options);
    let found = evidence::found(facts, options);
    let tallies = evidence::tallies(edition, facts, &found, options);
    let mut criteria = statuses(edition, facts, &voices, &tallies);
    if options.planned_actions_done {
        lift_planned(facts, options, &mut criteria);
    }
    let mut view = View {
        edition,
        facts,
        options,
        voices: &voices,
        tallies: &tallies,
        criteria: &criteria,
        gaps: Vec::new(),
    };
    view.criterion_gaps();
    view.evidence_gaps(&found);
    view.action_gaps();
    let mut gaps = view.gaps;
    gaps.sort_by(|a, b| {
        let key = |it: &Gap| (it.criterion, it.severity, it.kind);
        key(a).cmp(&key(b)).then_with(|| order(facts, a).cmp(&order(facts, b)))
    });
    gaps.dedup();
    let tops = tops(edition);
    let areas = areas(edition, &criteria, &gaps, &tops);
    let whole = summary(edition, &criteria, &gaps, |_| true);
    let projected = outcome::projected(edition, &criteria, &areas, &tops, &whole);
    let path = outcome::path(edition, facts.target, &criteria, &tops);
    Readiness {
        as_of: options.as_of,
        whole,
        areas,
        criteria,
        gaps,
        projected,
        path,
        target: facts.target,
    }
}

/// What orders gaps of one kind and criterion, whatever the order of the facts was.
fn order<'a>(facts: &'a Facts, gap: &Gap) -> (u16, &'a str) {
    match gap.about {
        About::Type(kind) => (kind, ""),
        About::Evidence(at, _) => (0, facts.evidence[at as usize].reference.as_str()),
        About::Action(at) => (0, facts.actions[at as usize].title.as_str()),
        About::Criterion | About::Levels { .. } => (0, ""),
    }
}

fn statuses(
    edition: &Edition,
    facts: &Facts,
    voices: &[[Option<Voice>; 3]],
    tallies: &[Tally],
) -> Vec<Status> {
    let round = place(facts.round.unwrap_or(Round::Own));
    let status = |at: usize| {
        let criterion = &edition.criteria[at];
        let said = (0..=round).rev().find_map(|it| voices[at][it]);
        let tally = tallies[at];
        Status {
            rounds: voices[at].map(|it| it.and_then(|it| it.level)),
            level: said.and_then(|it| it.level),
            not_applicable: said.is_some_and(|it| it.level.is_none()),
            needed: edition.needed(facts.target, criterion),
            linked: tally.linked,
            usable: tally.usable,
            expected: criterion.expects.count(),
            provided: criterion.expects.count() - criterion.expects.without(tally.types).count(),
        }
    };
    (0..edition.criteria.len()).map(status).collect()
}

/// Counts open actions that are due by the day as having brought their criterion to the level it needs.
fn lift_planned(facts: &Facts, options: Options, criteria: &mut [Status]) {
    let end = options.end();
    for action in facts.actions.iter().filter(|it| it.span.holds_before(end)) {
        if action.due_on.is_some_and(|it| it <= options.as_of)
            && let Some(status) = criteria.get_mut(action.criterion as usize)
        {
            status.level = Some(status.level.map_or(status.needed, |it| it.max(status.needed)));
            status.not_applicable = false;
        }
    }
}

/// Everything that gaps are found in.
struct View<'a> {
    edition: &'a Edition,
    facts: &'a Facts,
    options: Options,
    voices: &'a [[Option<Voice>; 3]],
    tallies: &'a [Tally],
    criteria: &'a [Status],
    gaps: Vec<Gap>,
}

impl View<'_> {
    fn add(&mut self, criterion: usize, kind: GapKind, severity: Severity, about: About) {
        self.gaps.push(Gap { criterion, kind, severity, about });
    }

    fn current(&self, criterion: usize) -> Option<Voice> {
        self.voices[criterion][place(self.facts.round.unwrap_or(Round::Own))]
    }

    fn criterion_gaps(&mut self) {
        for (at, criterion) in self.edition.criteria.iter().enumerate() {
            let status = self.criteria[at];
            if !criterion.assessable || status.not_applicable {
                continue;
            }
            let voice = self.current(at);
            if voice.is_none() {
                let severity =
                    if criterion.mandatory { Severity::Critical } else { Severity::Major };
                self.add(at, GapKind::NotRated, severity, About::Criterion);
            }
            if let Some(held) = status.level.filter(|it| *it < status.needed) {
                let severity = outcome::severity_below(self.edition, self.facts.target, at, held);
                self.add(
                    at,
                    GapKind::BelowTarget,
                    severity,
                    About::Levels { held, needed: status.needed },
                );
            }
            if let Some(Voice { level: Some(lowest), highest, .. }) = voice
                && highest >= lowest + 2
            {
                self.add(
                    at,
                    GapKind::Disagreement,
                    Severity::Minor,
                    About::Levels { held: lowest, needed: highest },
                );
            }
            let tally = self.tallies[at];
            if tally.offered == 0 {
                self.add(at, GapKind::NoEvidence, Severity::Major, About::Criterion);
            } else {
                for kind in criterion.expects.without(tally.types).places() {
                    self.add(at, GapKind::EvidenceTypeMissing, Severity::Minor, About::Type(kind));
                }
            }
        }
    }

    fn evidence_gaps(&mut self, found: &[Option<Found>]) {
        let end = self.options.end();
        for link in &self.facts.links {
            let at = link.criterion as usize;
            let item = found.get(link.evidence as usize).copied().flatten();
            let (Some(item), true) =
                (item, at < self.criteria.len() && link.span.holds_before(end))
            else {
                continue;
            };
            if self.criteria[at].not_applicable {
                continue;
            }
            let about = |day| About::Evidence(link.evidence, day);
            let changed = [
                Some(item.state.span.recorded_at),
                self.facts.evidence[link.evidence as usize].revised_at,
            ]
            .into_iter()
            .flatten()
            .filter(|it| *it < end)
            .max();
            if self.current(at).zip(changed).is_some_and(|(voice, changed)| {
                changed > voice.last && link.span.recorded_at <= voice.last
            }) {
                self.add(at, GapKind::ChangedSinceRated, Severity::Watch, about(None));
            }
            match item.state.status {
                EvidenceStatus::Withdrawn => continue,
                EvidenceStatus::Draft | EvidenceStatus::Returned => {
                    self.add(at, GapKind::NotAccepted, Severity::Minor, about(None));
                }
                EvidenceStatus::Submitted | EvidenceStatus::Accepted => {}
            }
            if item.expired {
                let alone = self.tallies[at].usable == 0;
                let severity = if alone { Severity::Major } else { Severity::Minor };
                self.add(at, GapKind::Expired, severity, about(item.state.valid_until));
            }
            if item.expires_before_visit {
                self.add(
                    at,
                    GapKind::ExpiresBeforeVisit,
                    Severity::Minor,
                    about(item.state.valid_until),
                );
            }
            if item.review_due.is_some() {
                self.add(at, GapKind::ReviewOverdue, Severity::Watch, about(item.review_due));
            }
        }
    }

    fn action_gaps(&mut self) {
        let (end, as_of) = (self.options.end(), self.options.as_of);
        let is_late = |it: &Action| {
            it.span.holds_before(end)
                && it.due_on.is_some_and(|due| due < as_of)
                && it.done_on.is_none_or(|done| done > as_of)
        };
        for (place, action) in self.facts.actions.iter().enumerate().filter(|(_, it)| is_late(it)) {
            if (action.criterion as usize) < self.criteria.len()
                && !self.options.planned_actions_done
            {
                let about = About::Action(u32::try_from(place).unwrap_or(u32::MAX));
                self.add(action.criterion as usize, GapKind::OverdueAction, Severity::Minor, about);
            }
        }
    }
}

/// For each criterion, the place of the one at the top above it.
pub(super) fn tops(edition: &Edition) -> Vec<usize> {
    let mut tops: Vec<usize> = Vec::with_capacity(edition.criteria.len());
    for (at, criterion) in edition.criteria.iter().enumerate() {
        let top = criterion.parent.and_then(|it| tops.get(it).copied()).unwrap_or(at);
        tops.push(top);
    }
    tops
}

fn areas(edition: &Edition, criteria: &[Status], gaps: &[Gap], tops: &[usize]) -> Vec<Area> {
    let mut tallies: Vec<Tallying> = Vec::new();
    let mut slots = vec![0; edition.criteria.len()];
    let mut heads = Vec::new();
    for (at, top) in tops.iter().enumerate() {
        if *top == at {
            slots[at] = heads.len();
            heads.push(at);
            tallies.push(Tallying::new(edition));
        }
        tallies[slots[*top]].criterion(edition, at, criteria[at]);
    }
    for gap in gaps {
        tallies[slots[tops[gap.criterion]]].gap(gap);
    }
    let area = |(criterion, tally): (usize, Tallying)| Area { criterion, summary: tally.summary() };
    heads.into_iter().zip(tallies).map(area).collect()
}

fn summary(
    edition: &Edition,
    criteria: &[Status],
    gaps: &[Gap],
    counts: impl Fn(usize) -> bool,
) -> Summary {
    let mut tally = Tallying::new(edition);
    for (at, status) in criteria.iter().enumerate().filter(|(at, _)| counts(*at)) {
        tally.criterion(edition, at, *status);
    }
    for gap in gaps.iter().filter(|it| counts(it.criterion)) {
        tally.gap(gap);
    }
    tally.summary()
}

/// A summary in the making.
struct Tallying {
    summary: Summary,
    weight: f64,
    score: f64,
    evidenced: usize,
}

impl Tallying {
    fn new(edition: &Edition) -> Self {
        let summary = Summary { levels: vec![0; edition.levels.len()], ..Summary::default() };
        Self { summary, weight: 0.0, score: 0.0, evidenced: 0 }
    }

    fn criterion(&mut self, edition: &Edition, at: usize, status: Status) {
        let criterion = &edition.criteria[at];
        if !criterion.assessable {
            return;
        }
        if status.not_applicable {
            self.summary.not_applicable += 1;
            return;
        }
        self.summary.counted += 1;
        self.weight += criterion.weight;
        if let Some((place, level)) =
            status.level.map(usize::from).and_then(|it| Some((it, edition.levels.get(it)?)))
        {
            self.summary.rated += 1;
            self.summary.levels[place] += 1;
            self.score += criterion.weight * level.weight;
        }
        if status.usable > 0 {
            self.evidenced += 1;
        }
    }

    fn gap(&mut self, gap: &Gap) {
        self.summary.gaps[gap.severity as usize] += 1;
    }

    fn summary(self) -> Summary {
        let counted = self.summary.counted;
        Summary {
            index: if self.weight > 0.0 {
                (100.0 * self.score / self.weight).clamp(0.0, 100.0)
            } else {
                0.0
            },
            coverage: share(self.summary.rated, counted),
            evidenced: share(self.evidenced, counted),
            ..self.summary
        }
    }
}

/// A share in percent; of nothing, all.
fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of criteria are far below 2^52")]
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}
