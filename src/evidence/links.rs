//! Which evidence item is offered for which criterion. A link that is taken away stays known.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{JoinType, NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::database::{model, packed};
use crate::entities::{
    CriterionId, EditionId, EvidenceId, InstitutionId, LinkId, criterion, evidence_item, link,
};

/// A row to be inserted: item and criterion, the institution of the one and the edition of the other.
pub fn row(
    (evidence, criterion): (EvidenceId, CriterionId),
    (institution, edition): (InstitutionId, EditionId),
    relevance: String,
    place: String,
    now: DateTime<Utc>,
) -> link::ActiveModel {
    link::ActiveModel {
        id: NotSet,
        evidence_id: Set(evidence),
        criterion_id: Set(criterion),
        institution_id: Set(institution),
        edition_id: Set(edition),
        relevance: Set(relevance),
        place: Set(place),
        recorded_at: Set(now),
        superseded_at: Set(None),
    }
}

/// Links an item to a criterion; where it is linked already, nothing happens. Tells whether something did.
pub async fn add(
    change: &mut Change,
    of: &evidence_item::Model,
    to: &criterion::Model,
    relevance: String,
    place: String,
) -> Result<bool, DbErr> {
    let one = NewLink { item: of, criterion: to, relevance, place };
    Ok(add_many(change, of.institution_id, [one]).await? > 0)
}

/// A link that is wanted.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub item: &'a evidence_item::Model,
    pub criterion: &'a criterion::Model,
    pub relevance: String,
    pub place: String,
}

/// Links items of an institution to criteria; what is linked already stays as it is, and nothing is linked twice. Tells how
/// many links there are more.
pub async fn add_many<'a>(
    change: &mut Change,
    institution: InstitutionId,
    wanted: impl IntoIterator<Item = NewLink<'a>>,
) -> Result<usize, DbErr> {
    let wanted: Vec<NewLink<'a>> = wanted.into_iter().collect();
    // Else two people at once would link the same twice.
    change.alone_in(institution).await?;
    let items: BTreeSet<EvidenceId> = wanted.iter().map(|it| it.item.id).collect();
    let mut held = pairs(change.tx(), items).await?;
    let mut added = 0;
    for it in wanted {
        if held.insert((it.item.id, it.criterion.id)) {
            insert(change, it).await?;
            added += 1;
        }
    }
    Ok(added)
}

/// What some items are linked to; one query for ten thousand of them.
pub async fn pairs(
    db: &impl ConnectionTrait,
    items: BTreeSet<EvidenceId>,
) -> Result<HashSet<(EvidenceId, CriterionId)>, DbErr> {
    let items: Vec<EvidenceId> = items.into_iter().collect();
    let mut held = HashSet::new();
    for some in items.chunks(10_000) {
        let rows: Vec<(EvidenceId, CriterionId)> = link::Entity::find()
            .select_only()
            .columns([link::Column::EvidenceId, link::Column::CriterionId])
            .filter(link::COLUMN.evidence_id.is_in(some.iter().copied()))
            .filter(link::COLUMN.superseded_at.is_null())
            .into_tuple()
            .all(db)
            .await?;
        held.extend(rows);
    }
    Ok(held)
}

async fn insert(change: &mut Change, it: NewLink<'_>) -> Result<(), DbErr> {
    let of = (it.item.institution_id, it.criterion.edition_id);
    let row = row((it.item.id, it.criterion.id), of, it.relevance, it.place, change.now());
    let row = row.insert(change.tx()).await?;
    let details = json!({ "evidence": it.item.reference, "criterion": it.criterion.code });
    let subject = format!("link:{}", row.id);
    change.record(Event::of(it.item.institution_id, "evidence-linked", subject, details));
    Ok(())
}

/// Gives a link another note and place: the row is superseded by a new one.
pub async fn reword(
    change: &mut Change,
    of: &evidence_item::Model,
    held: &link::Model,
    relevance: String,
    place: String,
) -> Result<(), DbErr> {
    end(change, &[held.id]).await?;
    let ends = (held.evidence_id, held.criterion_id);
    let row = row(ends, (held.institution_id, held.edition_id), relevance, place, change.now());
    let row = row.insert(change.tx()).await?;
    let details = json!({ "evidence": of.reference, "before": format!("link:{}", held.id), "note": row.relevance, "place": row.place });
    let subject = format!("link:{}", row.id);
    change.record(Event::of(of.institution_id, "link-changed", subject, details));
    Ok(())
}

/// Takes links of an item away, all or none; what they were stays known.
pub async fn remove_many(
    change: &mut Change,
    of: &evidence_item::Model,
    ids: &[LinkId],
) -> Result<(), DbErr> {
    end(change, ids).await?;
    for id in ids {
        let details = json!({ "evidence": of.reference });
        change.record(Event::of(of.institution_id, "link-removed", format!("link:{id}"), details));
    }
    Ok(())
}

/// Ends links that hold.
async fn end(change: &Change, ids: &[LinkId]) -> Result<(), DbErr> {
    for some in ids.chunks(10_000) {
        let ended = link::Entity::update_many()
            .col_expr(link::Column::SupersededAt, Expr::value(change.now()))
            .filter(link::COLUMN.id.is_in(some.iter().copied()))
            .filter(link::COLUMN.superseded_at.is_null())
            .exec(change.tx())
            .await?;
        if ended.rows_affected != some.len() as u64 {
            return Err(DbErr::RecordNotFound(format!("one of {} links", some.len())));
        }
    }
    Ok(())
}

/// Takes a link away; what it was stays known.
pub async fn remove(
    change: &mut Change,
    of: &evidence_item::Model,
    id: LinkId,
) -> Result<(), DbErr> {
    remove_many(change, of, &[id]).await
}

/// Links of an item that hold, with their criteria; one query.
pub async fn of(
    db: &impl ConnectionTrait,
    item: EvidenceId,
) -> Result<Vec<(link::Model, criterion::Model)>, DbErr> {
    let rows = link::Entity::find()
        .filter(link::COLUMN.evidence_id.eq(item))
        .filter(link::COLUMN.superseded_at.is_null())
        .find_also_related(criterion::Entity)
        .order_by_asc(criterion::Column::EditionId)
        .order_by_asc(criterion::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(link, criterion)| Some((link, criterion?))).collect())
}

/// Items of an institution that are linked to any of some criteria; one query.
pub async fn linked_to(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    criteria: &[CriterionId],
) -> Result<Vec<(link::Model, evidence_item::Model)>, DbErr> {
    let found = link::Entity::find()
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(link::COLUMN.criterion_id.is_in(criteria.iter().copied()))
        .filter(link::COLUMN.superseded_at.is_null())
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.deleted_at.is_null());
    let backend = db.get_database_backend();
    let row = [model::<link::Entity>(backend), model::<evidence_item::Entity>(backend)];
    let mut rows: Vec<(link::Model, evidence_item::Model)> = packed(db, found, row).await?;
    // Not in the query, which would then be answered along the order of the whole register.
    rows.sort_by(|a, b| (&a.1.order_key, a.0.id).cmp(&(&b.1.order_key, b.0.id)));
    Ok(rows)
}
