//! Decisions in the database. None is ever changed: a later one takes its place.

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::forms::Facts;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{AssessmentId, DossierId, RevisionId, assessment, confirmation, decision};

/// The decisions of an assessment, the newest first; one query.
pub async fn all(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<decision::Model>, DbErr> {
    decision::Entity::find()
        .filter(decision::COLUMN.assessment_id.eq(assessment))
        .order_by_desc(decision::COLUMN.id)
        .all(db)
        .await
}

/// The decision of an assessment that holds; one query.
pub async fn held(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Option<decision::Model>, DbErr> {
    decision::Entity::find()
        .filter(decision::COLUMN.assessment_id.eq(assessment))
        .filter(decision::COLUMN.superseded_at.is_null())
        .one(db)
        .await
}

/// Writes a decision that takes the place of the one that held.
pub(super) async fn insert(
    change: &mut Change,
    of: &assessment::Model,
    (facts, reason): (Facts, String),
    (dossier, document): (DossierId, Option<RevisionId>),
) -> Result<decision::Model, DbErr> {
    let before = held(change.tx(), of.id).await?;
    if let Some(before) = &before {
        decision::Entity::update_many()
            .col_expr(decision::Column::SupersededAt, Expr::value(change.now()))
            .filter(decision::COLUMN.id.eq(before.id))
            .exec(change.tx())
            .await?;
    }
    let row = decision::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        dossier_id: Set(dossier),
        kind: Set(facts.kind),
        outcome: Set(facts.outcome),
        number: Set(facts.number),
        decided_on: Set(facts.decided_on),
        valid_from: Set(facts.valid_from),
        valid_until: Set(facts.valid_until),
        scope: Set(facts.scope),
        conditions: Set(facts.conditions),
        quotas: Set(facts.quotas),
        document_id: Set(document),
        supersedes_id: Set(before.map(|it| it.id)),
        reason: Set(reason),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({
        "kind": row.kind, "outcome": row.outcome, "number": row.number, "day": row.decided_on,
        "from": row.valid_from, "until": row.valid_until, "dossier": row.dossier_id,
        "supersedes": row.supersedes_id, "reason": row.reason,
    });
    let subject = format!("assessment:{}", of.id);
    change.record(Event::of(of.institution_id, "decision-entered", subject, details));
    Ok(row)
}

/// The public pages of an assessment's decisions; one query.
pub async fn confirmations(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<confirmation::Model>, DbErr> {
    confirmation::Entity::find()
        .inner_join(decision::Entity)
        .filter(decision::COLUMN.assessment_id.eq(assessment))
        .all(db)
        .await
}
