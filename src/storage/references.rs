//! What rows say is in the store. A table that names a file by its hash has a line in each of the two functions here.

use std::collections::HashSet;

use sea_orm::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use crate::entities::{dossier_pin, import_batch, revision, waiting_file};
use crate::files::Digest;

/// What rows name.
#[derive(Clone, Debug, Default)]
pub struct Referenced {
    pub digests: HashSet<Digest>,
    /// What is no digest at all, though a row says so.
    pub strange: Vec<String>,
}

impl Referenced {
    fn add(&mut self, named: Vec<String>) {
        for text in named {
            match Digest::parse(&text) {
                Some(digest) => drop(self.digests.insert(digest)),
                None => self.strange.push(text),
            }
        }
    }
}

/// Every content that a row names.
pub async fn referenced<C: ConnectionTrait>(db: &C) -> Result<Referenced, DbErr> {
    let mut found = Referenced::default();
    let revisions = revision::Entity::find()
        .select_only()
        .column(revision::Column::Sha256)
        .filter(revision::Column::Sha256.is_not_null())
        .distinct();
    found.add(revisions.into_tuple().all(db).await?);
    let batches =
        import_batch::Entity::find().select_only().column(import_batch::Column::Sha256).distinct();
    found.add(batches.into_tuple().all(db).await?);
    let waiting = waiting_file::Entity::find()
        .select_only()
        .column(waiting_file::Column::Sha256)
        .filter(waiting_file::Column::Sha256.is_not_null())
        .distinct();
    found.add(waiting.into_tuple().all(db).await?);
    let pinned = dossier_pin::Entity::find()
        .select_only()
        .column(dossier_pin::Column::Sha256)
        .filter(dossier_pin::Column::Sha256.is_not_null())
        .distinct();
    found.add(pinned.into_tuple().all(db).await?);
    Ok(found)
}

/// Who names a content: "revision 12", "import batch 3". Nobody does if it is empty.
pub async fn names<C: ConnectionTrait>(db: &C, sha256: &str) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    let revisions: Vec<i64> = revision::Entity::find()
        .select_only()
        .column(revision::Column::Id)
        .filter(revision::Column::Sha256.eq(sha256))
        .order_by_asc(revision::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    found.extend(revisions.iter().map(|id| format!("revision {id}")));
    let batches: Vec<i64> = import_batch::Entity::find()
        .select_only()
        .column(import_batch::Column::Id)
        .filter(import_batch::Column::Sha256.eq(sha256))
        .order_by_asc(import_batch::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    found.extend(batches.iter().map(|id| format!("import batch {id}")));
    let waiting: Vec<i64> = waiting_file::Entity::find()
        .select_only()
        .column(waiting_file::Column::Id)
        .filter(waiting_file::Column::Sha256.eq(sha256))
        .order_by_asc(waiting_file::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    found.extend(waiting.iter().map(|id| format!("waiting file {id}")));
    let pinned: Vec<i64> = dossier_pin::Entity::find()
        .select_only()
        .column(dossier_pin::Column::DossierId)
        .filter(dossier_pin::Column::Sha256.eq(sha256))
        .order_by_asc(dossier_pin::Column::DossierId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    found.extend(pinned.iter().map(|id| format!("dossier {id}")));
    Ok(found)
}
