//! How an evidence item may go from one state to another, and whose move that is: one table. What is not in it is refused.

use crate::access::{Action, allowed};
use crate::entities::{EvidenceStatus, Role};
use crate::language::Worded;

/// A step in the life of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// It is handed in.
    Submit,
    /// A reviewer takes it as proof.
    Accept,
    /// A reviewer sends it back.
    Return,
    /// It no longer counts.
    Withdraw,
    /// What was withdrawn becomes a draft again.
    Redraft,
    /// Another item takes its place.
    Supersede,
    /// It takes its own place again.
    BringBack,
}

/// What a move needs and where it leads.
struct Rule {
    step: Move,
    from: &'static [EvidenceStatus],
    to: EvidenceStatus,
    action: Action,
    needs_reason: bool,
}

const fn rule(
    step: Move,
    from: &'static [EvidenceStatus],
    to: EvidenceStatus,
    action: Action,
    needs_reason: bool,
) -> Rule {
    Rule { step, from, to, action, needs_reason }
}

use EvidenceStatus::{Accepted, Draft, Returned, Submitted, Superseded, Withdrawn};

/// The table.
const RULES: [Rule; 7] = [
    rule(Move::Submit, &[Draft, Returned], Submitted, Action::KeepEvidence, false),
    rule(Move::Accept, &[Submitted], Accepted, Action::DecideEvidence, false),
    rule(Move::Return, &[Submitted], Returned, Action::DecideEvidence, true),
    rule(
        Move::Withdraw,
        &[Draft, Submitted, Accepted, Returned, Superseded],
        Withdrawn,
        Action::KeepEvidence,
        true,
    ),
    rule(Move::Redraft, &[Withdrawn], Draft, Action::KeepEvidence, false),
    rule(
        Move::Supersede,
        &[Draft, Submitted, Accepted, Returned],
        Superseded,
        Action::KeepEvidence,
        false,
    ),
    // Not to what it was: nobody but a reviewer accepts.
    rule(Move::BringBack, &[Superseded], Submitted, Action::KeepEvidence, false),
];

impl Move {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Submit,
        Self::Accept,
        Self::Return,
        Self::Withdraw,
        Self::Redraft,
        Self::Supersede,
        Self::BringBack,
    ];

    fn rule(self) -> &'static Rule {
        // Every move has its rule; a test walks them.
        RULES.iter().find(|it| it.step == self).unwrap_or(&RULES[0])
    }

    /// How it is sent.
    pub fn code(self) -> &'static str {
        &self.key()["move-".len()..]
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// What a role must allow for it.
    pub fn action(self) -> Action {
        self.rule().action
    }

    /// Whether it must be said why.
    pub fn needs_reason(self) -> bool {
        self.rule().needs_reason
    }

    /// Where it leads from a state; nowhere where it cannot be made.
    pub fn from(self, status: EvidenceStatus) -> Option<EvidenceStatus> {
        let rule = self.rule();
        rule.from.contains(&status).then_some(rule.to)
    }

    /// Key of the sentence that says from which states it can be made.
    pub fn refusal(self) -> &'static str {
        match self {
            Self::Submit => "move-submit-refused",
            Self::Accept => "move-accept-refused",
            Self::Return => "move-return-refused",
            Self::Withdraw => "move-withdraw-refused",
            Self::Redraft => "move-redraft-refused",
            Self::Supersede => "move-supersede-refused",
            Self::BringBack => "move-bring_back-refused",
        }
    }

    /// Name of the event that tells of it.
    pub fn event(self) -> &'static str {
        match self {
            Self::Submit => "evidence-submitted",
            Self::Accept => "evidence-accepted",
            Self::Return => "evidence-returned",
            Self::Withdraw => "evidence-withdrawn",
            Self::Redraft => "evidence-redrafted",
            Self::Supersede => "evidence-superseded",
            Self::BringBack => "evidence-brought-back",
        }
    }
}

impl Worded for Move {
    fn key(&self) -> &'static str {
        match self {
            Self::Submit => "move-submit",
            Self::Accept => "move-accept",
            Self::Return => "move-return",
            Self::Withdraw => "move-withdraw",
            Self::Redraft => "move-redraft",
            Self::Supersede => "move-supersede",
            Self::BringBack => "move-bring_back",
        }
    }
}

/// The moves that somebody with a role may make from a state.
pub fn open_to(role: Role, status: EvidenceStatus) -> Vec<Move> {
    let open = |it: &Move| allowed(role, it.action()) && it.from(status).is_some();
    Move::ALL.into_iter().filter(open).collect()
}

/// Whether a state may simply be written over another, as a form or a sheet does: what a reviewer decides, and what has
/// consequences that must be shown, is never typed.
pub fn may_be_typed(held: EvidenceStatus, typed: EvidenceStatus) -> bool {
    held == typed
        || [Move::Submit, Move::Withdraw, Move::Redraft]
            .iter()
            .any(|it| it.from(held) == Some(typed))
}

/// Whether an item may come into being in a state by a person's hand.
pub fn may_begin(status: EvidenceStatus) -> bool {
    matches!(status, Draft | Submitted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Roles x states x moves, written once more as people say it: a letter for each move that is open.
    /// s submit, a accept, r return, w withdraw, d draft again, p replace, b bring back.
    const TABLE: [(Role, [&str; 6]); 6] = [
        (Role::Administrator, ["swp", "wp", "wp", "swp", "d", "wb"]),
        (Role::Reviewer, ["", "ar", "", "", "", ""]),
        (Role::LeadReviewer, ["", "ar", "", "", "", ""]),
        (Role::Manager, [""; 6]),
        (Role::Observer, [""; 6]),
        (Role::Contributor, [""; 6]),
    ];

    fn letter(it: Move) -> char {
        match it {
            Move::Submit => 's',
            Move::Accept => 'a',
            Move::Return => 'r',
            Move::Withdraw => 'w',
            Move::Redraft => 'd',
            Move::Supersede => 'p',
            Move::BringBack => 'b',
        }
    }

    #[test]
    fn each_role_makes_the_moves_of_the_table_from_each_state_and_no_other() {
        let mut walked = 0;
        for (role, states) in TABLE {
            for (status, letters) in EvidenceStatus::ALL.iter().zip(states) {
                let open: String = open_to(role, *status).into_iter().map(letter).collect();
                for step in Move::ALL {
                    walked += 1;
                    let expected = letters.contains(letter(step));
                    let found = open.contains(letter(step));
                    assert_eq!(found, expected, "{role:?} {status:?} {step:?}");
                }
            }
        }
        assert_eq!(walked, Role::ALL.len() * EvidenceStatus::ALL.len() * Move::ALL.len());
    }

    #[test]
    fn every_move_has_one_rule_and_leads_elsewhere() {
        for step in Move::ALL {
            assert_eq!(RULES.iter().filter(|it| it.step == step).count(), 1, "{step:?}");
            assert!(!step.rule().from.contains(&step.rule().to), "{step:?}");
            assert_eq!(Move::from_code(step.code()), Some(step));
        }
    }

    #[test]
    fn what_a_reviewer_decides_is_never_typed() {
        for held in EvidenceStatus::ALL {
            for typed in [Accepted, Returned, Superseded] {
                assert_eq!(may_be_typed(*held, typed), *held == typed, "{held:?} {typed:?}");
            }
        }
        assert!(may_be_typed(Draft, Submitted) && may_be_typed(Withdrawn, Draft));
        assert!(!may_be_typed(Accepted, Draft) && !may_be_typed(Superseded, Submitted));
    }
}
