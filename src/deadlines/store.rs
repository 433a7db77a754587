//! Deadlines in the database, and the days that they count from. What was moved stays known.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::regimes::Regime;
use super::standing::{Days, Deadline};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Anchor, AssessmentId, CountUnit, DeadlineId, Titles, assessment, deadline, deadline_move,
    milestone,
};

/// The days of some assessments that deadlines count from, also those that no longer hold, newest first; one query.
pub async fn milestones(
    db: &impl ConnectionTrait,
    of: impl IntoIterator<Item = AssessmentId>,
) -> Result<Vec<milestone::Model>, DbErr> {
    milestone::Entity::find()
        .filter(milestone::Column::AssessmentId.is_in(of))
        .order_by_desc(milestone::COLUMN.id)
        .all(db)
        .await
}

/// The days that hold; the visit is said in the settings of the assessment.
pub fn days(of: &assessment::Model, milestones: &[milestone::Model]) -> Days {
    let held = milestones.iter().filter(|it| it.superseded_at.is_none());
    let mut days: Days = held.map(|it| (it.anchor, it.day)).collect();
    days.extend(of.visit_date.map(|it| (Anchor::Visit, it)));
    days
}

/// The deadlines of an assessment, also those that were removed, and the days that were said there.
pub type Kept = (Vec<Deadline>, Vec<milestone::Model>);

/// All deadlines of an assessment; three queries.
pub async fn of(db: &impl ConnectionTrait, assessment: &assessment::Model) -> Result<Kept, DbErr> {
    let mut kept = in_many(db, &[assessment]).await?;
    kept.pop().ok_or_else(|| DbErr::RecordNotFound("assessment".into()))
}

/// The same of some assessments, in their order; three queries.
pub async fn in_many(
    db: &impl ConnectionTrait,
    of: &[&assessment::Model],
) -> Result<Vec<Kept>, DbErr> {
    let ids = || of.iter().map(|it| it.id);
    let mut said: HashMap<AssessmentId, Vec<milestone::Model>> = HashMap::new();
    for it in milestones(db, ids()).await? {
        said.entry(it.assessment_id).or_default().push(it);
    }
    let rows = deadline::Entity::find()
        .filter(deadline::Column::AssessmentId.is_in(ids()))
        .order_by_asc(deadline::COLUMN.id)
        .all(db)
        .await?;
    let mut held: HashMap<AssessmentId, Vec<deadline::Model>> = HashMap::new();
    for it in rows {
        held.entry(it.assessment_id).or_default().push(it);
    }
    let moved = deadline_move::Entity::find()
        .inner_join(deadline::Entity)
        .filter(deadline::Column::AssessmentId.is_in(ids()))
        .order_by_desc(deadline_move::COLUMN.id)
        .all(db)
        .await?;
    let mut moves: HashMap<DeadlineId, Vec<deadline_move::Model>> = HashMap::new();
    for it in moved {
        moves.entry(it.deadline_id).or_default().push(it);
    }
    let kept = |of: &&assessment::Model| {
        let milestones = said.remove(&of.id).unwrap_or_default();
        let days = days(of, &milestones);
        let rows = held.remove(&of.id).unwrap_or_default();
        let with = |row: deadline::Model| {
            let own = moves.remove(&row.id).unwrap_or_default();
            Deadline::of(row, own, &days)
        };
        (rows.into_iter().map(with).collect(), milestones)
    };
    Ok(of.iter().map(kept).collect())
}

/// One of them; three queries.
pub async fn find(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    id: DeadlineId,
) -> Result<Deadline, DbErr> {
    let found = of(db, assessment).await?.0.into_iter().find(|it| it.row.id == id);
    found.ok_or_else(|| DbErr::RecordNotFound(format!("deadline {id}")))
}

fn tell(change: &mut Change, of: &assessment::Model, action: &'static str, details: Json) {
    let subject = format!("assessment:{}", of.id);
    change.record(Event::of(of.institution_id, action, subject, details));
}

/// Says on which days things happened, or that one is not known after all; those that are the same already are left alone. Tells how
/// many changed.
pub async fn set_days(
    change: &mut Change,
    of: &assessment::Model,
    wanted: &[(Anchor, Option<NaiveDate>)],
) -> Result<usize, DbErr> {
    let milestones = milestones(change.tx(), [of.id]).await?;
    let held = |anchor: Anchor| {
        milestones.iter().find(|it| it.anchor == anchor && it.superseded_at.is_none())
    };
    let mut changed = 0;
    for (anchor, day) in wanted {
        let before = held(*anchor);
        if before.map(|it| it.day) == *day {
            continue;
        }
        if let Some(before) = before {
            milestone::Entity::update_many()
                .col_expr(milestone::Column::SupersededAt, Expr::value(change.now()))
                .filter(milestone::COLUMN.id.eq(before.id))
                .exec(change.tx())
                .await?;
        }
        if let Some(day) = day {
            let row = milestone::ActiveModel {
                id: NotSet,
                assessment_id: Set(of.id),
                anchor: Set(*anchor),
                day: Set(*day),
                user_id: Set(change.actor().user()),
                recorded_at: Set(change.now()),
                superseded_at: Set(None),
            };
            row.insert(change.tx()).await?;
        }
        let details = json!({ "what": anchor, "before": before.map(|it| it.day), "day": day });
        tell(change, of, "milestone-set", details);
        changed += 1;
    }
    Ok(changed)
}

/// A deadline to be added: counted from another day, or on a day of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeadline {
    pub title: Titles,
    pub anchor: Option<Anchor>,
    pub count: i32,
    pub unit: CountUnit,
    pub calendar: String,
    pub fixed_on: Option<NaiveDate>,
}

/// Adds a deadline of the institution's own.
pub async fn add(
    change: &mut Change,
    of: &assessment::Model,
    new: NewDeadline,
) -> Result<deadline::Model, DbErr> {
    let row = insert(change, of, new, (String::new(), String::new(), false)).await?;
    let details = json!({
        "deadline": row.id, "title": row.title, "from": row.anchor, "count": row.count,
        "unit": row.unit, "day": row.fixed_on,
    });
    tell(change, of, "deadline-added", details);
    Ok(row)
}

/// Code of the usual deadline, its source, and whether it was read there.
type Origin = (String, String, bool);

async fn insert(
    change: &Change,
    of: &assessment::Model,
    new: NewDeadline,
    (code, source, checked): Origin,
) -> Result<deadline::Model, DbErr> {
    let row = deadline::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        code: Set(code),
        title: Set(new.title),
        anchor: Set(new.anchor),
        count: Set(new.count),
        unit: Set(new.unit),
        calendar: Set(new.calendar),
        fixed_on: Set(new.fixed_on),
        source: Set(source),
        checked: Set(checked),
        done_on: Set(None),
        removed_at: Set(None),
        user_id: Set(change.actor().user()),
        recorded_at: Set(change.now()),
    };
    row.insert(change.tx()).await
}

/// Takes those of an accreditor's usual deadlines that are not there yet; tells how many. They stay as they are, whatever a later version
/// of the program says.
pub async fn take_usual(
    change: &mut Change,
    assessment: &assessment::Model,
    regime: &Regime,
) -> Result<usize, DbErr> {
    let (held, _) = of(change.tx(), assessment).await?;
    let is_there =
        |code: &str| held.iter().any(|it| it.row.code == code && it.row.removed_at.is_none());
    let mut taken = Vec::new();
    for it in regime.deadlines.iter().filter(|it| !is_there(&it.code)) {
        let new = NewDeadline {
            title: it.title.clone(),
            anchor: Some(it.from),
            count: it.count,
            unit: it.unit,
            calendar: regime.calendar.clone(),
            fixed_on: None,
        };
        insert(change, assessment, new, (it.code.clone(), it.source.clone(), it.checked)).await?;
        taken.push(it.code.as_str());
    }
    if !taken.is_empty() {
        let details = json!({ "regime": regime.code, "taken": taken });
        tell(change, assessment, "deadlines-taken", details);
    }
    Ok(taken.len())
}

/// Moves a deadline by hand, or back to where its rule puts it.
pub async fn shift(
    change: &mut Change,
    of: &assessment::Model,
    held: &Deadline,
    (to, reason): (Option<NaiveDate>, String),
) -> Result<(), DbErr> {
    let details = json!({
        "deadline": held.row.id, "title": held.row.title, "before": held.due(), "day": to.or(held.computed),
        "reason": reason,
    });
    let row = deadline_move::ActiveModel {
        id: NotSet,
        deadline_id: Set(held.row.id),
        from_day: Set(held.due()),
        to_day: Set(to),
        user_id: Set(change.actor().user()),
        reason: Set(reason),
        recorded_at: Set(change.now()),
    };
    row.insert(change.tx()).await?;
    tell(change, of, "deadline-moved", details);
    Ok(())
}

/// Says on which day it was done, or that it was not.
pub async fn done(
    change: &mut Change,
    of: &assessment::Model,
    held: &Deadline,
    on: Option<NaiveDate>,
) -> Result<(), DbErr> {
    let row =
        deadline::ActiveModel { id: Set(held.row.id), done_on: Set(on), ..Default::default() };
    row.update(change.tx()).await?;
    let details = json!({ "deadline": held.row.id, "title": held.row.title, "done": on });
    tell(change, of, "deadline-done", details);
    Ok(())
}

/// Whether another of the same usual deadlines was taken in the place of a removed one; one query.
pub async fn is_taken_anew(db: &impl ConnectionTrait, held: &Deadline) -> Result<bool, DbErr> {
    let row = &held.row;
    if row.code.is_empty() {
        return Ok(false);
    }
    let same = deadline::Entity::find()
        .filter(deadline::COLUMN.assessment_id.eq(row.assessment_id))
        .filter(deadline::COLUMN.code.eq(row.code.as_str()))
        .filter(deadline::COLUMN.removed_at.is_null())
        .filter(deadline::COLUMN.id.ne(row.id));
    Ok(same.one(db).await?.is_some())
}

/// Removes a deadline, or brings it back.
pub async fn remove(
    change: &mut Change,
    of: &assessment::Model,
    held: &Deadline,
    removed: bool,
) -> Result<(), DbErr> {
    let row = deadline::ActiveModel {
        id: Set(held.row.id),
        removed_at: Set(removed.then(|| change.now())),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    let details = json!({ "deadline": held.row.id, "title": held.row.title, "removed": removed });
    tell(change, of, "deadline-removed", details);
    Ok(())
}
