//! How far a note has come, and who may take it on. Pure.

use crate::entities::{UserId, note};

/// How far a note has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteState {
    /// Its author still writes it; nobody else sees it.
    Draft,
    /// Its author has signed; its words are what they are.
    Signed,
    /// Both sides have signed; it is evidence.
    Complete,
}

impl NoteState {
    /// Of a note.
    pub fn of(it: &note::Model) -> Self {
        match (it.signed_at, it.countersigned_at) {
            (None, _) => Self::Draft,
            (Some(_), None) => Self::Signed,
            (Some(_), Some(_)) => Self::Complete,
        }
    }

    /// Key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "note-draft",
            Self::Signed => "note-signed",
            Self::Complete => "note-complete",
        }
    }

    /// Its colour.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Draft => "plain",
            Self::Signed => "fair",
            Self::Complete => "good",
        }
    }
}

/// As what somebody signs a note now, if they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    Author,
    Counterpart,
}

/// As what a person signs a note now by their own login.
pub fn signs(it: &note::Model, user: UserId) -> Option<Signs> {
    match NoteState::of(it) {
        NoteState::Draft => (it.user_id == user).then_some(Signs::Author),
        NoteState::Signed => (it.counterpart_id == Some(user)).then_some(Signs::Counterpart),
        NoteState::Complete => None,
    }
}

/// Whether somebody may take their signature back: its author, until the other side has signed. Else a note would wait for ever where
/// whoever was to sign has left, or does not want to.
pub fn unsigns(it: &note::Model, user: UserId) -> bool {
    NoteState::of(it) == NoteState::Signed && it.user_id == user
}

/// Whether it waits for the paper that somebody without a login signed.
pub fn waits_for_paper(it: &note::Model) -> bool {
    NoteState::of(it) == NoteState::Signed && it.counterpart_id.is_none()
}
