//! A finding with everything that was said of it and done to it. Pure.

use chrono::{DateTime, NaiveDate, Utc};

use super::course;
use crate::entities::{
    FindingKind, FindingState, FindingStep, UserId, finding, finding_step, finding_wording,
};

/// A finding.
#[derive(Clone, Debug)]
pub struct Held {
    pub head: finding::Model,
    /// What it says now.
    pub wording: finding_wording::Model,
    /// What it said before, oldest first.
    pub past: Vec<finding_wording::Model>,
    /// In their order.
    pub steps: Vec<finding_step::Model>,
}

/// A time during which a nonconformity was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub kind: FindingKind,
    pub due_on: Option<NaiveDate>,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

/// How many nonconformities are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    pub major: usize,
    pub minor: usize,
}

impl Open {
    /// Counts them.
    pub fn of(all: &[Held]) -> Self {
        let count = |kind| all.iter().filter(|it| it.is_open() && it.wording.kind == kind).count();
        Self { major: count(FindingKind::Major), minor: count(FindingKind::Minor) }
    }
}

impl Held {
    /// What it is called: F-3.
    pub fn name(&self) -> String {
        format!("F-{}", self.head.number)
    }

    /// How far it has come.
    pub fn state(&self) -> FindingState {
        course::state(self.wording.kind, self.steps.iter().map(|it| it.step))
    }

    /// Where a step would lead from here.
    pub fn after(&self, step: FindingStep) -> Option<FindingState> {
        course::after(self.wording.kind, self.state(), step)
    }

    /// The step that somebody waits for.
    pub fn awaited(&self) -> Option<FindingStep> {
        course::awaited(self.wording.kind, self.state())
    }

    /// Whether something is still to be done before it is closed.
    pub fn is_open(&self) -> bool {
        course::is_open(self.state())
    }

    /// Whether it should have been closed before a day.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && self.wording.due_on.is_some_and(|it| it < today)
    }

    /// It as it was just before a moment; none where it was not raised yet.
    #[must_use]
    pub fn before(&self, moment: DateTime<Utc>) -> Option<Self> {
        let said = self.past.iter().chain([&self.wording]);
        let mut past: Vec<_> = said.filter(|it| it.recorded_at < moment).cloned().collect();
        let wording = past.pop()?;
        let steps = self.steps.iter().filter(|it| it.recorded_at < moment).cloned().collect();
        Some(Self { head: self.head.clone(), wording, past, steps })
    }

    /// Whether somebody raised it.
    pub fn is_by(&self, user: UserId) -> bool {
        self.head.user_id == Some(user)
    }

    /// The answer that holds: the last one.
    pub fn answer(&self) -> Option<&finding_step::Model> {
        self.steps.iter().rev().find(|it| it.step == FindingStep::Answer)
    }

    /// Whether something is planned against it: it is not closed, and an answer that says what is done was not sent back.
    pub fn is_planned(&self) -> bool {
        let answered = self.is_open() && self.state() != FindingState::Open;
        answered && self.answer().is_some_and(|it| !it.corrective_action.is_empty())
    }

    /// The steps since the last one that sent it back: what was said and shown before counts no more.
    pub fn since_sent_back(&self) -> &[finding_step::Model] {
        use FindingStep::{Doubt, Reject, Reopen, Return};
        let back = |it: &finding_step::Model| matches!(it.step, Return | Reject | Doubt | Reopen);
        let from = self.steps.iter().rposition(back).map_or(0, |it| it + 1);
        &self.steps[from..]
    }

    /// Says that it was seen as it is, so that nobody overwrites or answers what they have not seen.
    pub fn stamp(&self) -> String {
        let last = self.steps.last().map_or(0, |it| it.id.0);
        format!("{}.{last}", self.wording.id)
    }

    /// When it was an open nonconformity, and how it was then.
    pub fn stretches(&self) -> Vec<Stretch> {
        let wordings: Vec<_> = self.past.iter().chain([&self.wording]).collect();
        let mut times: Vec<_> = wordings.iter().map(|it| it.recorded_at).collect();
        times.extend(self.steps.iter().map(|it| it.recorded_at));
        times.sort_unstable();
        times.dedup();
        let mut found: Vec<Stretch> = Vec::new();
        for (at, since) in times.iter().enumerate() {
            let said = wordings.iter().rev().find(|it| it.recorded_at <= *since);
            let Some(said) = said.filter(|it| it.kind.is_nonconformity()) else { continue };
            let steps = self.steps.iter().filter(|it| it.recorded_at <= *since);
            if course::is_open(course::state(said.kind, steps.map(|it| it.step))) {
                let (kind, due_on) = (said.kind, said.due_on);
                let until = times.get(at + 1).copied();
                match found.last_mut() {
                    // Nothing but the time between two steps.
                    Some(last)
                        if last.until == Some(*since)
                            && (last.kind, last.due_on) == (kind, due_on) =>
                    {
                        last.until = until;
                    }
                    _ => found.push(Stretch { kind, due_on, since: *since, until }),
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::{
        AssessmentId, FindingId, FindingStepId, FindingWordingId, Round, UserId,
    };

    fn at(day: u32) -> DateTime<Utc> {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(9, 0, 0).unwrap().and_utc()
    }

    fn wording(id: i64, kind: FindingKind, day: u32) -> finding_wording::Model {
        finding_wording::Model {
            id: FindingWordingId(id),
            finding_id: FindingId(1),
            kind,
            statement: "Found".into(),
            requirement: String::new(),
            objective_evidence: String::new(),
            evidence_id: None,
            due_on: at(20).date_naive().into(),
            user_id: Some(UserId(1)),
            recorded_at: at(day),
            superseded_at: None,
        }
    }

    fn step((step, day): (FindingStep, u32)) -> finding_step::Model {
        finding_step::Model {
            id: FindingStepId(i64::from(day)),
            finding_id: FindingId(1),
            step,
            note: String::new(),
            correction: String::new(),
            root_cause: String::new(),
            corrective_action: String::new(),
            extent: String::new(),
            user_id: None,
            recorded_at: at(day),
        }
    }

    fn held(steps: &[(FindingStep, u32)]) -> Held {
        let head = finding::Model {
            id: FindingId(1),
            assessment_id: AssessmentId(1),
            number: 3,
            criterion_id: None,
            round: Round::Internal,
            carried_from_id: None,
            user_id: Some(UserId(1)),
            recorded_at: at(1),
        };
        let steps = steps.iter().copied().map(step).collect();
        Held { head, wording: wording(2, FindingKind::Major, 1), past: Vec::new(), steps }
    }

    #[test]
    fn it_is_open_until_it_is_verified_and_again_when_its_effect_is_doubted() {
        use FindingStep::{Answer, Doubt, Verify};
        let it = held(&[(Answer, 4), (Verify, 8), (Doubt, 12)]);
        let days: Vec<_> = it.stretches().iter().map(|it| (it.since, it.until)).collect();
        assert_eq!(days, [(at(1), Some(at(8))), (at(12), None)]);
        assert!(it.is_open() && it.is_overdue(at(21).date_naive()));
        assert!(!it.is_overdue(at(20).date_naive()), "the last day is not late");
        assert_eq!((it.name().as_str(), it.stamp().as_str()), ("F-3", "2.12"));
    }

    #[test]
    fn on_a_day_of_the_past_it_is_what_was_known_then() {
        use FindingStep::{Answer, Verify};
        let mut it = held(&[(Answer, 4), (Verify, 8)]);
        it.past = vec![wording(1, FindingKind::Observation, 1)];
        it.wording = wording(2, FindingKind::Minor, 5);
        let before = |day| it.before(at(day)).map(|it| (it.wording.kind, it.state()));
        assert_eq!(before(1), None);
        assert_eq!(before(5), Some((FindingKind::Observation, FindingState::Answered)));
        assert_eq!(before(9), Some((FindingKind::Minor, FindingState::Closed)));
    }

    #[test]
    fn what_was_regraded_was_what_it_was_at_its_time() {
        let mut it = held(&[]);
        it.past = vec![wording(1, FindingKind::Observation, 1)];
        it.wording = wording(2, FindingKind::Minor, 5);
        let found = it.stretches();
        assert_eq!((found.len(), found[0].kind, found[0].since), (1, FindingKind::Minor, at(5)));
        it.wording = wording(2, FindingKind::Recommendation, 5);
        assert_eq!(it.stretches(), []);
    }
}
