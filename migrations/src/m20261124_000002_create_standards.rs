//! Tables of standards.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("framework")
            .col(big_pk_auto("id"))
            .col(string_uniq("code"))
            .col(json("title"))
            .col(string("issuer"));
        schema.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("edition")
            .col(big_pk_auto("id"))
            .col(big_integer("framework_id"))
            .col(string_uniq("code"))
            .col(json("title"))
            .col(string("version"))
            .col(string("kind"))
            .col(json("pack"))
            .col(string("digest"))
            .col(timestamp_with_time_zone("loaded_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("edition_framework_id")
                    .from("edition", "framework_id")
                    .to("framework", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("edition_by_framework")
                    .table("edition")
                    .col("framework_id")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("criterion")
            .col(big_pk_auto("id"))
            .col(big_integer("edition_id"))
            .col(big_integer_null("parent_id"))
            .col(string("code"))
            .col(string("kind"))
            .col(json("title"))
            .col(json("summary"))
            .col(string("provenance"))
            .col(boolean("assessable"))
            .col(boolean("mandatory"))
            .col(double("weight"))
            .col(json("expects"))
            .col(integer("depth"))
            .col(integer("position"))
            .foreign_key(
                ForeignKey::create()
                    .name("criterion_edition_id")
                    .from("criterion", "edition_id")
                    .to("edition", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("criterion_parent_id")
                    .from("criterion", "parent_id")
                    .to("criterion", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("criterion_edition_code")
                    .table("criterion")
                    .col("edition_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("criterion_by_edition_position")
                    .table("criterion")
                    .col("edition_id")
                    .col("position")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("evidence_type")
            .col(big_pk_auto("id"))
            .col(string_uniq("code"))
            .col(string("family"))
            .col(json("title"))
            .col(integer_null("review_months"));
        schema.create_table(table).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["evidence_type", "criterion", "edition", "framework"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
