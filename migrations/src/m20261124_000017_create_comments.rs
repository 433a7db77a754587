//! Comments on a criterion of an assessment, and whom they mention.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The page of a criterion asks for its comments; a person for what mentions them and is not read.
const FIND: [&str; 3] = [
    "CREATE INDEX comment_criterion ON comment (assessment_id, criterion_id)",
    "CREATE INDEX mention_unread ON mention (user_id) WHERE read_at IS NULL",
    "CREATE UNIQUE INDEX mention_once ON mention (comment_id, user_id)",
];

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn comment() -> TableCreateStatement {
    let name = "comment";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer("user_id"))
        .col(big_integer_null("reply_to_id"))
        .col(string("round"))
        .col(string("side"))
        .col(string("audience"))
        .col(text("text"))
        .col(integer("edits").default(0).take())
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("struck_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "user_id", "user"))
        .foreign_key(&mut key(name, "reply_to_id", "comment"));
    table.take()
}

fn mention() -> TableCreateStatement {
    let name = "mention";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("comment_id"))
        .col(big_integer("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("read_at"))
        .foreign_key(&mut key(name, "comment_id", "comment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [comment(), mention()] {
            schema.create_table(table).await?;
        }
        for sql in FIND {
            schema.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["mention", "comment"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
