//! Reading the register: what a person may see of it.

use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};

use crate::entities::{
    EvidenceId, InstitutionId, assessment, assessment_reviewer, criterion, evidence_item, link,
};
use crate::web::visitor::Scope;

/// Evidence that is linked to an edition of an assessment that a reviewer is on, by institution of the assessment.
fn reviewed(scope: &Scope) -> SelectStatement {
    Query::select()
        .column((link::Entity, link::Column::EvidenceId))
        .from(link::Entity)
        .inner_join(
            criterion::Entity,
            Expr::col((criterion::Entity, criterion::Column::Id))
                .equals((link::Entity, link::Column::CriterionId)),
        )
        .inner_join(
            assessment::Entity,
            Expr::col((assessment::Entity, assessment::Column::EditionId))
                .equals((criterion::Entity, criterion::Column::EditionId)),
        )
        .inner_join(
            assessment_reviewer::Entity,
            Expr::col((assessment_reviewer::Entity, assessment_reviewer::Column::AssessmentId))
                .equals((assessment::Entity, assessment::Column::Id)),
        )
        .and_where(Expr::col((link::Entity, link::Column::SupersededAt)).is_null())
        .and_where(
            Expr::col((assessment_reviewer::Entity, assessment_reviewer::Column::UserId))
                .eq(scope.user),
        )
        .and_where(
            Expr::col((assessment::Entity, assessment::Column::InstitutionId))
                .is_in(scope.assigned.iter().copied()),
        )
        .to_owned()
}

/// Ids of evidence of one institution that a reviewer may see.
pub(super) fn reviewed_in(scope: &Scope, institution: InstitutionId) -> SelectStatement {
    let of = (assessment::Entity, assessment::Column::InstitutionId);
    reviewed(scope).and_where(Expr::col(of).eq(institution)).to_owned()
}

/// Rows that a person may see at all; none that is deleted.
pub fn visible(scope: &Scope) -> Condition {
    // Asked of one row after another, from the links of that row.
    let of_row = reviewed(scope)
        .and_where(
            Expr::col((link::Entity, link::Column::EvidenceId))
                .equals((evidence_item::Entity, evidence_item::Column::Id)),
        )
        // The very institution of the assessment: another one may be assessed against the same edition.
        .and_where(
            Expr::col((assessment::Entity, assessment::Column::InstitutionId))
                .equals((evidence_item::Entity, evidence_item::Column::InstitutionId)),
        )
        .to_owned();
    let theirs = Condition::any()
        .add(evidence_item::Column::InstitutionId.is_in(scope.institutions.iter().copied()))
        .add(
            Condition::all()
                .add(evidence_item::Column::InstitutionId.is_in(scope.assigned.iter().copied()))
                .add(Expr::exists(of_row)),
        );
    Condition::all().add(theirs).add(evidence_item::Column::DeletedAt.is_null())
}

/// An item, if this person may see it; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: EvidenceId,
) -> Result<evidence_item::Model, DbErr> {
    evidence_item::Entity::find_by_id(id).filter(visible(scope)).require_one(db).await
}

/// All evidence of an institution, by reference, for reports; one query.
pub async fn all(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let mut items = held(db, institution).await?;
    items.retain(|it| it.deleted_at.is_none());
    Ok(items)
}

/// All evidence of an institution, by reference, what was deleted too, as it still has its reference; one query.
pub async fn held(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    evidence_item::Entity::find()
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .order_by_asc(evidence_item::Column::OrderKey)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await
}
