//! What waits for the lead of a round once all who rate have locked: where they differ, and to sign off.

use std::collections::{HashMap, HashSet};

use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::gather::Ground;
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{
    AssessmentId, CriterionId, Part, Role, Round, UserId, assessment, assessment_member,
    determination, membership, rating, round_lock, sign_off,
};
use crate::paths::RoundOf;
use crate::team::standing::holds;
use crate::team::store::suits;

/// A rating as far as whether raters differ depends on it.
type Given = (AssessmentId, CriterionId, Round, Option<String>, Option<String>);

/// Levels on the two axes.
type Said = (String, Option<String>);

/// Rounds that they lead and that are open; six queries at most. While somebody has not locked, nothing is told of them.
pub(super) async fn to_resolve(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    let leads = |it: &&assessment::Model| {
        let round = it.stage.round();
        round != Round::Own && visitor.leads(it) && visitor.may_on(Action::Determine, it)
    };
    let of: Vec<&assessment::Model> = ground.assessments.values().filter(leads).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let open = open(ground, &of).await?;
    let of: Vec<&assessment::Model> = of.into_iter().filter(|it| open.contains(&it.id)).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let differ = differ(ground, &of).await?;
    let task = |it: &assessment::Model| {
        let count = differ.get(&it.id).copied().unwrap_or_default();
        let (kind, says) = match count {
            0 => (WorkKind::SignOff, Says::Ready),
            count => (WorkKind::Resolve, Says::Differ(count)),
        };
        let to = RoundOf { assessment: it.id }.to_string();
        Task { kind, says, of: it.name.clone(), due: it.visit_date, to }
    };
    Ok(of.into_iter().map(task).collect())
}

/// Assessments in which all who rate have locked, and nobody has signed off; four queries.
async fn open(
    ground: &Ground<'_>,
    of: &[&assessment::Model],
) -> Result<HashSet<AssessmentId>, DbErr> {
    let db = &ground.app.db.read;
    let ids: Vec<AssessmentId> = of.iter().map(|it| it.id).collect();
    let members = assessment_member::Entity::find()
        .filter(assessment_member::COLUMN.assessment_id.is_in(ids.iter().copied()))
        .filter(assessment_member::Column::Part.ne(Part::Observer))
        .all(db)
        .await?;
    let roles = membership::Entity::find()
        .filter(membership::COLUMN.user_id.is_in(members.iter().map(|it| it.user_id)))
        .filter(membership::COLUMN.institution_id.is_in(of.iter().map(|it| it.institution_id)))
        .all(db)
        .await?;
    let locked: HashSet<(AssessmentId, Round, UserId)> = round_lock::Entity::find()
        .select_only()
        .columns([round_lock::Column::AssessmentId, round_lock::Column::Round])
        .column(round_lock::Column::UserId)
        .filter(round_lock::COLUMN.assessment_id.is_in(ids.iter().copied()))
        .filter(round_lock::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let signed: HashSet<(AssessmentId, Round)> = sign_off::Entity::find()
        .select_only()
        .columns([sign_off::Column::AssessmentId, sign_off::Column::Round])
        .filter(sign_off::COLUMN.assessment_id.is_in(ids))
        .filter(sign_off::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let today = ground.app.today();
    let is_open = |of: &&&assessment::Model| {
        let round = of.stage.round();
        let role = |user: UserId| -> Option<Role> {
            let fits = |it: &&membership::Model| {
                it.user_id == user && it.institution_id == of.institution_id
            };
            roles.iter().find(fits).map(|it| it.role)
        };
        let rates = |it: &&assessment_member::Model| {
            it.assessment_id == of.id
                && holds(it, today)
                && role(it.user_id).is_some_and(|role| suits(role, it.part))
        };
        let all =
            members.iter().filter(rates).all(|it| locked.contains(&(of.id, round, it.user_id)));
        all && !signed.contains(&(of.id, round))
    };
    Ok(of.iter().filter(is_open).map(|it| it.id).collect())
}

/// For each assessment, on how many criteria the raters of its round differ with nothing determined; two queries.
async fn differ(
    ground: &Ground<'_>,
    of: &[&assessment::Model],
) -> Result<HashMap<AssessmentId, usize>, DbErr> {
    let db = &ground.app.db.read;
    let rounds: HashMap<AssessmentId, Round> =
        of.iter().map(|it| (it.id, it.stage.round())).collect();
    let given: Vec<Given> = rating::Entity::find()
        .select_only()
        .columns([rating::Column::AssessmentId, rating::Column::CriterionId])
        .columns([rating::Column::Round, rating::Column::Level, rating::Column::SecondLevel])
        .filter(rating::COLUMN.assessment_id.is_in(rounds.keys().copied()))
        .filter(rating::Column::Round.ne(Round::Own))
        .filter(rating::COLUMN.superseded_at.is_null())
        .filter(rating::Column::Level.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let determined: HashSet<(AssessmentId, CriterionId, Round)> = determination::Entity::find()
        .select_only()
        .columns([determination::Column::AssessmentId, determination::Column::CriterionId])
        .column(determination::Column::Round)
        .filter(determination::COLUMN.assessment_id.is_in(rounds.keys().copied()))
        .filter(determination::COLUMN.superseded_at.is_null())
        .into_tuple()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let mut levels: HashMap<(AssessmentId, CriterionId), HashSet<Said>> = HashMap::new();
    for (assessment, criterion, round, level, second) in given {
        let counts = rounds.get(&assessment) == Some(&round)
            && !determined.contains(&(assessment, criterion, round))
            && ground.open(assessment, criterion).is_some();
        if let Some(level) = level.filter(|_| counts) {
            levels.entry((assessment, criterion)).or_default().insert((level, second));
        }
    }
    let mut found = HashMap::new();
    for ((assessment, _), levels) in levels {
        if levels.len() > 1 {
            *found.entry(assessment).or_default() += 1;
        }
    }
    Ok(found)
}
