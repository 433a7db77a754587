//! Checks that may stand.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const NAME: &str = "accepted_check";

fn key(column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("{NAME}_{column}")).from(NAME, column).to(to, "id").to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table(NAME)
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("criterion_id"))
            .col(string("kind"))
            .col(string("about"))
            .col(text("stamp"))
            .col(string("side"))
            .col(big_integer("user_id"))
            .col(text("reason"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(&mut key("assessment_id", "assessment"))
            .foreign_key(&mut key("criterion_id", "criterion"))
            .foreign_key(&mut key("user_id", "user"));
        schema.create_table(table.take()).await?;
        let sql = "CREATE INDEX accepted_check_held ON accepted_check (assessment_id) \
                   WHERE superseded_at IS NULL";
        schema.get_connection().execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table(NAME).take()).await
    }
}
