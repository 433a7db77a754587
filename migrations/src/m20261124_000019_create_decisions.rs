//! Decisions, and the public pages that confirm them.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Of an assessment, one decision holds.
const ONCE: &str =
    "CREATE UNIQUE INDEX decision_once ON decision (assessment_id) WHERE superseded_at IS NULL";

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn decision() -> TableCreateStatement {
    let name = "decision";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(big_integer("dossier_id"))
        .col(string("kind"))
        .col(string("outcome"))
        .col(string("number"))
        .col(date("decided_on"))
        .col(date_null("valid_from"))
        .col(date_null("valid_until"))
        .col(text("scope"))
        .col(text("conditions"))
        .col(text("quotas"))
        .col(big_integer_null("document_id"))
        .col(big_integer_null("supersedes_id"))
        .col(text("reason"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "dossier_id", "dossier"))
        .foreign_key(&mut key(name, "document_id", "revision"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn confirmation() -> TableCreateStatement {
    let name = "confirmation";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer_uniq("decision_id"))
        .col(string_uniq("token"))
        .col(boolean("is_on"))
        .foreign_key(&mut key(name, "decision_id", "decision"));
    table.take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.create_table(decision()).await?;
        schema.create_table(confirmation()).await?;
        schema.get_connection().execute_unprepared(ONCE).await.map(drop)
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["confirmation", "decision"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
