//! Calibration: criteria that all rate alike for practice, what they said, what they talked of, and the rules that came of it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What holds now is there once: what somebody said of a criterion, the rule of a criterion in an institution.
const ONCE: [&str; 2] = [
    "CREATE UNIQUE INDEX calibration_rating_once \
     ON calibration_rating (calibration_id, criterion_id, user_id) WHERE superseded_at IS NULL",
    "CREATE UNIQUE INDEX calibration_rule_once ON calibration_rule (institution_id, criterion_id) \
     WHERE superseded_at IS NULL",
];

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn calibration() -> TableCreateStatement {
    let name = "calibration";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(string("title"))
        .col(text("note"))
        .col(big_integer("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(big_integer_null("ended_by_id"))
        .col(text("reason"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn criterion() -> TableCreateStatement {
    let name = "calibration_criterion";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("calibration_id"))
        .col(big_integer("criterion_id"))
        .foreign_key(&mut key(name, "calibration_id", "calibration"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"));
    table.take()
}

fn rating() -> TableCreateStatement {
    let name = "calibration_rating";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("calibration_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer("user_id"))
        .col(string("level"))
        .col(string_null("second_level"))
        .col(double_null("score"))
        .col(text("rationale"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "calibration_id", "calibration"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn lock() -> TableCreateStatement {
    let name = "calibration_lock";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("calibration_id"))
        .col(big_integer("user_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key(name, "calibration_id", "calibration"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn remark() -> TableCreateStatement {
    let name = "calibration_remark";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("calibration_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer("user_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut key(name, "calibration_id", "calibration"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

fn rule() -> TableCreateStatement {
    let name = "calibration_rule";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("institution_id"))
        .col(big_integer("criterion_id"))
        .col(big_integer("calibration_id"))
        .col(big_integer("user_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .foreign_key(&mut key(name, "institution_id", "institution"))
        .foreign_key(&mut key(name, "criterion_id", "criterion"))
        .foreign_key(&mut key(name, "calibration_id", "calibration"))
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
        for table in [calibration(), criterion(), rating(), lock(), remark(), rule()] {
            schema.create_table(table).await?;
        }
        for (table, name, column) in [
            ("calibration_criterion", "calibration_criterion_once", "criterion_id"),
            ("calibration_lock", "calibration_lock_once", "user_id"),
        ] {
            let mut once = index(table, name, &["calibration_id", column]);
            schema.create_index(once.unique().to_owned()).await?;
        }
        let columns = ["calibration_id", "criterion_id"];
        let remarks = index("calibration_remark", "calibration_remark_by_criterion", &columns);
        schema.create_index(remarks).await?;
        let by = ["assessment_id"];
        schema.create_index(index("calibration", "calibration_by_assessment", &by)).await?;
        for sql in ONCE {
            schema.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["rule", "remark", "lock", "rating", "criterion"] {
            let name = format!("calibration_{table}");
            schema.drop_table(Table::drop().table(name).take()).await?;
        }
        schema.drop_table(Table::drop().table("calibration").take()).await
    }
}
