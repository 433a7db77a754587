//! Answers to the questions of a criterion, beside its rating.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("rating").add_column(json("answers").default("{}").take());
        schema.alter_table(alter).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("rating").drop_column("answers");
        schema.alter_table(alter).await
    }
}
