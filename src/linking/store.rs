//! What can be linked, read from the database in a number of queries that does not grow with the rows.

use std::collections::{BTreeSet, HashMap};

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, LikeExpr, Order, Query};
use sea_orm::{QueryOrder, QuerySelect};

use super::suggest::{Reason, Reasons, codes_in, expecting, names_code};
use crate::crosswalks::ground::{self, Criteria, Ground};
use crate::crosswalks::reuse::{Links, Reuse, reuse};
use crate::entities::{
    CriterionId, EditionId, EvidenceId, EvidenceStatus, InstitutionId, RevisionKind, criterion,
    evidence_item, link, revision,
};
use crate::evidence::finding::MOST;
use crate::evidence::sight::open_to;
use crate::evidence::{links, register, revisions};
use crate::search::{self, Within, Words};
use crate::standards::store::Whole;
use crate::web::Visitor;

/// Rows on a page.
pub const SIZE: u64 = 50;
/// Most items that are looked at for a code in their names.
const MOST_NAMED: u64 = 50;

/// What crosswalks say of what is there.
#[derive(Clone, Debug)]
pub struct Crossed {
    pub ground: Ground,
    pub criteria: Criteria,
    pub found: Reuse,
}

/// Why an item may belong to criteria of an edition; six queries.
pub async fn for_item(
    db: &impl ConnectionTrait,
    item: &evidence_item::Model,
    whole: &Whole,
    linked: &[(link::Model, criterion::Model)],
) -> Result<(Crossed, Reasons<CriterionId>), DbErr> {
    let mut held = Links::new();
    for (link, _) in linked {
        held.entry(link.criterion_id).or_default().push(item.id);
    }
    let crossed = crossed(db, item.institution_id, whole.edition.id).await?;
    let (ground, criteria) = crossed;
    let asked = criteria.assessable.get(&whole.edition.id).map(Vec::as_slice).unwrap_or_default();
    let found = reuse(asked, &ground.graph, &criteria.trees, &held);
    let mut reasons = Reasons::new();
    let rows = revisions::all(db, item.id).await?;
    let files = revisions::current(&rows).filter(|it| it.kind == RevisionKind::File);
    let index = whole.index();
    for name in files.map(|it| it.place.as_str()).chain([item.title.as_str()]) {
        for place in codes_in(name, &index) {
            let of: &mut Vec<Reason> = reasons.entry(whole.criteria[place].id).or_default();
            if of.is_empty() {
                of.push(Reason::Code(name.to_owned()));
            }
        }
    }
    for asked in &found.criteria {
        if let Some(offer) = asked.offers.first() {
            let of = reasons.entry(asked.criterion).or_default();
            of.push(Reason::Crosswalk(offer.clone()));
        }
    }
    if let Some(kind) = &item.type_code {
        for id in expecting(&whole.criteria, kind) {
            reasons.entry(id).or_default().push(Reason::Type);
        }
    }
    Ok((Crossed { ground, criteria, found }, reasons))
}

async fn crossed(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    edition: EditionId,
) -> Result<(Ground, Criteria), DbErr> {
    let ground = ground::of_institution(db, institution).await?;
    let known: BTreeSet<EditionId> = ground.editions.keys().copied().chain([edition]).collect();
    let criteria = ground::criteria(db, known).await?;
    Ok((ground, criteria))
}

/// Why items of an institution may belong to a criterion: the items, and the reasons of each; seven queries.
pub async fn for_criterion(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    of: &criterion::Model,
) -> Result<(Crossed, Vec<evidence_item::Model>, Reasons<EvidenceId>), DbErr> {
    let (ground, criteria) = crossed(db, institution, of.edition_id).await?;
    let mut sources = BTreeSet::new();
    for base in criteria.trees.lineage(of.id) {
        for source in ground.graph.to(base).into_keys() {
            sources.extend(criteria.trees.lineage(source));
            sources.extend(criteria.trees.descendants(source));
        }
    }
    let sources: Vec<CriterionId> = sources.into_iter().collect();
    let mut items: HashMap<EvidenceId, evidence_item::Model> = HashMap::new();
    let mut held = Links::new();
    let usable = |it: &evidence_item::Model| {
        matches!(it.status, EvidenceStatus::Submitted | EvidenceStatus::Accepted)
    };
    for (link, item) in links::linked_to(db, institution, &sources).await? {
        if usable(&item) {
            held.entry(link.criterion_id).or_default().push(item.id);
            items.insert(item.id, item);
        }
    }
    let found = reuse(&[of.id], &ground.graph, &criteria.trees, &held);
    let mut reasons = Reasons::new();
    for (item, name) in named(db, visitor, institution, &of.code).await? {
        reasons.insert(item.id, vec![Reason::Code(name)]);
        items.insert(item.id, item);
    }
    for offer in found.criteria.iter().flat_map(|it| &it.offers) {
        reasons.entry(offer.evidence).or_default().push(Reason::Crosswalk(offer.clone()));
    }
    for (id, reasons) in &mut reasons {
        let kind = items.get(id).and_then(|it| it.type_code.as_ref());
        if kind.is_some_and(|it| of.expects.0.contains(it)) {
            reasons.push(Reason::Type);
        }
    }
    let mut items: Vec<evidence_item::Model> = items.into_values().collect();
    items.retain(|it| reasons.contains_key(&it.id));
    items.sort_by(|a, b| (&a.order_key, a.id).cmp(&(&b.order_key, b.id)));
    Ok((Crossed { ground, criteria, found }, items, reasons))
}

/// A condition that a column holds some text.
fn holds(column: impl Into<Expr>, text: &str) -> Expr {
    let text = text.to_lowercase();
    let text = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let pattern = LikeExpr::new(format!("%{text}%")).escape('\\');
    Expr::expr(Func::lower(column.into())).like(pattern)
}

/// Items in whose title or file names a code stands, each with that name; two queries.
async fn named(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    code: &str,
) -> Result<Vec<(evidence_item::Model, String)>, DbErr> {
    let place = Expr::col((revision::Entity, revision::Column::Place));
    let files = Query::select()
        .column(revision::Column::EvidenceId)
        .from(revision::Entity)
        .and_where(revision::Column::Kind.eq(RevisionKind::File))
        .and_where(revision::Column::RemovedAt.is_null())
        .and_where(holds(place, code))
        .to_owned();
    let title = Expr::col((evidence_item::Entity, evidence_item::Column::Title));
    let items = evidence_item::Entity::find()
        .filter(offered(visitor, institution))
        .filter(open_to(visitor))
        .filter(
            Condition::any()
                .add(holds(title, code))
                .add(evidence_item::Column::Id.in_subquery(files)),
        )
        .order_by_asc(evidence_item::Column::OrderKey)
        .limit(MOST_NAMED)
        .all(db)
        .await?;
    let rows = revision::Entity::find()
        .filter(revision::COLUMN.evidence_id.is_in(items.iter().map(|it| it.id)))
        .filter(revision::COLUMN.removed_at.is_null())
        .all(db)
        .await?;
    let name = |item: &evidence_item::Model| {
        let files = rows.iter().filter(|it| it.evidence_id == item.id);
        let files = files.filter(|it| it.kind == RevisionKind::File).map(|it| it.place.as_str());
        [item.title.as_str()]
            .into_iter()
            .chain(files)
            .find(|it| names_code(it, code))
            .map(str::to_owned)
    };
    Ok(items.into_iter().filter_map(|it| name(&it).map(|name| (it, name))).collect())
}

/// Items of an institution that may be linked: neither withdrawn nor superseded nor deleted.
fn offered(visitor: &Visitor, institution: InstitutionId) -> Condition {
    let gone = [EvidenceStatus::Withdrawn, EvidenceStatus::Superseded];
    Condition::all()
        .add(evidence_item::Column::InstitutionId.eq(institution))
        .add(evidence_item::Column::Status.is_not_in(gone))
        .add(register::visible(&visitor.scope()))
}

/// Which items are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub words: &'a str,
    /// Code of a type, or nothing for all.
    pub kind: &'a str,
    /// From 1.
    pub page: u64,
}

/// A page of the register for a criterion, the types that it expects first; two queries. Restricted items are not found by
/// what they say by those who may not open them.
pub async fn items(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    of: &criterion::Model,
    wanted: Wanted<'_>,
) -> Result<(Vec<evidence_item::Model>, u64), DbErr> {
    let mut condition = offered(visitor, institution);
    let words = Words::of(wanted.words);
    if !words.is_empty() {
        let asked = search::Wanted {
            institution: Some(institution),
            words,
            within: Within::Open,
            is_uncalled: false,
            facets: vec![],
        };
        let found = search::matching(db.get_database_backend(), &asked, MOST);
        condition = condition.add(evidence_item::Column::Id.in_subquery(found));
    }
    if !wanted.kind.is_empty() {
        condition = condition.add(evidence_item::Column::TypeCode.eq(wanted.kind));
    }
    if !wanted.kind.is_empty() || !wanted.words.trim().is_empty() {
        condition = condition.add(open_to(visitor));
    }
    let select = evidence_item::Entity::find().filter(condition);
    let total = select.clone().count(db).await?;
    let expected = Condition::all()
        .add(evidence_item::Column::TypeCode.is_in(of.expects.0.iter().map(String::as_str)))
        .add(open_to(visitor));
    let first: Expr = Expr::case(expected, 0).finally(1).into();
    let items = select
        .order_by(first, Order::Asc)
        .order_by_asc(evidence_item::Column::OrderKey)
        .order_by_asc(evidence_item::Column::Id)
        .offset((wanted.page - 1) * SIZE)
        .limit(SIZE)
        .all(db)
        .await?;
    Ok((items, total))
}

/// Items of an institution by their ids, as far as they may be linked; one query.
pub async fn by_id(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    ids: &BTreeSet<EvidenceId>,
) -> Result<Vec<evidence_item::Model>, DbErr> {
    evidence_item::Entity::find()
        .filter(offered(visitor, institution))
        .filter(open_to(visitor))
        .filter(evidence_item::COLUMN.id.is_in(ids.iter().copied()))
        .order_by_asc(evidence_item::Column::OrderKey)
        .all(db)
        .await
}

/// Criteria of some editions by their ids; one query.
pub async fn criteria(
    db: &impl ConnectionTrait,
    editions: impl IntoIterator<Item = EditionId>,
    ids: &BTreeSet<CriterionId>,
) -> Result<Vec<criterion::Model>, DbErr> {
    criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.is_in(editions))
        .filter(criterion::COLUMN.id.is_in(ids.iter().copied()))
        .order_by_asc(criterion::COLUMN.edition_id)
        .order_by_asc(criterion::COLUMN.position)
        .all(db)
        .await
}
