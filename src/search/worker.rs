//! Reading the text of stored files in the background, one at a time, so that it can be found.
//!
//! A worker leases a content, reads it in a process of its own and stores what was found together with the index. However the
//! reading ends is a state of the content. A worker that dies leaves its lease, which ends.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, QueryOrder, QuerySelect, Set, Statement};

use super::reindex::{index_missing, reindex};
use crate::app::App;
use crate::entities::{Codes, EvidenceId, TextState, blob, revision};
use crate::extraction::{Extractor, Hint, Outcome};
use crate::files::Digest;

/// How long a content is leased: longer than reading it may take.
const LEASE: chrono::TimeDelta = chrono::TimeDelta::minutes(5);
/// How long a worker rests when there is nothing to read.
const REST: Duration = Duration::from_secs(3);
/// Files that still come go before those that are read: so long nothing must have come.
const LULL: Duration = Duration::from_secs(1);
/// Where they come and come, one is read all the same after so many lulls.
const PATIENCE: usize = 5;

/// Reads files for the search.
#[derive(Clone, Debug)]
pub struct Worker {
    pub app: App,
    pub extractor: Extractor,
}

/// What was found in a content.
struct Found {
    state: TextState,
    text: Option<String>,
    pages: Option<i32>,
    hints: Vec<Hint>,
}

impl Worker {
    /// A worker that starts this very program to read.
    pub fn new(app: App) -> Self {
        Self { app, extractor: Extractor::default() }
    }

    /// Indexes what is not in the index yet, then reads what comes, for as long as it is not dropped.
    pub async fn run(self) {
        match index_missing(&self.app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!("indexed {count} evidence items"),
            Err(error) => tracing::error!("cannot index evidence: {error}"),
        }
        loop {
            self.make_way().await;
            match self.once().await {
                Ok(true) => {}
                Ok(false) => tokio::time::sleep(REST).await,
                Err(error) => {
                    tracing::error!("cannot read a file for the search: {error:#}");
                    tokio::time::sleep(REST).await;
                }
            }
        }
    }

    /// Waits while files come in: whoever brings them waits for each, and nobody for the reading.
    async fn make_way(&self) {
        for _ in 0..PATIENCE {
            let quiet = self.app.files.quiet_for().unwrap_or(LULL);
            match LULL.checked_sub(quiet).filter(|it| !it.is_zero()) {
                Some(rest) => tokio::time::sleep(rest).await,
                None => return,
            }
        }
    }

    /// Reads one content. Tells whether there was one to be read.
    pub async fn once(&self) -> anyhow::Result<bool> {
        let until = self.app.now() + LEASE;
        let Some(sha256) = lease(&self.app, until).await? else { return Ok(false) };
        let digest = Digest::parse(&sha256).context("a stored content without a digest")?;
        if let Some(found) = self.read(&digest).await? {
            keep(&self.app, &sha256, until, found).await?;
        }
        Ok(true)
    }

    /// What is in a content; nothing where it may be tried again later, once the lease has ended.
    async fn read(&self, digest: &Digest) -> anyhow::Result<Option<Found>> {
        let folder = self.app.scratch();
        tokio::fs::create_dir_all(&folder).await?;
        let copy = folder.join(format!("{:032x}", rand::random::<u128>()));
        let found = self.read_copy(digest, &copy).await;
        // It may not even have been begun.
        let _ = tokio::fs::remove_file(&copy).await;
        found
    }

    async fn read_copy(&self, digest: &Digest, copy: &Path) -> anyhow::Result<Option<Found>> {
        if let Err(error) = self.app.files.copy_to(digest, copy).await {
            let is_lost = matches!(
                error.downcast_ref::<object_store::Error>(),
                Some(object_store::Error::NotFound { .. })
            );
            tracing::error!("cannot get the content {}: {error:#}", digest.as_str());
            let lost = Found { state: TextState::Failed, text: None, pages: None, hints: vec![] };
            return Ok(is_lost.then_some(lost));
        }
        let name = name_of(&self.app, digest).await?;
        let outcome = self.extractor.run(copy, &name).await;
        let hints = outcome.hints();
        Ok(match outcome {
            Outcome::Read(found) => Some(Found {
                state: if found.text.is_empty() { TextState::Nothing } else { TextState::Read },
                text: Some(found.text).filter(|it| !it.is_empty()),
                pages: found.pages.and_then(|it| it.try_into().ok()),
                hints,
            }),
            Outcome::Failed(failure) if failure.is_passing() => None,
            Outcome::Failed(failure) => {
                tracing::warn!("content {} not read: {}", digest.as_str(), failure.code());
                Some(Found { state: TextState::Failed, text: None, pages: None, hints })
            }
        })
    }
}

/// Takes the content that waits the longest, for a while. One statement, so that no two workers get the same.
async fn lease(app: &App, until: DateTimeUtc) -> Result<Option<String>, DbErr> {
    let backend = app.db.write.get_database_backend();
    let (until_mark, now_mark, lock) = if backend == DbBackend::Sqlite {
        ("?", "?", "")
    } else {
        ("$1", "$2", "FOR UPDATE SKIP LOCKED")
    };
    let sql = format!(
        "UPDATE blob SET leased_until = {until_mark} WHERE sha256 = (SELECT sha256 FROM blob \
         WHERE text_state = 'pending' AND (leased_until IS NULL OR leased_until < {now_mark}) \
         ORDER BY kept_at, sha256 LIMIT 1 {lock}) RETURNING sha256"
    );
    let values = [until.into(), app.now().into()];
    let row = app.db.write.query_one_raw(Statement::from_sql_and_values(backend, sql, values));
    row.await?.map(|it| it.try_get("", "sha256")).transpose()
}

/// The name of the newest file with a content.
async fn name_of(app: &App, digest: &Digest) -> Result<String, DbErr> {
    let name: Option<String> = revision::Entity::find()
        .select_only()
        .column(revision::Column::Place)
        .filter(revision::COLUMN.sha256.eq(digest.as_str()))
        .order_by_desc(revision::Column::Id)
        .into_tuple()
        .one(&app.db.read)
        .await?;
    Ok(name.unwrap_or_default())
}

/// Stores what was found and indexes the items that hold the content, unless the lease ended meanwhile and another worker has it.
async fn keep(app: &App, sha256: &str, lease: DateTimeUtc, found: Found) -> Result<(), DbErr> {
    let derived = app.derive().await?;
    let row = blob::ActiveModel {
        text_state: Set(found.state),
        text: Set(found.text),
        pages: Set(found.pages),
        hints: Set(Codes(found.hints.iter().map(|it| it.code().to_owned()).collect())),
        leased_until: Set(None),
        ..Default::default()
    };
    let kept = blob::Entity::update_many()
        .set(row)
        .filter(blob::COLUMN.sha256.eq(sha256))
        .filter(blob::COLUMN.leased_until.eq(lease))
        .exec(derived.tx())
        .await?;
    if kept.rows_affected == 0 {
        return Ok(());
    }
    let mut holders: Vec<EvidenceId> = revision::Entity::find()
        .select_only()
        .column(revision::Column::EvidenceId)
        .filter(revision::COLUMN.sha256.eq(sha256))
        .into_tuple()
        .all(derived.tx())
        .await?;
    holders.sort_unstable();
    holders.dedup();
    reindex(derived.tx(), &holders).await?;
    derived.commit().await
}

/// How far the reading of a content has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadState {
    pub state: TextState,
    pub hints: Vec<Hint>,
}

/// How far the reading of some contents has come; one query.
pub async fn states(
    db: &impl ConnectionTrait,
    digests: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, ReadState>, DbErr> {
    let rows: Vec<(String, TextState, Codes)> = blob::Entity::find()
        .select_only()
        .columns([blob::Column::Sha256, blob::Column::TextState, blob::Column::Hints])
        .filter(blob::Column::Sha256.is_in(digests))
        .into_tuple()
        .all(db)
        .await?;
    let of = |(sha256, state, hints): (String, TextState, Codes)| {
        let hints = hints.0.iter().filter_map(|it| Hint::from_code(it)).collect();
        (sha256, ReadState { state, hints })
    };
    Ok(rows.into_iter().map(of).collect())
}
