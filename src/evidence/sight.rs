//! Who may open restricted evidence: those whose role allows it and, where an item has a list of readers, who are on it.
//! For everybody else there is "restricted" and nothing more.

use std::collections::{HashMap, HashSet};

use sea_orm::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};

use crate::access::Action;
use crate::entities::{
    Confidentiality, EvidenceId, InstitutionId, UserId, evidence_item, evidence_reader, revision,
};
use crate::web::{Error, Visitor};

/// Which of some restricted items a person may open.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    opened: HashSet<EvidenceId>,
}

impl Sight {
    /// Looks the restricted ones of some items up; one query, none where nothing is restricted.
    pub async fn of<'a>(
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        items: impl IntoIterator<Item = &'a evidence_item::Model>,
    ) -> Result<Self, DbErr> {
        let restricted: Vec<EvidenceId> = items
            .into_iter()
            .filter(|it| it.confidentiality == Confidentiality::Restricted)
            .filter(|it| visitor.may(Action::ReadRestricted, it.institution_id))
            .map(|it| it.id)
            .collect();
        Ok(Self { opened: without_list_or_on_it(db, visitor, restricted).await? })
    }

    /// Whether they see what an item says, or only that there is one.
    pub fn opens(&self, item: &evidence_item::Model) -> bool {
        item.confidentiality != Confidentiality::Restricted || self.opened.contains(&item.id)
    }
}

/// Of some restricted items of an institution, those that a person may open; one query, none where there is nothing to ask.
pub async fn among(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    restricted: Vec<EvidenceId>,
) -> Result<HashSet<EvidenceId>, DbErr> {
    if !visitor.may(Action::ReadRestricted, institution) {
        return Ok(HashSet::new());
    }
    without_list_or_on_it(db, visitor, restricted).await
}

async fn without_list_or_on_it(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    restricted: Vec<EvidenceId>,
) -> Result<HashSet<EvidenceId>, DbErr> {
    let restricted = reached(db, visitor, restricted).await?;
    if restricted.is_empty() {
        return Ok(HashSet::new());
    }
    let mut readers: HashMap<EvidenceId, Vec<UserId>> = HashMap::new();
    for some in restricted.chunks(10_000) {
        let listed = evidence_reader::Entity::find()
            .filter(evidence_reader::COLUMN.evidence_id.is_in(some.iter().copied()))
            .filter(evidence_reader::COLUMN.superseded_at.is_null())
            .all(db)
            .await?;
        for it in listed {
            readers.entry(it.evidence_id).or_default().push(it.user_id);
        }
    }
    let is_open = |it: &EvidenceId| readers.get(it).is_none_or(|all| all.contains(&visitor.id));
    Ok(restricted.into_iter().filter(is_open).collect())
}

/// Of some restricted items, those that somebody reaches as who rates: who only observes one assessment and rates in another
/// opens what the other is about, and no more. One query for ten thousand of them, none for everybody else.
async fn reached(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    restricted: Vec<EvidenceId>,
) -> Result<Vec<EvidenceId>, DbErr> {
    if restricted.is_empty() || !visitor.observes_beside_rating() {
        return Ok(restricted);
    }
    let found = super::register::among_ids(db, &visitor.scope_as_rater(), &restricted).await?;
    Ok(restricted.into_iter().filter(|it| found.contains(it)).collect())
}

/// Whether a person sees what one item says.
pub async fn may_open(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    item: &evidence_item::Model,
) -> Result<bool, DbErr> {
    Ok(Sight::of(db, visitor, [item]).await?.opens(item))
}

/// An item that this person may see and open: nothing to strangers, a refusal to those who need not know it; two queries.
pub async fn opened(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: EvidenceId,
) -> Result<evidence_item::Model, Error> {
    let item = super::register::find(db, &visitor.scope(), id).await?;
    if may_open(db, visitor, &item).await? { Ok(item) } else { Err(Error::Forbidden) }
}

/// The item of a revision that this person may read: as its item is open to them, or as an assessment that they are on stands on that
/// very revision. Two queries.
pub async fn of_revision(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    it: &revision::Model,
) -> Result<evidence_item::Model, Error> {
    let item = super::register::of_revision(db, &visitor.scope(), it).await?;
    if may_open(db, visitor, &item).await? { Ok(item) } else { Err(Error::Forbidden) }
}

/// The same; none where it is not theirs to read.
pub async fn readable(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    it: &revision::Model,
) -> Result<Option<evidence_item::Model>, Error> {
    match of_revision(db, visitor, it).await {
        Ok(item) => Ok(Some(item)),
        Err(Error::Forbidden | Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Items that a person may open, as a condition on `evidence_item`: for searches and filters, which must not tell of others.
pub fn open_to(visitor: &Visitor) -> Condition {
    let institutions: Vec<InstitutionId> = visitor
        .memberships
        .iter()
        .map(|it| it.institution)
        .filter(|it| visitor.may(Action::ReadRestricted, *it))
        .collect();
    let as_rater = visitor
        .observes_beside_rating()
        .then(|| super::register::visible(&visitor.scope_as_rater()));
    Condition::any()
        .add(evidence_item::Column::Confidentiality.ne(Confidentiality::Restricted))
        .add(
            Condition::all()
                .add(evidence_item::Column::InstitutionId.is_in(institutions))
                .add_option(as_rater)
                .add(
                    Condition::any()
                        .add(Expr::exists(readers(Some(visitor.id))))
                        .add(Expr::exists(readers(None)).not()),
                ),
        )
}

/// The readers of an item, or one of them.
fn readers(user: Option<UserId>) -> SelectStatement {
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(evidence_reader::Entity)
        .and_where(
            Expr::col((evidence_reader::Entity, evidence_reader::Column::EvidenceId))
                .equals((evidence_item::Entity, evidence_item::Column::Id)),
        )
        .and_where(
            Expr::col((evidence_reader::Entity, evidence_reader::Column::SupersededAt)).is_null(),
        );
    if let Some(user) = user {
        select.and_where(
            Expr::col((evidence_reader::Entity, evidence_reader::Column::UserId)).eq(user),
        );
    }
    select
}
