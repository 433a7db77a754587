//! Qualifications in the database. What a workbook omits is never deleted.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{JoinType, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::Whole;
use super::sheet::{Head, Told};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Domain, InstitutionId, LearningOutcomeId, OccupationalTaskId, QualificationId,
    QualificationUnitId, assessment_criterion, learning_outcome, occupational_task, qualification,
    qualification_unit, task_outcome,
};

/// The qualifications of an institution, by code; one query.
pub async fn list(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<qualification::Model>, DbErr> {
    qualification::Entity::find()
        .filter(qualification::COLUMN.institution_id.eq(institution))
        .order_by_asc(qualification::Column::Code)
        .all(db)
        .await
}

/// The qualification of an institution with a code; one query.
pub async fn by_code(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    code: &str,
) -> Result<Option<qualification::Model>, DbErr> {
    qualification::Entity::find()
        .filter(qualification::COLUMN.institution_id.eq(institution))
        .filter(qualification::COLUMN.code.eq(code))
        .one(db)
        .await
}

/// A qualification, if it belongs to one of these institutions; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    institutions: impl IntoIterator<Item = InstitutionId>,
    id: QualificationId,
) -> Result<qualification::Model, DbErr> {
    qualification::Entity::find_by_id(id)
        .filter(qualification::Column::InstitutionId.is_in(institutions))
        .require_one(db)
        .await
}

/// Everything that belongs to a qualification; five queries, however large it is.
pub async fn whole(
    db: &impl ConnectionTrait,
    qualification: qualification::Model,
) -> Result<Whole, DbErr> {
    let id = qualification.id;
    let units = qualification_unit::Entity::find()
        .filter(qualification_unit::COLUMN.qualification_id.eq(id))
        .order_by_asc(qualification_unit::Column::Position)
        .all(db)
        .await?;
    let outcomes = learning_outcome::Entity::find()
        .join(JoinType::InnerJoin, learning_outcome::Relation::QualificationUnit.def())
        .filter(qualification_unit::COLUMN.qualification_id.eq(id))
        .order_by_asc(learning_outcome::Column::Position)
        .all(db)
        .await?;
    let criteria = assessment_criterion::Entity::find()
        .filter(assessment_criterion::Column::OutcomeId.is_in(outcomes.iter().map(|it| it.id)))
        .order_by_asc(assessment_criterion::Column::Position)
        .all(db)
        .await?;
    let tasks = occupational_task::Entity::find()
        .filter(occupational_task::COLUMN.qualification_id.eq(id))
        .order_by_asc(occupational_task::Column::Position)
        .all(db)
        .await?;
    let rows = task_outcome::Entity::find()
        .filter(task_outcome::Column::TaskId.is_in(tasks.iter().map(|it| it.id)))
        .order_by_asc(task_outcome::Column::Id)
        .all(db)
        .await?;
    let task_places: HashMap<_, _> =
        tasks.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
    let outcome_places: HashMap<_, _> =
        outcomes.iter().enumerate().map(|(place, it)| (it.id, place)).collect();
    let link = |it: &task_outcome::Model| {
        Some((*task_places.get(&it.task_id)?, *outcome_places.get(&it.outcome_id)?))
    };
    let links = rows.iter().filter_map(link).collect();
    Ok(Whole { qualification, units, outcomes, criteria, tasks, links })
}

fn position(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

/// Writes what a workbook tells: adds what is new, changes what differs, leaves what it omits.
pub async fn save(
    change: &mut Change,
    institution: InstitutionId,
    head: &Head,
    told: &Told,
) -> Result<(), DbErr> {
    let held = by_code(change.tx(), institution, &head.code).await?;
    let qualification = save_head(change, institution, head, held).await?;
    let held = whole(change.tx(), qualification.clone()).await?;
    let units = save_units(change, &held, told).await?;
    let outcomes = save_outcomes(change, &held, told, &units).await?;
    save_criteria(change, &held, told, &outcomes).await?;
    save_tasks(change, &held, told, &outcomes).await?;
    let details = json!({
        "code": head.code, "units": told.units.len(), "outcomes": told.outcomes.len(),
        "criteria": told.criteria.len(), "tasks": told.tasks.len(),
    });
    change.record(Event::of(
        institution,
        "qualification-saved",
        format!("qualification:{}", qualification.id),
        details,
    ));
    Ok(())
}

async fn save_head(
    change: &Change,
    institution: InstitutionId,
    head: &Head,
    held: Option<qualification::Model>,
) -> Result<qualification::Model, DbErr> {
    let keep = |told: &str, held: Option<&String>| {
        if told.is_empty() { held.cloned().unwrap_or_default() } else { told.to_owned() }
    };
    let before = held.as_ref();
    let row = qualification::ActiveModel {
        id: before.map_or(NotSet, |it| Set(it.id)),
        institution_id: Set(institution),
        code: Set(head.code.clone()),
        title: Set(head.title.clone()),
        kind: Set(keep(&head.kind, before.map(|it| &it.kind))),
        nqf_level: Set(keep(&head.nqf, before.map(|it| &it.nqf_level))),
        eqf_level: Set(keep(&head.eqf, before.map(|it| &it.eqf_level))),
        credits: Set(head.credits.or_else(|| before.and_then(|it| it.credits))),
        awarding_body: Set(keep(&head.body, before.map(|it| &it.awarding_body))),
        valid_from: Set(head.from.or_else(|| before.and_then(|it| it.valid_from))),
        valid_until: Set(head.until.or_else(|| before.and_then(|it| it.valid_until))),
        created_at: Set(before.map_or(change.now(), |it| it.created_at)),
    };
    if held.is_some() { row.update(change.tx()).await } else { row.insert(change.tx()).await }
}

async fn save_units(
    change: &Change,
    held: &Whole,
    told: &Told,
) -> Result<HashMap<String, QualificationUnitId>, DbErr> {
    let mut ids: HashMap<String, QualificationUnitId> =
        held.units.iter().map(|it| (it.code.to_lowercase(), it.id)).collect();
    for (place, it) in told.units.iter().enumerate() {
        let before = held.units.iter().find(|held| held.code.eq_ignore_ascii_case(&it.code));
        let row = qualification_unit::ActiveModel {
            id: before.map_or(NotSet, |it| Set(it.id)),
            qualification_id: Set(held.qualification.id),
            code: Set(it.code.clone()),
            title: Set(it.title.clone()),
            credits: Set(it.credits.or_else(|| before.and_then(|it| it.credits))),
            hours: Set(it.hours.or_else(|| before.and_then(|it| it.hours))),
            compulsory: Set(it.compulsory),
            position: Set(position(place)),
        };
        let row = if before.is_some() {
            row.update(change.tx()).await?
        } else {
            row.insert(change.tx()).await?
        };
        ids.insert(it.code.to_lowercase(), row.id);
    }
    Ok(ids)
}

async fn save_outcomes(
    change: &Change,
    held: &Whole,
    told: &Told,
    units: &HashMap<String, QualificationUnitId>,
) -> Result<HashMap<String, LearningOutcomeId>, DbErr> {
    let mut ids: HashMap<String, LearningOutcomeId> =
        held.outcomes.iter().map(|it| (it.code.to_lowercase(), it.id)).collect();
    for (place, it) in told.outcomes.iter().enumerate() {
        let Some(unit) = units.get(&it.of.to_lowercase()).copied() else { continue };
        let before = ids.get(&it.code.to_lowercase()).copied();
        let row = learning_outcome::ActiveModel {
            id: before.map_or(NotSet, Set),
            unit_id: Set(unit),
            code: Set(it.code.clone()),
            domain: Set(it.domain.unwrap_or(Domain::Knowledge)),
            statement: Set(it.statement.clone()),
            position: Set(position(place)),
        };
        let row = if before.is_some() {
            row.update(change.tx()).await?
        } else {
            row.insert(change.tx()).await?
        };
        ids.insert(it.code.to_lowercase(), row.id);
    }
    Ok(ids)
}

async fn save_criteria(
    change: &Change,
    held: &Whole,
    told: &Told,
    outcomes: &HashMap<String, LearningOutcomeId>,
) -> Result<(), DbErr> {
    for (place, it) in told.criteria.iter().enumerate() {
        let Some(outcome) = outcomes.get(&it.of.to_lowercase()).copied() else { continue };
        let before = held.criteria.iter().find(|held| held.code.eq_ignore_ascii_case(&it.code));
        let row = assessment_criterion::ActiveModel {
            id: before.map_or(NotSet, |it| Set(it.id)),
            outcome_id: Set(outcome),
            code: Set(it.code.clone()),
            statement: Set(it.statement.clone()),
            position: Set(position(place)),
        };
        if before.is_some() {
            row.update(change.tx()).await?;
        } else {
            row.insert(change.tx()).await?;
        }
    }
    Ok(())
}

async fn save_tasks(
    change: &Change,
    held: &Whole,
    told: &Told,
    outcomes: &HashMap<String, LearningOutcomeId>,
) -> Result<(), DbErr> {
    for (place, it) in told.tasks.iter().enumerate() {
        let before = held.tasks.iter().position(|held| held.code.eq_ignore_ascii_case(&it.code));
        let row = occupational_task::ActiveModel {
            id: before.map_or(NotSet, |it| Set(held.tasks[it].id)),
            qualification_id: Set(held.qualification.id),
            code: Set(it.code.clone()),
            duty: Set(it.duty.clone()),
            statement: Set(it.statement.clone()),
            position: Set(position(place)),
        };
        let row = if before.is_some() {
            row.update(change.tx()).await?
        } else {
            row.insert(change.tx()).await?
        };
        let linked: Vec<LearningOutcomeId> = held
            .links
            .iter()
            .filter(|link| Some(link.0) == before)
            .map(|link| held.outcomes[link.1].id)
            .collect();
        for code in &it.outcomes {
            let outcome = outcomes.get(&code.to_lowercase()).copied();
            if let Some(outcome) = outcome.filter(|it| !linked.contains(it)) {
                link(change, row.id, outcome).await?;
            }
        }
    }
    Ok(())
}

async fn link(
    change: &Change,
    task: OccupationalTaskId,
    outcome: LearningOutcomeId,
) -> Result<(), DbErr> {
    let row =
        task_outcome::ActiveModel { id: NotSet, task_id: Set(task), outcome_id: Set(outcome) };
    row.insert(change.tx()).await.map(drop)
}

/// Whether a workbook tells nothing that is not held already.
pub fn holds(held: &Whole, head: &Head, told: &Told) -> bool {
    let it = &held.qualification;
    let same_head = it.title == head.title
        && (head.kind.is_empty() || it.kind == head.kind)
        && (head.nqf.is_empty() || it.nqf_level == head.nqf)
        && (head.eqf.is_empty() || it.eqf_level == head.eqf)
        && (head.credits.is_none() || it.credits == head.credits)
        && (head.body.is_empty() || it.awarding_body == head.body)
        && (head.from.is_none() || it.valid_from == head.from)
        && (head.until.is_none() || it.valid_until == head.until);
    let unit = |told: &super::sheet::Unit| {
        held.units.iter().any(|it| {
            it.code == told.code
                && it.title == told.title
                && it.compulsory == told.compulsory
                && (told.credits.is_none() || it.credits == told.credits)
                && (told.hours.is_none() || it.hours == told.hours)
        })
    };
    let outcome = |told: &super::sheet::Statement| {
        held.outcomes.iter().any(|it| {
            it.code == told.code && it.statement == told.statement && Some(it.domain) == told.domain
        })
    };
    let criterion = |told: &super::sheet::Statement| {
        held.criteria.iter().any(|it| it.code == told.code && it.statement == told.statement)
    };
    let task = |told: &super::sheet::Task| {
        held.tasks.iter().enumerate().any(|(place, it)| {
            let linked = |code: &String| {
                held.links.iter().any(|link| {
                    link.0 == place && held.outcomes[link.1].code.eq_ignore_ascii_case(code)
                })
            };
            it.code == told.code
                && it.statement == told.statement
                && it.duty == told.duty
                && told.outcomes.iter().all(linked)
        })
    };
    same_head
        && told.units.iter().all(unit)
        && told.outcomes.iter().all(outcome)
        && told.criteria.iter().all(criterion)
        && told.tasks.iter().all(task)
}
