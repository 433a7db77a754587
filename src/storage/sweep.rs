//! Deleting what no row names any more.

use std::time::{Duration, SystemTime};

use futures_util::TryStreamExt as _;
use sea_orm::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::references::{names, referenced};
use crate::app::App;
use crate::audit::{Actor, Event};
use crate::entities::blob;

/// What a sweep did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Swept {
    pub deleted: usize,
    pub bytes: u64,
    /// Named by no row, but too young to go.
    pub young: usize,
}

/// Deletes files that no row names and that have been in the store, untouched, for `older_than`; and uploads that were given up.
///
/// An upload of the same content may happen at any moment of this. It has two steps: the file is put into its place, which makes it
/// look new even where it was there already, and then a row is written that names it. So:
///
/// - before the first step the file is old and unnamed, and may go; the upload brings it again;
/// - between the steps it is unnamed but new: it stays, as long as `older_than` is more than a request takes;
/// - after the second step it is named.
///
/// The list is only a first guess. Right before a deletion the rows are asked again, inside a write transaction: on SQLite no
/// row can then be written until the file is gone; on PostgreSQL one can, but only by an upload whose file is new. And the
/// file's age is asked again under the lock that an upload holds while it puts a file into its place, so that
/// asking and deleting are one step. That lock holds for all programs that share a folder, and for one program that uses a bucket. With
/// several programs on one bucket a few milliseconds remain in which a file that nobody wanted for `older_than`
/// would have to come again; docs/operations.md says how to close them.
pub async fn sweep(app: &App, older_than: Duration) -> anyhow::Result<Swept> {
    app.files.sweep_unfinished().await?;
    let rows = referenced(&app.db.read).await?;
    let mut swept = Swept::default();
    let mut gone = Vec::new();
    let mut stored = app.files.stored();
    while let Some(it) = stored.try_next().await? {
        // What has another name is not ours to delete.
        let Some(digest) = it.digest.filter(|it| !rows.digests.contains(it)) else { continue };
        let age = SystemTime::now().duration_since(it.changed_at.into()).unwrap_or_default();
        if age < older_than {
            swept.young += 1;
            continue;
        }
        let change = app.change(Actor::System).await?;
        if names(change.tx(), digest.as_str()).await?.is_empty()
            && app.files.remove_if_older(&digest, older_than).await?
        {
            swept.deleted += 1;
            swept.bytes += it.size;
            gone.push(digest.to_string());
        }
    }
    if swept.deleted > 0 {
        let mut change = app.change(Actor::System).await?;
        // What was known of them goes too, but not of one that came again meanwhile.
        let before = app.now() - older_than;
        for some in gone.chunks(10_000) {
            blob::Entity::delete_many()
                .filter(blob::COLUMN.sha256.is_in(some.iter().map(String::as_str)))
                .filter(blob::COLUMN.kept_at.lt(before))
                .exec(change.tx())
                .await?;
        }
        // The first hashes are enough to know what kind of files went.
        gone.truncate(100);
        let details = json!({ "deleted": swept.deleted, "bytes": swept.bytes, "sha256": gone });
        change.record(Event::of_instance("files-swept", "storage".to_owned(), details));
        change.commit().await?;
    }
    Ok(swept)
}
