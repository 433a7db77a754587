//! Tables of evidence.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("evidence_item")
            .col(big_pk_auto("id"))
            .col(big_integer("institution_id"))
            .col(string("reference"))
            .col(string("title"))
            .col(text("description"))
            .col(string_null("type_code"))
            .col(string("owner_unit"))
            .col(date_null("document_date"))
            .col(date_null("valid_from"))
            .col(date_null("valid_until"))
            .col(integer_null("review_months"))
            .col(string("confidentiality"))
            .col(string("status"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("recorded_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("evidence_item_institution_id")
                    .from("evidence_item", "institution_id")
                    .to("institution", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("evidence_item_institution_reference")
                    .table("evidence_item")
                    .col("institution_id")
                    .col("reference")
                    .unique()
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("evidence_item_by_institution_title")
                    .table("evidence_item")
                    .col("institution_id")
                    .col("title")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("evidence_past")
            .col(big_pk_auto("id"))
            .col(big_integer("evidence_id"))
            .col(string_null("type_code"))
            .col(date_null("document_date"))
            .col(date_null("valid_from"))
            .col(date_null("valid_until"))
            .col(integer_null("review_months"))
            .col(string("status"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone("superseded_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("evidence_past_evidence_id")
                    .from("evidence_past", "evidence_id")
                    .to("evidence_item", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("evidence_past_by_evidence")
                    .table("evidence_past")
                    .col("evidence_id")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("revision")
            .col(big_pk_auto("id"))
            .col(big_integer("evidence_id"))
            .col(integer("number"))
            .col(string("kind"))
            .col(string("place"))
            .col(string_null("sha256"))
            .col(string_null("media_type"))
            .col(big_integer_null("size"))
            .col(big_integer_null("user_id"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("revision_evidence_id")
                    .from("revision", "evidence_id")
                    .to("evidence_item", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("revision_user_id")
                    .from("revision", "user_id")
                    .to("user", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("revision_evidence_number")
                    .table("revision")
                    .col("evidence_id")
                    .col("number")
                    .unique()
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("revision_by_sha256")
                    .table("revision")
                    .col("sha256")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("link")
            .col(big_pk_auto("id"))
            .col(big_integer("evidence_id"))
            .col(big_integer("criterion_id"))
            .col(string("relevance"))
            .col(string("place"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("link_evidence_id")
                    .from("link", "evidence_id")
                    .to("evidence_item", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("link_criterion_id")
                    .from("link", "criterion_id")
                    .to("criterion", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("link_by_criterion")
                    .table("link")
                    .col("criterion_id")
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("link_by_evidence")
                    .table("link")
                    .col("evidence_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["link", "revision", "evidence_past", "evidence_item"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
