//! All that waits for somebody, from every source. The number of queries does not grow with what there is.

use std::collections::HashMap;

use sea_orm::DbErr;

use super::task::{Task, sorted};
use super::{asked, deadlines, evidence, findings, lead, notes, practice, rating, samples};
use crate::app::App;
use crate::assessments;
use crate::entities::{AssessmentId, CriterionId, Stage, assessment};
use crate::web::Visitor;

/// Rows that are read of one source at most.
pub(super) const MOST: u64 = 1_000;

/// What all sources look at.
pub(super) struct Ground<'a> {
    pub(super) app: &'a App,
    pub(super) visitor: &'a Visitor,
    /// The assessments that are open to the visitor and not closed.
    pub(super) assessments: HashMap<AssessmentId, assessment::Model>,
}

impl Ground<'_> {
    /// An assessment that is open to the visitor, and the criterion in it too.
    pub(super) fn open(
        &self,
        id: AssessmentId,
        criterion: CriterionId,
    ) -> Option<&assessment::Model> {
        let it = self.assessments.get(&id)?;
        (!self.visitor.withheld(id).covers(criterion)).then_some(it)
    }

    /// Their ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = AssessmentId> {
        self.assessments.keys().copied()
    }
}

/// What waits for the visitor, in the order in which it is best done; fifty-eight queries at most, and those of the rounds that
/// wait for their lead.
pub(super) async fn gather(app: &App, visitor: &Visitor) -> Result<Vec<Task>, DbErr> {
    let seen = assessments::store::seen(&app.db.read, &visitor.scope()).await?;
    let open = seen.into_iter().filter(|it| it.stage != Stage::Closed);
    let ground = Ground { app, visitor, assessments: open.map(|it| (it.id, it)).collect() };
    let mut tasks = asked::declarations(&ground).await?;
    tasks.extend(asked::mentions(&ground).await?);
    tasks.extend(asked::requests(&ground).await?);
    tasks.extend(asked::actions(&ground).await?);
    tasks.extend(evidence::to_decide(&ground).await?);
    tasks.extend(evidence::to_mend(&ground).await?);
    tasks.extend(evidence::to_renew(&ground).await?);
    tasks.extend(findings::to_take_further(&ground).await?);
    tasks.extend(deadlines::to_keep(&ground).await?);
    tasks.extend(notes::to_sign(&ground).await?);
    tasks.extend(rating::to_rate(&ground).await?);
    tasks.extend(samples::to_verify(&ground).await?);
    tasks.extend(practice::to_practise(&ground).await?);
    tasks.extend(lead::to_resolve(&ground).await?);
    Ok(sorted(tasks))
}
