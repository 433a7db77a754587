//! Findings whose next step is theirs: for the institution to answer and to mend, for reviewers to judge and to verify.

use sea_orm::DbErr;

use super::gather::Ground;
use super::task::{Says, Task, WorkKind};
use crate::entities::{FindingStep, assessment};
use crate::findings::awaited::{self, Awaited};
use crate::paths::Finding;

/// Characters of what was found that are shown.
const MOST_SHOWN: usize = 120;

/// Findings that wait for them; twelve queries at most.
pub(super) async fn to_take_further(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let (app, visitor) = (ground.app, ground.visitor);
    let of: Vec<&assessment::Model> = ground.assessments.values().collect();
    let found = awaited::by(&app.db.read, visitor, &of, app.today()).await?;
    Ok(found.into_iter().filter_map(task).collect())
}

fn task(it: Awaited<'_>) -> Option<Task> {
    let kind = match it.step {
        FindingStep::Answer => WorkKind::AnswerFinding,
        FindingStep::Agree => WorkKind::JudgeAnswer,
        FindingStep::Complete => WorkKind::CompleteFinding,
        FindingStep::Verify => WorkKind::VerifyFinding,
        FindingStep::Confirm => WorkKind::ConfirmFinding,
        _ => return None,
    };
    let beginning: String = it.held.wording.statement.chars().take(MOST_SHOWN).collect();
    let to = Finding { assessment: it.assessment.id, finding: it.held.head.id };
    Some(Task {
        kind,
        says: Says::Words(format!("{} {beginning}", it.held.name())),
        of: it.assessment.name.clone(),
        // The day says by when it is closed; whether it helped is seen after that.
        due: it.held.wording.due_on.filter(|_| it.held.is_open()),
        to: to.to_string(),
    })
}
