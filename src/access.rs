//! Who may do what: one table of role and action. What is not in it is denied.

use crate::entities::{Role, Round};

/// What a person may be allowed to do in an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See its assessments, their readiness and gaps, and its evidence register.
    Read,
    /// Open evidence that is restricted.
    ReadRestricted,
    /// Upload, describe and link evidence; import registers; describe qualifications.
    KeepEvidence,
    /// Answer requests for evidence that are addressed to them.
    AnswerRequests,
    /// Accept evidence or send it back, where one is a reviewer of an assessment that it is linked to.
    DecideEvidence,
    /// Create assessments, move their stage, say who reviews.
    KeepAssessments,
    /// Rate in the self round.
    RateSelf,
    /// Rate in the internal and external rounds, where one is a reviewer of the assessment.
    RateReview,
    /// Ask for evidence that is missing, where one is a reviewer for an assessment.
    AskEvidence,
    /// Write comments.
    Comment,
    /// Answer findings for the institution, and say what was done about them.
    AnswerFindings,
    /// Determine what a round of reviewers agrees on, unlock it, sign it off.
    Determine,
    /// Download the readiness report.
    Export,
    /// Read the institution's part of the audit log.
    ReadAudit,
    /// Make, change, publish and remove the institution's own editions.
    KeepStandards,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Read,
        Self::ReadRestricted,
        Self::KeepEvidence,
        Self::AnswerRequests,
        Self::DecideEvidence,
        Self::KeepAssessments,
        Self::RateSelf,
        Self::RateReview,
        Self::AskEvidence,
        Self::Comment,
        Self::AnswerFindings,
        Self::Determine,
        Self::Export,
        Self::ReadAudit,
        Self::KeepStandards,
    ];

    /// Rating in a round.
    pub fn rates_in(round: Round) -> Self {
        if round == Round::Own { Self::RateSelf } else { Self::RateReview }
    }
}

/// The table. A reviewer's rights hold only on the assessments they are on; the queries see to that.
pub const ALLOWED: [(Role, &[Action]); 6] = [
    (
        Role::Administrator,
        &[
            Action::Read,
            Action::ReadRestricted,
            Action::KeepEvidence,
            Action::AnswerRequests,
            Action::KeepAssessments,
            Action::RateSelf,
            Action::AskEvidence,
            Action::Comment,
            Action::AnswerFindings,
            Action::Export,
            Action::ReadAudit,
            Action::KeepStandards,
        ],
    ),
    (
        Role::Reviewer,
        &[
            Action::Read,
            Action::ReadRestricted,
            Action::DecideEvidence,
            Action::RateReview,
            Action::AskEvidence,
            Action::Comment,
        ],
    ),
    (
        Role::LeadReviewer,
        &[
            Action::Read,
            Action::ReadRestricted,
            Action::DecideEvidence,
            Action::RateReview,
            Action::AskEvidence,
            Action::Comment,
            Action::Determine,
            Action::Export,
        ],
    ),
    (Role::Manager, &[Action::Read, Action::Comment, Action::Export, Action::ReadAudit]),
    (Role::Observer, &[Action::Read]),
    // Sees nothing but what they are asked for.
    (Role::Contributor, &[Action::AnswerRequests]),
];

/// Whether a role allows an action.
pub fn allowed(role: Role, action: Action) -> bool {
    ALLOWED.iter().any(|(it, actions)| *it == role && actions.contains(&action))
}

/// Whether a role sees only the assessments it was put on.
pub fn is_assigned(role: Role) -> bool {
    matches!(role, Role::Reviewer | Role::LeadReviewer)
}

/// What those who see only the assessments they were put on may do where they lead or review, and not where they observe.
pub fn is_by_part(action: Action) -> bool {
    matches!(
        action,
        Action::ReadRestricted
            | Action::DecideEvidence
            | Action::RateReview
            | Action::AskEvidence
            | Action::Comment
            | Action::Determine
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table once more, as DESIGN says it, so that a slip in one is seen.
    #[test]
    fn what_each_role_must_never_do_is_denied() {
        for (role, never) in [
            (
                Role::Administrator,
                &[Action::RateReview, Action::Determine, Action::DecideEvidence][..],
            ),
            (
                Role::Reviewer,
                &[
                    Action::KeepEvidence,
                    Action::KeepAssessments,
                    Action::RateSelf,
                    Action::AnswerFindings,
                    Action::Determine,
                    Action::Export,
                    Action::KeepStandards,
                ],
            ),
            (
                Role::LeadReviewer,
                &[
                    Action::KeepEvidence,
                    Action::KeepAssessments,
                    Action::RateSelf,
                    Action::AnswerFindings,
                    Action::KeepStandards,
                ],
            ),
            (
                Role::Manager,
                &[
                    Action::KeepEvidence,
                    Action::DecideEvidence,
                    Action::RateSelf,
                    Action::RateReview,
                    Action::AnswerFindings,
                    Action::Determine,
                    Action::ReadRestricted,
                    Action::KeepStandards,
                ],
            ),
            (Role::Observer, &Action::ALL[1..]),
            (Role::Contributor, &Action::ALL[..3]),
            (Role::Contributor, &Action::ALL[4..]),
        ] {
            for action in never {
                assert!(!allowed(role, *action), "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn every_role_is_in_the_table_once_and_all_but_contributors_read() {
        for role in Role::ALL {
            assert_eq!(ALLOWED.iter().filter(|it| it.0 == *role).count(), 1, "{role:?}");
            assert_eq!(allowed(*role, Action::Read), *role != Role::Contributor, "{role:?}");
        }
    }
}
