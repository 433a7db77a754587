//! Open findings go along to another edition.

use sea_orm::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, NotSet, Set};
use serde_json::json;

use super::held::Held;
use super::store;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    CriterionId, FindingId, assessment, finding, finding_proof, finding_step, finding_wording,
};

/// Copies findings into another assessment, with everything that was said and done and its times; `place` says which criterion
/// each has there. What is about a criterion without a place stays behind. Tells how many went along.
pub async fn carry(
    change: &mut Change,
    to: &assessment::Model,
    findings: &[Held],
    place: impl Fn(CriterionId) -> Option<CriterionId>,
) -> Result<usize, DbErr> {
    let mut numbers = Vec::new();
    for it in findings {
        let criterion = match it.head.criterion_id.map(&place) {
            Some(None) => continue,
            Some(Some(criterion)) => Some(criterion),
            None => None,
        };
        copy(change, to, it, criterion).await?;
        numbers.push(it.name());
    }
    if !numbers.is_empty() {
        let subject = format!("assessment:{}", to.id);
        let details = json!({ "findings": numbers });
        change.record(Event::of(to.institution_id, "findings-carried", subject, details));
    }
    Ok(numbers.len())
}

async fn copy(
    change: &Change,
    to: &assessment::Model,
    it: &Held,
    criterion: Option<CriterionId>,
) -> Result<(), DbErr> {
    let head = finding::ActiveModel {
        id: NotSet,
        assessment_id: Set(to.id),
        criterion_id: Set(criterion),
        carried_from_id: Set(Some(it.head.id)),
        ..all_of(it.head.clone())
    };
    let head = head.insert(change.tx()).await?;
    for said in it.past.iter().chain([&it.wording]) {
        let row = finding_wording::ActiveModel {
            id: NotSet,
            finding_id: Set(head.id),
            ..all_of(said.clone())
        };
        row.insert(change.tx()).await?;
    }
    steps(change, head.id, it).await
}

async fn steps(change: &Change, to: FindingId, it: &Held) -> Result<(), DbErr> {
    let proofs = store::proofs(change.tx(), it.head.id).await?;
    for step in &it.steps {
        let row =
            finding_step::ActiveModel { id: NotSet, finding_id: Set(to), ..all_of(step.clone()) };
        let row = row.insert(change.tx()).await?;
        for (_, evidence) in proofs.iter().filter(|proof| proof.0 == step.id) {
            let proof = finding_proof::ActiveModel {
                id: NotSet,
                step_id: Set(row.id),
                evidence_id: Set(*evidence),
            };
            proof.insert(change.tx()).await?;
        }
    }
    Ok(())
}

/// A row of which everything is written.
fn all_of<M, A>(row: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    row.into_active_model().reset_all()
}
