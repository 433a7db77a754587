//! Tables of qualifications.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("qualification")
            .col(big_pk_auto("id"))
            .col(big_integer("institution_id"))
            .col(string("code"))
            .col(json("title"))
            .col(string("kind"))
            .col(string("nqf_level"))
            .col(string("eqf_level"))
            .col(double_null("credits"))
            .col(string("awarding_body"))
            .col(date_null("valid_from"))
            .col(date_null("valid_until"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("qualification_institution_id")
                    .from("qualification", "institution_id")
                    .to("institution", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("qualification_institution_code")
                    .table("qualification")
                    .col("institution_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("qualification_unit")
            .col(big_pk_auto("id"))
            .col(big_integer("qualification_id"))
            .col(string("code"))
            .col(json("title"))
            .col(double_null("credits"))
            .col(double_null("hours"))
            .col(boolean("compulsory"))
            .col(integer("position"))
            .foreign_key(
                ForeignKey::create()
                    .name("qualification_unit_qualification_id")
                    .from("qualification_unit", "qualification_id")
                    .to("qualification", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("qualification_unit_qualification_code")
                    .table("qualification_unit")
                    .col("qualification_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("learning_outcome")
            .col(big_pk_auto("id"))
            .col(big_integer("unit_id"))
            .col(string("code"))
            .col(string("domain"))
            .col(text("statement"))
            .col(integer("position"))
            .foreign_key(
                ForeignKey::create()
                    .name("learning_outcome_unit_id")
                    .from("learning_outcome", "unit_id")
                    .to("qualification_unit", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("learning_outcome_unit_code")
                    .table("learning_outcome")
                    .col("unit_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("assessment_criterion")
            .col(big_pk_auto("id"))
            .col(big_integer("outcome_id"))
            .col(string("code"))
            .col(text("statement"))
            .col(integer("position"))
            .foreign_key(
                ForeignKey::create()
                    .name("assessment_criterion_outcome_id")
                    .from("assessment_criterion", "outcome_id")
                    .to("learning_outcome", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("assessment_criterion_outcome_code")
                    .table("assessment_criterion")
                    .col("outcome_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("occupational_task")
            .col(big_pk_auto("id"))
            .col(big_integer("qualification_id"))
            .col(string("code"))
            .col(string("duty"))
            .col(text("statement"))
            .col(integer("position"))
            .foreign_key(
                ForeignKey::create()
                    .name("occupational_task_qualification_id")
                    .from("occupational_task", "qualification_id")
                    .to("qualification", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("occupational_task_qualification_code")
                    .table("occupational_task")
                    .col("qualification_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        let mut table = Table::create();
        table
            .table("task_outcome")
            .col(big_pk_auto("id"))
            .col(big_integer("task_id"))
            .col(big_integer("outcome_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("task_outcome_task_id")
                    .from("task_outcome", "task_id")
                    .to("occupational_task", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("task_outcome_outcome_id")
                    .from("task_outcome", "outcome_id")
                    .to("learning_outcome", "id"),
            );
        schema.create_table(table).await?;
        schema
            .create_index(
                Index::create()
                    .name("task_outcome_task_outcome")
                    .table("task_outcome")
                    .col("task_id")
                    .col("outcome_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(
                Index::create()
                    .name("task_outcome_by_outcome")
                    .table("task_outcome")
                    .col("outcome_id")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "task_outcome",
            "occupational_task",
            "assessment_criterion",
            "learning_outcome",
            "qualification_unit",
            "qualification",
        ] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
