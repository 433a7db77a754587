//! Evidence that waits for somebody: to be accepted or returned, to be mended, to be renewed.

use chrono::TimeDelta;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Select};

use super::gather::{Ground, MOST};
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{EvidenceStatus, InstitutionId, evidence_item};
use crate::evidence::register;
use crate::evidence::sight::Sight;
use crate::paths::Evidence;

/// So many days before it ends, evidence is to be renewed.
const RENEWED_BEFORE: TimeDelta = TimeDelta::days(90);

/// What a reviewer accepts or returns; two queries, and two where something is restricted.
pub(super) async fn to_decide(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    if institutions(ground, Action::DecideEvidence).is_empty() {
        return Ok(Vec::new());
    }
    let found = evidence_item::Entity::find()
        .filter(register::visible(&visitor.scope_as_rater()))
        .filter(evidence_item::Column::Status.eq(EvidenceStatus::Submitted))
        .filter(
            evidence_item::Column::InstitutionId
                .is_in(institutions(ground, Action::DecideEvidence)),
        );
    tasks(ground, WorkKind::DecideEvidence, found).await
}

/// What was returned to the institution; as many.
pub(super) async fn to_mend(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let keeps = institutions(ground, Action::KeepEvidence);
    if keeps.is_empty() {
        return Ok(Vec::new());
    }
    let found = evidence_item::Entity::find()
        .filter(evidence_item::Column::InstitutionId.is_in(keeps))
        .filter(evidence_item::Column::DeletedAt.is_null())
        .filter(evidence_item::Column::Status.eq(EvidenceStatus::Returned));
    tasks(ground, WorkKind::Mend, found).await
}

/// What they see to by their name, and is valid no longer than three months; as many.
pub(super) async fn to_renew(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let scope = ground.visitor.scope();
    if scope.institutions.is_empty() {
        return Ok(Vec::new());
    }
    let soon = ground.app.today() + RENEWED_BEFORE;
    let holds = [EvidenceStatus::Submitted, EvidenceStatus::Accepted];
    let found = evidence_item::Entity::find()
        .filter(evidence_item::Column::InstitutionId.is_in(scope.institutions))
        .filter(evidence_item::Column::DeletedAt.is_null())
        .filter(evidence_item::Column::OwnerPerson.eq(ground.visitor.name.as_str()))
        .filter(evidence_item::Column::Status.is_in(holds))
        .filter(evidence_item::Column::ValidUntil.lte(soon));
    tasks(ground, WorkKind::Renew, found).await
}

fn institutions(ground: &Ground<'_>, action: Action) -> Vec<InstitutionId> {
    let all = ground.visitor.memberships.iter().map(|it| it.institution);
    all.filter(|it| ground.visitor.may(action, *it)).collect()
}

/// Those of some items that the visitor may open, as tasks.
async fn tasks(
    ground: &Ground<'_>,
    kind: WorkKind,
    found: Select<evidence_item::Entity>,
) -> Result<Vec<Task>, DbErr> {
    let db = &ground.app.db.read;
    let found = found
        .order_by_asc(evidence_item::Column::ValidUntil.is_null())
        .order_by_asc(evidence_item::Column::ValidUntil)
        .order_by_asc(evidence_item::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let sight = Sight::of(db, ground.visitor, &found).await?;
    let code = |id| {
        let found = ground.visitor.memberships.iter().find(|it| it.institution == id);
        found.map(|it| it.code.clone()).unwrap_or_default()
    };
    let task = |it: &evidence_item::Model| Task {
        kind,
        says: Says::Words(format!("{} {}", it.reference, it.title)),
        of: code(it.institution_id),
        due: it.valid_until.filter(|_| kind == WorkKind::Renew),
        to: Evidence { evidence: it.id }.to_string(),
    };
    Ok(found.iter().filter(|it| sight.opens(it)).map(task).collect())
}
