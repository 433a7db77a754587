//! Tables of assessments.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("assessment")
            .col(big_pk_auto("id"))
            .col(big_integer("institution_id"))
            .col(big_integer("edition_id"))
            .col(big_integer_null("qualification_id"))
            .col(string("name"))
            .col(string("stage"))
            .col(string("target"))
            .col(date_null("visit_date"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("assessment_institution_id")
                    .from("assessment", "institution_id")
                    .to("institution", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("assessment_edition_id")
                    .from("assessment", "edition_id")
                    .to("edition", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("assessment_qualification_id")
                    .from("assessment", "qualification_id")
                    .to("qualification", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("assessment_by_institution")
                    .table("assessment")
                    .col("institution_id")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("assessment_reviewer")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("user_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("assessment_reviewer_assessment_id")
                    .from("assessment_reviewer", "assessment_id")
                    .to("assessment", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("assessment_reviewer_user_id")
                    .from("assessment_reviewer", "user_id")
                    .to("user", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("assessment_reviewer_assessment_user")
                    .table("assessment_reviewer")
                    .col("assessment_id")
                    .col("user_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("assessment_reviewer_by_user")
                    .table("assessment_reviewer")
                    .col("user_id")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("rating")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("criterion_id"))
            .col(string("round"))
            .col(big_integer_null("user_id"))
            .col(string_null("level"))
            .col(text("rationale"))
            .col(text("recommendation"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("rating_assessment_id")
                    .from("rating", "assessment_id")
                    .to("assessment", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("rating_criterion_id")
                    .from("rating", "criterion_id")
                    .to("criterion", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("rating_user_id")
                    .from("rating", "user_id")
                    .to("user", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("rating_by_assessment_criterion")
                    .table("rating")
                    .col("assessment_id")
                    .col("criterion_id")
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("action")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("criterion_id"))
            .col(string("reference"))
            .col(text("title"))
            .col(string("owner"))
            .col(date_null("due_on"))
            .col(date_null("done_on"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("action_assessment_id")
                    .from("action", "assessment_id")
                    .to("assessment", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("action_criterion_id")
                    .from("action", "criterion_id")
                    .to("criterion", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("action_by_assessment_criterion")
                    .table("action")
                    .col("assessment_id")
                    .col("criterion_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["action", "rating", "assessment_reviewer", "assessment"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
