//! Writing what was prepared, many rows at a time; and the batches themselves.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::plan::{Counts, EvidenceWork, WorksheetWork};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Answers, BatchState, EvidenceId, ImportBatchId, ImportKind, InstitutionId, Round, action,
    assessment, evidence_item, import_batch, link, rating, revision,
};
use crate::evidence::revisions::NewRevision;
use crate::evidence::{links, numbers, store as evidence};
use crate::search;
use crate::standards::store::Whole;
use crate::web::visitor::Scope;

/// Rows of one insert; SQLite takes 32,766 variables a statement, the widest row here has 27.
const CHUNK: usize = 1_000;

/// Writes evidence: new items with their place and links, and changes of those that are there.
pub(super) async fn write_evidence(
    change: &mut Change,
    institution: InstitutionId,
    editions: &[Whole],
    work: &EvidenceWork,
) -> Result<(), DbErr> {
    for (held, facts) in &work.changed {
        evidence::update(change, held.clone(), facts.clone()).await?;
    }
    let newest = search::newest(change.tx()).await?;
    let nameless = work.new.iter().filter(|it| it.facts.reference.is_empty()).count();
    let mut given = numbers::take(change, institution, nameless).await?.into_iter();
    let mut references = Vec::with_capacity(work.new.len());
    for chunk in work.new.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        for it in chunk {
            let mut facts = it.facts.clone();
            if facts.reference.is_empty() {
                facts.reference = given.next().unwrap_or_default();
            }
            references.push(facts.reference.clone());
            rows.push(facts.row(institution, change.now()));
        }
        evidence_item::Entity::insert_many(rows).exec_without_returning(change.tx()).await?;
    }
    if work.new.iter().any(|it| it.place.is_some() || it.criteria.is_some()) {
        write_places_and_links(change, institution, editions, work, &references).await?;
    }
    search::reindex_after(change.tx(), newest).await
}

async fn write_places_and_links(
    change: &Change,
    institution: InstitutionId,
    editions: &[Whole],
    work: &EvidenceWork,
    references: &[String],
) -> Result<(), DbErr> {
    // Read back by their reference: databases do not promise the order of returned rows.
    let ids: HashMap<String, EvidenceId> = evidence_item::Entity::find()
        .select_only()
        .columns([evidence_item::Column::Reference, evidence_item::Column::Id])
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .into_tuple::<(String, EvidenceId)>()
        .all(change.tx())
        .await?
        .into_iter()
        .collect();
    let (mut revisions, mut linked) = (Vec::new(), Vec::new());
    for (it, reference) in work.new.iter().zip(references) {
        let Some(id) = ids.get(reference).copied() else { continue };
        if let Some(place) = &it.place {
            let lower = place.to_lowercase();
            let is_web = lower.starts_with("https://") || lower.starts_with("http://");
            let new = if is_web {
                NewRevision::Web(place.clone())
            } else {
                NewRevision::Physical(place.clone(), None)
            };
            revisions.push(new.row(id, (1, 1), change.actor().user(), change.now()));
        }
        if let Some((edition, places)) = &it.criteria {
            linked.extend(places.iter().map(|place| {
                let to = &editions[*edition].criteria[*place];
                let of = (institution, to.edition_id);
                links::row((id, to.id), of, String::new(), String::new(), change.now())
            }));
        }
    }
    for chunk in revisions.chunks(CHUNK) {
        revision::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    for chunk in linked.chunks(CHUNK) {
        link::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

/// Writes ratings of the self round, and actions; what they replace is superseded, not lost.
pub(super) async fn write_worksheet(
    change: &mut Change,
    of: &assessment::Model,
    whole: &Whole,
    work: &WorksheetWork,
) -> Result<(), DbErr> {
    let now = change.now();
    for chunk in work.superseded_ratings.chunks(CHUNK) {
        rating::Entity::update_many()
            .col_expr(rating::Column::SupersededAt, Expr::value(now))
            .filter(rating::Column::Id.is_in(chunk.iter().copied()))
            .exec(change.tx())
            .await?;
    }
    for chunk in work.superseded_actions.chunks(CHUNK) {
        action::Entity::update_many()
            .col_expr(action::Column::SupersededAt, Expr::value(now))
            .filter(action::Column::Id.is_in(chunk.iter().copied()))
            .exec(change.tx())
            .await?;
    }
    let rows = work.ratings.iter().map(|it| rating::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(whole.criteria[it.criterion].id),
        round: Set(Round::Own),
        user_id: Set(change.actor().user()),
        level: Set(it.level.clone()),
        second_level: Set(it.second_level.clone()),
        score: Set(it.score),
        answers: Set(Answers::default()),
        confirm: Set(false),
        edits: Set(0),
        carried_from_id: Set(None),
        rationale: Set(it.rationale.clone()),
        recommendation: Set(it.recommendation.clone()),
        recorded_at: Set(now),
        superseded_at: Set(None),
    });
    for chunk in rows.collect::<Vec<_>>().chunks(CHUNK) {
        rating::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    let rows = work.actions.iter().map(|it| action::ActiveModel {
        id: NotSet,
        assessment_id: Set(of.id),
        criterion_id: Set(whole.criteria[it.criterion].id),
        reference: Set(it.reference.clone()),
        title: Set(it.title.clone()),
        owner: Set(it.owner.clone()),
        due_on: Set(it.due_on),
        done_on: Set(it.done_on),
        recorded_at: Set(now),
        superseded_at: Set(None),
    });
    for chunk in rows.collect::<Vec<_>>().chunks(CHUNK) {
        action::Entity::insert_many(chunk.to_vec()).exec_without_returning(change.tx()).await?;
    }
    Ok(())
}

/// A file that somebody wants imported.
#[derive(Clone, Debug)]
pub struct NewBatch {
    pub institution: InstitutionId,
    pub assessment: Option<crate::entities::AssessmentId>,
    pub kind: ImportKind,
    pub file_name: String,
    pub sha256: String,
}

/// Notes a file that is to be looked at before it is imported.
pub async fn open(change: &mut Change, new: NewBatch) -> Result<import_batch::Model, DbErr> {
    let row = import_batch::ActiveModel {
        id: NotSet,
        institution_id: Set(new.institution),
        assessment_id: Set(new.assessment),
        kind: Set(new.kind),
        file_name: Set(new.file_name),
        sha256: Set(new.sha256),
        state: Set(BatchState::Previewed),
        user_id: Set(change.actor().user()),
        rows_read: Set(0),
        created: Set(0),
        updated: Set(0),
        unchanged: Set(0),
        rejected: Set(0),
        created_at: Set(change.now()),
        committed_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({ "kind": row.kind, "sha256": row.sha256 });
    change.record(Event::of(
        row.institution_id,
        "import-previewed",
        format!("import:{}", row.id),
        details,
    ));
    Ok(row)
}

/// Notes that a file was imported, with its counts.
pub async fn close(
    change: &mut Change,
    batch: import_batch::Model,
    counts: &Counts,
) -> Result<(), DbErr> {
    let number = |it: usize| Set(i32::try_from(it).unwrap_or(i32::MAX));
    let (id, institution) = (batch.id, batch.institution_id);
    let mut row: import_batch::ActiveModel = batch.into();
    row.state = Set(BatchState::Committed);
    row.rows_read = number(counts.rows_read);
    row.created = number(counts.created);
    row.updated = number(counts.updated);
    row.unchanged = number(counts.unchanged);
    row.rejected = number(counts.rejected);
    row.committed_at = Set(Some(change.now()));
    let row = row.update(change.tx()).await?;
    let details = json!({
        "kind": row.kind, "sha256": row.sha256, "rows_read": row.rows_read, "created": row.created,
        "updated": row.updated, "unchanged": row.unchanged, "rejected": row.rejected,
    });
    change.record(Event::of(institution, "imported", format!("import:{id}"), details));
    Ok(())
}

/// A batch, if this person keeps evidence where it belongs; one query.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: ImportBatchId,
) -> Result<import_batch::Model, DbErr> {
    import_batch::Entity::find_by_id(id)
        .filter(import_batch::Column::InstitutionId.is_in(scope.institutions.iter().copied()))
        .require_one(db)
        .await
}

/// The newest batches of an institution; one query.
pub async fn recent(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<Vec<import_batch::Model>, DbErr> {
    import_batch::Entity::find()
        .filter(import_batch::COLUMN.institution_id.eq(institution))
        .order_by_desc(import_batch::Column::Id)
        .limit(50)
        .all(db)
        .await
}
