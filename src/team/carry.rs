//! The team of an assessment goes along to another edition.

use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder as _, Set};

use super::conflicts::{self, NewConflict};
use super::store::{self, NewMember};
use crate::app::Change;
use crate::entities::{CriterionId, assessment, assessment_member, assignment, conflict};

/// Puts the members of one assessment on another, with part and days, and what is assigned where the new edition has the
/// criterion. Everybody declares anew: the criteria are others. A conflict that somebody recorded goes along; where its
/// criterion is not there any more, it is one of the whole. Tells how many members there are.
pub async fn carry(
    change: &mut Change,
    from: &assessment::Model,
    to: &assessment::Model,
    place: impl Fn(CriterionId) -> Option<CriterionId>,
) -> Result<usize, DbErr> {
    let members = assessment_member::Entity::find()
        .filter(assessment_member::COLUMN.assessment_id.eq(from.id))
        .filter(assessment_member::COLUMN.superseded_at.is_null())
        .all(change.tx())
        .await?;
    for it in &members {
        let new =
            NewMember { user: it.user_id, part: it.part, from: it.from_day, until: it.until_day };
        store::put(change, to, new).await?;
    }
    let recorded = conflict::Entity::find()
        .filter(conflict::COLUMN.assessment_id.eq(from.id))
        .filter(conflict::COLUMN.declaration_id.is_null())
        .filter(conflict::COLUMN.superseded_at.is_null())
        .order_by_asc(conflict::COLUMN.id)
        .all(change.tx())
        .await?;
    for it in recorded {
        let criterion = it.criterion_id.and_then(&place);
        conflicts::add(change, to, it.user_id, NewConflict { criterion, reason: it.reason })
            .await?;
    }
    let mut assigned = super::assigned::pairs(change.tx(), from.id).await?;
    assigned.retain(|it| members.iter().any(|of| of.user_id == it.0));
    let (now, by) = (change.now(), change.actor().user());
    let row = |(user, criterion)| {
        Some(assignment::ActiveModel {
            id: NotSet,
            assessment_id: Set(to.id),
            criterion_id: Set(place(criterion)?),
            user_id: Set(user),
            by_user_id: Set(by),
            recorded_at: Set(now),
            superseded_at: Set(None),
        })
    };
    let rows: Vec<_> = assigned.into_iter().filter_map(row).collect();
    for some in rows.chunks(500) {
        assignment::Entity::insert_many(some.to_vec()).exec_without_returning(change.tx()).await?;
    }
    Ok(members.len())
}
