//! Evidence and what it is linked to, read as facts.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::prelude::*;
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, QueryTrait};

use super::facts::{Evidence, Revision, Span, State};
use crate::entities::{
    CriterionId, EvidenceId, EvidenceStatus, InstitutionId, criterion, evidence_item,
    evidence_past, link, revision,
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

/// Links of an institution's evidence to the criteria of an edition, and the linked items; two queries.
pub(super) async fn linked(
    db: &impl ConnectionTrait,
    reach: &Reach,
    whole: &Whole,
    supposed: Vec<link::Model>,
) -> Result<(Vec<link::Model>, Vec<evidence_item::Model>), DbErr> {
    let mut links = link::Entity::find()
        .join(JoinType::InnerJoin, link::Relation::Criterion.def())
        .join(JoinType::InnerJoin, link::Relation::EvidenceItem.def())
        .filter(reach.links(whole))
        .order_by_asc(link::COLUMN.id)
        .all(db)
        .await?;
    let current = links.iter().filter(|it| it.superseded_at.is_none());
    let there: HashSet<_> = current.map(|it| (it.evidence_id, it.criterion_id)).collect();
    links.extend(
        supposed.into_iter().filter(|it| !there.contains(&(it.evidence_id, it.criterion_id))),
    );
    if links.is_empty() {
        return Ok((links, Vec::new()));
    }
    let items = evidence_item::Entity::find()
        .filter(reach.items())
        .order_by_asc(evidence_item::COLUMN.id)
        .all(db)
        .await?;
    Ok((links, items))
}

pub(super) async fn evidence(
    db: &impl ConnectionTrait,
    reach: &Reach,
    items: Vec<evidence_item::Model>,
    kinds: &HashMap<&str, u16>,
) -> Result<Vec<Evidence>, DbErr> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let kind = |code: Option<&str>| code.and_then(|it| kinds.get(it).copied());
    let months = |it: Option<i32>| it.and_then(|it| it.try_into().ok());
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
            review_months: months(it.review_months),
            span: Span { recorded_at: it.recorded_at, superseded_at: Some(it.superseded_at) },
        };
        states.entry(it.evidence_id).or_default().push(state);
    }
    let fact = |it: evidence_item::Model| {
        let mut states = states.remove(&it.id).unwrap_or_default();
        // What is deleted counts as withdrawn until it is restored.
        let status = if it.deleted_at.is_some() { EvidenceStatus::Withdrawn } else { it.status };
        states.push(State {
            status,
            kind: kind(it.type_code.as_deref()),
            document_date: it.document_date,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
            review_months: months(it.review_months),
            span: Span { recorded_at: it.recorded_at, superseded_at: None },
        });
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
