//! Addresses of evidence items and what belongs to them.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{EvidenceId, InstitutionId, LinkId, RevisionId};

/// The evidence register of an institution.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/evidence")]
pub struct EvidenceRegister {
    pub institution: InstitutionId,
}

/// The form for new evidence, with files.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/evidence/new")]
pub struct NewEvidence {
    pub institution: InstitutionId,
}

/// One evidence item.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}")]
pub struct Evidence {
    pub evidence: EvidenceId,
}

/// The form to change an evidence item.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/edit")]
pub struct EditEvidence {
    pub evidence: EvidenceId,
}

/// Adds a revision.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/revisions")]
pub struct AddRevision {
    pub evidence: EvidenceId,
}

/// Links it to a criterion.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/links")]
pub struct AddLink {
    pub evidence: EvidenceId,
}

/// Takes a link away.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/links/{link}/remove")]
pub struct RemoveLink {
    pub link: LinkId,
}

/// The file of a revision in the frame of the house, to be read.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/revisions/{revision}/preview")]
pub struct RevisionPreview {
    pub revision: RevisionId,
}

/// The file of a revision by itself, in a sandbox.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/revisions/{revision}/content")]
pub struct RevisionContent {
    pub revision: RevisionId,
}

/// The file of a revision, as an attachment.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/revisions/{revision}/file")]
pub struct RevisionFile {
    pub revision: RevisionId,
}

/// Takes a part of an evidence item away.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/evidence/{evidence}/parts/{number}/remove")]
pub struct RemovePart {
    pub evidence: EvidenceId,
    /// Which part, from 1.
    pub number: i32,
}
