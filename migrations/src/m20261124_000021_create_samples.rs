//! Samples for the verification of ratings: how they were drawn, what is in them, and what the verifiers found.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What holds now is there once: the sample of a round, what was found of a rating.
const ONCE: [&str; 2] = [
    "CREATE UNIQUE INDEX sampling_plan_once ON sampling_plan (assessment_id, round) \
     WHERE superseded_at IS NULL",
    "CREATE UNIQUE INDEX verification_once ON verification (rating_id, criterion_id) \
     WHERE superseded_at IS NULL",
];

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn plan() -> TableCreateStatement {
    let name = "sampling_plan";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(string("round"))
        .col(integer("share"))
        .col(integer("tolerance"))
        .col(big_integer("seed"))
        .col(json("whole_of"))
        .col(big_integer("user_id"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn item() -> TableCreateStatement {
    let name = "sample_item";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer("rating_id"))
        .col(big_integer("verifier_id"))
        .col(json("why"))
        .foreign_key(&mut key(name, "plan_id", "sampling_plan"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "rating_id", "rating"))
        .foreign_key(&mut key(name, "verifier_id", "user"));
    table.take()
}

fn verification() -> TableCreateStatement {
    let name = "verification";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer("rating_id"))
        .col(big_integer("user_id"))
        .col(string_null("level"))
        .col(string_null("second_level"))
        .col(double_null("score"))
        .col(text("note"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "rating_id", "rating"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [plan(), item(), verification()] {
            schema.create_table(table).await?;
        }
        let columns = ["plan_id", "criterion_id", "rating_id"];
        let mut items = index("sample_item", "sample_item_once", &columns);
        schema.create_index(items.unique().to_owned()).await?;
        let columns = ["assessment_id"];
        schema.create_index(index("verification", "verification_by_assessment", &columns)).await?;
        for sql in ONCE {
            schema.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["verification", "sample_item", "sampling_plan"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
