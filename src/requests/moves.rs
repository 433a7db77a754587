//! How far a request may go from where it is. Pure.

use crate::entities::RequestState;

/// What is done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Evidence is handed in.
    Answer,
    /// The evidence is what was asked for.
    Accept,
    /// It is not; a reason is given.
    Return,
    /// It is no longer needed; a reason is given.
    Cancel,
    /// It is needed after all.
    Reopen,
}

impl Move {
    /// Those that who asks may make, in the order of their buttons.
    pub const ASKER: [Self; 4] = [Self::Accept, Self::Return, Self::Cancel, Self::Reopen];

    /// How it is sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Cancel => "cancel",
            Self::Reopen => "reopen",
        }
    }

    /// One of those that who asks may make, by its code.
    pub fn of_asker(code: &str) -> Option<Self> {
        Self::ASKER.into_iter().find(|it| it.code() == code)
    }

    /// Whether it must be said why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Cancel)
    }
}

/// Where a move leads, if it may be made.
pub fn after(state: RequestState, it: Move) -> Option<RequestState> {
    use RequestState::{Accepted, Answered, Cancelled, Open, Returned};
    match (state, it) {
        (Open | Returned | Answered, Move::Answer) => Some(Answered),
        (Answered, Move::Accept) => Some(Accepted),
        (Answered, Move::Return) => Some(Returned),
        (Open | Returned | Answered, Move::Cancel) => Some(Cancelled),
        (Cancelled, Move::Reopen) => Some(Open),
        _ => None,
    }
}

/// Whether somebody is still waited for.
pub fn is_waiting(state: RequestState) -> bool {
    matches!(state, RequestState::Open | RequestState::Returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_these_ways_and_no_others() {
        let moves = [Move::Answer, Move::Accept, Move::Return, Move::Cancel, Move::Reopen];
        let mut ways = Vec::new();
        for state in RequestState::ALL {
            for it in moves {
                if let Some(to) = after(*state, it) {
                    ways.push(format!("{state} {} {to}", it.code()));
                }
            }
        }
        assert_eq!(
            ways,
            [
                "open answer answered",
                "open cancel cancelled",
                "answered answer answered",
                "answered accept accepted",
                "answered return returned",
                "answered cancel cancelled",
                "returned answer answered",
                "returned cancel cancelled",
                "cancelled reopen open",
            ]
        );
    }
}
