//! Declaring conflicts of interest, recording them for somebody, lifting them. What was said is superseded, never changed.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, SimpleExpr};
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::store::record;
use crate::app::Change;
use crate::entities::{
    AssessmentId, ConflictId, CriterionId, DeclarationId, UserId, assessment, conflict, criterion,
    declaration,
};

/// A conflict of interest: of the whole, or of a criterion with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConflict {
    pub criterion: Option<CriterionId>,
    pub reason: String,
}

/// Declares for a person, in place of what they declared before; nothing in `conflicts` says that they have none. What others
/// recorded for them stays.
pub async fn declare(
    change: &mut Change,
    of: &assessment::Model,
    user: UserId,
    signed: String,
    conflicts: Vec<NewConflict>,
) -> Result<(), DbErr> {
    end_declaration(change, of.id, user).await?;
    end_declared(change, of.id, user, None).await?;
    let row = declaration::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        user_id: Set(user),
        signed: Set(signed),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let declared = row.insert(change.tx()).await?;
    let details = json!({
        "user": user, "whole": conflicts.iter().any(|it| it.criterion.is_none()),
        "criteria": conflicts.iter().filter_map(|it| it.criterion).collect::<Vec<_>>(),
    });
    for it in conflicts {
        insert(change, of, user, it, Some(declared.id)).await?;
    }
    record(change, of, "conflicts-declared", details);
    Ok(())
}

/// The assessments that somebody's own declaration keeps from them as a whole, and nothing that others recorded: who declared so by
/// mistake may say it anew. One query.
pub async fn own_wholes(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<AssessmentId>, DbErr> {
    let wholes = conflict::Entity::find()
        .filter(conflict::COLUMN.user_id.eq(user))
        .filter(conflict::COLUMN.criterion_id.is_null())
        .filter(conflict::COLUMN.superseded_at.is_null())
        .all(db)
        .await?;
    let others = |of| wholes.iter().any(|it| it.assessment_id == of && it.declaration_id.is_none());
    Ok(wholes.iter().map(|it| it.assessment_id).filter(|it| !others(*it)).collect())
}

/// Records a conflict of interest for somebody.
pub async fn add(
    change: &mut Change,
    of: &assessment::Model,
    user: UserId,
    new: NewConflict,
) -> Result<(), DbErr> {
    let details = json!({ "user": user, "criterion": new.criterion, "reason": new.reason });
    insert(change, of, user, new, None).await?;
    record(change, of, "conflict-recorded", details);
    Ok(())
}

async fn insert(
    change: &mut Change,
    of: &assessment::Model,
    user: UserId,
    new: NewConflict,
    declaration: Option<DeclarationId>,
) -> Result<(), DbErr> {
    let row = conflict::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        user_id: Set(user),
        criterion_id: Set(new.criterion),
        reason: Set(new.reason),
        declaration_id: Set(declaration),
        by_user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    row.insert(change.tx()).await.map(drop)
}

/// Lifts a conflict that somebody else recorded for a person; what they declared themselves only they can change.
pub async fn lift(
    change: &mut Change,
    of: &assessment::Model,
    user: UserId,
    id: ConflictId,
    reason: String,
) -> Result<(), DbErr> {
    let ended = conflict::Entity::update_many()
        .col_expr(conflict::Column::SupersededAt, Expr::value(change.now()))
        .filter(conflict::COLUMN.id.eq(id))
        .filter(conflict::COLUMN.assessment_id.eq(of.id))
        .filter(conflict::COLUMN.user_id.eq(user))
        .filter(conflict::COLUMN.declaration_id.is_null())
        .filter(conflict::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    if ended.rows_affected == 0 {
        return Err(DbErr::RecordNotFound(format!("conflict {id}")));
    }
    record(
        change,
        of,
        "conflict-lifted",
        json!({ "user": user, "conflict": id, "reason": reason }),
    );
    Ok(())
}

/// Asks a person to declare anew: nothing is shown to them before they did. The criteria that they declared stay kept from them until
/// then; a whole does not, or they would have no page on which to declare.
pub async fn ask_anew(
    change: &mut Change,
    of: &assessment::Model,
    user: UserId,
) -> Result<(), DbErr> {
    end_declaration(change, of.id, user).await?;
    end_declared(change, of.id, user, Some(conflict::COLUMN.criterion_id.is_null())).await?;
    record(change, of, "declaration-asked-anew", json!({ "user": user }));
    Ok(())
}

/// Ends what a person signed.
async fn end_declaration(
    change: &Change,
    assessment: AssessmentId,
    user: UserId,
) -> Result<(), DbErr> {
    declaration::Entity::update_many()
        .col_expr(declaration::Column::SupersededAt, Expr::value(change.now()))
        .filter(declaration::COLUMN.assessment_id.eq(assessment))
        .filter(declaration::COLUMN.user_id.eq(user))
        .filter(declaration::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await
        .map(drop)
}

/// Ends the conflicts that a person declared, or only some of them.
async fn end_declared(
    change: &Change,
    assessment: AssessmentId,
    user: UserId,
    some: Option<SimpleExpr>,
) -> Result<(), DbErr> {
    let some = some.map_or_else(Condition::all, |it| Condition::all().add(it));
    conflict::Entity::update_many()
        .col_expr(conflict::Column::SupersededAt, Expr::value(change.now()))
        .filter(conflict::COLUMN.assessment_id.eq(assessment))
        .filter(conflict::COLUMN.user_id.eq(user))
        .filter(conflict::COLUMN.declaration_id.is_not_null())
        .filter(conflict::COLUMN.superseded_at.is_null())
        .filter(some)
        .exec(change.tx())
        .await
        .map(drop)
}

/// A conflict with the criterion that it is about.
pub type Told = (conflict::Model, Option<criterion::Model>);

/// All conflicts of an assessment that hold, the oldest first; one query.
pub async fn all(db: &impl ConnectionTrait, assessment: AssessmentId) -> Result<Vec<Told>, DbErr> {
    conflict::Entity::find()
        .filter(conflict::COLUMN.assessment_id.eq(assessment))
        .filter(conflict::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(conflict::Column::Id)
        .all(db)
        .await
}

/// What a person declared and what was recorded for them, ever: declarations, conflicts, the newest first; two queries.
pub async fn history(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
    user: UserId,
) -> Result<(Vec<declaration::Model>, Vec<Told>), DbErr> {
    let declarations = declaration::Entity::find()
        .filter(declaration::COLUMN.assessment_id.eq(assessment))
        .filter(declaration::COLUMN.user_id.eq(user))
        .order_by_desc(declaration::COLUMN.id)
        .all(db)
        .await?;
    let conflicts = conflict::Entity::find()
        .filter(conflict::COLUMN.assessment_id.eq(assessment))
        .filter(conflict::COLUMN.user_id.eq(user))
        .find_also_related(criterion::Entity)
        .order_by_desc(conflict::Column::Id)
        .all(db)
        .await?;
    Ok((declarations, conflicts))
}
