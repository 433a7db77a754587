//! What does not go together in the facts of an assessment. Pure; `docs/checks.md` has the table.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::entities::{CheckKind, EvidenceStatus, Round, UserId};
use crate::readiness::facts::{Evidence, Facts, Standing, State};
use crate::readiness::model::Edition;
use crate::readiness::result::{self, Gap, GapKind, Status};

/// So many criteria one item proves before it is asked whether it really does.
const MOST_PROVED: usize = 20;

/// What somebody said of a criterion and holds, as far as facts of readiness do not tell it.
#[derive(Clone, Debug)]
pub struct Said {
    pub criterion: usize,
    pub round: Round,
    pub user: Option<UserId>,
    pub standing: Standing,
    /// Whether there is a word of why.
    pub is_explained: bool,
    pub recorded_at: DateTime<Utc>,
    pub edits: i32,
}

/// A finding of a criterion, as far as a plan depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub criterion: usize,
    /// Something is planned against it and not closed.
    pub is_planned: bool,
    /// When the last step was taken.
    pub changed: Option<DateTime<Utc>>,
}

/// How a criterion stands to the assessment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    pub is_in_scope: bool,
    /// It is rated wherever it is in the scope.
    pub is_assessable: bool,
    /// A conflict of interest keeps it from whoever looks.
    pub is_withheld: bool,
}

/// Everything that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub edition: &'a Edition,
    pub facts: &'a Facts,
    pub criteria: &'a [Status],
    pub gaps: &'a [Gap],
    pub places: &'a [Place],
    pub said: &'a [Said],
    pub findings: &'a [Found],
    pub as_of: NaiveDate,
}

/// Something that does not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Place of the criterion.
    pub criterion: usize,
    pub kind: CheckKind,
    pub about: About,
    /// The facts that it follows from, in short: as long as it is the same, they have not changed.
    pub stamp: String,
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    Criterion,
    /// Two levels that do not go together.
    Levels(u8, u8),
    /// Place of an evidence item.
    Evidence(u32),
    /// Place of an evidence item, and how many criteria it proves.
    Proves(u32, usize),
    /// Place among what was said.
    Said(usize),
}

/// What is linked to a criterion or above it, and is done about it.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    accepted: u32,
    linked: u32,
    /// Actions that are not done, and findings with a plan.
    planned: u32,
    done_actions: u32,
    /// When any of it changed last.
    changed: Option<DateTime<Utc>>,
}

/// All that does not go together, by criterion, then by kind.
pub fn checks(ground: &Ground<'_>) -> Vec<Check> {
    let sums = sums(ground);
    let rated = rated(ground);
    let mut found = Vec::new();
    for at in 0..ground.criteria.len() {
        let facts = stamp([rated[at], sums[at].changed]);
        of_criterion(ground, at, sums[at], &facts, &mut found);
    }
    of_determinations(ground, &rated, &mut found);
    of_words(ground, &mut found);
    of_evidence(ground, &mut found);
    of_changes(ground, &rated, &mut found);
    found.sort_by_key(|it| (it.criterion, it.kind, it.about));
    found.dedup();
    found
}

fn stamp<const N: usize>(times: [Option<DateTime<Utc>>; N]) -> String {
    times
        .map(|it| it.map_or_else(|| "-".to_owned(), |it| it.timestamp_micros().to_string()))
        .join(" ")
}

fn now(it: &Evidence) -> Option<&State> {
    it.states.iter().find(|it| it.span.superseded_at.is_none())
}

fn is_valid(it: &State, day: NaiveDate) -> bool {
    it.valid_until.is_none_or(|until| until >= day) && it.valid_from.is_none_or(|from| from <= day)
}

/// For each criterion, what is linked there and above, and done about it.
fn sums(ground: &Ground<'_>) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); ground.criteria.len()];
    for link in ground.facts.links.iter().filter(|it| it.span.superseded_at.is_none()) {
        let item = ground.facts.evidence.get(link.evidence as usize).and_then(now);
        let (Some(sum), Some(item)) = (sums.get_mut(link.criterion as usize), item) else {
            continue;
        };
        let counts = item.status == EvidenceStatus::Accepted && is_valid(item, ground.as_of);
        sum.linked += 1;
        sum.accepted += u32::from(counts);
        sum.changed = sum.changed.max(Some(link.span.recorded_at.max(item.span.recorded_at)));
    }
    for it in ground.facts.actions.iter().filter(|it| it.span.superseded_at.is_none()) {
        let Some(sum) = sums.get_mut(it.criterion as usize) else { continue };
        let is_done = it.done_on.is_some_and(|day| day <= ground.as_of);
        sum.done_actions += u32::from(is_done);
        sum.planned += u32::from(!is_done);
        sum.changed = sum.changed.max(Some(it.span.recorded_at));
    }
    for it in ground.findings {
        let Some(sum) = sums.get_mut(it.criterion) else { continue };
        sum.planned += u32::from(it.is_planned);
        sum.changed = sum.changed.max(it.changed);
    }
    for at in 0..sums.len() {
        if let Some(above) = ground.edition.heir_of(at) {
            let above = sums[above];
            let sum = &mut sums[at];
            sum.accepted += above.accepted;
            sum.linked += above.linked;
            sum.planned += above.planned;
            sum.done_actions += above.done_actions;
            sum.changed = sum.changed.max(above.changed);
        }
    }
    sums
}

/// For each criterion, when it was rated last, itself or above.
fn rated(ground: &Ground<'_>) -> Vec<Option<DateTime<Utc>>> {
    let mut rated = vec![None; ground.criteria.len()];
    for it in ground.said {
        rated[it.criterion] = rated[it.criterion].max(Some(it.recorded_at));
    }
    for at in 0..rated.len() {
        if let Some(above) = ground.edition.heir_of(at) {
            rated[at] = rated[at].max(rated[above]);
        }
    }
    rated
}

fn of_criterion(ground: &Ground<'_>, at: usize, sum: Sum, facts: &str, found: &mut Vec<Check>) {
    let (place, criterion, status) =
        (ground.places[at], &ground.edition.criteria[at], ground.criteria[at]);
    let mut add = |kind, about| {
        found.push(Check { criterion: at, kind, about, stamp: facts.to_owned() });
    };
    if place.is_assessable && criterion.mandatory && !place.is_in_scope && !place.is_withheld {
        add(CheckKind::MandatoryExcluded, About::Criterion);
    }
    if !criterion.assessable || status.not_applicable {
        return;
    }
    if let Some(level) = status.level {
        if level > 0 && level >= status.needed && sum.accepted == 0 {
            add(CheckKind::RatedUnproved, About::Levels(level, status.needed));
        } else if status.expected > 0 && level > status.supported && sum.accepted > 0 {
            add(CheckKind::AboveEvidence, About::Levels(level, status.supported));
        }
        if level < status.needed && sum.planned == 0 {
            let done = sum.done_actions > 0;
            let kind = if done { CheckKind::DoneStillBelow } else { CheckKind::BelowUnplanned };
            add(kind, About::Levels(level, status.needed));
        }
    }
    let reviewed = status.rounds[2].or(status.rounds[1]);
    if let (Some(own), Some(reviewed)) = (status.rounds[0], reviewed)
        && own >= reviewed + 2
    {
        add(CheckKind::SelfFarAbove, About::Levels(own, reviewed));
    }
}

/// Levels that were determined and that no rater gave.
fn of_determinations(ground: &Ground<'_>, rated: &[Option<DateTime<Utc>>], found: &mut Vec<Check>) {
    let mut given: HashMap<(usize, Round), Vec<&Said>> = HashMap::new();
    for it in ground.said {
        given.entry((it.criterion, it.round)).or_default().push(it);
    }
    // What somebody said of a clause they said of everything below it that they did not rate itself.
    let said = |at: usize, round: Round| {
        let mut levels: HashMap<Option<UserId>, Standing> = HashMap::new();
        for place in std::iter::successors(Some(at), |it| ground.edition.heir_of(*it)) {
            for it in given.get(&(place, round)).into_iter().flatten() {
                levels.entry(it.user).or_insert(it.standing);
            }
        }
        levels
    };
    for it in ground.facts.determinations.iter().filter(|it| it.span.superseded_at.is_none()) {
        let at = it.criterion as usize;
        if ground.places.get(at).is_none_or(|it| it.is_withheld || !it.is_in_scope) {
            continue;
        }
        let said = said(at, it.round);
        if !said.is_empty() && said.values().all(|level| *level != it.standing) {
            let stamp = stamp([rated[at], Some(it.span.recorded_at)]);
            let (kind, about) = (CheckKind::DeterminedApart, About::Criterion);
            found.push(Check { criterion: at, kind, about, stamp });
        }
    }
}

/// What was said without a word of why, or of what is not assessed.
fn of_words(ground: &Ground<'_>, found: &mut Vec<Check>) {
    let full = ground.edition.full();
    for (place, it) in ground.said.iter().enumerate() {
        let at = ground.places[it.criterion];
        if at.is_withheld {
            continue;
        }
        let unexplained = match it.standing {
            Standing::NotApplicable => Some(CheckKind::NotApplicableUnexplained),
            Standing::Level(level) => (level < full).then_some(CheckKind::RatedUnexplained),
        };
        let kind = if at.is_in_scope {
            unexplained.filter(|_| !it.is_explained)
        } else {
            Some(CheckKind::RatedExcluded)
        };
        if let Some(kind) = kind {
            let stamp = format!("{} {}", stamp([Some(it.recorded_at)]), it.edits);
            found.push(Check { criterion: it.criterion, kind, about: About::Said(place), stamp });
        }
    }
}

/// What is strange about linked evidence, told once where it is linked first.
fn of_evidence(ground: &Ground<'_>, found: &mut Vec<Check>) {
    let mut newest: HashMap<u32, DateTime<Utc>> = HashMap::new();
    for it in &ground.facts.revisions {
        let held = newest.entry(it.evidence).or_insert(it.recorded_at);
        *held = it.recorded_at.max(*held);
    }
    let is_current = |at: u32| {
        let place = ground.places.get(at as usize);
        place.is_some_and(|it| it.is_in_scope && !it.is_withheld)
    };
    let mut proved: HashMap<u32, HashSet<u32>> = HashMap::new();
    let links = ground.facts.links.iter().filter(|it| it.span.superseded_at.is_none());
    let links: Vec<_> = links.filter(|it| is_current(it.criterion)).collect();
    for it in &links {
        proved.entry(it.evidence).or_default().insert(it.criterion);
    }
    let mut told = HashSet::new();
    for link in links {
        let item = ground.facts.evidence.get(link.evidence as usize).and_then(now);
        let Some(item) = item.filter(|_| told.insert(link.evidence)) else { continue };
        let files = newest.get(&link.evidence).copied();
        let facts = stamp([Some(item.span.recorded_at), files]);
        let mut add = |kind, about, stamp: String| {
            found.push(Check { criterion: link.criterion as usize, kind, about, stamp });
        };
        let about = About::Evidence(link.evidence);
        let accepted = item.status == EvidenceStatus::Accepted;
        if accepted && item.valid_until.is_some_and(|it| it < ground.as_of) {
            add(CheckKind::AcceptedExpired, about, facts.clone());
        }
        if item.status == EvidenceStatus::Returned {
            add(CheckKind::ReturnedLinked, about, facts.clone());
        }
        if accepted && files.is_none() {
            add(CheckKind::AcceptedEmpty, about, facts.clone());
        }
        if item.document_date.is_some_and(|it| it > ground.as_of) {
            add(CheckKind::DatedLater, about, facts);
        }
        let count = proved[&link.evidence].len();
        if count > MOST_PROVED {
            let about = About::Proves(link.evidence, count);
            add(CheckKind::ProvesMuch, about, count.to_string());
        }
    }
}

/// What was rated before its evidence, its text, or what the institution says of it, last changed.
fn of_changes(ground: &Ground<'_>, rated: &[Option<DateTime<Utc>>], found: &mut Vec<Check>) {
    let mut files: HashMap<u32, DateTime<Utc>> = HashMap::new();
    for it in &ground.facts.revisions {
        let held = files.entry(it.evidence).or_insert(it.recorded_at);
        *held = it.recorded_at.max(*held);
    }
    for gap in ground.gaps.iter().filter(|it| it.kind == GapKind::ChangedSinceRated) {
        let criterion = gap.criterion;
        let (kind, about, stamp) = match gap.about {
            result::About::Evidence(item, gone) => {
                let state = ground.facts.evidence.get(item as usize).and_then(now);
                let changed = state.map(|it| it.span.recorded_at);
                let changed = stamp([rated[criterion], changed, files.get(&item).copied()]);
                let gone = gone.map(|it| format!(" {it}")).unwrap_or_default();
                (CheckKind::ChangedSinceRated, About::Evidence(item), changed + &gone)
            }
            result::About::Wording => {
                (CheckKind::RatedReworded, About::Criterion, stamp([rated[criterion]]))
            }
            _ => (CheckKind::SelfChanged, About::Criterion, stamp([rated[criterion]])),
        };
        found.push(Check { criterion, kind, about, stamp });
    }
}
