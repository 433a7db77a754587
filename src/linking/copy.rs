//! Links of an earlier assessment, and which of them another can take over.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use crate::editions;
use crate::editions::carry::Reason;
use crate::entities::{
    CriterionId, EditionId, EvidenceId, EvidenceStatus, InstitutionId, assessment, criterion,
    edition, evidence_item, link,
};
use crate::evidence::links;
use crate::standards::key::key;
use crate::standards::preorder::places;
use crate::standards::store::Whole;
use crate::tailoring;

/// Why a link is not taken over unless somebody says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    Expired(NaiveDate),
    Withdrawn,
    /// Superseded, and nothing took its place.
    Superseded,
    Returned,
    /// Somebody took the link away on this day.
    Removed(NaiveDate),
    /// Only the code says that the two criteria are one.
    CodeOnly,
}

/// A link that could be taken over.
#[derive(Clone, Debug)]
pub struct Copied {
    /// What is linked: the item itself, or the one that took its place.
    pub item: evidence_item::Model,
    /// Number of the item whose place it took.
    pub took_place_of: Option<evidence_item::Model>,
    pub note: String,
    pub place: String,
    /// The criterion that it was linked to.
    pub from: String,
    /// Place of the criterion that it would be linked to.
    pub to: usize,
    pub reason: Reason,
    /// It is linked there already.
    pub known: bool,
    pub doubt: Option<Doubt>,
}

impl Copied {
    /// Item and criterion, as they are sent.
    pub fn key(&self, whole: &Whole) -> String {
        format!("{}-{}", self.item.id, whole.criteria[self.to].id)
    }
}

/// What can be taken over, in the order of the criteria.
#[derive(Clone, Debug)]
pub struct Copies {
    pub whole: Whole,
    pub rows: Vec<Copied>,
}

/// A link with the place of the criterion that it goes to.
struct Way {
    link: link::Model,
    from: String,
    to: usize,
    reason: Reason,
}

/// Works it out; a number of queries that does not grow with the rows. Links belong to criteria, not to assessments: with the
/// same edition those that hold need no copying, and what is offered are those that were taken away since.
pub async fn copies(
    db: &impl ConnectionTrait,
    (from, from_edition): (assessment::Model, edition::Model),
    (into, into_edition): (&assessment::Model, edition::Model),
    today: NaiveDate,
) -> Result<Copies, DbErr> {
    let institution = into.institution_id;
    let whole = tailoring::store::whole(db, into, into_edition.clone()).await?;
    let before = tailoring::store::whole(db, &from, from_edition.clone()).await?;
    let mut ways = if from.edition_id == into.edition_id {
        removed(db, institution, &from, &whole).await?
    } else {
        mapped(db, &from, (from_edition, into_edition), (&whole, today)).await?
    };
    ways.extend(beside(db, institution, &before, &whole).await?);
    let items = items(db, institution, &ways).await?;
    let known = links::pairs(db, items.keys().copied().collect::<BTreeSet<_>>()).await?;
    let mut rows: BTreeMap<(usize, String, EvidenceId), Copied> = BTreeMap::new();
    for way in ways {
        let Some(copied) = copied(way, &whole, &items, &known, today) else { continue };
        let key = (copied.to, copied.item.order_key.clone(), copied.item.id);
        rows.entry(key).or_insert(copied);
    }
    Ok(Copies { whole, rows: rows.into_values().collect() })
}

/// The links of another edition by what its criteria have become; what is not the same edition is matched as moving an
/// assessment matches it.
async fn mapped(
    db: &impl ConnectionTrait,
    from: &assessment::Model,
    (from_edition, into): (edition::Model, edition::Model),
    (whole, today): (&Whole, NaiveDate),
) -> Result<Vec<Way>, DbErr> {
    let sides = editions::ground::sides(db, from.clone(), from_edition, into.id).await?;
    let mut ground = editions::ground::ground(db, sides, today).await?;
    let places = places(&whole.criteria);
    let mut ways = Vec::new();
    for row in &ground.plan.rows {
        let Some(to) = places.get(&ground.to.criteria[row.to].id).copied() else { continue };
        for id in &row.links {
            if let Some(link) = ground.links.remove(id) {
                let from = ground.from.criteria[row.from].code.clone();
                ways.push(Way { link, from, to, reason: row.reason });
            }
        }
    }
    Ok(ways)
}

/// The links to what stands beside an edition: supplements and the institution's own criteria. A supplement that both
/// assessments take has its links already; own criteria are of one assessment, so those of the other are found by their codes, and
/// are surely the same where they say the same. One query, none where there is nothing beside.
async fn beside(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    before: &Whole,
    whole: &Whole,
) -> Result<Vec<Way>, DbErr> {
    let known: HashSet<EditionId> = whole.editions().collect();
    let is_beside = |whole: &Whole, it: &criterion::Model| it.edition_id != whole.edition.id;
    let mut by_code: HashMap<String, usize> = HashMap::new();
    for (place, it) in whole.criteria.iter().enumerate().filter(|it| is_beside(whole, it.1)) {
        by_code.entry(key(&it.code)).or_insert(place);
    }
    let mut found: HashMap<CriterionId, (&criterion::Model, usize)> = HashMap::new();
    for it in before.criteria.iter().filter(|it| is_beside(before, it)) {
        if let Some(to) = by_code.get(&key(&it.code)).filter(|_| !known.contains(&it.edition_id)) {
            found.insert(it.id, (it, *to));
        }
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let rows = link::Entity::find()
        .inner_join(evidence_item::Entity)
        .filter(link::COLUMN.criterion_id.is_in(found.keys().copied()))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_null())
        .order_by_asc(link::COLUMN.id)
        .all(db)
        .await?;
    let way = |link: link::Model| {
        let (from, to) = found.get(&link.criterion_id)?;
        let same = from.title == whole.criteria[*to].title;
        let reason = if same { Reason::SameCode } else { Reason::CodeOnly };
        Some(Way { link, from: from.code.clone(), to: *to, reason })
    };
    Ok(rows.into_iter().filter_map(way).collect())
}

/// Links to the criteria of an edition that held when an assessment ended and were taken away since, the newest first.
async fn removed(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    from: &assessment::Model,
    whole: &Whole,
) -> Result<Vec<Way>, DbErr> {
    let places = places(&whole.criteria);
    let rows = link::Entity::find()
        .inner_join(criterion::Entity)
        .inner_join(evidence_item::Entity)
        .filter(criterion::Column::EditionId.is_in(whole.editions()))
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(link::COLUMN.superseded_at.is_not_null())
        .order_by_desc(link::COLUMN.id)
        .all(db)
        .await?;
    let end = from.period_to.or(from.visit_date);
    let held_then = |it: &link::Model| {
        end.is_none_or(|end| {
            let ended = it.superseded_at.map(|it| it.date_naive());
            it.recorded_at.date_naive() <= end && ended.is_some_and(|it| it >= end)
        })
    };
    let way = |link: link::Model| {
        let to = *places.get(&link.criterion_id)?;
        let from = whole.criteria[to].code.clone();
        Some(Way { link, from, to, reason: Reason::SameCode })
    };
    Ok(rows.into_iter().filter(held_then).filter_map(way).collect())
}

/// The items of some links, and those that took their places; two queries.
async fn items(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    ways: &[Way],
) -> Result<HashMap<EvidenceId, evidence_item::Model>, DbErr> {
    let mut found: HashMap<EvidenceId, evidence_item::Model> = HashMap::new();
    let mut wanted: BTreeSet<EvidenceId> = ways.iter().map(|it| it.link.evidence_id).collect();
    for _ in 0..2 {
        let ids: Vec<EvidenceId> = wanted.iter().copied().collect();
        for some in ids.chunks(10_000) {
            let rows = evidence_item::Entity::find()
                .filter(evidence_item::COLUMN.id.is_in(some.iter().copied()))
                .filter(evidence_item::COLUMN.institution_id.eq(institution))
                .filter(evidence_item::COLUMN.deleted_at.is_null())
                .all(db)
                .await?;
            found.extend(rows.into_iter().map(|it| (it.id, it)));
        }
        let next = found.values().filter_map(|it| it.superseded_by_id);
        wanted = next.filter(|it| !found.contains_key(it)).collect();
    }
    Ok(found)
}

/// What a link becomes; nothing where its item was deleted.
fn copied(
    way: Way,
    whole: &Whole,
    items: &HashMap<EvidenceId, evidence_item::Model>,
    known: &HashSet<(EvidenceId, CriterionId)>,
    today: NaiveDate,
) -> Option<Copied> {
    let old = items.get(&way.link.evidence_id)?;
    let next = old.superseded_by_id.and_then(|id| items.get(&id));
    let item = next.unwrap_or(old);
    let to = whole.criteria[way.to].id;
    let removed = way.link.superseded_at.map(|it| Doubt::Removed(it.date_naive()));
    let by_code = (way.reason == Reason::CodeOnly).then_some(Doubt::CodeOnly);
    Some(Copied {
        known: known.contains(&(item.id, to)),
        doubt: doubt(item, today).or(removed).or(by_code),
        took_place_of: next.map(|_| old.clone()),
        item: item.clone(),
        note: way.link.relevance,
        place: way.link.place,
        from: way.from,
        to: way.to,
        reason: way.reason,
    })
}

/// Why an item proves nothing today.
fn doubt(item: &evidence_item::Model, today: NaiveDate) -> Option<Doubt> {
    match item.status {
        EvidenceStatus::Withdrawn => Some(Doubt::Withdrawn),
        EvidenceStatus::Superseded => Some(Doubt::Superseded),
        EvidenceStatus::Returned => Some(Doubt::Returned),
        _ => item.valid_until.filter(|it| *it < today).map(Doubt::Expired),
    }
}
