//! Ratings that were carried from another edition to a criterion that says something else, and that nobody has confirmed yet.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{QuerySelect as _, QueryTrait as _};

use super::facts::Reworded;
use super::heard::Given;
use crate::entities::{CriterionId, RatingId, assessment, criterion, rating};
use crate::standards::preorder::Places;
use crate::standards::store::Whole;

/// As facts, of the ratings that may be seen; two queries, none where nothing was carried.
pub(super) async fn reworded(
    db: &impl ConnectionTrait,
    of: &assessment::Model,
    (whole, places): (&Whole, &Places<u32>),
    ratings: &[Given],
) -> Result<Vec<Reworded>, DbErr> {
    let carried: Vec<(&Given, RatingId)> = ratings
        .iter()
        .filter(|it| it.level.is_some())
        .filter_map(|it| Some((it, it.unconfirmed?)))
        .collect();
    if carried.is_empty() {
        return Ok(Vec::new());
    }
    let origins = || {
        let ids = rating::Entity::find()
            .select_only()
            .column(rating::Column::CarriedFromId)
            .filter(rating::COLUMN.assessment_id.eq(of.id))
            .filter(rating::COLUMN.confirm.eq(true));
        rating::Column::Id.in_subquery(ids.into_query())
    };
    let from: HashMap<RatingId, CriterionId> = rating::Entity::find()
        .select_only()
        .columns([rating::Column::Id, rating::Column::CriterionId])
        .filter(origins())
        .into_tuple::<(RatingId, CriterionId)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let ids = rating::Entity::find().select_only().column(rating::Column::CriterionId);
    let said: HashMap<CriterionId, criterion::Model> = criterion::Entity::find()
        .filter(criterion::Column::Id.in_subquery(ids.filter(origins()).into_query()))
        .all(db)
        .await?
        .into_iter()
        .map(|it| (it.id, it))
        .collect();
    let fact = |(it, origin): (&Given, RatingId)| {
        let criterion = *places.get(&it.criterion)?;
        let before = said.get(from.get(&origin)?)?;
        let is_other = differs(before, &whole.criteria[criterion as usize]);
        is_other.then_some(Reworded { criterion, round: it.round, span: it.span })
    };
    Ok(carried.into_iter().filter_map(fact).collect())
}

/// Whether two criteria ask in other words.
fn differs(one: &criterion::Model, two: &criterion::Model) -> bool {
    let guidance = |it: &criterion::Model| it.details.guidance.clone().unwrap_or_default();
    one.title.differs(&two.title)
        || one.summary.differs(&two.summary)
        || guidance(one).differs(&guidance(two))
}
