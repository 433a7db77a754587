//! Who makes which move in an assessment.

use super::moves::Who;
use crate::access::Action;
use crate::entities::assessment;
use crate::web::Visitor;

/// Whether somebody makes the moves of a row in an assessment.
pub fn may(visitor: &Visitor, it: &assessment::Model, who: Who) -> bool {
    let keeps = visitor.may(Action::KeepAssessments, it.institution_id);
    keeps || (who == Who::KeeperOrLead && visitor.determines(it))
}
