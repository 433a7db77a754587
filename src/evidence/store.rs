//! Keeping evidence: items, revisions, links. A state that counts is never lost: the old one goes to `evidence_past`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{NotSet, QueryOrder, QuerySelect, Set};
use serde_json::json;

use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    Confidentiality, CriterionId, EvidenceId, EvidenceStatus, InstitutionId, LinkId, RevisionKind,
    criterion, evidence_item, evidence_past, link, revision,
};
use crate::web::upload::Uploaded;

/// What an evidence item says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The institution's number; given by `add` where it is empty.
    pub reference: String,
    pub title: String,
    pub description: String,
    pub type_code: Option<String>,
    pub owner_unit: String,
    pub document_date: Option<NaiveDate>,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
    pub review_months: Option<i32>,
    pub confidentiality: Confidentiality,
    pub status: EvidenceStatus,
}

impl Facts {
    /// The facts of an item as it is stored.
    pub fn of(it: &evidence_item::Model) -> Self {
        Self {
            reference: it.reference.clone(),
            title: it.title.clone(),
            description: it.description.clone(),
            type_code: it.type_code.clone(),
            owner_unit: it.owner_unit.clone(),
            document_date: it.document_date,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
            review_months: it.review_months,
            confidentiality: it.confidentiality,
            status: it.status,
        }
    }

    /// A row to be inserted.
    pub fn row(self, institution: InstitutionId, now: DateTime<Utc>) -> evidence_item::ActiveModel {
        evidence_item::ActiveModel {
            id: NotSet,
            institution_id: Set(institution),
            reference: Set(self.reference),
            title: Set(self.title),
            description: Set(self.description),
            type_code: Set(self.type_code),
            owner_unit: Set(self.owner_unit),
            document_date: Set(self.document_date),
            valid_from: Set(self.valid_from),
            valid_until: Set(self.valid_until),
            review_months: Set(self.review_months),
            confidentiality: Set(self.confidentiality),
            status: Set(self.status),
            created_at: Set(now),
            recorded_at: Set(now),
        }
    }

    /// Whether what readiness depends on is the same.
    fn counts_like(&self, it: &evidence_item::Model) -> bool {
        let own = (
            self.status,
            &self.type_code,
            self.document_date,
            self.valid_from,
            self.valid_until,
            self.review_months,
        );
        own == (
            it.status,
            &it.type_code,
            it.document_date,
            it.valid_from,
            it.valid_until,
            it.review_months,
        )
    }
}

/// What a revision is.
#[derive(Clone, Debug)]
pub enum NewRevision {
    File(Uploaded),
    Web(String),
    Physical(String),
}

/// The number after the highest of our own in an institution's references; one query.
pub async fn next_number(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
) -> Result<u64, DbErr> {
    let held: Vec<String> = evidence_item::Entity::find()
        .select_only()
        .column(evidence_item::Column::Reference)
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.reference.like("EV-%"))
        .into_tuple()
        .all(db)
        .await?;
    // Only what looks like ours counts: an institution may have an EV-ABC of its own.
    let numbers = held.iter().filter_map(|it| it.get(3..)?.parse::<u64>().ok());
    Ok(numbers.max().unwrap_or_default() + 1)
}

/// A reference as we give it: `EV-000042`, six digits, so that it sorts.
pub fn reference(number: u64) -> String {
    format!("EV-{number:06}")
}

/// Adds an evidence item.
pub async fn add(
    change: &mut Change,
    institution: InstitutionId,
    mut facts: Facts,
) -> Result<evidence_item::Model, DbErr> {
    if facts.reference.is_empty() {
        change.alone_in(institution).await?;
        facts.reference = reference(next_number(change.tx(), institution).await?);
    }
    let item = facts.row(institution, change.now()).insert(change.tx()).await?;
    let details = json!({ "reference": item.reference });
    change.record(Event::of(
        institution,
        "evidence-added",
        format!("evidence:{}", item.id),
        details,
    ));
    Ok(item)
}

/// Changes an evidence item; nothing happens where nothing differs. Tells whether something did.
pub async fn update(
    change: &mut Change,
    held: evidence_item::Model,
    facts: Facts,
) -> Result<bool, DbErr> {
    if Facts::of(&held) == facts {
        return Ok(false);
    }
    let (id, institution) = (held.id, held.institution_id);
    let counts = !facts.counts_like(&held);
    if counts {
        past(&held, change.now()).insert(change.tx()).await?;
    }
    let recorded_at = if counts { change.now() } else { held.recorded_at };
    let details = json!({ "reference": facts.reference, "status": facts.status });
    let row = evidence_item::ActiveModel {
        id: Set(id),
        created_at: Set(held.created_at),
        recorded_at: Set(recorded_at),
        ..facts.row(institution, change.now())
    };
    row.update(change.tx()).await?;
    change.record(Event::of(institution, "evidence-changed", format!("evidence:{id}"), details));
    Ok(true)
}

/// The state that is about to be replaced.
fn past(held: &evidence_item::Model, now: DateTime<Utc>) -> evidence_past::ActiveModel {
    evidence_past::ActiveModel {
        id: NotSet,
        evidence_id: Set(held.id),
        type_code: Set(held.type_code.clone()),
        document_date: Set(held.document_date),
        valid_from: Set(held.valid_from),
        valid_until: Set(held.valid_until),
        review_months: Set(held.review_months),
        status: Set(held.status),
        recorded_at: Set(held.recorded_at),
        superseded_at: Set(now),
    }
}

/// Adds a revision after the last.
pub async fn add_revision(
    change: &mut Change,
    of: &evidence_item::Model,
    new: NewRevision,
) -> Result<revision::Model, DbErr> {
    let last: Option<Option<i32>> = revision::Entity::find()
        .select_only()
        .column_as(revision::Column::Number.max(), "last")
        .filter(revision::COLUMN.evidence_id.eq(of.id))
        .into_tuple()
        .one(change.tx())
        .await?;
    let (kind, place, file) = match new {
        NewRevision::File(it) => (RevisionKind::File, it.name, Some(it.kept)),
        NewRevision::Web(address) => (RevisionKind::Web, address, None),
        NewRevision::Physical(place) => (RevisionKind::Physical, place, None),
    };
    let row = revision::ActiveModel {
        id: NotSet,
        evidence_id: Set(of.id),
        number: Set(last.flatten().unwrap_or_default() + 1),
        kind: Set(kind),
        place: Set(place),
        sha256: Set(file.as_ref().map(|it| it.digest.as_str().to_owned())),
        media_type: Set(file.as_ref().map(|it| it.media_type.clone())),
        size: Set(file.as_ref().and_then(|it| it.size.try_into().ok())),
        user_id: Set(change.actor().user()),
        created_at: Set(change.now()),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({ "evidence": of.reference, "number": row.number, "sha256": row.sha256 });
    change.record(Event::of(
        of.institution_id,
        "revision-added",
        format!("revision:{}", row.id),
        details,
    ));
    Ok(row)
}

/// Links an item to a criterion; where it is linked already, nothing happens. Tells whether something did.
pub async fn add_link(
    change: &mut Change,
    of: &evidence_item::Model,
    to: &criterion::Model,
    relevance: String,
    place: String,
) -> Result<bool, DbErr> {
    let held = link::Entity::find()
        .filter(link::COLUMN.evidence_id.eq(of.id))
        .filter(link::COLUMN.criterion_id.eq(to.id))
        .filter(link::COLUMN.superseded_at.is_null())
        .count(change.tx())
        .await?;
    if held > 0 {
        return Ok(false);
    }
    let row = link::ActiveModel {
        id: NotSet,
        evidence_id: Set(of.id),
        criterion_id: Set(to.id),
        relevance: Set(relevance),
        place: Set(place),
        recorded_at: Set(change.now()),
        superseded_at: Set(None),
    };
    let row = row.insert(change.tx()).await?;
    let details = json!({ "evidence": of.reference, "criterion": to.code });
    change.record(Event::of(
        of.institution_id,
        "evidence-linked",
        format!("link:{}", row.id),
        details,
    ));
    Ok(true)
}

/// Takes a link away; what it was stays known.
pub async fn remove_link(
    change: &mut Change,
    of: &evidence_item::Model,
    id: LinkId,
) -> Result<(), DbErr> {
    let removed = link::Entity::update_many()
        .col_expr(link::Column::SupersededAt, Expr::value(change.now()))
        .filter(link::COLUMN.id.eq(id))
        .filter(link::COLUMN.superseded_at.is_null())
        .exec(change.tx())
        .await?;
    if removed.rows_affected == 0 {
        return Err(DbErr::RecordNotFound(format!("link {id}")));
    }
    let details = json!({ "evidence": of.reference });
    change.record(Event::of(of.institution_id, "link-removed", format!("link:{id}"), details));
    Ok(())
}

/// Other items of the institution that hold the same content; one query.
pub async fn same_content(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    sha256: &str,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    let rows = revision::Entity::find()
        .filter(revision::COLUMN.sha256.eq(sha256))
        .find_also_related(evidence_item::Entity)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|it| it.1)
        .filter(|it| it.institution_id == institution)
        .collect())
}

/// Revisions of an item, the newest first; one query.
pub async fn revisions(
    db: &impl ConnectionTrait,
    of: EvidenceId,
) -> Result<Vec<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::COLUMN.evidence_id.eq(of))
        .order_by_desc(revision::Column::Number)
        .all(db)
        .await
}

/// Links of an item that hold, with their criteria; one query.
pub async fn links(
    db: &impl ConnectionTrait,
    of: EvidenceId,
) -> Result<Vec<(link::Model, criterion::Model)>, DbErr> {
    let rows = link::Entity::find()
        .filter(link::COLUMN.evidence_id.eq(of))
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
    let rows = link::Entity::find()
        .filter(link::COLUMN.criterion_id.is_in(criteria.iter().copied()))
        .filter(link::COLUMN.superseded_at.is_null())
        .find_also_related(evidence_item::Entity)
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .order_by_asc(evidence_item::Column::Reference)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(link, item)| Some((link, item?))).collect())
}
