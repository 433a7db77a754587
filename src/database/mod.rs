//! Opening the database: SQLite by default, PostgreSQL by configuration; the queries are the same.

mod flush;

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use migrations::Migrator;
use sea_orm::sea_query::{ColumnType, Expr, ExprTrait as _, Func};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ColumnTrait as _, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend,
    DbErr, EntityTrait, Iterable as _, QuerySelect as _, Select,
};
use sea_orm_migration::MigratorTrait;
use serde::de::DeserializeOwned;

pub use flush::Log;

/// Two ways into one database. On PostgreSQL both are the same pool.
#[derive(Clone, Debug)]
pub struct Db {
    /// For questions.
    pub read: DatabaseConnection,
    /// For changes; on SQLite a single connection, so that our own writers queue instead of failing.
    pub(crate) write: DatabaseConnection,
    /// What SQLite has written last; PostgreSQL sees to its own.
    pub(crate) log: Option<Log>,
}

impl Db {
    /// Opens a database and brings it to the newest schema.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let db = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.trim_start_matches("//").split('?').next().unwrap_or_default();
            if let Some(folder) = Path::new(path).parent() {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("cannot create the folder {}", folder.display()))?;
            }
            let write = sqlite(path, false).await?;
            Migrator::up(&write, None)
                .await
                .context("cannot bring the database to the newest schema")?;
            // Before readers are opened: each plans by the counts that it finds then.
            count_rows(&write).await?;
            Self { read: sqlite(path, true).await?, write, log: Some(Log::of(Path::new(path))) }
        } else {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(10)
                .connect_timeout(Duration::from_secs(10))
                .sqlx_logging(false);
            let pool = Database::connect(options).await.context("cannot reach the database")?;
            Migrator::up(&pool, None)
                .await
                .context("cannot bring the database to the newest schema")?;
            Self { read: pool.clone(), write: pool, log: None }
        };
        Ok(db)
    }

    /// Counts rows anew where tables have grown much, so that queries are planned by what is there: without it SQLite takes an
    /// institution for a few items. Readers plan by it once they are opened anew, which happens every half hour. PostgreSQL
    /// counts by itself.
    pub async fn count_rows(&self) -> Result<(), DbErr> {
        if self.write.get_database_backend() == DbBackend::Sqlite {
            count_rows(&self.write).await?;
        }
        Ok(())
    }

    /// Returns once everything that was committed before is on the disk, for what is written without a change.
    pub async fn flush(&self) -> Result<(), DbErr> {
        match &self.log {
            Some(log) => log.flush().await,
            None => Ok(()),
        }
    }

    /// Closes what is open; SQLite folds its write-ahead log into the file.
    pub async fn close(self) -> anyhow::Result<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

/// A few hundred rows of each index at most, and only where that is worth it: <https://www.sqlite.org/pragma.html#pragma_optimize>.
async fn count_rows(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared("PRAGMA analysis_limit = 400").await?;
    db.execute_unprepared("PRAGMA optimize = 0x10002").await.map(drop)
}

/// Some expressions of each row, in no order, all rows as one: SQLite's driver hands each row from thread to thread, which takes
/// ten times as long as what is in a small one. A row comes as a tuple.
pub async fn packed<E: EntityTrait, T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    row: impl IntoIterator<Item = Expr>,
) -> Result<Vec<T>, DbErr> {
    let backend = db.get_database_backend();
    let all = match backend {
        DbBackend::Postgres => "json_agg",
        _ => "json_group_array",
    };
    let packed = Func::cust(all).arg(Func::cust(array(backend)).args(row));
    let found: Option<Option<String>> =
        rows.select_only().expr(Expr::from(packed).cast_as("text")).into_tuple().one(db).await?;
    let Some(text) = found.flatten() else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|it| DbErr::Json(it.to_string()))
}

/// All columns of an entity as one expression of a packed row, which then reads as its model. Of an entity with neither booleans nor
/// bytes, which SQLite has no JSON for.
pub fn model<E: EntityTrait>(backend: DbBackend) -> Expr {
    let column = |it: E::Column| {
        let column = Expr::col((E::default(), it));
        let def = it.def();
        let is_json = matches!(def.get_column_type(), ColumnType::Json | ColumnType::JsonBinary);
        // SQLite keeps JSON as text.
        let is_text = is_json && backend == DbBackend::Sqlite;
        if is_text { Func::cust("json").arg(column).into() } else { column }
    };
    Func::cust(array(backend)).args(E::Column::iter().map(column)).into()
}

fn array(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "json_build_array",
        _ => "json_array",
    }
}

async fn sqlite(path: &str, read_only: bool) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(format!("sqlite://{path}"));
    let connections = if read_only { 4 } else { 1 };
    options.max_connections(connections).sqlx_logging(false).map_sqlx_sqlite_opts(move |it| {
        it.create_if_missing(!read_only)
            .read_only(read_only)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A change is flushed by its end, see `flush`.
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10))
            .pragma("temp_store", "MEMORY")
            // No mmap: whenever somebody has written, the whole of it would be given back and faulted in anew.
            .pragma("cache_size", "-16000")
    });
    Database::connect(options).await.with_context(|| format!("cannot open the database {path}"))
}
