//! The work list after an assessment was carried: what is to be confirmed, and what stayed behind.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use super::ground::{lost_groups, lost_supplements};
use crate::assessments::ratings;
use crate::entities::{
    CriterionId, EditionId, InstitutionId, RatingId, Round, UserId, assessment, criterion, edition,
    evidence_item, exclusion, link, rating,
};
use crate::rounds::sight::{Sight, Uttered};
use crate::standards::pack::Head;
use crate::standards::store::Whole;
use crate::tailoring::store::supplements;

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

/// The carried ratings of an assessment that nobody has confirmed or replaced yet and that are somebody's to confirm; one query.
pub async fn to_confirm(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    user: UserId,
) -> Result<Vec<Rated>, DbErr> {
    let rows = rating::Entity::find()
        .filter(ratings::theirs(user))
        .filter(rating::COLUMN.assessment_id.eq(of.id))
        .filter(rating::COLUMN.confirm.eq(true))
        .filter(rating::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(it, criterion)| Some((it, criterion?))).collect())
}

/// What is out of scope, and the criterion that it is.
pub type Excluded = (exclusion::Model, criterion::Model);

/// What stayed behind when an assessment was carried.
#[derive(Clone, Debug, Default)]
pub struct Left {
    pub ratings: Vec<Rated>,
    /// Items of evidence that are linked to the old edition and to nothing in the new one.
    pub evidence: Vec<evidence_item::Model>,
    /// Criteria that were out of scope; whether they still are is to be decided anew.
    pub exclusions: Vec<Excluded>,
    /// Codes of groups that the assessment was limited to and the new edition does not have.
    pub groups: Vec<String>,
    /// Supplements that add to nothing in the new edition.
    pub supplements: Vec<edition::Model>,
    /// Whether the institution had filled in numbers that the new assessment lacks.
    pub settings: bool,
}

impl Left {
    /// Whether nothing did.
    pub fn is_none(&self) -> bool {
        self.ratings.is_empty()
            && self.evidence.is_empty()
            && self.exclusions.is_empty()
            && self.groups.is_empty()
            && self.supplements.is_empty()
            && !self.settings
    }
}

/// What of the old assessment, which is about this, is not in the new one, against an edition with this head, as far as somebody
/// may see it today; thirteen queries at most.
pub async fn left(
    db: &impl ConnectionTrait,
    (old, whole): (&assessment::Model, &Whole),
    (new, head): (&assessment::Model, &Head),
    (viewer, today): (UserId, NaiveDate),
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
    let mut held: Vec<Rated> = held.into_iter().filter_map(|(it, of)| Some((it, of?))).collect();
    // Where one rater's level was carried, the others' count as carried too.
    let done: HashSet<CriterionId> =
        held.iter().filter(|it| carried.contains(&it.0.id)).map(|it| it.1.id).collect();
    // Its reviewers may be at it still.
    if held.iter().any(|it| it.0.round != Round::Own) {
        let sight = Sight::of(db, old, whole, today).await?;
        sight.retain(&mut held, |it| Uttered::from(&it.0), Some(viewer));
    }
    let institution = new.institution_id;
    let (beside, taken) = (supplements(db, new).await?, supplements(db, old).await?);
    let linked = linked_evidence(db, institution, editions(new, &beside)).await?;
    let linked: HashSet<_> = linked.into_iter().map(|it| it.id).collect();
    let mut evidence = linked_evidence(db, institution, editions(old, &taken)).await?;
    evidence.retain(|it| !linked.contains(&it.id));
    let ratings = held.into_iter().filter(|it| !done.contains(&it.1.id)).collect();
    Ok(Left {
        ratings,
        evidence,
        exclusions: exclusions(db, old).await?,
        groups: lost_groups(old, head),
        supplements: lost_supplements(old, &taken, &beside).into_iter().cloned().collect(),
        settings: old.settings.0.keys().any(|it| !new.settings.0.contains_key(it)),
    })
}

/// The criteria that an assessment leaves out; one query.
pub async fn exclusions(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
) -> Result<Vec<Excluded>, DbErr> {
    let rows = exclusion::Entity::find()
        .filter(exclusion::COLUMN.assessment_id.eq(of.id))
        .filter(exclusion::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .order_by_asc(exclusion::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(it, of)| Some((it, of?))).collect())
}

/// The editions whose criteria an assessment has: its own, its supplements, what the institution added.
fn editions(of: &assessment::Model, beside: &[edition::Model]) -> Vec<EditionId> {
    let beside = beside.iter().map(|it| it.id);
    beside.chain([of.edition_id]).chain(of.own_edition_id).collect()
}

/// Items of an institution that are linked to any criterion of editions; one query.
async fn linked_evidence(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    editions: Vec<EditionId>,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let rows = link::Entity::find()
        .find_also_related(evidence_item::Entity)
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .filter(criterion::Column::EditionId.is_in(editions))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(evidence_item::Column::Reference)
        .order_by_asc(evidence_item::Column::Id)
        .all(db)
        .await?;
    let mut items: Vec<_> = rows.into_iter().filter_map(|it| it.1).collect();
    items.dedup_by_key(|it| it.id);
    Ok(items)
}
