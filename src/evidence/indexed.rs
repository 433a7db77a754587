//! What the index of words has of what is looked for: few items, which are known by their ids from then on, or many, which are
//! looked at along the index.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{DbBackend, QuerySelect};

use super::filter::Filter;
use super::finding::MOST;
use crate::access::Action;
use crate::entities::{EvidenceId, InstitutionId, evidence_item};
use crate::search::{self, Wanted, Within, tag_facet, year_facet};
use crate::web::Visitor;

/// So many are few.
const FEW: u64 = 500;

/// What the index of words has.
pub(super) enum Indexed {
    /// Nothing that helps: nothing is asked of it, or so many items have a year or a tag that they are looked for along the register.
    Unhelpful,
    /// A few items, of whatever institution; and of them those that are called by the words.
    Few { ids: Vec<EvidenceId>, called: Vec<EvidenceId> },
    /// Many items.
    Many(Many),
}

/// Items of an institution that are looked at along the index.
pub(super) struct Many {
    wanted: Wanted,
    /// Only what is newer is looked at.
    behind: EvidenceId,
    /// There are older ones.
    pub(super) is_cut: bool,
}

/// What the index is asked.
pub(super) fn asked(visitor: &Visitor, institution: InstitutionId, filter: &Filter) -> Wanted {
    let keeps = visitor.may(Action::KeepEvidence, institution);
    let year = filter.year().map(year_facet);
    Wanted {
        institution: Some(institution),
        words: filter.words(),
        within: if keeps { Within::Notes } else { Within::Open },
        is_uncalled: false,
        facets: year.into_iter().chain(filter.tag().map(tag_facet)).collect(),
    }
}

/// Asks the index; four queries at most.
pub(super) async fn indexed(db: &impl ConnectionTrait, wanted: Wanted) -> Result<Indexed, DbErr> {
    let is_worded = !wanted.words.is_empty();
    if !is_worded && wanted.facets.is_empty() {
        return Ok(Indexed::Unhelpful);
    }
    // All that goes on from a beginning is gathered first. Where more than enough have the very words, there is no need for it.
    if is_worded && !is_rare(db, &wanted).await? {
        let whole = Wanted { words: wanted.words.whole(), ..wanted.clone() };
        let many = many(db, whole).await?;
        if many.is_cut {
            return Ok(Indexed::Many(many));
        }
    }
    // In all institutions: the facet of one is in each of its items, and to look it up for each of a few takes longest.
    let anywhere = Wanted { institution: None, ..wanted.clone() };
    let ids = search::ids(db, &anywhere, FEW + 1).await?;
    if ids.len() as u64 <= FEW {
        let called = if is_worded && !ids.is_empty() {
            search::ids(db, &Wanted { within: Within::Heads, ..anywhere }, FEW).await?
        } else {
            Vec::new()
        };
        return Ok(Indexed::Few { ids, called });
    }
    let many = many(db, wanted).await?;
    Ok(if many.is_cut && !is_worded { Indexed::Unhelpful } else { Indexed::Many(many) })
}

/// Whether few items anywhere have the last word.
async fn is_rare(db: &impl ConnectionTrait, wanted: &Wanted) -> Result<bool, DbErr> {
    let last = Wanted {
        words: wanted.words.last(),
        institution: None,
        facets: Vec::new(),
        ..wanted.clone()
    };
    Ok(search::counted(db, &last, FEW + 1).await?.0 <= FEW)
}

async fn many(db: &impl ConnectionTrait, wanted: Wanted) -> Result<Many, DbErr> {
    let (count, oldest) = search::counted(db, &wanted, MOST + 1).await?;
    let is_cut = count > MOST;
    Ok(Many { wanted, behind: if is_cut { oldest } else { EvidenceId(0) }, is_cut })
}

impl Many {
    /// All of them, along the index: one item after another is looked at, until whoever asks has enough.
    pub(super) fn all(&self, backend: DbBackend) -> Select<evidence_item::Entity> {
        let mut select = evidence_item::Entity::find();
        let query = QuerySelect::query(&mut select).from_clear();
        search::look_up(backend, &self.wanted, query);
        // Crossed, as SQLite takes tables in their order then.
        query.cross_join(evidence_item::Entity);
        let id = Expr::col((evidence_item::Entity, evidence_item::Column::Id));
        select.filter(id.eq(search::id(backend))).filter(search::id(backend).gt(self.behind))
    }

    /// Ids of those that are called by the words.
    pub(super) fn called(&self, backend: DbBackend) -> SelectStatement {
        self.ids(backend, &Wanted { within: Within::Heads, ..self.wanted.clone() })
    }

    /// Ids of those that only say the words.
    pub(super) fn uncalled(&self, backend: DbBackend) -> SelectStatement {
        self.ids(backend, &Wanted { is_uncalled: true, ..self.wanted.clone() })
    }

    /// The oldest first. From the newest, where hardly any item is called so, SQLite would go on beyond the oldest that is
    /// looked at until it met one more, be it the very first of all.
    fn ids(&self, backend: DbBackend, wanted: &Wanted) -> SelectStatement {
        let mut select = Query::select();
        search::look_up(backend, wanted, &mut select);
        select.expr(search::id(backend)).and_where(search::id(backend).gt(self.behind));
        select
    }
}
