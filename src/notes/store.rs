//! Notes in the database, and the evidence that they become.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{NotSet, QueryOrder, Set};
use serde_json::json;

use super::forms::Written;
use crate::access::{Action, allowed};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    AssessmentId, CriterionId, EvidenceStatus, InstitutionId, NoteId, NoteKind, Proof, Role,
    UserId, assessment, criterion, membership, note, note_criterion, user,
};
use crate::evidence::facts::Facts;
use crate::evidence::moves::Move;
use crate::evidence::revisions::NewRevision;
use crate::evidence::{life, links, store as evidence};
use crate::web::upload::Uploaded;

/// The notes of an assessment, the newest first, with the criteria of each; two queries.
pub async fn of(
    db: &impl ConnectionTrait,
    assessment: AssessmentId,
) -> Result<Vec<(note::Model, Vec<CriterionId>)>, DbErr> {
    let notes = note::Entity::find()
        .filter(note::COLUMN.assessment_id.eq(assessment))
        .order_by_desc(note::Column::HeldOn)
        .order_by_desc(note::Column::Id)
        .all(db)
        .await?;
    let rows = note_criterion::Entity::find()
        .filter(note_criterion::COLUMN.note_id.is_in(notes.iter().map(|it| it.id)))
        .order_by_asc(note_criterion::COLUMN.id)
        .all(db)
        .await?;
    let mut criteria: HashMap<NoteId, Vec<CriterionId>> = HashMap::new();
    for it in rows {
        criteria.entry(it.note_id).or_default().push(it.criterion_id);
    }
    let with = |it: note::Model| {
        let own = criteria.remove(&it.id).unwrap_or_default();
        (it, own)
    };
    Ok(notes.into_iter().map(with).collect())
}

/// A note with its criteria, in their order; two queries.
pub async fn find(
    db: &impl ConnectionTrait,
    id: NoteId,
) -> Result<(note::Model, Vec<criterion::Model>), DbErr> {
    let it = note::Entity::find_by_id(id).require_one(db).await?;
    let rows = note_criterion::Entity::find()
        .filter(note_criterion::COLUMN.note_id.eq(id))
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?;
    Ok((it, rows.into_iter().filter_map(|it| it.1).collect()))
}

/// People who can sign for an institution by their own login, by name: all of it but its reviewers. One query.
pub async fn people(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<user::Model>, DbErr> {
    let roles = Role::ALL.iter().copied().filter(|it| !allowed(*it, Action::RateReview));
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.institution_id.eq(institution))
        .filter(membership::COLUMN.role.is_in(roles))
        .find_also_related(user::Entity)
        .order_by_asc(user::Column::Name)
        .order_by_asc(user::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|it| it.1).collect())
}

/// Begins a note, or saves a draft again.
pub async fn save(
    change: &mut Change,
    of: &assessment::Model,
    held: Option<note::Model>,
    author: UserId,
    new: Written,
) -> Result<NoteId, DbErr> {
    let is_new = held.is_none();
    let row = note::ActiveModel {
        id: held.as_ref().map_or(NotSet, |it| Set(it.id)),
        institution_id: Set(of.institution_id),
        assessment_id: Set(of.id),
        kind: Set(new.kind),
        title: Set(new.title),
        held_on: Set(new.held_on),
        place: Set(new.place),
        people: Set(new.people),
        text: Set(new.text),
        user_id: Set(author),
        counterpart_id: Set(new.counterpart_id),
        counterpart: Set(new.counterpart),
        edits: Set(held.as_ref().map_or(0, |it| it.edits + 1)),
        frozen: Set(None),
        sha256: Set(None),
        signed_at: Set(None),
        countersigned_at: Set(None),
        evidence_id: Set(None),
        created_at: Set(held.map_or(change.now(), |it| it.created_at)),
    };
    let row = if is_new { row.insert(change.tx()).await? } else { row.update(change.tx()).await? };
    note_criterion::Entity::delete_many()
        .filter(note_criterion::COLUMN.note_id.eq(row.id))
        .exec(change.tx())
        .await?;
    let about = |id: CriterionId| note_criterion::ActiveModel {
        id: NotSet,
        note_id: Set(row.id),
        criterion_id: Set(id),
    };
    let rows: Vec<_> = new.criteria.into_iter().map(about).collect();
    note_criterion::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    let what = if is_new { "note-begun" } else { "note-changed" };
    tell(change, &row, what, json!({ "assessment": of.id }));
    Ok(row.id)
}

/// Its author signs: from now on its words are what they are.
pub async fn freeze(
    change: &mut Change,
    held: note::Model,
    (frozen, sha256): (String, String),
) -> Result<(), DbErr> {
    let mut row: note::ActiveModel = held.into();
    row.frozen = Set(Some(frozen));
    row.sha256 = Set(Some(sha256.clone()));
    row.signed_at = Set(Some(change.now()));
    let row = row.update(change.tx()).await?;
    tell(change, &row, "note-signed", json!({ "sha256": sha256 }));
    Ok(())
}

/// Its author takes the signature back: it is a draft again, to be changed or to name somebody else who signs.
pub async fn thaw(change: &mut Change, held: note::Model, reason: String) -> Result<(), DbErr> {
    let (signed, edits) = (held.sha256.clone(), held.edits);
    let mut row: note::ActiveModel = held.into();
    row.frozen = Set(None);
    row.sha256 = Set(None);
    row.signed_at = Set(None);
    row.edits = Set(edits + 1);
    let row = row.update(change.tx()).await?;
    tell(change, &row, "note-unsigned", json!({ "sha256": signed, "reason": reason }));
    Ok(())
}

/// The institution's side has signed: it becomes evidence, linked to its criteria and accepted by the two signatures.
pub async fn complete(
    change: &mut Change,
    held: note::Model,
    criteria: &[criterion::Model],
    (signed, paper): (Uploaded, Vec<Uploaded>),
) -> Result<(), DbErr> {
    let proof = match held.kind {
        NoteKind::Interview => Proof::Interview,
        NoteKind::Observation | NoteKind::Tour => Proof::Observation,
    };
    let facts = Facts {
        title: held.title.clone(),
        proof: Some(proof),
        document_date: Some(held.held_on),
        ..Facts::default()
    };
    let parts = std::iter::once(signed).chain(paper).map(NewRevision::File).collect();
    let item = evidence::add(change, held.institution_id, facts, parts).await?;
    for it in criteria {
        links::add(change, &item, it, String::new(), String::new()).await?;
    }
    let step = (Move::Accept, EvidenceStatus::Accepted);
    life::make(change, &item, step, String::new()).await?;
    let on_paper = held.counterpart_id.is_none();
    let mut row: note::ActiveModel = held.into();
    row.countersigned_at = Set(Some(change.now()));
    row.evidence_id = Set(Some(item.id));
    let row = row.update(change.tx()).await?;
    let details = json!({ "sha256": row.sha256, "evidence": item.reference, "paper": on_paper });
    tell(change, &row, "note-countersigned", details);
    Ok(())
}

fn tell(change: &mut Change, of: &note::Model, what: &'static str, details: serde_json::Value) {
    let subject = format!("note:{}", of.id);
    change.record(Event::of(of.institution_id, what, subject, details));
}
