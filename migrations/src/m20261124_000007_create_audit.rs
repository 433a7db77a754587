//! Tables of audit.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("audit_event")
            .col(big_pk_auto("id"))
            .col(big_integer_uniq("sequence"))
            .col(string("happened_at"))
            .col(string("actor"))
            .col(big_integer_null("institution_id"))
            .col(string("action"))
            .col(string("object"))
            .col(text("details"))
            .col(string("previous_hash"))
            .col(string("hash"));
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("audit_event_by_institution_sequence")
                    .table("audit_event")
                    .col("institution_id")
                    .col("sequence")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("audit_head")
            .col(big_pk_auto("id"))
            .col(big_integer("sequence"))
            .col(string("hash"));
        schema.create_table(table).await?;
        let head = Query::insert()
            .into_table("audit_head")
            .columns(["id", "sequence", "hash"])
            .values_panic([1.into(), 0.into(), "".into()])
            .to_owned();
        schema.execute(head).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_head", "audit_event"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
