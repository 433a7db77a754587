//! Notes of interviews, observations and tours.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const FIND: [&str; 2] = [
    "CREATE INDEX note_assessment ON note (assessment_id)",
    "CREATE UNIQUE INDEX note_criterion_once ON note_criterion (note_id, criterion_id)",
];

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn note() -> TableCreateStatement {
    let name = "note";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("institution_id"))
        .col(big_integer("assessment_id"))
        .col(string("kind"))
        .col(string("title"))
        .col(date("held_on"))
        .col(string("place"))
        .col(string("people"))
        .col(text("text"))
        .col(big_integer("user_id"))
        .col(big_integer_null("counterpart_id"))
        .col(string("counterpart"))
        .col(integer("edits").default(0).take())
        .col(text_null("frozen"))
        .col(string_null("sha256"))
        .col(timestamp_with_time_zone_null("signed_at"))
        .col(timestamp_with_time_zone_null("countersigned_at"))
        .col(big_integer_null("evidence_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut key(name, "institution_id", "institution"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"))
        .foreign_key(&mut key(name, "evidence_id", "evidence_item"));
    table.take()
}

fn note_criterion() -> TableCreateStatement {
    let name = "note_criterion";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("note_id"))
        .col(big_integer("criterion_id"))
        .foreign_key(&mut key(name, "note_id", "note"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"));
    table.take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [note(), note_criterion()] {
            schema.create_table(table).await?;
        }
        for sql in FIND {
            schema.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["note_criterion", "note"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
