//! Who sees a note. A draft is its author's alone; signed, it is there for whoever signs or keeps evidence for the institution; signed by
//! both, for all who see the assessment. What a conflict of interest withholds takes the notes about it along.

use super::moves::NoteState;
use crate::access::Action;
use crate::entities::{CriterionId, note};
use crate::web::Visitor;

/// Whether somebody may see a note, where `sees_assessment` says whether they may see the assessment.
pub(super) fn may_see(
    visitor: &Visitor,
    it: &note::Model,
    criteria: &[CriterionId],
    sees_assessment: bool,
) -> bool {
    let withheld = visitor.withheld(it.assessment_id);
    if criteria.iter().any(|it| withheld.covers(*it)) {
        return false;
    }
    let is_author = it.user_id == visitor.id && sees_assessment;
    let is_counterpart =
        it.counterpart_id == Some(visitor.id) && visitor.role_in(it.institution_id).is_some();
    match NoteState::of(it) {
        NoteState::Draft => is_author,
        NoteState::Signed => {
            is_author || is_counterpart || visitor.may(Action::KeepEvidence, it.institution_id)
        }
        NoteState::Complete => sees_assessment || is_counterpart,
    }
}
