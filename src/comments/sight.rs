//! Who sees which comment. Pure.
//!
//! The institution and the reviewers each speak among themselves or to both. What a reviewer says is hidden from the other
//! reviewers as their ratings are: until all who rate the criterion have locked. The institution sees at once what is said to it.

use crate::access::{Action, allowed, is_assigned};
use crate::entities::{Audience, Role, Round, Side, UserId, comment};

/// Somebody who reads comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reader {
    pub(super) user: UserId,
    /// None for who only reads: they see what is said to both sides.
    pub(super) side: Option<Side>,
}

/// From where somebody with a role speaks, if they do.
pub(super) fn side_of(role: Role) -> Option<Side> {
    if is_assigned(role) {
        Some(Side::Team)
    } else {
        allowed(role, Action::Comment).then_some(Side::Institution)
    }
}

/// A comment as far as who sees it depends on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken {
    pub(super) by: UserId,
    pub(super) side: Side,
    pub(super) audience: Audience,
    pub(super) round: Round,
}

impl Spoken {
    /// Of one that is stored.
    pub(super) fn of(it: &comment::Model) -> Self {
        Self { by: it.user_id, side: it.side, audience: it.audience, round: it.round }
    }

    /// Whether it could tell a reviewer what another thinks while they rate blind.
    pub(super) fn is_blind_to(self, reader: Reader) -> bool {
        let from_reviewer = self.side == Side::Team && self.round != Round::Own;
        from_reviewer && self.by != reader.user && reader.side != Some(Side::Institution)
    }

    /// Whether somebody may see it; `is_open` says whether the ratings of its round and criterion are open to all.
    pub(super) fn is_seen_by(self, reader: Reader, is_open: bool) -> bool {
        if self.by == reader.user {
            return true;
        }
        let addressed = self.audience == Audience::Both || reader.side == Some(self.side);
        addressed && (is_open || !self.is_blind_to(reader))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: UserId = UserId(1);
    const BEN: UserId = UserId(2);

    #[test]
    fn each_side_sees_what_is_said_to_it_and_reviewers_nothing_of_one_another_before_it_opens() {
        let reader = |side| Reader { user: BEN, side };
        let (team, institution) = (Some(Side::Team), Some(Side::Institution));
        for (side, audience, round, open, seen) in [
            // Seen by a reviewer, by the institution, by an observer of it.
            (Side::Team, Audience::Own, Round::Internal, false, [false, false, false]),
            (Side::Team, Audience::Own, Round::Internal, true, [true, false, false]),
            (Side::Team, Audience::Both, Round::Internal, false, [false, true, false]),
            (Side::Team, Audience::Both, Round::External, true, [true, true, true]),
            (Side::Team, Audience::Own, Round::Own, false, [true, false, false]),
            (Side::Institution, Audience::Own, Round::Internal, false, [false, true, false]),
            (Side::Institution, Audience::Both, Round::Internal, false, [true, true, true]),
        ] {
            let said = Spoken { by: ANA, side, audience, round };
            let found = [team, institution, None].map(|it| said.is_seen_by(reader(it), open));
            assert_eq!(found, seen, "{said:?} {open}");
            let own = Reader { user: ANA, side: None };
            assert!(said.is_seen_by(own, false), "one's own is always there");
        }
    }

    #[test]
    fn who_speaks_for_whom_follows_from_the_role() {
        let sides = Role::ALL.iter().map(|it| (*it, side_of(*it)));
        let institution = [Role::Administrator, Role::Manager];
        let team = [Role::Reviewer, Role::LeadReviewer];
        for (role, side) in sides {
            assert_eq!(side == Some(Side::Institution), institution.contains(&role), "{role:?}");
            assert_eq!(side == Some(Side::Team), team.contains(&role), "{role:?}");
        }
    }
}
