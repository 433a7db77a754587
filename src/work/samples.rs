//! Samples of a round's ratings that somebody is to verify.

use std::collections::{BTreeMap, HashSet};

use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::gather::Ground;
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{
    AssessmentId, CriterionId, RatingId, Round, UserId, assessment, rating, sample_item,
    sampling_plan, sign_off, verification,
};
use crate::paths::Sampling;

/// A rating in a sample that was given to the visitor, and who gave it.
type Given = (AssessmentId, Round, CriterionId, RatingId, Option<UserId>);

/// What they have to verify in the rounds that are under way; three queries at most.
pub(super) async fn to_verify(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    let rates = |it: &&assessment::Model| {
        it.stage.rated().is_some() && visitor.may_on(Action::RateReview, it)
    };
    let of: Vec<AssessmentId> = ground.assessments.values().filter(rates).map(|it| it.id).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let given = given(ground, &of).await?;
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let done = found(ground, &of).await?;
    let signed_off = signed_off(ground, &of).await?;
    let rated: HashSet<(AssessmentId, CriterionId)> =
        given.iter().filter(|it| it.4 == Some(visitor.id)).map(|it| (it.0, it.2)).collect();
    let mut waiting: BTreeMap<AssessmentId, HashSet<CriterionId>> = BTreeMap::new();
    for (assessment, round, criterion, rating, _) in given {
        let is_now = ground.assessments[&assessment].stage.round() == round;
        let is_shut = signed_off.contains(&(assessment, round))
            || rated.contains(&(assessment, criterion))
            || ground.open(assessment, criterion).is_none();
        if is_now && !is_shut && !done.contains(&(criterion, rating)) {
            waiting.entry(assessment).or_default().insert(criterion);
        }
    }
    let task = |(assessment, criteria): (AssessmentId, HashSet<CriterionId>)| {
        let it = &ground.assessments[&assessment];
        Task {
            kind: WorkKind::Verify,
            says: Says::ToVerify(criteria.len()),
            of: it.name.clone(),
            due: it.visit_date,
            to: Sampling { assessment }.to_string(),
        }
    };
    Ok(waiting.into_iter().map(task).collect())
}

/// The ratings that still hold and that the plans which hold give to the visitor; one query.
async fn given(ground: &Ground<'_>, of: &[AssessmentId]) -> Result<Vec<Given>, DbErr> {
    sample_item::Entity::find()
        .select_only()
        .columns([sampling_plan::Column::AssessmentId, sampling_plan::Column::Round])
        .columns([sample_item::Column::CriterionId, sample_item::Column::RatingId])
        .column(rating::Column::UserId)
        .inner_join(sampling_plan::Entity)
        .inner_join(rating::Entity)
        .filter(sampling_plan::COLUMN.assessment_id.is_in(of.iter().copied()))
        .filter(sampling_plan::COLUMN.superseded_at.is_null())
        .filter(sample_item::COLUMN.verifier_id.eq(ground.visitor.id))
        .filter(rating::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(&ground.app.db.read)
        .await
}

/// Of which ratings of which criteria something was found already; one query.
async fn found(
    ground: &Ground<'_>,
    of: &[AssessmentId],
) -> Result<HashSet<(CriterionId, RatingId)>, DbErr> {
    let rows: Vec<(CriterionId, RatingId)> = verification::Entity::find()
        .select_only()
        .columns([verification::Column::CriterionId, verification::Column::RatingId])
        .filter(verification::COLUMN.assessment_id.is_in(of.iter().copied()))
        .filter(verification::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(&ground.app.db.read)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The rounds that are signed off; one query.
async fn signed_off(
    ground: &Ground<'_>,
    of: &[AssessmentId],
) -> Result<HashSet<(AssessmentId, Round)>, DbErr> {
    let rows: Vec<(AssessmentId, Round)> = sign_off::Entity::find()
        .select_only()
        .columns([sign_off::Column::AssessmentId, sign_off::Column::Round])
        .filter(sign_off::COLUMN.assessment_id.is_in(of.iter().copied()))
        .filter(sign_off::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(&ground.app.db.read)
        .await?;
    Ok(rows.into_iter().collect())
}
