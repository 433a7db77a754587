//! The course of a finding: which step leads where, who takes it, and what has to be said. Pure.

use crate::entities::{FindingKind, FindingState, FindingStep};

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whoever answers for the institution.
    Institution,
    /// Whoever reviews the criterion.
    Reviewer,
    /// Whoever raised the finding, or the lead.
    Author,
    /// The lead.
    Lead,
}

/// The steps in the order of their buttons.
pub const STEPS: &[FindingStep] = FindingStep::ALL;

/// Where a finding begins: praise asks for nothing.
pub fn first(kind: FindingKind) -> FindingState {
    if kind == FindingKind::Commendation { FindingState::Noted } else { FindingState::Open }
}

/// Where a step leads, if it may be taken.
pub fn after(kind: FindingKind, state: FindingState, step: FindingStep) -> Option<FindingState> {
    use FindingState::{Agreed, Answered, Closed, Done, Effective, Noted, Open, Withdrawn};
    use FindingStep as Step;
    match (state, step) {
        (Open | Answered, Step::Answer) => Some(Answered),
        (Answered, Step::Agree) | (Done, Step::Reject) => Some(Agreed),
        (Agreed | Done, Step::Complete) => Some(Done),
        (Answered | Done, Step::Verify) => Some(Closed),
        (Closed, Step::Confirm) => Some(Effective),
        (Answered | Agreed | Done, Step::Return) | (Closed, Step::Doubt) => Some(Open),
        // A nonconformity is closed by being verified, and in no other way.
        (Open | Answered | Agreed | Done, Step::Close) if !kind.is_nonconformity() => Some(Closed),
        (Open | Answered | Agreed | Done | Noted, Step::Withdraw) => Some(Withdrawn),
        (Withdrawn | Closed, Step::Reopen) => Some(first(kind)),
        _ => None,
    }
}

/// How far a finding has come after its steps, in their order. A step that could not be taken leads nowhere.
pub fn state(kind: FindingKind, steps: impl IntoIterator<Item = FindingStep>) -> FindingState {
    let step = |state, step| after(kind, state, step).unwrap_or(state);
    steps.into_iter().fold(first(kind), step)
}

/// Whether something is still to be done before it is closed.
pub fn is_open(state: FindingState) -> bool {
    use FindingState::{Agreed, Answered, Done, Open};
    matches!(state, Open | Answered | Agreed | Done)
}

/// The step that somebody waits for, if it is to go on by itself. Whether it helped is asked of nonconformities only.
pub fn awaited(kind: FindingKind, state: FindingState) -> Option<FindingStep> {
    use FindingState::{Agreed, Answered, Closed, Done, Effective, Noted, Open, Withdrawn};
    match state {
        Open => Some(FindingStep::Answer),
        Answered => Some(FindingStep::Agree),
        Agreed => Some(FindingStep::Complete),
        Done => Some(FindingStep::Verify),
        Closed => kind.is_nonconformity().then_some(FindingStep::Confirm),
        Effective | Withdrawn | Noted => None,
    }
}

/// Who takes a step.
pub fn side(step: FindingStep) -> Side {
    use FindingStep as Step;
    match step {
        Step::Answer | Step::Complete => Side::Institution,
        Step::Agree | Step::Return | Step::Verify | Step::Reject | Step::Confirm | Step::Doubt => {
            Side::Reviewer
        }
        Step::Withdraw => Side::Author,
        Step::Close | Step::Reopen => Side::Lead,
    }
}

/// Whether it must be said why, or what was looked at. What nothing proves is only verified with a word on what was seen.
pub fn needs_note(step: FindingStep, is_proved: bool) -> bool {
    use FindingStep as Step;
    match step {
        Step::Answer | Step::Agree => false,
        Step::Verify | Step::Complete => !is_proved,
        Step::Return
        | Step::Reject
        | Step::Confirm
        | Step::Doubt
        | Step::Close
        | Step::Withdraw
        | Step::Reopen => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_nonconformity_goes_these_ways_and_no_others() {
        let mut ways = Vec::new();
        for state in FindingState::ALL {
            for step in STEPS {
                if let Some(to) = after(FindingKind::Major, *state, *step) {
                    ways.push(format!("{state} {step} {to}"));
                }
            }
        }
        assert_eq!(
            ways,
            [
                "open answer answered",
                "open withdraw withdrawn",
                "answered answer answered",
                "answered agree agreed",
                "answered return open",
                "answered verify closed",
                "answered withdraw withdrawn",
                "agreed return open",
                "agreed complete done",
                "agreed withdraw withdrawn",
                "done return open",
                "done complete done",
                "done verify closed",
                "done reject agreed",
                "done withdraw withdrawn",
                "closed confirm effective",
                "closed doubt open",
                "closed reopen open",
                "withdrawn reopen open",
                "noted withdraw withdrawn",
            ]
        );
    }

    fn any_steps() -> impl Strategy<Value = Vec<FindingStep>> {
        proptest::collection::vec(proptest::sample::select(STEPS), 0..40)
    }

    proptest! {
        /// However the steps come, also such as nobody could take.
        #[test]
        fn the_state_follows_from_the_steps(
            kind in proptest::sample::select(FindingKind::ALL),
            steps in any_steps(),
        ) {
            let end = state(kind, steps.iter().copied());
            // Those that led nowhere can be left out.
            let mut taken = Vec::new();
            for it in &steps {
                if after(kind, state(kind, taken.iter().copied()), *it).is_some() {
                    taken.push(*it);
                }
            }
            prop_assert_eq!(state(kind, taken.iter().copied()), end);
            // Praise is never waited for; nothing else is only noted.
            let is_praise = kind == FindingKind::Commendation;
            prop_assert!(!is_praise || !is_open(end));
            prop_assert!(is_praise || end != FindingState::Noted);
            // What is closed was answered and verified first, or closed by the lead.
            if matches!(end, FindingState::Closed | FindingState::Effective) {
                let verified = taken.contains(&FindingStep::Verify);
                prop_assert!(verified || (!kind.is_nonconformity() && taken.contains(&FindingStep::Close)));
                prop_assert!(!kind.is_nonconformity() || taken.contains(&FindingStep::Answer));
            }
            // From wherever it is, it goes on, but where its effect is confirmed.
            let goes_on = STEPS.iter().any(|it| after(kind, end, *it).is_some());
            prop_assert_eq!(goes_on, end != FindingState::Effective);
        }
    }
}
