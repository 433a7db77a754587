//! What every handler and command may use: database, files, settings and the clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Context;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, EntityTrait as _,
    QuerySelect as _, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::audit::{self, Actor, Event};
use crate::config::Config;
use crate::database::{Db, Log};
use crate::entities::{InstitutionId, institution};
use crate::files::Files;
use crate::scanner::Scanner;

/// The program as it runs; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    pub db: Db,
    pub files: Files,
    pub config: Arc<Config>,
    /// The program that reads strangers' files as `kriter extract`; this very one, if none is said.
    pub reader: Option<PathBuf>,
    /// Whether the session cookie demands https.
    pub secure_cookies: bool,
    clock: Clock,
}

/// Where the time comes from.
#[derive(Clone, Debug)]
enum Clock {
    System,
    /// Microseconds since 1970. It stands still, but for one of them after each change: so what happens keeps its order.
    Stopped(Arc<AtomicI64>),
}

impl App {
    /// Opens the database and the files of an instance.
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data)
            .with_context(|| format!("cannot create the data folder {}", config.data.display()))?;
        let db = Db::open(&config.database_url()).await?;
        let files = Files::at(&config.storage.place(&config.data)?)?;
        let files = files.scanned_by(config.clamd.clone().map(Scanner::new));
        Ok(Self {
            db,
            files,
            config: Arc::new(config),
            reader: None,
            secure_cookies: false,
            clock: Clock::System,
        })
    }

    /// The same program with a clock of its own that is stopped, for tests and for the demo's fixed story.
    #[must_use]
    pub fn at(mut self, now: DateTime<Utc>) -> Self {
        self.clock = Clock::Stopped(Arc::new(now.timestamp_micros().into()));
        self
    }

    /// This moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.moved_on(0)
    }

    /// This moment; a stopped clock goes on so many microseconds after it.
    fn moved_on(&self, by: i64) -> DateTime<Utc> {
        match &self.clock {
            #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
            Clock::System => Utc::now(),
            Clock::Stopped(now) => {
                let now = now.fetch_add(by, Ordering::Relaxed);
                DateTime::from_timestamp_micros(now).unwrap_or_default()
            }
        }
    }

    /// Moves a stopped clock on, for all who share it.
    pub fn wait(&self, by: TimeDelta) {
        self.moved_on(by.num_microseconds().unwrap_or_default());
    }

    /// This day, in UTC.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// A folder for files that live as long as one request.
    pub fn scratch(&self) -> PathBuf {
        self.config.data.join("scratch")
    }

    /// Begins a change by `actor`.
    pub async fn change(&self, actor: Actor) -> Result<Change, DbErr> {
        let options = TransactionOptions {
            // Else two writers that both read first would block one another.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.db.write.begin_with_options(options).await?;
        Ok(Change {
            tx,
            log: self.db.log.clone(),
            actor,
            now: self.moved_on(1),
            events: Vec::new(),
        })
    }

    /// Begins to write what follows from what is stored already and can be had anew at any time: the text that was read out
    /// of a file, the index of words. Nobody did anything, so no event tells of it.
    pub async fn derive(&self) -> Result<Derived, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Derived { tx: self.db.write.begin_with_options(options).await? })
    }
}

/// What follows from what is stored, as it is written: it takes effect as a whole; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Derived {
    tx: DatabaseTransaction,
}

impl Derived {
    /// The transaction.
    pub fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Makes it last.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.tx.commit().await
    }
}

/// A change to what is stored. It takes effect as a whole, and only together with the events that tell of it;
/// dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Change {
    tx: DatabaseTransaction,
    log: Option<Log>,
    actor: Actor,
    now: DateTime<Utc>,
    events: Vec<Event>,
}

impl Change {
    /// The transaction, for reading and writing within the change.
    pub fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// When the change happens: one moment for all its rows.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Who makes it.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// Waits until no other change is at work on an institution, and keeps others waiting until this one ends. What is
    /// then read within the change cannot be changed by anybody else before it is written. SQLite has one writer anyway.
    pub async fn alone_in(&self, institution: InstitutionId) -> Result<(), DbErr> {
        if self.tx.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        institution::Entity::find_by_id(institution).lock_exclusive().one(&self.tx).await.map(drop)
    }

    /// Tells what was done.
    pub fn record(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Writes the events and makes the change last, also when the power goes.
    pub async fn commit(self) -> Result<(), DbErr> {
        if self.events.is_empty() {
            return Err(DbErr::Custom("a change without an audit event".into()));
        }
        audit::store::append(&self.tx, self.actor, self.now, self.events).await?;
        self.tx.commit().await?;
        if let Some(log) = self.log {
            log.flush().await?;
        }
        Ok(())
    }
}
