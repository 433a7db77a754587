//! Deadlines of assessments that are over or come soon, for those who keep them.

use chrono::TimeDelta;
use sea_orm::DbErr;

use super::gather::Ground;
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::deadlines::standing::Deadline;
use crate::deadlines::store;
use crate::entities::assessment;
use crate::paths::DeadlineOf;

/// So many days before it, a deadline is on somebody's mind; accreditations have some that are years away.
const SHOWN_BEFORE: TimeDelta = TimeDelta::days(90);

/// Deadlines that they keep; three queries.
pub(super) async fn to_keep(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let keeps = |it: &&assessment::Model| ground.visitor.may_on(Action::KeepAssessments, it);
    let of: Vec<&assessment::Model> = ground.assessments.values().filter(keeps).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let soon = ground.app.today() + SHOWN_BEFORE;
    let task = |of: &assessment::Model, it: &Deadline| {
        let is_open = it.row.removed_at.is_none() && it.row.done_on.is_none();
        let due = it.due().filter(|day| is_open && *day <= soon)?;
        Some(Task {
            kind: WorkKind::Deadline,
            says: Says::Words(it.row.title.get(ground.visitor.language).to_owned()),
            of: of.name.clone(),
            due: Some(due),
            to: DeadlineOf { assessment: of.id, deadline: it.row.id }.to_string(),
        })
    };
    let kept = store::in_many(&ground.app.db.read, &of).await?;
    let tasks = of
        .iter()
        .zip(&kept)
        .flat_map(|(of, (all, _))| all.iter().filter_map(move |it| task(of, it)));
    Ok(tasks.collect())
}
