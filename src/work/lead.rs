//! What waits for the lead of a round: criteria that nobody rates any more, and once all who rate have locked, where they differ and to
//! sign off.

use std::collections::{HashMap, HashSet};

use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::gather::Ground;
use super::task::{Says, Task, WorkKind};
use crate::entities::{AssessmentId, EditionId, Round, assessment, edition, round_lock, sign_off};
use crate::paths::{AssignCriteria, RoundOf};
use crate::rounds;
use crate::team;

/// Rounds that are looked into for one lead at most, those of the earliest visits first: each costs sixteen queries.
const MOST: usize = 10;

/// Rounds that they lead and in which all have locked, or nobody rates something; six queries, and those of the rounds in which
/// somebody has locked or left.
pub(super) async fn to_resolve(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let leads = |it: &&assessment::Model| ground.visitor.determines(it);
    let led: Vec<(&assessment::Model, Round)> = ground
        .assessments
        .values()
        .filter(leads)
        .filter_map(|it| Some((it, it.stage.reviewed()?)))
        .collect();
    if led.is_empty() {
        return Ok(Vec::new());
    }
    let mut led = under_way(ground, led).await?;
    led.sort_by_key(|(it, _)| (it.visit_date.is_none(), it.visit_date, it.id));
    led.truncate(MOST);
    let editions = editions(ground, &led).await?;
    let mut tasks = Vec::new();
    for (it, round) in led {
        if let Some(edition) = editions.get(&it.edition_id) {
            tasks.extend(of_round(ground, it, (edition.clone(), round)).await?);
        }
    }
    Ok(tasks)
}

/// What is to be done in a round, by what its own page goes by. While somebody has not locked, nothing is told of what was said.
async fn of_round(
    ground: &Ground<'_>,
    it: &assessment::Model,
    (edition, round): (edition::Model, Round),
) -> Result<Vec<Task>, DbErr> {
    let app = ground.app;
    let of = rounds::ground::Ground::of(&app.db.read, it, edition, round, app.now()).await?;
    let assessment = it.id;
    let mut tasks = Vec::new();
    let mut add = |kind, says, to| {
        tasks.push(Task { kind, says, of: it.name.clone(), due: it.visit_date, to });
    };
    let vacant = of.counted().filter(|at| of.is_vacant(*at)).count();
    if vacant > 0 {
        let to = AssignCriteria { assessment }.to_string();
        add(WorkKind::Assign, Says::Vacant(vacant), to);
    }
    let raters = of.raters();
    if !raters.is_empty() && raters.iter().all(|it| of.opening.locked.contains(it)) {
        let withheld = ground.visitor.withheld(assessment);
        let criteria = &of.tailored.whole.criteria;
        let differ = of.to_resolve();
        let to = RoundOf { assessment }.to_string();
        match differ.iter().filter(|at| !withheld.covers(criteria[**at].id)).count() {
            0 if vacant > 0 => {}
            0 => add(WorkKind::SignOff, Says::Ready, to),
            count => add(WorkKind::Resolve, Says::Differ(count), to),
        }
    }
    Ok(tasks)
}

/// Of some rounds those in which somebody has locked or left, and nobody has signed off; five queries.
async fn under_way<'a>(
    ground: &Ground<'_>,
    mut of: Vec<(&'a assessment::Model, Round)>,
) -> Result<Vec<(&'a assessment::Model, Round)>, DbErr> {
    let db = &ground.app.db.read;
    let ids: Vec<AssessmentId> = of.iter().map(|it| it.0.id).collect();
    let locked: Vec<(AssessmentId, Round)> = round_lock::Entity::find()
        .select_only()
        .columns([round_lock::Column::AssessmentId, round_lock::Column::Round])
        .filter(round_lock::COLUMN.assessment_id.is_in(ids.iter().copied()))
        .filter(round_lock::COLUMN.superseded_at.is_null())
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let signed: Vec<(AssessmentId, Round)> = sign_off::Entity::find()
        .select_only()
        .columns([sign_off::Column::AssessmentId, sign_off::Column::Round])
        .filter(sign_off::COLUMN.assessment_id.is_in(ids))
        .filter(sign_off::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let led: Vec<&assessment::Model> = of.iter().map(|it| it.0).collect();
    let deserted = team::assigned::deserted(db, &led, ground.app.today()).await?;
    let locked: HashSet<_> = locked.into_iter().collect();
    let signed: HashSet<_> = signed.into_iter().collect();
    of.retain(|(it, round)| {
        let at = (it.id, *round);
        (locked.contains(&at) || deserted.contains(&it.id)) && !signed.contains(&at)
    });
    Ok(of)
}

/// The editions of some assessments; one query.
async fn editions(
    ground: &Ground<'_>,
    of: &[(&assessment::Model, Round)],
) -> Result<HashMap<EditionId, edition::Model>, DbErr> {
    let ids = of.iter().map(|it| it.0.edition_id);
    let rows = edition::Entity::find().filter(edition::COLUMN.id.is_in(ids));
    let rows = rows.all(&ground.app.db.read).await?;
    Ok(rows.into_iter().map(|it| (it.id, it)).collect())
}
