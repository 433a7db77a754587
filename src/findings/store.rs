//! Findings in the database. Nothing is overwritten: what is said is superseded, steps are only added.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{JoinType, NotSet, QueryOrder, QuerySelect, QueryTrait as _, Select, Set};
use serde_json::json;

use super::held::Held;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, CriterionId, EvidenceId, FindingId, FindingKind, FindingStep, FindingStepId,
    assessment, finding, finding_proof, finding_step, finding_wording,
};

/// What a finding says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub kind: FindingKind,
    pub statement: String,
    pub requirement: String,
    pub objective_evidence: String,
    pub evidence: Option<EvidenceId>,
    pub due_on: Option<NaiveDate>,
}

/// A step to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStep {
    pub step: FindingStep,
    pub note: String,
    pub correction: String,
    pub root_cause: String,
    pub corrective_action: String,
    pub extent: String,
}

impl NewStep {
    /// An answer that is returned, and why.
    pub fn returned(note: String) -> Self {
        let (correction, root_cause, corrective_action, extent) = Default::default();
        Self { step: FindingStep::Return, note, correction, root_cause, corrective_action, extent }
    }
}

/// All findings of an assessment, in their order, also those that not everybody may see; three queries, one where there are none.
pub async fn all(db: &impl ConnectionTrait, assessment: AssessmentId) -> Result<Vec<Held>, DbErr> {
    held(db, move |it| it.filter(finding::COLUMN.assessment_id.eq(assessment))).await
}

/// The same of some assessments, each in their order; as many queries.
pub async fn in_many(
    db: &impl ConnectionTrait,
    of: impl IntoIterator<Item = AssessmentId>,
) -> Result<HashMap<AssessmentId, Vec<Held>>, DbErr> {
    let all = held(db, move |it| it.filter(finding::Column::AssessmentId.is_in(of))).await?;
    let mut found: HashMap<AssessmentId, Vec<Held>> = HashMap::new();
    for it in all {
        found.entry(it.head.assessment_id).or_default().push(it);
    }
    Ok(found)
}

/// Those about one criterion; three queries, one where there are none.
pub async fn about(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    criterion: CriterionId,
) -> Result<Vec<Held>, DbErr> {
    held(db, move |it| {
        it.filter(finding::COLUMN.assessment_id.eq(assessment))
            .filter(finding::COLUMN.criterion_id.eq(criterion))
    })
    .await
}

/// One finding of an assessment; three queries.
pub async fn one(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    id: FindingId,
) -> Result<Held, DbErr> {
    let found = held(db, move |it| {
        it.filter(finding::COLUMN.assessment_id.eq(assessment)).filter(finding::COLUMN.id.eq(id))
    })
    .await?;
    found.into_iter().next().ok_or_else(|| DbErr::RecordNotFound(format!("finding {id}")))
}

async fn held(
    db: &impl ConnectionTrait,
    of: impl FnOnce(Select<finding::Entity>) -> Select<finding::Entity>,
) -> Result<Vec<Held>, DbErr> {
    let chosen = of(finding::Entity::find());
    let heads = chosen.clone().order_by_asc(finding::COLUMN.number).all(db).await?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || chosen.clone().select_only().column(finding::Column::Id).into_query();
    let rows = finding_wording::Entity::find()
        .filter(finding_wording::Column::FindingId.in_subquery(ids()))
        .order_by_asc(finding_wording::COLUMN.id)
        .all(db)
        .await?;
    let mut wordings: HashMap<FindingId, Vec<finding_wording::Model>> = HashMap::new();
    for it in rows {
        wordings.entry(it.finding_id).or_default().push(it);
    }
    let rows = finding_step::Entity::find()
        .filter(finding_step::Column::FindingId.in_subquery(ids()))
        .order_by_asc(finding_step::COLUMN.id)
        .all(db)
        .await?;
    let mut steps: HashMap<FindingId, Vec<finding_step::Model>> = HashMap::new();
    for it in rows {
        steps.entry(it.finding_id).or_default().push(it);
    }
    let held = |head: finding::Model| {
        let mut past = wordings.remove(&head.id)?;
        let wording = past.pop()?;
        let steps = steps.remove(&head.id).unwrap_or_default();
        Some(Held { head, wording, past, steps })
    };
    Ok(heads.into_iter().filter_map(held).collect())
}

/// The evidence that each step of a finding rests on; one query.
pub async fn proofs(
    db: &impl ConnectionTrait,
    of: FindingId,
) -> Result<Vec<(FindingStepId, EvidenceId)>, DbErr> {
    let rows = finding_proof::Entity::find()
        .join(JoinType::InnerJoin, finding_proof::Relation::FindingStep.def())
        .filter(finding_step::COLUMN.finding_id.eq(of))
        .order_by_asc(finding_proof::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|it| (it.step_id, it.evidence_id)).collect())
}

/// Raises a finding in the round of the assessment's stage.
pub async fn raise(
    change: &mut Change,
    of: &assessment::Model,
    criterion: Option<CriterionId>,
    wording: Wording,
) -> Result<finding::Model, DbErr> {
    change.alone_in(of.institution_id).await?;
    let row = finding::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        number: Set(last_number(change, of.id).await? + 1),
        criterion_id: Set(criterion),
        round: Set(of.stage.round()),
        carried_from_id: Set(None),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    say(change, row.id, wording).await?;
    // Nothing of what it says: the log is read before the round is open.
    record(change, of, &row, "finding-raised", json!({ "number": row.number }));
    Ok(row)
}

/// The number of the last finding of an assessment; 0 where there is none.
pub(super) async fn last_number(change: &Change, of: AssessmentId) -> Result<i32, DbErr> {
    let last: Option<Option<i32>> = finding::Entity::find()
        .select_only()
        .column_as(finding::Column::Number.max(), "last")
        .filter(finding::COLUMN.assessment_id.eq(of))
        .into_tuple()
        .one(change.tx())
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

async fn say(change: &Change, of: FindingId, said: Wording) -> Result<(), DbErr> {
    let row = finding_wording::ActiveModel {
        id: NotSet,
        finding_id: Set(of),
        kind: Set(said.kind),
        statement: Set(said.statement),
        requirement: Set(said.requirement),
        objective_evidence: Set(said.objective_evidence),
        evidence_id: Set(said.evidence),
        due_on: Set(said.due_on),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await.map(drop)
}

/// Lets a finding say something else from now on.
pub async fn reword(
    change: &mut Change,
    of: &assessment::Model,
    held: &Held,
    wording: Wording,
) -> Result<(), DbErr> {
    finding_wording::Entity::update_many()
        .col_expr(finding_wording::Column::SupersededAt, Expr::value(change.now()))
        .filter(finding_wording::COLUMN.id.eq(held.wording.id))
        .exec(change.tx())
        .await?;
    let details = json!({ "number": held.head.number });
    say(change, held.head.id, wording).await?;
    record(change, of, &held.head, "finding-reworded", details);
    Ok(())
}

/// Takes a step, with the evidence that it rests on.
pub async fn step(
    change: &mut Change,
    of: &assessment::Model,
    held: &Held,
    new: NewStep,
    proofs: &[EvidenceId],
) -> Result<(), DbErr> {
    let step = new.step;
    let Some(state) = held.after(step) else {
        let state = held.state();
        return Err(DbErr::Custom(format!("a finding that is {state} cannot {step}")));
    };
    let row = finding_step::ActiveModel {
        id: NotSet,
        finding_id: Set(held.head.id),
        step: Set(step),
        note: Set(new.note),
        correction: Set(new.correction),
        root_cause: Set(new.root_cause),
        corrective_action: Set(new.corrective_action),
        extent: Set(new.extent),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    for it in proofs {
        let proof =
            finding_proof::ActiveModel { id: NotSet, step_id: Set(row.id), evidence_id: Set(*it) };
        proof.insert(change.tx()).await?;
    }
    let details = json!({
        "number": held.head.number, "step": step, "state": state, "proofs": proofs.len(),
    });
    record(change, of, &held.head, "finding-step", details);
    Ok(())
}

pub(super) fn record(
    change: &mut Change,
    of: &assessment::Model,
    it: &finding::Model,
    what: &'static str,
    details: serde_json::Value,
) {
    let subject = format!("finding:{}", it.id);
    change.record(Event::of(of.institution_id, what, subject, details));
}
