//! Addresses of the catalogue editor.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::entities::{CriterionId, CrosswalkId, EditionId, InstitutionId};

/// The editions that an institution may use, and its own drafts.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/catalogues")]
pub struct Catalogues {
    pub institution: InstitutionId,
}

/// The form for a catalogue of one's own.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/catalogues/new")]
pub struct NewCatalogue {
    pub institution: InstitutionId,
}

/// Makes a draft that is a copy of an edition.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/catalogues/clone/{edition}")]
pub struct CloneEdition {
    pub institution: InstitutionId,
    pub edition: EditionId,
}

/// Makes a draft that adds to an edition.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/institutions/{institution}/catalogues/derive/{base}")]
pub struct DeriveEdition {
    pub institution: InstitutionId,
    pub base: EditionId,
}

/// The editor at a draft as a whole; posting changes its head.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}")]
pub struct Draft {
    pub draft: EditionId,
}

/// The editor at a criterion; posting changes it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/criteria/{node}")]
pub struct DraftNode {
    pub draft: EditionId,
    pub node: CriterionId,
}

/// The form for another criterion of a draft.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/add")]
pub struct AddNode {
    pub draft: EditionId,
}

/// Moves a criterion of a draft.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/criteria/{node}/move")]
pub struct MoveNode {
    pub draft: EditionId,
    pub node: CriterionId,
}

/// Takes a criterion out of a draft, with all below it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/criteria/{node}/remove")]
pub struct RemoveNode {
    pub draft: EditionId,
    pub node: CriterionId,
}

/// The editor at the scale, the outcomes and the decision rules of a draft.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/grading")]
pub struct Grading {
    pub draft: EditionId,
}

/// The form of one part of them: `scale`, `level-0`, `outcome-1`, `rule-1-0`, `condition-1-0`; posting changes or adds it.
#[derive(Clone, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/grading/{part}")]
pub struct GradingPart {
    pub draft: EditionId,
    pub part: String,
}

/// Moves a level or an outcome of a draft.
#[derive(Clone, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/grading/{part}/move")]
pub struct MoveGradingPart {
    pub draft: EditionId,
    pub part: String,
}

/// Takes a level, an outcome, a rule or a condition out of a draft.
#[derive(Clone, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/grading/{part}/remove")]
pub struct RemoveGradingPart {
    pub draft: EditionId,
    pub part: String,
}

/// What is wrong with a draft; posting publishes it.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/publish")]
pub struct PublishDraft {
    pub draft: EditionId,
}

/// Removes a draft.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/catalogues/{draft}/discard")]
pub struct DiscardDraft {
    pub draft: EditionId,
}

/// A crosswalk as a file of OSCAL.
#[derive(Clone, Copy, Debug, Deserialize, TypedPath)]
#[typed_path("/crosswalks/{crosswalk}/mapping.json")]
pub struct CrosswalkFile {
    pub crosswalk: CrosswalkId,
}
