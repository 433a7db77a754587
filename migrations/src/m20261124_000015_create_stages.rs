//! The moves of assessments from stage to stage; their deadlines, the days that these count from, and how they were moved.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Of each anchor, one day holds.
const ONCE: &str = "CREATE UNIQUE INDEX milestone_once ON milestone (assessment_id, anchor) \
     WHERE superseded_at IS NULL";

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn stage_move() -> TableCreateStatement {
    let name = "stage_move";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(string("step"))
        .col(string("from_stage"))
        .col(string("to_stage"))
        .col(big_integer_null("user_id"))
        .col(text("reason"))
        .col(json("overridden"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn milestone() -> TableCreateStatement {
    let name = "milestone";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(string("anchor"))
        .col(date("day"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn deadline() -> TableCreateStatement {
    let name = "deadline";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(string("code"))
        .col(json("title"))
        .col(string_null("anchor"))
        .col(integer("count"))
        .col(string("unit"))
        .col(string("calendar"))
        .col(date_null("fixed_on"))
        .col(text("source"))
        .col(boolean("checked"))
        .col(date_null("done_on"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn deadline_move() -> TableCreateStatement {
    let name = "deadline_move";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("deadline_id"))
        .col(date_null("from_day"))
        .col(date_null("to_day"))
        .col(big_integer_null("user_id"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key(name, "deadline_id", "deadline"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

/// An index to find the rows of an assessment, or of a deadline, by.
fn index(table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create().name(format!("{table}_of")).table(table).col(column).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [stage_move(), milestone(), deadline(), deadline_move()] {
            schema.create_table(table).await?;
        }
        for (table, column) in [
            ("stage_move", "assessment_id"),
            ("deadline", "assessment_id"),
            ("deadline_move", "deadline_id"),
        ] {
            schema.create_index(index(table, column)).await?;
        }
        schema.get_connection().execute_unprepared(ONCE).await.map(drop)
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["deadline_move", "deadline", "milestone", "stage_move"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
