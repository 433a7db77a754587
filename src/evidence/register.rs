//! Reading the register: what a person may see of it, found by words and filters.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, LikeExpr, Query, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect};
use serde::Deserialize;

use super::sight::open_to;
use crate::entities::{
    EvidenceId, EvidenceStatus, InstitutionId, assessment, assessment_reviewer, criterion,
    evidence_item, link,
};
use crate::web::Visitor;
use crate::web::components::Paging;
use crate::web::visitor::Scope;

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub status: String,
}

/// Evidence that is linked to an edition of an assessment that a reviewer is on.
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
        // The very institution of the assessment: another one may be assessed against the same edition.
        .and_where(
            Expr::col((assessment::Entity, assessment::Column::InstitutionId))
                .equals((evidence_item::Entity, evidence_item::Column::InstitutionId)),
        )
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

/// Rows that a person may see at all; none that is deleted.
pub fn visible(scope: &Scope) -> Condition {
    let theirs = Condition::any()
        .add(evidence_item::Column::InstitutionId.is_in(scope.institutions.iter().copied()))
        .add(
            Condition::all()
                .add(evidence_item::Column::InstitutionId.is_in(scope.assigned.iter().copied()))
                .add(evidence_item::Column::Id.in_subquery(reviewed(scope))),
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

/// One page of the register.
#[derive(Clone, Debug)]
pub struct Found {
    pub items: Vec<evidence_item::Model>,
    /// Links of each item, in the same order.
    pub links: Vec<i64>,
    pub total: u64,
}

/// A page of an institution's register; three queries. Restricted items are never found by their words by those who may
/// not open them.
pub async fn page(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    filter: &Filter,
    paging: Paging,
) -> Result<Found, DbErr> {
    let mut wanted = Condition::all()
        .add(evidence_item::Column::InstitutionId.eq(institution))
        .add(visible(&visitor.scope()));
    if let Some(status) = EvidenceStatus::from_code(&filter.status) {
        wanted = wanted.add(evidence_item::Column::Status.eq(status));
    }
    let words = filter.q.trim().to_lowercase();
    if !words.is_empty() {
        let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = |column: evidence_item::Column| {
            let pattern = LikeExpr::new(format!("%{escaped}%")).escape('\\');
            Expr::expr(Func::lower(Expr::col((evidence_item::Entity, column)))).like(pattern)
        };
        let any = Condition::any()
            .add(like(evidence_item::Column::Title))
            .add(like(evidence_item::Column::Reference))
            .add(like(evidence_item::Column::Description))
            .add(like(evidence_item::Column::OwnerUnit));
        wanted = wanted.add(any);
    }
    let is_search = !words.is_empty() || EvidenceStatus::from_code(&filter.status).is_some();
    if is_search {
        wanted = wanted.add(open_to(visitor));
    }
    let select = evidence_item::Entity::find().filter(wanted);
    let total = select.clone().count(db).await?;
    let items = select
        .order_by_asc(evidence_item::Column::OrderKey)
        .order_by_asc(evidence_item::Column::Id)
        .offset(paging.offset())
        .limit(Paging::SIZE)
        .all(db)
        .await?;
    let links = count_links(db, &items).await?;
    Ok(Found { items, links, total })
}

async fn count_links(
    db: &impl ConnectionTrait,
    items: &[evidence_item::Model],
) -> Result<Vec<i64>, DbErr> {
    let counts: Vec<(EvidenceId, i64)> = link::Entity::find()
        .select_only()
        .column(link::Column::EvidenceId)
        .column_as(link::Column::Id.count(), "links")
        .filter(link::COLUMN.evidence_id.is_in(items.iter().map(|it| it.id)))
        .filter(link::COLUMN.superseded_at.is_null())
        .group_by(link::Column::EvidenceId)
        .into_tuple()
        .all(db)
        .await?;
    let of = |it: &evidence_item::Model| {
        counts.iter().find(|count| count.0 == it.id).map_or(0, |it| it.1)
    };
    Ok(items.iter().map(of).collect())
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
