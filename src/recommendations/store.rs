//! The register of recommendations in the database. What is said is superseded, progress is only added.

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
    CriterionId, EvidenceId, Fulfilment, InstitutionId, Origin, RecommendationId,
    RecommendationKind, RecommendationProgressId, criterion, recommendation,
    recommendation_criterion, recommendation_progress, recommendation_proof,
    recommendation_wording,
};

/// What a recommendation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub kind: RecommendationKind,
    pub origin: Origin,
    pub source: String,
    pub issued_on: Option<NaiveDate>,
    pub text: String,
    pub due_on: Option<NaiveDate>,
}

impl Wording {
    /// What is held.
    pub fn of(held: &recommendation_wording::Model) -> Self {
        Self {
            kind: held.kind,
            origin: held.origin,
            source: held.source.clone(),
            issued_on: held.issued_on,
            text: held.text.clone(),
            due_on: held.due_on,
        }
    }
}

/// The register of an institution, in its order; four queries, one where it is empty.
pub async fn all(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<Held>, DbErr> {
    let of = recommendation::COLUMN.institution_id.eq(institution);
    held(db, recommendation::Entity::find().filter(of)).await
}

/// Those of some institutions that are about any of some criteria, in their order; four queries, one where there is none.
pub async fn about(
    db: &impl ConnectionTrait,
    institutions: &[InstitutionId],
    criteria: &[CriterionId],
) -> Result<Vec<Held>, DbErr> {
    let about = recommendation_criterion::Entity::find()
        .select_only()
        .column(recommendation_criterion::Column::RecommendationId)
        .filter(recommendation_criterion::COLUMN.criterion_id.is_in(criteria.iter().copied()))
        .filter(recommendation_criterion::COLUMN.superseded_at.is_null())
        .into_query();
    let chosen = recommendation::Entity::find()
        .filter(recommendation::COLUMN.institution_id.is_in(institutions.iter().copied()))
        .filter(recommendation::Column::Id.in_subquery(about));
    held(db, chosen).await
}

/// One of them; four queries.
pub async fn one(db: &impl ConnectionTrait, id: RecommendationId) -> Result<Held, DbErr> {
    let found = held(db, recommendation::Entity::find_by_id(id)).await?;
    found.into_iter().next().ok_or_else(|| DbErr::RecordNotFound(format!("recommendation {id}")))
}

async fn held(
    db: &impl ConnectionTrait,
    chosen: Select<recommendation::Entity>,
) -> Result<Vec<Held>, DbErr> {
    let heads = chosen.clone().order_by_asc(recommendation::COLUMN.number).all(db).await?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || chosen.clone().select_only().column(recommendation::Column::Id).into_query();
    let mut wordings: HashMap<RecommendationId, Vec<recommendation_wording::Model>> =
        HashMap::new();
    let rows = recommendation_wording::Entity::find()
        .filter(recommendation_wording::Column::RecommendationId.in_subquery(ids()))
        .order_by_asc(recommendation_wording::COLUMN.id)
        .all(db)
        .await?;
    for it in rows {
        wordings.entry(it.recommendation_id).or_default().push(it);
    }
    let mut progress: HashMap<RecommendationId, Vec<recommendation_progress::Model>> =
        HashMap::new();
    let rows = recommendation_progress::Entity::find()
        .filter(recommendation_progress::Column::RecommendationId.in_subquery(ids()))
        .order_by_asc(recommendation_progress::COLUMN.id)
        .all(db)
        .await?;
    for it in rows {
        progress.entry(it.recommendation_id).or_default().push(it);
    }
    let mut criteria: HashMap<RecommendationId, Vec<CriterionId>> = HashMap::new();
    let rows = recommendation_criterion::Entity::find()
        .filter(recommendation_criterion::Column::RecommendationId.in_subquery(ids()))
        .filter(recommendation_criterion::COLUMN.superseded_at.is_null())
        .order_by_asc(recommendation_criterion::COLUMN.id)
        .all(db)
        .await?;
    for it in rows {
        criteria.entry(it.recommendation_id).or_default().push(it.criterion_id);
    }
    let held = |head: recommendation::Model| {
        let mut past = wordings.remove(&head.id)?;
        let wording = past.pop()?;
        let progress = progress.remove(&head.id).unwrap_or_default();
        let criteria = criteria.remove(&head.id).unwrap_or_default();
        Some(Held { head, wording, past, progress, criteria })
    };
    Ok(heads.into_iter().filter_map(held).collect())
}

/// The evidence of each statement of progress; one query.
pub async fn proofs(
    db: &impl ConnectionTrait,
    of: RecommendationId,
) -> Result<Vec<(RecommendationProgressId, EvidenceId)>, DbErr> {
    let rows = recommendation_proof::Entity::find()
        .join(JoinType::InnerJoin, recommendation_proof::Relation::RecommendationProgress.def())
        .filter(recommendation_progress::COLUMN.recommendation_id.eq(of))
        .order_by_asc(recommendation_proof::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|it| (it.progress_id, it.evidence_id)).collect())
}

/// Takes one into the register.
pub async fn add(
    change: &mut Change,
    institution: InstitutionId,
    wording: Wording,
) -> Result<recommendation::Model, DbErr> {
    change.alone_in(institution).await?;
    let last: Option<Option<i32>> = recommendation::Entity::find()
        .select_only()
        .column_as(recommendation::Column::Number.max(), "last")
        .filter(recommendation::COLUMN.institution_id.eq(institution))
        .into_tuple()
        .one(change.tx())
        .await?;
    let row = recommendation::ActiveModel {
        id: NotSet,
        institution_id: Set(institution),
        number: Set(last.flatten().unwrap_or_default() + 1),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({ "number": row.number, "kind": wording.kind, "source": wording.source });
    say(change, row.id, wording).await?;
    record(change, &row, "recommendation-added", details);
    Ok(row)
}

async fn say(change: &Change, of: RecommendationId, said: Wording) -> Result<(), DbErr> {
    let row = recommendation_wording::ActiveModel {
        id: NotSet,
        recommendation_id: Set(of),
        kind: Set(said.kind),
        origin: Set(said.origin),
        source: Set(said.source),
        issued_on: Set(said.issued_on),
        text: Set(said.text),
        due_on: Set(said.due_on),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await.map(drop)
}

/// Lets it say something else from now on.
pub async fn reword(change: &mut Change, held: &Held, wording: Wording) -> Result<(), DbErr> {
    recommendation_wording::Entity::update_many()
        .col_expr(recommendation_wording::Column::SupersededAt, Expr::value(change.now()))
        .filter(recommendation_wording::COLUMN.id.eq(held.wording.id))
        .exec(change.tx())
        .await?;
    let details = json!({ "number": held.head.number, "due": wording.due_on });
    say(change, held.head.id, wording).await?;
    record(change, &held.head, "recommendation-reworded", details);
    Ok(())
}

/// Says how far it is fulfilled, and what shows that.
pub async fn progress(
    change: &mut Change,
    held: &Held,
    (degree, note): (Fulfilment, String),
    proofs: &[EvidenceId],
) -> Result<(), DbErr> {
    let row = recommendation_progress::ActiveModel {
        id: NotSet,
        recommendation_id: Set(held.head.id),
        degree: Set(degree),
        note: Set(note),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    for it in proofs {
        let proof = recommendation_proof::ActiveModel {
            id: NotSet,
            progress_id: Set(row.id),
            evidence_id: Set(*it),
        };
        proof.insert(change.tx()).await?;
    }
    let details = json!({
        "number": held.head.number, "degree": degree, "proofs": proofs.len(),
    });
    record(change, &held.head, "recommendation-progress", details);
    Ok(())
}

/// Says that it is about some criteria, each once. Tells how many are new.
pub async fn relate(
    change: &mut Change,
    held: &Held,
    criteria: impl IntoIterator<Item = &criterion::Model>,
) -> Result<usize, DbErr> {
    let new: Vec<_> = criteria.into_iter().filter(|it| !held.criteria.contains(&it.id)).collect();
    for it in &new {
        let row = recommendation_criterion::ActiveModel {
            id: NotSet,
            recommendation_id: Set(held.head.id),
            criterion_id: Set(it.id),
            user_id: Set(change.actor().user()),
            recorded_at: Set(change.now()),
            superseded_at: Set(None),
        };
        row.insert(change.tx()).await?;
    }
    if !new.is_empty() {
        let codes: Vec<_> = new.iter().map(|it| it.code.as_str()).collect();
        let details = json!({ "number": held.head.number, "criteria": codes });
        record(change, &held.head, "recommendation-related", details);
    }
    Ok(new.len())
}

/// Says that it is not about a criterion. Tells whether it was.
pub async fn unrelate(
    change: &mut Change,
    held: &Held,
    criterion: CriterionId,
) -> Result<bool, DbErr> {
    let ended = recommendation_criterion::Entity::update_many()
        .col_expr(recommendation_criterion::Column::SupersededAt, Expr::value(change.now()))
        .filter(recommendation_criterion::COLUMN.recommendation_id.eq(held.head.id))
        .filter(recommendation_criterion::COLUMN.criterion_id.eq(criterion))
        .filter(recommendation_criterion::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    if ended.rows_affected > 0 {
        let details = json!({ "number": held.head.number, "criterion": criterion });
        record(change, &held.head, "recommendation-unrelated", details);
    }
    Ok(ended.rows_affected > 0)
}

fn record(
    change: &mut Change,
    of: &recommendation::Model,
    what: &'static str,
    details: serde_json::Value,
) {
    let subject = format!("recommendation:{}", of.id);
    change.record(Event::of(of.institution_id, what, subject, details));
}
