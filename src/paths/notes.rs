//! Addresses of notes of interviews, observations and tours.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{AssessmentId, NoteId};

/// The notes of an assessment.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/notes")]
pub struct Notes {
    pub assessment: AssessmentId,
}

/// The form for a new note.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/assessments/{assessment}/notes/new")]
pub struct NewNote {
    pub assessment: AssessmentId,
}

/// One note.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/notes/{note}")]
pub struct Note {
    pub note: NoteId,
}

/// The form that changes a draft.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/notes/{note}/edit")]
pub struct EditNote {
    pub note: NoteId,
}

/// Signs a note, as its author or for the institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/notes/{note}/sign")]
pub struct SignNote {
    pub note: NoteId,
}

/// Takes the author's signature back, before the other side has signed.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/notes/{note}/unsign")]
pub struct UnsignNote {
    pub note: NoteId,
}

/// Brings the paper on which it was signed for the institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/notes/{note}/paper")]
pub struct SignNoteOnPaper {
    pub note: NoteId,
}
