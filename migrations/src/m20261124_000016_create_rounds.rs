//! Rounds: who has locked their ratings, what a round agreed on, who signed it off.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What holds now is there once: of a rater, of a criterion, of a round.
const ONCE: [&str; 3] = [
    "CREATE UNIQUE INDEX round_lock_once ON round_lock (assessment_id, round, user_id) \
     WHERE superseded_at IS NULL",
    "CREATE UNIQUE INDEX determination_once ON determination (assessment_id, round, criterion_id) \
     WHERE superseded_at IS NULL",
    "CREATE UNIQUE INDEX sign_off_once ON sign_off (assessment_id, round) \
     WHERE superseded_at IS NULL",
];

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

/// A table of what somebody said of a round, and of how that ended.
fn said(name: &'static str) -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(string("round"))
        .col(big_integer("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .col(big_integer_null("ended_by_id"))
        .col(text("reason").default("").take())
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn determination() -> TableCreateStatement {
    let name = "determination";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(big_integer("criterion_id"))
        .col(string("round"))
        .col(big_integer("user_id"))
        .col(string("level"))
        .col(string_null("second_level"))
        .col(double_null("score"))
        .col(text("rationale"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [said("round_lock"), said("sign_off"), determination()] {
            schema.create_table(table).await?;
        }
        for sql in ONCE {
            schema.get_connection().execute_unprepared(sql).await?;
        }
        // How often the words of a rating were changed while they were typed.
        let mut alter = Table::alter();
        alter.table("rating").add_column(integer("edits").default(0).take());
        schema.alter_table(alter).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("rating").drop_column("edits");
        schema.alter_table(alter).await?;
        for table in ["determination", "sign_off", "round_lock"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
