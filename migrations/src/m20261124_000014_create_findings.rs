//! Findings with what is said of them, the steps they go through and what proves that they are closed; recommendations of
//! earlier decisions and of outside monitors with how far they are fulfilled.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables, each after those that it refers to.
const TABLES: [&str; 9] = [
    "finding",
    "finding_wording",
    "finding_step",
    "finding_proof",
    "recommendation",
    "recommendation_wording",
    "recommendation_criterion",
    "recommendation_progress",
    "recommendation_proof",
];

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn index(
    table: &'static str,
    name: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for it in columns {
        index.col(*it);
    }
    index
}

fn finding() -> TableCreateStatement {
    Table::create()
        .table("finding")
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(integer("number"))
        .col(big_integer_null("criterion_id"))
        .col(string("round"))
        .col(big_integer_null("carried_from_id"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key("finding", "assessment_id", "assessment"))
        .foreign_key(&mut key("finding", "criterion_id", "criterion"))
        .foreign_key(&mut key("finding", "carried_from_id", "finding"))
        .foreign_key(&mut key("finding", "user_id", "user"))
        .to_owned()
}

fn finding_wording() -> TableCreateStatement {
    Table::create()
        .table("finding_wording")
        .col(big_pk_auto("id"))
        .col(big_integer("finding_id"))
        .col(string("kind"))
        .col(text("statement"))
        .col(text("requirement"))
        .col(text("objective_evidence"))
        .col(big_integer_null("evidence_id"))
        .col(date_null("due_on"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key("finding_wording", "finding_id", "finding"))
        .foreign_key(&mut key("finding_wording", "evidence_id", "evidence_item"))
        .foreign_key(&mut key("finding_wording", "user_id", "user"))
        .to_owned()
}

fn finding_step() -> TableCreateStatement {
    Table::create()
        .table("finding_step")
        .col(big_pk_auto("id"))
        .col(big_integer("finding_id"))
        .col(string("step"))
        .col(text("note"))
        .col(text("correction"))
        .col(text("root_cause"))
        .col(text("corrective_action"))
        .col(text("extent"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key("finding_step", "finding_id", "finding"))
        .foreign_key(&mut key("finding_step", "user_id", "user"))
        .to_owned()
}

fn finding_proof() -> TableCreateStatement {
    Table::create()
        .table("finding_proof")
        .col(big_pk_auto("id"))
        .col(big_integer("step_id"))
        .col(big_integer("evidence_id"))
        .foreign_key(&mut key("finding_proof", "step_id", "finding_step"))
        .foreign_key(&mut key("finding_proof", "evidence_id", "evidence_item"))
        .to_owned()
}

fn recommendation() -> TableCreateStatement {
    Table::create()
        .table("recommendation")
        .col(big_pk_auto("id"))
        .col(big_integer("institution_id"))
        .col(integer("number"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key("recommendation", "institution_id", "institution"))
        .foreign_key(&mut key("recommendation", "user_id", "user"))
        .to_owned()
}

fn recommendation_wording() -> TableCreateStatement {
    Table::create()
        .table("recommendation_wording")
        .col(big_pk_auto("id"))
        .col(big_integer("recommendation_id"))
        .col(string("kind"))
        .col(string("origin"))
        .col(string("source"))
        .col(date_null("issued_on"))
        .col(text("text"))
        .col(date_null("due_on"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key("recommendation_wording", "recommendation_id", "recommendation"))
        .foreign_key(&mut key("recommendation_wording", "user_id", "user"))
        .to_owned()
}

fn recommendation_criterion() -> TableCreateStatement {
    Table::create()
        .table("recommendation_criterion")
        .col(big_pk_auto("id"))
        .col(big_integer("recommendation_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key("recommendation_criterion", "recommendation_id", "recommendation"))
        .foreign_key(&mut key("recommendation_criterion", "criterion_id", "criterion"))
        .foreign_key(&mut key("recommendation_criterion", "user_id", "user"))
        .to_owned()
}

fn recommendation_progress() -> TableCreateStatement {
    Table::create()
        .table("recommendation_progress")
        .col(big_pk_auto("id"))
        .col(big_integer("recommendation_id"))
        .col(string("degree"))
        .col(text("note"))
        .col(big_integer_null("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key("recommendation_progress", "recommendation_id", "recommendation"))
        .foreign_key(&mut key("recommendation_progress", "user_id", "user"))
        .to_owned()
}

fn recommendation_proof() -> TableCreateStatement {
    Table::create()
        .table("recommendation_proof")
        .col(big_pk_auto("id"))
        .col(big_integer("progress_id"))
        .col(big_integer("evidence_id"))
        .foreign_key(&mut key("recommendation_proof", "progress_id", "recommendation_progress"))
        .foreign_key(&mut key("recommendation_proof", "evidence_id", "evidence_item"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            finding(),
            finding_wording(),
            finding_step(),
            finding_proof(),
            recommendation(),
            recommendation_wording(),
            recommendation_criterion(),
            recommendation_progress(),
            recommendation_proof(),
        ] {
            schema.create_table(table).await?;
        }
        for (table, name, columns) in [
            ("finding", "finding_number", &["assessment_id", "number"]),
            ("recommendation", "recommendation_number", &["institution_id", "number"]),
        ] {
            schema.create_index(index(table, name, columns).unique().to_owned()).await?;
        }
        for (table, name, column) in [
            ("finding_wording", "finding_wording_by_finding", "finding_id"),
            ("finding_step", "finding_step_by_finding", "finding_id"),
            ("finding_proof", "finding_proof_by_step", "step_id"),
            ("recommendation_wording", "recommendation_wording_by", "recommendation_id"),
            ("recommendation_criterion", "recommendation_criterion_by", "recommendation_id"),
            ("recommendation_progress", "recommendation_progress_by", "recommendation_id"),
            ("recommendation_proof", "recommendation_proof_by", "progress_id"),
        ] {
            schema.create_index(index(table, name, &[column])).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.iter().rev() {
            schema.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}
