//! What `analyse` returns.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::entities::Round;
use crate::language::Worded;
use crate::standards::pack::Rule;

/// How ready an assessment is on a day.
#[derive(Clone, Debug)]
pub struct Readiness {
    pub as_of: NaiveDate,
    pub whole: Summary,
    /// One for each criterion at the top, in the order of the edition.
    pub areas: Vec<Area>,
    /// One for each criterion, in the order of the edition.
    pub criteria: Vec<Status>,
    /// By criterion, then by severity.
    pub gaps: Vec<Gap>,
    /// Nothing where the edition has no outcomes, nothing is counted, or a better outcome than the one that is left cannot
    /// be decided.
    pub projected: Option<Projected>,
    /// How each outcome is decided, the best first; empty where nothing is counted.
    pub verdicts: Vec<Verdict>,
    /// The smallest set of criteria whose lift reaches the target outcome; empty once it is reached.
    pub path: Vec<usize>,
    pub target: usize,
}

impl Readiness {
    /// The moment at which its day ends: what was recorded before it was known on the day.
    pub fn ends_at(&self) -> DateTime<Utc> {
        super::facts::Options::on(self.as_of).end()
    }
}

/// Counts of a part of the tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Assessable criteria that apply.
    pub counted: usize,
    pub not_applicable: usize,
    pub rated: usize,
    /// Criteria at each level, in the order of the scale.
    pub levels: Vec<usize>,
    /// Place of the lowest level that a criterion is rated at.
    pub lowest: Option<usize>,
    /// 0 to 100: weighted mean of the levels' weights or of the scores, unrated counting nothing; 0 where nothing is
    /// counted. None where the levels have no weights.
    pub index: Option<f64>,
    /// Rated of counted, 0 to 100; 100 where nothing is counted.
    pub coverage: f64,
    /// Criteria with something accepted or submitted that is valid, of counted, 0 to 100.
    pub evidenced: f64,
    /// Gaps by severity, critical first.
    pub gaps: [usize; 4],
}

/// An area: a criterion at the top of the tree.
#[derive(Clone, Debug)]
pub struct Area {
    pub criterion: usize,
    pub summary: Summary,
}

/// How a criterion stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Status {
    /// Level in the self, internal and external rounds; inherited ones too.
    pub rounds: [Option<u8>; 3],
    /// The level that counts: of the current round, else of the one before it.
    pub level: Option<u8>,
    /// On a scale with two axes, the level on each; the lower of them is the one that counts.
    pub axes: [Option<u8>; 2],
    /// The score, 0 to 100, on a scale in percent.
    pub score: Option<f64>,
    pub not_applicable: bool,
    /// The level the target outcome needs.
    pub needed: u8,
    /// The best level that the evidence supports: the highest whose weight is not above `completeness`; where levels have no
    /// weights, the best once it is complete and the worst before.
    pub supported: u8,
    /// Linked evidence items, also those linked above it.
    pub linked: u32,
    /// Of those, accepted or submitted and valid.
    pub usable: u32,
    /// Expected evidence types, and how many of them are provided.
    pub expected: u32,
    pub provided: u32,
}

impl Status {
    /// The share of the expected evidence types that is provided, 0 to 1. Where none is expected, anything will do.
    pub fn completeness(&self) -> f64 {
        match self.expected {
            0 if self.usable > 0 => 1.0,
            0 => 0.0,
            expected => f64::from(self.provided) / f64::from(expected),
        }
    }
}

/// The outcome that would follow today.
#[derive(Clone, Debug)]
pub struct Projected {
    /// Place of the outcome.
    pub outcome: usize,
    /// The rule of the next better outcome that fails first, with the criteria that stand in its way.
    pub decided_by: Option<Decision>,
}

/// A rule that fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Place of the outcome it belongs to.
    pub outcome: usize,
    pub rule: Rule,
    pub in_the_way: Vec<usize>,
}

/// How an outcome is decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Place of the outcome.
    pub outcome: usize,
    pub decided: Decided,
    /// All rules of the outcome, in its order.
    pub rules: Vec<Ruling>,
}

/// What a rule, or all rules of an outcome, say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    Holds,
    Fails,
    /// A number is missing that the institution has to fill in.
    Undecidable,
}

impl Decided {
    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Holds => "good",
            Self::Fails => "bad",
            Self::Undecidable => "plain",
        }
    }
}

impl Worded for Decided {
    fn key(&self) -> &'static str {
        match self {
            Self::Holds => "decided-holds",
            Self::Fails => "decided-fails",
            Self::Undecidable => "decided-undecidable",
        }
    }
}

/// A rule with what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    pub rule: Rule,
    pub decided: Decided,
    pub measured: Measured,
    /// Criteria that stand in its way, in the order of the edition; none where it holds.
    pub in_the_way: Vec<usize>,
}

/// What a rule looks at, as it was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// So many criteria have the level, of so many that are asked.
    Criteria { held: usize, of: usize },
    /// So many areas have the level; the others with their levels.
    Areas { held: usize, of: usize, below: Vec<(usize, u8)> },
    /// Place of the overall level.
    Overall(u8),
    /// The index.
    Index(f64),
    /// So many major nonconformities are open.
    Majors(usize),
}

/// What kind of gap it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    NotRated,
    BelowTarget,
    NoEvidence,
    EvidenceTypeMissing,
    NotAccepted,
    Expired,
    ExpiresBeforeVisit,
    ReviewOverdue,
    Disagreement,
    OpenFinding,
    OverdueAction,
    ChangedSinceRated,
}

impl GapKind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::NotRated,
        Self::BelowTarget,
        Self::NoEvidence,
        Self::EvidenceTypeMissing,
        Self::NotAccepted,
        Self::Expired,
        Self::ExpiresBeforeVisit,
        Self::ReviewOverdue,
        Self::Disagreement,
        Self::OpenFinding,
        Self::OverdueAction,
        Self::ChangedSinceRated,
    ];

    /// How it is sent.
    pub fn code(self) -> &'static str {
        &self.key()["gap-".len()..]
    }
}

impl Worded for GapKind {
    fn key(&self) -> &'static str {
        match self {
            Self::NotRated => "gap-not_rated",
            Self::BelowTarget => "gap-below_target",
            Self::NoEvidence => "gap-no_evidence",
            Self::EvidenceTypeMissing => "gap-evidence_type_missing",
            Self::NotAccepted => "gap-not_accepted",
            Self::Expired => "gap-expired",
            Self::ExpiresBeforeVisit => "gap-expires_before_visit",
            Self::ReviewOverdue => "gap-review_overdue",
            Self::Disagreement => "gap-disagreement",
            Self::OpenFinding => "gap-open_finding",
            Self::OverdueAction => "gap-overdue_action",
            Self::ChangedSinceRated => "gap-changed_since_rated",
        }
    }
}

/// How much a gap weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The target outcome is out of reach while it stands.
    Critical,
    Major,
    Minor,
    Watch,
}

impl Severity {
    /// All of them, the heaviest first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::Major, Self::Minor, Self::Watch];

    /// How it is sent.
    pub fn code(self) -> &'static str {
        &self.key()["severity-".len()..]
    }

    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Critical => "bad",
            Self::Major => "poor",
            Self::Minor => "fair",
            Self::Watch => "plain",
        }
    }
}

impl Worded for Severity {
    fn key(&self) -> &'static str {
        match self {
            Self::Critical => "severity-critical",
            Self::Major => "severity-major",
            Self::Minor => "severity-minor",
            Self::Watch => "severity-watch",
        }
    }
}

/// Something that stands between a criterion and the target outcome. `words` says what would close it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub criterion: usize,
    pub kind: GapKind,
    pub severity: Severity,
    pub about: About,
}

/// What a gap is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    Criterion,
    /// Its text.
    Wording,
    /// Levels in its way and needed.
    Levels {
        held: u8,
        needed: u8,
    },
    /// Levels on the first and on the second axis, and the one needed.
    Axes {
        first: u8,
        second: u8,
        needed: u8,
    },
    /// Place of an evidence type.
    Type(u16),
    /// Place of an evidence item, and the day it is about.
    Evidence(u32, Option<NaiveDate>),
    /// Place of a finding.
    Finding(u32),
    /// Place of an action.
    Action(u32),
}

/// Place of a round in `Status::rounds`.
pub fn place(round: Round) -> usize {
    match round {
        Round::Own => 0,
        Round::Internal => 1,
        Round::External => 2,
    }
}
