//! Exercises in which somebody rates for practice and has not locked.

use std::collections::{HashMap, HashSet};

use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::gather::Ground;
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{
    AssessmentId, CalibrationId, CriterionId, assessment, calibration, calibration_criterion,
    calibration_lock, calibration_rating,
};
use crate::paths::Calibration;
use crate::team::standing::{Tree, trees};

/// The criteria of each exercise.
type Criteria = HashMap<CalibrationId, HashSet<CriterionId>>;

/// What they have to rate or to lock for practice; seven queries at most, one where no exercise waits.
pub(super) async fn to_practise(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    let rates =
        |it: &&assessment::Model| !it.stage.is_decided() && visitor.may_on(Action::RateReview, it);
    let of: Vec<&assessment::Model> = ground.assessments.values().filter(rates).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let open = open(ground, &of).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CalibrationId> = open.iter().map(|it| it.id).collect();
    let wanted = wanted(ground, &ids).await?;
    let said = said(ground, &ids).await?;
    let kept = kept(ground, &open).await?;
    let nothing = HashSet::new();
    let task = |of: &calibration::Model| {
        let it = &ground.assessments[&of.assessment_id];
        let kept = kept.get(&it.id).unwrap_or(&nothing);
        let theirs = wanted.get(&of.id).unwrap_or(&nothing).difference(kept);
        let theirs: HashSet<CriterionId> = theirs.copied().collect();
        let left = theirs.difference(said.get(&of.id).unwrap_or(&nothing)).count();
        let says = match (theirs.len(), left) {
            (0, _) => return None,
            (all, 0) => Says::AllRated(all),
            (of, left) => Says::Left { left, of },
        };
        let to = Calibration { assessment: it.id, calibration: of.id }.to_string();
        let of = format!("{}: {}", it.name, of.title);
        Some(Task { kind: WorkKind::Practise, says, of, due: it.visit_date, to })
    };
    Ok(open.iter().filter_map(task).collect())
}

/// The exercises that go on and that the visitor has not locked; two queries.
async fn open(
    ground: &Ground<'_>,
    of: &[&assessment::Model],
) -> Result<Vec<calibration::Model>, DbErr> {
    let db = &ground.app.db.read;
    let mut open = calibration::Entity::find()
        .filter(calibration::COLUMN.assessment_id.is_in(of.iter().map(|it| it.id)))
        .filter(calibration::COLUMN.ended_at.is_null())
        .order_by_asc(calibration::COLUMN.id)
        .all(db)
        .await?;
    if open.is_empty() {
        return Ok(open);
    }
    let locked: Vec<CalibrationId> = calibration_lock::Entity::find()
        .select_only()
        .column(calibration_lock::Column::CalibrationId)
        .filter(calibration_lock::COLUMN.calibration_id.is_in(open.iter().map(|it| it.id)))
        .filter(calibration_lock::COLUMN.user_id.eq(ground.visitor.id))
        .into_tuple()
        .all(db)
        .await?;
    open.retain(|it| !locked.contains(&it.id));
    Ok(open)
}

/// What is rated in them; one query.
async fn wanted(ground: &Ground<'_>, of: &[CalibrationId]) -> Result<Criteria, DbErr> {
    let rows = calibration_criterion::Entity::find()
        .select_only()
        .column(calibration_criterion::Column::CalibrationId)
        .column(calibration_criterion::Column::CriterionId)
        .filter(calibration_criterion::COLUMN.calibration_id.is_in(of.iter().copied()));
    Ok(by_exercise(rows.into_tuple().all(&ground.app.db.read).await?))
}

/// What the visitor said in them; one query.
async fn said(ground: &Ground<'_>, of: &[CalibrationId]) -> Result<Criteria, DbErr> {
    let rows = calibration_rating::Entity::find()
        .select_only()
        .column(calibration_rating::Column::CalibrationId)
        .column(calibration_rating::Column::CriterionId)
        .filter(calibration_rating::COLUMN.calibration_id.is_in(of.iter().copied()))
        .filter(calibration_rating::COLUMN.user_id.eq(ground.visitor.id))
        .filter(calibration_rating::COLUMN.superseded_at.is_null());
    Ok(by_exercise(rows.into_tuple().all(&ground.app.db.read).await?))
}

fn by_exercise(rows: Vec<(CalibrationId, CriterionId)>) -> Criteria {
    let mut found = Criteria::new();
    for (exercise, criterion) in rows {
        found.entry(exercise).or_default().insert(criterion);
    }
    found
}

/// What a conflict of interest keeps from the visitor, with all that is above it, as that would hold for it too; three queries, none
/// for who has no conflict.
async fn kept(
    ground: &Ground<'_>,
    open: &[calibration::Model],
) -> Result<HashMap<AssessmentId, HashSet<CriterionId>>, DbErr> {
    let visitor = ground.visitor;
    let places = visitor.standing.places().iter();
    let editions: HashMap<_, _> = places.map(|it| (it.assessment, it.editions.to_vec())).collect();
    let has_conflict = |it: &&assessment::Model| {
        let is_open = open.iter().any(|of| of.assessment_id == it.id);
        is_open && editions.contains_key(&it.id) && !visitor.withheld(it.id).is_empty()
    };
    let of: Vec<&assessment::Model> = ground.assessments.values().filter(has_conflict).collect();
    let trees = trees(&ground.app.db.read, of, &editions).await?;
    let kept = |(id, tree): (AssessmentId, Tree)| {
        let above: HashMap<CriterionId, Option<CriterionId>> = tree.into_iter().collect();
        let up = |it: &CriterionId| above.get(it).copied().flatten();
        let chain = |it| std::iter::successors(Some(it), up).take(above.len());
        (id, visitor.withheld(id).criteria().flat_map(chain).collect())
    };
    Ok(trees.into_iter().map(kept).collect())
}
