//! Evidence and what it is linked to, read as facts.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, JoinType, QuerySelect, QueryTrait};

use super::facts::{Evidence, Revision, Span, State};
use crate::database::packed;
use crate::entities::{
    Confidentiality, CriterionId, EvidenceId, EvidenceStatus, InstitutionId, LinkId, criterion,
    evidence_item, evidence_past, link, revision,
};
use crate::standards::store::Whole;

/// Which evidence is read: all that an institution has, or what is linked to a criterion and to those above it.
pub(super) struct Reach {
    pub(super) institution: InstitutionId,
    pub(super) around: Option<Vec<CriterionId>>,
}

impl Reach {
    fn items(&self) -> Condition {
        let all = Condition::all().add(evidence_item::COLUMN.institution_id.eq(self.institution));
        let Some(criteria) = &self.around else { return all };
        let linked = link::Entity::find()
            .select_only()
            .column(link::Column::EvidenceId)
            .filter(link::Column::CriterionId.is_in(criteria.iter().copied()))
            .into_query();
        all.add(evidence_item::Column::Id.in_subquery(linked))
    }

    fn links(&self, whole: &Whole) -> Condition {
        let of = Condition::all().add(evidence_item::COLUMN.institution_id.eq(self.institution));
        of.add(match &self.around {
            Some(criteria) => link::Column::CriterionId.is_in(criteria.iter().copied()),
            None => criterion::Column::EditionId.is_in(whole.editions()),
        })
    }
}

/// A criterion and those above it: what is linked there holds of it too.
pub(super) fn around(whole: &Whole, criterion: Option<CriterionId>) -> Option<Vec<CriterionId>> {
    let criterion = criterion?;
    let mut line = vec![criterion];
    // In preorder, what stands above comes before.
    let mut left = whole.criteria.iter().rev().skip_while(|it| it.id != criterion).peekable();
    let mut wanted = left.peek().and_then(|it| it.parent_id);
    for it in left {
        if Some(it.id) == wanted {
            line.push(it.id);
            wanted = it.parent_id;
        }
    }
    Some(line)
}

/// That an item proves a criterion.
pub(super) struct Tie {
    pub(super) evidence: EvidenceId,
    pub(super) criterion: CriterionId,
    pub(super) span: Span,
}

impl From<link::Model> for Tie {
    fn from(it: link::Model) -> Self {
        let span = Span { recorded_at: it.recorded_at, superseded_at: it.superseded_at };
        Self { evidence: it.evidence_id, criterion: it.criterion_id, span }
    }
}

/// An item as far as figures ask for it.
pub(super) struct Known {
    pub(super) id: EvidenceId,
    pub(super) confidentiality: Confidentiality,
    reference: String,
    type_code: Option<String>,
    /// Of no kind yet.
    state: State,
}

/// Links of an institution's evidence to the criteria of an edition, and the linked items; two queries.
pub(super) async fn linked(
    db: &impl ConnectionTrait,
    reach: &Reach,
    whole: &Whole,
    supposed: Vec<link::Model>,
) -> Result<(Vec<Tie>, Vec<Known>), DbErr> {
    use link::Column::{CriterionId as Criterion, EvidenceId as Evidence, Id};
    use link::Column::{RecordedAt, SupersededAt};
    let rows = link::Entity::find()
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(reach.links(whole));
    let row = [Id, Evidence, Criterion, RecordedAt, SupersededAt];
    let row = row.map(|it| Expr::col((link::Entity, it)));
    let mut rows: Vec<(LinkId, EvidenceId, CriterionId, DateTimeUtc, Option<DateTimeUtc>)> =
        packed(db, rows, row).await?;
    rows.sort_unstable_by_key(|it| it.0);
    let tie = |(_, evidence, criterion, recorded_at, superseded_at)| {
        let span = Span { recorded_at, superseded_at };
        Tie { evidence, criterion, span }
    };
    let mut ties: Vec<Tie> = rows.into_iter().map(tie).collect();
    let current = ties.iter().filter(|it| it.span.superseded_at.is_none());
    let there: HashSet<_> = current.map(|it| (it.evidence, it.criterion)).collect();
    let supposed = supposed.into_iter().map(Tie::from);
    ties.extend(supposed.filter(|it| !there.contains(&(it.evidence, it.criterion))));
    if ties.is_empty() {
        return Ok((ties, Vec::new()));
    }
    Ok((ties, items(db, reach).await?))
}

/// As it is stored: id, reference, confidentiality, state, type, days of the document, of its validity's beginning and end, months
/// between reviews, when it was deleted, from when on that holds.
type Row = (
    EvidenceId,
    String,
    Confidentiality,
    EvidenceStatus,
    Option<String>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<i32>,
    Option<DateTimeUtc>,
    DateTimeUtc,
);

impl From<Row> for Known {
    fn from(it: Row) -> Self {
        let (id, reference, confidentiality, status, type_code, ..) = it;
        let (.., document_date, valid_from, valid_until, months, deleted, recorded_at) = it;
        let state = State {
            // What is deleted counts as withdrawn until it is restored.
            status: if deleted.is_some() { EvidenceStatus::Withdrawn } else { status },
            kind: None,
            document_date,
            valid_from,
            valid_until,
            review_months: months.and_then(|it| it.try_into().ok()),
            span: Span { recorded_at, superseded_at: None },
        };
        Self { id, confidentiality, reference, type_code, state }
    }
}

async fn items(db: &impl ConnectionTrait, reach: &Reach) -> Result<Vec<Known>, DbErr> {
    use evidence_item::Column as C;
    let row = [C::Id, C::Reference, C::Confidentiality, C::Status, C::TypeCode, C::DocumentDate]
        .into_iter()
        .chain([C::ValidFrom, C::ValidUntil, C::ReviewMonths, C::DeletedAt, C::RecordedAt]);
    let rows = evidence_item::Entity::find().filter(reach.items());
    let mut rows: Vec<Row> = packed(db, rows, row.map(Expr::col)).await?;
    rows.sort_unstable_by_key(|it| it.0);
    Ok(rows.into_iter().map(Known::from).collect())
}

pub(super) async fn evidence(
    db: &impl ConnectionTrait,
    reach: &Reach,
    items: Vec<Known>,
    kinds: &HashMap<&str, u16>,
) -> Result<Vec<Evidence>, DbErr> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let kind = |code: Option<&str>| code.and_then(|it| kinds.get(it).copied());
    let mut states: HashMap<EvidenceId, Vec<State>> = HashMap::new();
    let past = evidence_past::Entity::find()
        .join(JoinType::InnerJoin, evidence_past::Relation::EvidenceItem.def())
        .filter(reach.items())
        .all(db)
        .await?;
    for it in past {
        let state = State {
            status: it.status,
            kind: kind(it.type_code.as_deref()),
            document_date: it.document_date,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
            review_months: it.review_months.and_then(|it| it.try_into().ok()),
            span: Span { recorded_at: it.recorded_at, superseded_at: Some(it.superseded_at) },
        };
        states.entry(it.evidence_id).or_default().push(state);
    }
    let fact = |it: Known| {
        let mut states = states.remove(&it.id).unwrap_or_default();
        states.push(State { kind: kind(it.type_code.as_deref()), ..it.state });
        Evidence { reference: it.reference, states }
    };
    Ok(items.into_iter().map(fact).collect())
}

pub(super) async fn revisions(
    db: &impl ConnectionTrait,
    reach: &Reach,
    numbers: &HashMap<EvidenceId, u32>,
) -> Result<Vec<Revision>, DbErr> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let rows = revision::Entity::find()
        .select_only()
        .column(revision::Column::EvidenceId)
        .column(revision::Column::CreatedAt)
        .join(JoinType::InnerJoin, revision::Relation::EvidenceItem.def())
        .filter(reach.items())
        .into_tuple::<(EvidenceId, DateTime<Utc>)>()
        .all(db)
        .await?;
    let fact = |(id, recorded_at)| Some(Revision { evidence: *numbers.get(&id)?, recorded_at });
    Ok(rows.into_iter().filter_map(fact).collect())
}
