//! Tables of imports.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("import_batch")
            .col(big_pk_auto("id"))
            .col(big_integer("institution_id"))
            .col(big_integer_null("assessment_id"))
            .col(string("kind"))
            .col(string("file_name"))
            .col(string("sha256"))
            .col(string("state"))
            .col(big_integer_null("user_id"))
            .col(integer("rows_read"))
            .col(integer("created"))
            .col(integer("updated"))
            .col(integer("unchanged"))
            .col(integer("rejected"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("committed_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("import_batch_institution_id")
                    .from("import_batch", "institution_id")
                    .to("institution", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("import_batch_assessment_id")
                    .from("import_batch", "assessment_id")
                    .to("assessment", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("import_batch_user_id")
                    .from("import_batch", "user_id")
                    .to("user", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("import_batch_by_institution")
                    .table("import_batch")
                    .col("institution_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["import_batch"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
