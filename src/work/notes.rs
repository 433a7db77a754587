//! Notes that somebody is to sign.

use sea_orm::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{QueryOrder, QuerySelect};

use super::gather::{Ground, MOST};
use super::task::{Says, Task, WorkKind};
use crate::access::Action;
use crate::entities::{InstitutionId, note, note_criterion};
use crate::paths::Note;

/// Drafts of one's own, and what one signs for the institution or brings the paper of; two queries.
pub(super) async fn to_sign(ground: &Ground<'_>) -> Result<Vec<Task>, DbErr> {
    let visitor = ground.visitor;
    let all: Vec<InstitutionId> = visitor.memberships.iter().map(|it| it.institution).collect();
    let keeps = all.iter().copied().filter(|it| visitor.may(Action::KeepEvidence, *it));
    let drafts = Condition::all()
        .add(note::Column::UserId.eq(visitor.id))
        .add(note::Column::AssessmentId.is_in(ground.ids()))
        .add(note::Column::SignedAt.is_null());
    let named = Condition::any().add(note::Column::CounterpartId.eq(visitor.id)).add(
        Condition::all()
            .add(note::Column::CounterpartId.is_null())
            .add(note::Column::InstitutionId.is_in(keeps)),
    );
    let signed = Condition::all()
        .add(note::Column::InstitutionId.is_in(all.iter().copied()))
        .add(note::Column::SignedAt.is_not_null())
        .add(note::Column::CountersignedAt.is_null())
        .add(named);
    let rows = note::Entity::find()
        .filter(Condition::any().add(drafts).add(signed))
        .order_by_asc(note::Column::HeldOn)
        .order_by_asc(note::Column::Id)
        .limit(MOST)
        .all(&ground.app.db.read)
        .await?;
    let about = note_criterion::Entity::find()
        .filter(note_criterion::COLUMN.note_id.is_in(rows.iter().map(|it| it.id)))
        .all(&ground.app.db.read)
        .await?;
    let is_open = |it: &note::Model| {
        let withheld = visitor.withheld(it.assessment_id);
        !about.iter().any(|row| row.note_id == it.id && withheld.covers(row.criterion_id))
    };
    let code = |id| {
        let found = visitor.memberships.iter().find(|it| it.institution == id);
        found.map(|it| it.code.clone()).unwrap_or_default()
    };
    let task = |it: note::Model| Task {
        kind: if it.signed_at.is_none() { WorkKind::Write } else { WorkKind::Countersign },
        says: Says::Words(it.title),
        of: code(it.institution_id),
        due: None,
        to: Note { note: it.id }.to_string(),
    };
    Ok(rows.into_iter().filter(is_open).map(task).collect())
}
