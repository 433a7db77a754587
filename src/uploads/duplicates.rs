//! What the register holds already: the same content, or a file of the same name that this may be a newer state of.

use std::collections::{BTreeSet, HashMap};

use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect as _};

use crate::entities::{InstitutionId, evidence_item, revision, waiting_file};
use crate::evidence::revisions::current;
use crate::evidence::sight::Sight;
use crate::web::Visitor;

/// A part of an item that a file is like.
#[derive(Clone, Debug)]
pub struct Held {
    pub item: evidence_item::Model,
    pub part: i32,
    /// Number of the revision that is there.
    pub number: i32,
}

/// What the register holds of some files.
#[derive(Debug, Default)]
pub struct Known {
    by_content: HashMap<String, Vec<Held>>,
    by_name: HashMap<String, Vec<Held>>,
    /// Contents that the register holds in an item that this person may not open.
    hidden: Vec<String>,
}

impl Known {
    /// Items that hold the content of a file, of those that this person may open.
    pub fn same_content(&self, file: &waiting_file::Model) -> &[Held] {
        let found = file.sha256.as_ref().and_then(|it| self.by_content.get(it));
        found.map_or(&[], Vec::as_slice)
    }

    /// Items whose file has the name of this one, but another content.
    pub fn same_name(&self, file: &waiting_file::Model) -> impl Iterator<Item = &Held> {
        let content = self.same_content(file);
        let alike = self.by_name.get(&file.name).map_or(&[][..], Vec::as_slice);
        alike.iter().filter(|it| !content.iter().any(|other| other.item.id == it.item.id))
    }

    /// Whether the content is in the register where this person may not look.
    pub fn is_hidden(&self, file: &waiting_file::Model) -> bool {
        file.sha256.as_ref().is_some_and(|it| self.hidden.contains(it))
    }
}

/// So many revisions are looked at: a register may have any number of files called `scan.pdf`.
const MOST: u64 = 1_000;

/// The newest revisions that fit, with their items; one query.
async fn newest(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    like: Condition,
) -> Result<Vec<(revision::Model, evidence_item::Model)>, DbErr> {
    let rows = revision::Entity::find()
        .filter(like)
        .find_also_related(evidence_item::Entity)
        .filter(evidence_item::COLUMN.institution_id.eq(institution))
        .filter(evidence_item::COLUMN.deleted_at.is_null())
        .order_by_desc(revision::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(row, item)| Some((row, item?))).collect())
}

/// Looks files up in the register; four queries.
pub async fn known(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    institution: InstitutionId,
    files: &[waiting_file::Model],
) -> Result<Known, DbErr> {
    let sums: Vec<_> = files.iter().filter_map(|it| it.sha256.clone()).collect();
    let names: Vec<_> = files.iter().map(|it| it.name.clone()).collect();
    let same_content = Condition::all().add(revision::COLUMN.sha256.is_in(sums));
    let same_name = Condition::all()
        .add(revision::COLUMN.sha256.is_not_null())
        .add(revision::Column::Place.is_in(names));
    let mut rows = newest(db, institution, same_content).await?;
    rows.extend(newest(db, institution, same_name).await?);
    rows.sort_by(|a, b| (&a.1.order_key, a.0.id).cmp(&(&b.1.order_key, b.0.id)));
    rows.dedup_by_key(|it| it.0.id);
    let sight = Sight::of(db, visitor, rows.iter().map(|it| &it.1)).await?;
    let all = revision::Entity::find()
        .filter(
            revision::COLUMN
                .evidence_id
                .is_in(rows.iter().map(|it| it.1.id).collect::<BTreeSet<_>>()),
        )
        .order_by_desc(revision::Column::Number)
        .all(db)
        .await?;
    let mut of: HashMap<_, Vec<revision::Model>> = HashMap::new();
    for it in all {
        of.entry(it.evidence_id).or_default().push(it);
    }
    let mut known = Known::default();
    for (row, item) in rows {
        let content = row.sha256.clone().unwrap_or_default();
        if !sight.opens(&item) {
            known.hidden.push(content);
            continue;
        }
        let holds = of.get(&item.id).is_some_and(|it| current(it).any(|it| it.id == row.id));
        let held = Held { item, part: row.part, number: row.number };
        let same = known.by_content.entry(content).or_default();
        if !same.iter().any(|it| it.item.id == held.item.id) {
            same.push(held.clone());
        }
        if holds {
            known.by_name.entry(row.place).or_default().push(held);
        }
    }
    Ok(known)
}
