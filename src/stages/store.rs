//! The moves of an assessment in the database. Nothing is overwritten but the stage itself.

use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::moves::Way;
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{AssessmentId, Codes, assessment, stage_move};
use crate::web::components::Paging;

/// Moves an assessment on, with the reason and the codes of what was missing all the same. Whoever calls it has asked the guards.
pub async fn make(
    change: &mut Change,
    of: &assessment::Model,
    way: &Way,
    (reason, overridden): (String, Vec<String>),
) -> Result<(), DbErr> {
    let row = assessment::ActiveModel { id: Set(of.id), stage: Set(way.to), ..Default::default() };
    row.update(change.tx()).await?;
    let details = json!({
        "move": way.step.code(), "from": of.stage, "to": way.to, "reason": reason,
        "overridden": overridden,
    });
    let row = stage_move::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        step: Set(way.step.code().to_owned()),
        from_stage: Set(of.stage),
        to_stage: Set(way.to),
        user_id: Set(change.actor().user()),
        reason: Set(reason),
        overridden: Set(Codes(overridden)),
        recorded_at: Set(change.now()),
    };
    row.insert(change.tx()).await?;
    change.record(Event::of_assessment(of, "stage-moved", details));
    Ok(())
}

/// A page of the moves of an assessment, newest first, and how many there are; two queries.
pub async fn history(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    paging: Paging,
) -> Result<(Vec<stage_move::Model>, u64), DbErr> {
    let select = stage_move::Entity::find().filter(stage_move::COLUMN.assessment_id.eq(assessment));
    let total = select.clone().count(db).await?;
    let rows = select
        .order_by_desc(stage_move::COLUMN.id)
        .offset(paging.offset())
        .limit(Paging::SIZE)
        .all(db)
        .await?;
    Ok((rows, total))
}
