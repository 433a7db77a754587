//! What `analyse` is told of an assessment: everything with the times from and to which it was so.
//!
//! Criteria and evidence are named by their places, so that a hundred thousand facts are walked without a look-up.

use chrono::{DateTime, NaiveDate, Utc};

use crate::entities::{EvidenceStatus, FindingId, Round};

/// When something was so.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub recorded_at: DateTime<Utc>,
    /// Since when it no longer is.
    pub superseded_at: Option<DateTime<Utc>>,
}

impl Span {
    /// Whether it was so just before a moment.
    pub fn holds_before(&self, moment: DateTime<Utc>) -> bool {
        self.recorded_at < moment && self.superseded_at.is_none_or(|it| it >= moment)
    }
}

/// The facts of one assessment.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Place of the outcome aimed at.
    pub target: usize,
    pub visit: Option<NaiveDate>,
    pub round: Option<Round>,
    pub ratings: Vec<Rating>,
    /// What a round agreed on; it counts in place of the round's ratings of that criterion.
    pub determinations: Vec<Rating>,
    pub evidence: Vec<Evidence>,
    pub revisions: Vec<Revision>,
    pub links: Vec<Link>,
    pub actions: Vec<Action>,
    pub findings: Vec<Finding>,
    pub reworded: Vec<Reworded>,
}

/// What a rating says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Place of the level.
    Level(u8),
    NotApplicable,
}

/// A rating of a criterion.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    pub criterion: u32,
    pub round: Round,
    pub standing: Standing,
    /// Place of the level on the second axis, if it was given.
    pub second: Option<u8>,
    /// The score, 0 to 100, on a scale in percent.
    pub score: Option<f64>,
    pub span: Span,
}

/// That a rating was given to other words of its criterion, in another edition, and nobody has confirmed it yet.
#[derive(Clone, Copy, Debug)]
pub struct Reworded {
    pub criterion: u32,
    pub round: Round,
    pub span: Span,
}

/// An evidence item.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub reference: String,
    /// How it stood and stands, in any order.
    pub states: Vec<State>,
}

/// A revision of an evidence item, and when it came.
#[derive(Clone, Copy, Debug)]
pub struct Revision {
    pub evidence: u32,
    pub recorded_at: DateTime<Utc>,
}

/// How an evidence item stood for a while.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub status: EvidenceStatus,
    /// Place of its evidence type.
    pub kind: Option<u16>,
    pub document_date: Option<NaiveDate>,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
    pub review_months: Option<u32>,
    pub span: Span,
}

/// An evidence item offered for a criterion.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    pub evidence: u32,
    pub criterion: u32,
    pub span: Span,
}

/// A task that closes a gap.
#[derive(Clone, Debug)]
pub struct Action {
    pub criterion: u32,
    pub title: String,
    pub owner: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub span: Span,
}

impl Action {
    /// Whether it was known and not done when the day ended.
    pub(super) fn is_open(&self, options: Options) -> bool {
        self.span.holds_before(options.end()) && self.done_on.is_none_or(|it| it > options.as_of)
    }
}

/// A nonconformity, while it was open.
#[derive(Clone, Debug)]
pub struct Finding {
    pub id: FindingId,
    /// None where it is about the assessment as a whole.
    pub criterion: Option<u32>,
    /// What it is called: F-3.
    pub name: String,
    pub is_major: bool,
    pub due_on: Option<NaiveDate>,
    pub span: Span,
}

impl Finding {
    /// Whether it was open when the day ended; planned work counts as done on the day by which it is due.
    pub(super) fn is_open(&self, options: Options) -> bool {
        let planned =
            options.planned_actions_done && self.due_on.is_some_and(|it| it <= options.as_of);
        self.span.holds_before(options.end()) && !planned
    }
}

/// For which day, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// In the past, what was known then; in the future, evidence expires.
    pub as_of: NaiveDate,
    /// The day on which it is asked: who is on the team then is waited for before ratings are open.
    pub today: NaiveDate,
    /// Whether open actions count as done on their due dates.
    pub planned_actions_done: bool,
}

impl Options {
    /// As things are.
    pub fn on(as_of: NaiveDate) -> Self {
        Self { as_of, today: as_of, planned_actions_done: false }
    }

    /// As things were or will be on a day, asked today.
    pub fn of(as_of: NaiveDate, today: NaiveDate) -> Self {
        Self { today, ..Self::on(as_of) }
    }

    /// The moment at which the day ends.
    pub(super) fn end(self) -> DateTime<Utc> {
        let next = self.as_of.succ_opt().unwrap_or(self.as_of);
        next.and_time(chrono::NaiveTime::MIN).and_utc()
    }
}
