//! The work list after an assessment was carried: what is to be confirmed, and what stayed behind.

use std::collections::HashSet;

use sea_orm::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use crate::entities::{
    CriterionId, EditionId, InstitutionId, RatingId, assessment, criterion, evidence_item, link,
    rating,
};

/// A carried rating that nobody has confirmed or replaced yet; not found otherwise.
pub async fn one_to_confirm(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    id: RatingId,
) -> Result<rating::Model, DbErr> {
    rating::Entity::find_by_id(id)
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .require_one(db)
        .await
}

/// A rating with its criterion.
pub type Rated = (rating::Model, criterion::Model);

/// The carried ratings of an assessment that nobody has confirmed or replaced yet; one query.
pub async fn to_confirm(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<Vec<Rated>, DbErr> {
    let rows = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(it, criterion)| Some((it, criterion?))).collect())
}

/// What stayed behind when an assessment was carried.
#[derive(Clone, Debug, Default)]
pub struct Left {
    pub ratings: Vec<Rated>,
    /// Items of evidence that are linked to the old edition and to nothing in the new one.
    pub evidence: Vec<evidence_item::Model>,
}

/// What of the old assessment is not in the new one; four queries.
pub async fn left(
    db: &impl ConnectionTrait,
    old: &assessment::Model,
    new: &assessment::Model,
) -> Result<Left, DbErr> {
    let carried: Vec<Option<RatingId>> = rating::Entity::find()
        .select_only()
        .column(rating::Column::CarriedFromId)
        .filter(rating::COLUMN.assessment_id.eq(new.id))
        .filter(rating::COLUMN.carried_from_id.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let carried: HashSet<RatingId> = carried.into_iter().flatten().collect();
    let held = rating::Entity::find()
        .filter(rating::COLUMN.assessment_id.eq(old.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::COLUMN.level.is_not_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(rating::Column::Id)
        .all(db)
        .await?;
    let held: Vec<Rated> = held.into_iter().filter_map(|(it, of)| Some((it, of?))).collect();
    // Where one rater's level was carried, the others' count as carried too.
    let done: HashSet<CriterionId> =
        held.iter().filter(|it| carried.contains(&it.0.id)).map(|it| it.1.id).collect();
    let institution = new.institution_id;
    let linked = linked_evidence(db, institution, new.edition_id).await?;
    let linked: HashSet<_> = linked.into_iter().map(|it| it.id).collect();
    let mut evidence = linked_evidence(db, institution, old.edition_id).await?;
    evidence.retain(|it| !linked.contains(&it.id));
    Ok(Left { ratings: held.into_iter().filter(|it| !done.contains(&it.1.id)).collect(), evidence })
}

/// Items of an institution that are linked to any criterion of an edition; one query.
async fn linked_evidence(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    edition: EditionId,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let rows = link::Entity::find()
        .find_also_related(evidence_item::Entity)
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(evidence_item::Column::Reference)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await?;
    let mut items: Vec<_> = rows.into_iter().filter_map(|it| it.1).collect();
    items.dedup_by_key(|it| it.id);
    Ok(items)
}
