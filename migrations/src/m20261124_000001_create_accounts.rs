//! Tables of accounts.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("user")
            .col(big_pk_auto("id"))
            .col(string_uniq("email"))
            .col(string("name"))
            .col(string("password_hash"))
            .col(string("language"))
            .col(boolean("system_administrator"))
            .col(boolean("active"))
            .col(timestamp_with_time_zone("created_at"));
        schema.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("institution")
            .col(big_pk_auto("id"))
            .col(string_uniq("code"))
            .col(json("title"))
            .col(timestamp_with_time_zone("created_at"));
        schema.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("membership")
            .col(big_pk_auto("id"))
            .col(big_integer("user_id"))
            .col(big_integer("institution_id"))
            .col(string("role"))
            .foreign_key(
                ForeignKey::create()
                    .name("membership_user_id")
                    .from("membership", "user_id")
                    .to("user", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("membership_institution_id")
                    .from("membership", "institution_id")
                    .to("institution", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("membership_user_institution")
                    .table("membership")
                    .col("user_id")
                    .col("institution_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("membership_by_institution")
                    .table("membership")
                    .col("institution_id")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("session")
            .col(big_pk_auto("id"))
            .col(string_uniq("token_hash"))
            .col(big_integer("user_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("session_user_id")
                    .from("session", "user_id")
                    .to("user", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create().name("session_by_user").table("session").col("user_id").to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("sign_in_failure")
            .col(big_pk_auto("id"))
            .col(string("subject"))
            .col(timestamp_with_time_zone("failed_at"));
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("sign_in_failure_by_subject_failed_at")
                    .table("sign_in_failure")
                    .col("subject")
                    .col("failed_at")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sign_in_failure", "session", "membership", "institution", "user"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
