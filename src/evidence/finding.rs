//! Finding in the register, so that a register of a million items is no slower than one of ten thousand.
//!
//! Where few items fit, their ids are got first and only they are looked at; where many do, the register is walked along in its
//! order until a page is full. Nothing is counted further than anybody would leaf, and of what many words have the newest are looked at.

use chrono::NaiveDate;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, LikeExpr, Query, SelectStatement};
use sea_orm::{DbBackend, Order, QueryOrder, QuerySelect, QueryTrait as _};

use super::filter::{Filter, Sort};
use super::indexed::{Indexed, Many, asked, indexed};
use super::register::{reviewed, visible};
use super::sight::open_to;
use crate::entities::{EditionId, EvidenceId, EvidenceStatus, InstitutionId, evidence_item, link};
use crate::search;
use crate::web::Visitor;
use crate::web::components::Paging;

/// Most items with the words that are looked at, and so many are few enough to be looked at one by one.
pub const MOST: u64 = 5_000;
/// So many are counted where something is asked for.
const MOST_COUNTED: u64 = 1_000;
/// So many where one row after another has to be asked.
const MOST_WALKED: u64 = 200;
/// So many of the whole register are counted, and so far one can leaf.
pub const MOST_LEAFED: u64 = 10_000;

/// One page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub items: Vec<evidence_item::Model>,
    /// Links of each item, in the same order.
    pub links: Vec<i64>,
    pub total: u64,
    /// There are more than that.
    pub is_more: bool,
    /// More items have the words than were looked at: the newest of them were.
    pub is_cut: bool,
}

/// What is wanted, and the way to it.
struct Plan {
    /// As a condition on `evidence_item`, beside what the index of words says.
    wanted: Condition,
    /// The same, in the words that it is sooner counted by.
    counted: Condition,
    indexed: Indexed,
    /// Ids of what is wanted, and of more than that, which are quickly got.
    sample: Option<SelectStatement>,
    /// No index leads to what is wanted.
    is_walked: bool,
    /// Only a few ids are to be looked at.
    is_narrow: bool,
}

/// A page of an institution's register. A few queries, as many for one item as for a million. What a person may not open is listed in
/// the register, but never found.
pub async fn page(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    place: (InstitutionId, NaiveDate),
    filter: &Filter,
    paging: Paging,
) -> Result<Found, DbErr> {
    let plan = plan(db, visitor, place, filter).await?;
    let most = if filter.parts().is_empty() {
        MOST_LEAFED
    } else if plan.is_walked {
        MOST_WALKED
    } else {
        MOST_COUNTED
    };
    let total = plan.count(db, most + 1).await?;
    let (total, is_more) = (Ord::min(total, most), total > most);
    let is_cut = matches!(&plan.indexed, Indexed::Many(many) if many.is_cut);
    if paging.offset() >= MOST_LEAFED {
        return Ok(Found { items: vec![], links: vec![], total, is_more, is_cut });
    }
    let items = plan.page(db, filter.sort(), paging).await?;
    let links = count_links(db, &items).await?;
    Ok(Found { items, links, total, is_more, is_cut })
}

/// Whether anything at all would be found.
pub async fn any(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    place: (InstitutionId, NaiveDate),
    filter: &Filter,
) -> Result<bool, DbErr> {
    Ok(plan(db, visitor, place, filter).await?.count(db, 1).await? > 0)
}

impl Plan {
    fn select(&self, backend: DbBackend, wanted: &Condition) -> Select<evidence_item::Entity> {
        let all = match &self.indexed {
            Indexed::Many(many) => many.all(backend),
            Indexed::Few { .. } | Indexed::Unhelpful => evidence_item::Entity::find(),
        };
        all.filter(wanted.clone())
    }

    /// How many there are, counted so far at most.
    async fn count(&self, db: &impl ConnectionTrait, most: u64) -> Result<u64, DbErr> {
        let select = self.select(db.get_database_backend(), &self.counted);
        if let Some(sample) = &self.sample {
            let among = evidence_item::Column::Id.in_subquery(limited(sample, 2 * most));
            let some = count(db, ids(&select.clone().filter(among), most)).await?;
            if some == most {
                return Ok(some);
            }
        }
        count(db, ids(&select, most)).await
    }

    async fn page(
        &self,
        db: &impl ConnectionTrait,
        sort: Sort,
        paging: Paging,
    ) -> Result<Vec<evidence_item::Model>, DbErr> {
        let backend = db.get_database_backend();
        let select = self.select(backend, &self.wanted);
        let ordered = match (sort, &self.indexed) {
            (Sort::Relevance, Indexed::Many(many)) => {
                return self.by_relevance(db, many, paging).await;
            }
            (Sort::Relevance, Indexed::Few { called, .. }) if !called.is_empty() => select
                .order_by(evidence_item::Column::Id.is_in(called.iter().copied()), Order::Desc)
                .order_by_desc(evidence_item::Column::Id),
            (Sort::Newest, Indexed::Many(_)) => select.order_by(search::id(backend), Order::Desc),
            // Else a few items would be looked for by walking along the whole register in its order.
            (Sort::Reference, _) if self.is_narrow => select
                .order_by(hidden(evidence_item::Column::OrderKey), Order::Asc)
                .order_by_asc(evidence_item::Column::Id),
            (Sort::Reference, _) => select
                .order_by_asc(evidence_item::Column::OrderKey)
                .order_by_asc(evidence_item::Column::Id),
            _ => select.order_by_desc(evidence_item::Column::Id),
        };
        ordered.offset(paging.offset()).limit(Paging::SIZE).all(db).await
    }

    /// What is called by the words, then what only says them, each the newest first.
    async fn by_relevance(
        &self,
        db: &impl ConnectionTrait,
        many: &Many,
        paging: Paging,
    ) -> Result<Vec<evidence_item::Model>, DbErr> {
        let backend = db.get_database_backend();
        let among = |it: SelectStatement| {
            evidence_item::Entity::find()
                .filter(self.wanted.clone())
                .filter(evidence_item::Column::Id.in_subquery(it))
        };
        let page = |it: &Select<evidence_item::Entity>, from: u64, most: u64| {
            it.clone().order_by_desc(evidence_item::Column::Id).offset(from).limit(most)
        };
        let called = among(many.called(backend));
        let mut items = page(&called, paging.offset(), Paging::SIZE).all(db).await?;
        let left = Paging::SIZE - items.len() as u64;
        if left > 0 {
            let before = if items.is_empty() {
                count(db, ids(&called, paging.offset())).await?
            } else {
                paging.offset()
            };
            let uncalled = among(many.uncalled(backend));
            items.extend(page(&uncalled, paging.offset() - before, left).all(db).await?);
        }
        Ok(items)
    }
}

async fn plan(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    (institution, today): (InstitutionId, NaiveDate),
    filter: &Filter,
) -> Result<Plan, DbErr> {
    let mut wanted = Condition::all()
        .add(evidence_item::Column::InstitutionId.eq(institution))
        .add(visible(&visitor.scope()));
    let mut sample = None;
    if filter.parts().is_empty() && filter.sort() == Sort::Reference {
        let few = few(db, visitor, institution).await?;
        let is_narrow = few.is_some();
        let wanted = wanted.add_option(few);
        return Ok(Plan {
            counted: wanted.clone(),
            wanted,
            indexed: Indexed::Unhelpful,
            sample,
            is_walked: false,
            is_narrow,
        });
    }
    wanted = wanted.add(open_to(visitor));
    if filter.is_unsearchable() {
        wanted = wanted.add(Expr::value(false));
    }
    let indexed = indexed(db, asked(visitor, institution, filter)).await?;
    let mut is_narrow = !matches!(indexed, Indexed::Unhelpful);
    match &indexed {
        Indexed::Few { ids, .. } => {
            wanted = wanted.add(evidence_item::Column::Id.is_in(ids.iter().copied()));
        }
        Indexed::Many(_) => {}
        Indexed::Unhelpful => {
            let of_tag = filter.tag().map(|it| tagged(db.get_database_backend(), it));
            wanted = wanted.add_option(filter.year().map(covers)).add_option(of_tag);
        }
    }
    if let Some(edition) = filter.edition() {
        let linked = linked_in(edition, institution);
        if !is_narrow && count(db, limited(&linked, MOST + 1)).await? <= MOST {
            is_narrow = true;
            wanted = wanted.add(evidence_item::Column::Id.in_subquery(linked));
        } else {
            wanted = wanted.add(Expr::exists(of_row(linked.clone())));
            sample = (!is_narrow).then_some(linked);
        }
    }
    if !is_narrow && let Some(few) = few(db, visitor, institution).await? {
        is_narrow = true;
        wanted = wanted.add(few);
    }
    if filter.attention() {
        wanted = wanted.add(attention(today));
    }
    let counted = chosen(filter, is_narrow);
    let is_passed =
        filter.sort() == Sort::Newest && !is_narrow && has_many(db, institution, &counted).await?;
    let chosen = chosen(filter, is_narrow || is_passed);
    let has_facet = filter.year().is_some() || filter.tag().is_some();
    let is_walked = !is_narrow && (has_facet || filter.edition().is_some() || filter.attention());
    let counted = wanted.clone().add(counted);
    Ok(Plan { wanted: wanted.add(chosen), counted, indexed, sample, is_walked, is_narrow })
}

/// Whether so many have what is chosen that walking along the newest soon finds some. It does not matter who may open them, so
/// that an index alone tells.
async fn has_many(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    chosen: &Condition,
) -> Result<bool, DbErr> {
    let held = Condition::all()
        .add(evidence_item::Column::InstitutionId.eq(institution))
        .add(evidence_item::Column::DeletedAt.is_null())
        .add(chosen.clone());
    let held = evidence_item::Entity::find().filter(held);
    Ok(!chosen.is_empty() && count(db, ids(&held, MOST + 1)).await? > MOST)
}

/// For reviewers who see only few items of the institution: those.
async fn few(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
) -> Result<Option<Expr>, DbErr> {
    let scope = visitor.scope();
    if !scope.assigned.contains(&institution) {
        return Ok(None);
    }
    let reviewed = reviewed(&scope, institution);
    let is_few = count(db, limited(&reviewed, MOST + 1)).await? <= MOST;
    Ok(is_few.then(|| evidence_item::Column::Id.in_subquery(reviewed)))
}

/// A column that no index is used for.
fn hidden(column: evidence_item::Column) -> Expr {
    Func::coalesce([Expr::col((evidence_item::Entity, column)), Expr::val("")]).into()
}

/// What is chosen from lists. Hidden from the indexes where the way is another: along a few ids, or along another order.
fn chosen(filter: &Filter, is_hidden: bool) -> Condition {
    let column = |it: evidence_item::Column| {
        if is_hidden { hidden(it) } else { Expr::col((evidence_item::Entity, it)) }
    };
    let typed = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
    let is = |it: evidence_item::Column, value: String| column(it).eq(value);
    Condition::all()
        .add_option(filter.status().map(|it| is(evidence_item::Column::Status, it.code().into())))
        .add_option(typed(&filter.kind).map(|it| is(evidence_item::Column::TypeCode, it)))
        .add_option(typed(&filter.unit).map(|it| is(evidence_item::Column::OwnerUnit, it)))
        .add_option(
            filter
                .confidentiality()
                .map(|it| is(evidence_item::Column::Confidentiality, it.code().into())),
        )
}

/// Items that cover a year, as `search::years` counts them.
fn covers(year: i32) -> Condition {
    let end = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let from = Expr::col((evidence_item::Entity, evidence_item::Column::CoversFrom));
    let to = Expr::col((evidence_item::Entity, evidence_item::Column::CoversTo));
    let is_known = Condition::any().add(from.clone().is_not_null()).add(to.clone().is_not_null());
    Condition::all()
        .add(is_known)
        .add(Condition::any().add(from.clone().is_null()).add(from.lte(end(12, 31))))
        .add(Condition::any().add(to.clone().is_null()).add(to.gte(end(1, 1))))
}

/// Items that have a tag, in its very letters.
fn tagged(backend: DbBackend, tag: &str) -> Expr {
    let quoted = serde_json::Value::from(tag).to_string();
    let escaped = quoted.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let tags = Expr::col((evidence_item::Entity, evidence_item::Column::Tags));
    let tags = if backend == DbBackend::Sqlite { tags } else { tags.cast_as("text") };
    tags.like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}

/// Items that somebody should look at: not handed in yet or returned, over, or linked to nothing.
fn attention(today: NaiveDate) -> Condition {
    let own = Query::select()
        .expr(Expr::val(1))
        .from(link::Entity)
        .and_where(Expr::col((link::Entity, link::Column::SupersededAt)).is_null())
        .to_owned();
    let status = evidence_item::Column::Status;
    Condition::all()
        .add(status.is_not_in([EvidenceStatus::Withdrawn, EvidenceStatus::Superseded]))
        .add(
            Condition::any()
                .add(status.is_in([EvidenceStatus::Draft, EvidenceStatus::Returned]))
                .add(evidence_item::Column::ValidUntil.lt(today))
                .add(Expr::exists(of_row(own)).not()),
        )
}

/// Ids of evidence of an institution that is linked to an edition.
fn linked_in(edition: EditionId, institution: InstitutionId) -> SelectStatement {
    Query::select()
        .column((link::Entity, link::Column::EvidenceId))
        .distinct()
        .from(link::Entity)
        .and_where(Expr::col((link::Entity, link::Column::InstitutionId)).eq(institution))
        .and_where(Expr::col((link::Entity, link::Column::EditionId)).eq(edition))
        .and_where(Expr::col((link::Entity, link::Column::SupersededAt)).is_null())
        .to_owned()
}

/// The same links, of the row that is looked at.
fn of_row(mut links: SelectStatement) -> SelectStatement {
    links
        .and_where(
            Expr::col((link::Entity, link::Column::EvidenceId))
                .equals((evidence_item::Entity, evidence_item::Column::Id)),
        )
        .to_owned()
}

fn limited(select: &SelectStatement, most: u64) -> SelectStatement {
    select.clone().limit(most).to_owned()
}

fn ids(select: &Select<evidence_item::Entity>, most: u64) -> SelectStatement {
    select.clone().select_only().column(evidence_item::Column::Id).limit(most).into_query()
}

/// Rows of a query, which says itself how far it is to be counted.
async fn count(db: &impl ConnectionTrait, select: SelectStatement) -> Result<u64, DbErr> {
    let counted = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), "number")
        .from_subquery(select, "some")
        .to_owned();
    let row = db.query_one(&counted).await?;
    let number: i64 = row.map_or(Ok(0), |it| it.try_get("", "number"))?;
    Ok(number.try_into().unwrap_or_default())
}

async fn count_links(
    db: &impl ConnectionTrait,
    items: &[evidence_item::Model],
) -> Result<Vec<i64>, DbErr> {
    let counts: Vec<(EvidenceId, i64)> = link::Entity::find()
        .select_only()
        .column(link::Column::EvidenceId)
        .column_as(link::Column::Id.count(), "links")
        .filter(link::COLUMN.evidence_id.is_in(items.iter().map(|it| it.id)))
        .filter(link::COLUMN.superseded_at.is_null())
        .group_by(link::Column::EvidenceId)
        .into_tuple()
        .all(db)
        .await?;
    let of = |it: &evidence_item::Model| {
        counts.iter().find(|count| count.0 == it.id).map_or(0, |it| it.1)
    };
    Ok(items.iter().map(of).collect())
}
