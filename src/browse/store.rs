//! What the pages show of editions, read a level at a time, so that a large edition is no slower than a small one.

use sea_orm::prelude::*;
use sea_orm::{Condition, JoinType, Order, QueryOrder, QuerySelect};

use crate::entities::{CriterionId, EditionId, criterion, edition};
use crate::standards::fold::fold;
use crate::standards::key::key;
use crate::standards::store::visible;
use crate::web::visitor::Scope;

/// Most criteria of one level that are shown at once.
pub const MOST_OF_LEVEL: u64 = 2_000;

/// The part of a tree that is open: the top, and on the way down to one criterion every level.
#[derive(Clone, Debug)]
pub struct Open {
    /// From the top down to the criterion that is shown; empty where only the top is.
    pub path: Vec<criterion::Model>,
    /// Criteria of the open levels, in the order of the tree.
    pub rows: Vec<criterion::Model>,
    /// Those of them that have something below.
    pub parents: Vec<CriterionId>,
}

impl Open {
    /// Whether there are more criteria on the open levels than are shown.
    pub fn is_cut(&self) -> bool {
        self.rows.len() as u64 > MOST_OF_LEVEL
    }
}

/// Opens a tree down to a criterion, and the level below it. As many queries as the criterion is deep, and three.
pub async fn open(
    db: &impl ConnectionTrait,
    edition: EditionId,
    at: Option<CriterionId>,
) -> Result<Open, DbErr> {
    let mut path = Vec::new();
    let mut above = at;
    while let Some(id) = above {
        let it = criterion::Entity::find_by_id(id)
            .filter(criterion::COLUMN.edition_id.eq(edition))
            .require_one(db)
            .await?;
        above = it.parent_id;
        path.push(it);
    }
    path.reverse();
    let levels = Condition::any()
        .add(criterion::COLUMN.parent_id.is_null())
        .add(criterion::Column::ParentId.is_in(path.iter().map(|it| it.id)));
    let mut rows = criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(levels)
        .order_by_asc(criterion::COLUMN.position)
        .limit(MOST_OF_LEVEL + 1)
        .all(db)
        .await?;
    // What is open is shown even where its level is too long to be.
    let missing: Vec<_> =
        path.iter().filter(|it| rows.iter().all(|row| row.id != it.id)).cloned().collect();
    rows.extend(missing);
    let parents = criterion::Entity::find()
        .select_only()
        .column(criterion::Column::ParentId)
        .distinct()
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(criterion::Column::ParentId.is_in(rows.iter().map(|it| it.id)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(Open { path, rows, parents })
}

/// The criteria before and after one in the order of its tree; two queries.
pub async fn beside(
    db: &impl ConnectionTrait,
    it: &criterion::Model,
) -> Result<[Option<criterion::Model>; 2], DbErr> {
    let at = |position: i32| {
        criterion::Entity::find()
            .filter(criterion::COLUMN.edition_id.eq(it.edition_id))
            .filter(criterion::COLUMN.position.eq(position))
            .one(db)
    };
    Ok([at(it.position - 1).await?, at(it.position + 1).await?])
}

/// Criteria of all editions that a person may see which have every word, with their editions; those with the very code first.
/// Case, accents and alphabets do not count. Two queries.
pub async fn search(
    db: &impl ConnectionTrait,
    scope: &Scope,
    typed: &str,
    edition: Option<EditionId>,
    offset: u64,
    most: u64,
) -> Result<(u64, Vec<(criterion::Model, edition::Model)>), DbErr> {
    let words: Vec<String> =
        typed.split_whitespace().map(fold).filter(|it| !it.is_empty()).take(12).collect();
    if words.is_empty() {
        return Ok((0, Vec::new()));
    }
    let mut found = criterion::Entity::find()
        .join(JoinType::InnerJoin, criterion::Relation::Edition.def())
        .filter(visible(scope));
    if let Some(edition) = edition {
        found = found.filter(criterion::COLUMN.edition_id.eq(edition));
    }
    for word in &words {
        found = found.filter(criterion::Column::Search.contains(word));
    }
    let count = found.clone().count(db).await?;
    let spelled = key(typed);
    let spellings = [typed.trim().to_owned(), spelled.to_uppercase(), spelled];
    let is_code = criterion::Column::Code.is_in(spellings);
    let rows = found
        .select_also(edition::Entity)
        .order_by(is_code, Order::Desc)
        .order_by_asc(edition::Column::Code)
        .order_by_asc(criterion::Column::Position)
        .offset(offset)
        .limit(most)
        .all(db)
        .await?;
    Ok((count, rows.into_iter().filter_map(|(it, of)| Some((it, of?))).collect()))
}

/// The criteria at the top of an edition; one query.
pub async fn top(
    db: &impl ConnectionTrait,
    edition: EditionId,
) -> Result<Vec<criterion::Model>, DbErr> {
    criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(criterion::COLUMN.parent_id.is_null())
        .order_by_asc(criterion::COLUMN.position)
        .all(db)
        .await
}

/// How many criteria an area has with the one at its top, and where those stand with which a new part of `most` begins; three
/// queries. An area is without holes, so that places are counts.
pub async fn parts(
    db: &impl ConnectionTrait,
    edition: EditionId,
    top: Option<&criterion::Model>,
    most: i32,
) -> Result<(i32, Vec<criterion::Model>), DbErr> {
    let first = top.map_or(0, |it| it.position);
    let last: Option<i32> = criterion::Entity::find()
        .select_only()
        .column(criterion::Column::Position)
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .order_by_desc(criterion::COLUMN.position)
        .into_tuple()
        .one(db)
        .await?;
    let after = last.map_or(0, |it| it + 1);
    let end = match top {
        Some(_) => next_top(db, edition, first).await?.unwrap_or(after),
        None => after,
    };
    let places = (0..).map(|it| first + it * most).take_while(|it| *it < end);
    let begins = criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(criterion::Column::Position.is_in(places))
        .order_by_asc(criterion::COLUMN.position)
        .all(db)
        .await?;
    Ok((end - first, begins))
}

/// The criteria that stand from one place on, in the order of the tree; one query.
pub async fn run(
    db: &impl ConnectionTrait,
    edition: EditionId,
    first: i32,
    count: i32,
) -> Result<Vec<criterion::Model>, DbErr> {
    criterion::Entity::find()
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(criterion::Column::Position.gte(first))
        .filter(criterion::Column::Position.lt(first.saturating_add(count)))
        .order_by_asc(criterion::COLUMN.position)
        .all(db)
        .await
}

/// The place of the next criterion at the top of an edition.
async fn next_top(
    db: &impl ConnectionTrait,
    edition: EditionId,
    after: i32,
) -> Result<Option<i32>, DbErr> {
    criterion::Entity::find()
        .select_only()
        .column(criterion::Column::Position)
        .filter(criterion::COLUMN.edition_id.eq(edition))
        .filter(criterion::COLUMN.parent_id.is_null())
        .filter(criterion::Column::Position.gt(after))
        .order_by_asc(criterion::COLUMN.position)
        .into_tuple()
        .one(db)
        .await
}
