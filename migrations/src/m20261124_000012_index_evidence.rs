//! The index of words, and what the filters of the register walk along.
//!
//! The index is no table of an entity: SQLite keeps it as a virtual table, PostgreSQL as a vector. The program fills it at its
//! next start.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Words come folded: the tokenizer has only to part them. Contents are not kept a second time, and the newest row of an item
/// takes the place of its older one. Prefixes of three letters have an index of their own: they are parts of many words.
const SQLITE: &str = "CREATE VIRTUAL TABLE evidence_index USING fts5(heads, words, notes, facets, \
     content='', contentless_delete=1, detail=column, tokenize='ascii', prefix='3')";

/// The weights of the words say where they stand: A heads, B words, C notes, D facets.
const POSTGRES: [&str; 2] = [
    "CREATE TABLE evidence_index (evidence_id bigint PRIMARY KEY REFERENCES evidence_item (id), \
     words tsvector NOT NULL)",
    "CREATE INDEX evidence_index_words ON evidence_index USING gin (words)",
];

/// What one filters by, in the order of the register; what was deleted is not in them.
const WALKED: [(&str, &str); 5] = [
    ("evidence_held_by_status", "institution_id, status, order_key, id"),
    ("evidence_held_by_type", "institution_id, type_code, order_key, id"),
    ("evidence_held_by_unit", "institution_id, owner_unit, order_key, id"),
    ("evidence_held_by_confidentiality", "institution_id, confidentiality, order_key, id"),
    ("evidence_held_newest", "institution_id, id"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        if db.get_database_backend() == DbBackend::Sqlite {
            db.execute_unprepared(SQLITE).await?;
        } else {
            for it in POSTGRES {
                db.execute_unprepared(it).await?;
            }
        }
        for (name, columns) in WALKED {
            let sql = format!(
                "CREATE INDEX {name} ON evidence_item ({columns}) WHERE deleted_at IS NULL"
            );
            db.execute_unprepared(&sql).await?;
        }
        // The register is ordered by reference.
        db.execute_unprepared("DROP INDEX evidence_item_by_institution_title").await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        let title = "CREATE INDEX evidence_item_by_institution_title \
                     ON evidence_item (institution_id, title)";
        db.execute_unprepared(title).await?;
        for (name, _) in WALKED {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        db.execute_unprepared("DROP TABLE evidence_index").await?;
        Ok(())
    }
}
