//! The team of an assessment: parts and days of its members, declarations, conflicts of interest, assignments, and who is
//! rating what at this moment.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that the members gain.
fn gained() -> [(&'static str, ColumnDef); 3] {
    let column = |mut it: ColumnDef| it.take();
    [
        ("part", column(string("part").default("reviewer").take())),
        ("from_day", column(date_null("from_day"))),
        ("until_day", column(date_null("until_day"))),
    ]
}

/// Who was a lead reviewer in the institution leads the assessments that they are on.
const LEADS: &str = "UPDATE assessment_member SET part = 'lead' WHERE EXISTS (\
     SELECT 1 FROM membership m JOIN assessment a ON a.institution_id = m.institution_id \
     WHERE a.id = assessment_member.assessment_id AND m.user_id = assessment_member.user_id \
     AND m.role = 'lead_reviewer')";

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

async fn rename_index(schema: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let (gone, new) = match table {
        "assessment_member" => ("assessment_reviewer", "assessment_member"),
        _ => ("assessment_member", "assessment_reviewer"),
    };
    let db = schema.get_connection();
    for (end, columns, unique) in
        [("assessment_user", "assessment_id, user_id", "UNIQUE "), ("by_user", "user_id", "")]
    {
        db.execute_unprepared(&format!("DROP INDEX {gone}_{end}")).await?;
        let sql = format!("CREATE {unique}INDEX {new}_{end} ON {table} ({columns})");
        db.execute_unprepared(&sql).await?;
    }
    Ok(())
}

fn rename(from: &'static str, to: &'static str) -> TableRenameStatement {
    Table::rename().table(from, to).to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.rename_table(rename("assessment_reviewer", "assessment_member")).await?;
        rename_index(schema, "assessment_member").await?;
        for (_, column) in gained() {
            let mut alter = Table::alter();
            alter.table("assessment_member").add_column(column);
            schema.alter_table(alter).await?;
        }
        schema.get_connection().execute_unprepared(LEADS).await?;

        let mut table = Table::create();
        table
            .table("declaration")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("user_id"))
            .col(string("signed"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(&mut key("declaration", "assessment_id", "assessment"))
            .foreign_key(&mut key("declaration", "user_id", "user"));
        schema.create_table(table).await?;
        let columns = ["assessment_id", "user_id"];
        schema.create_index(index("declaration", "declaration_by_assessment", &columns)).await?;
        schema.create_index(index("declaration", "declaration_by_user", &["user_id"])).await?;

        let mut table = Table::create();
        table
            .table("conflict")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("user_id"))
            .col(big_integer_null("criterion_id"))
            .col(text("reason"))
            .col(big_integer_null("declaration_id"))
            .col(big_integer_null("by_user_id"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(&mut key("conflict", "assessment_id", "assessment"))
            .foreign_key(&mut key("conflict", "user_id", "user"))
            .foreign_key(&mut key("conflict", "criterion_id", "criterion"))
            .foreign_key(&mut key("conflict", "declaration_id", "declaration"))
            .foreign_key(&mut key("conflict", "by_user_id", "user"));
        schema.create_table(table).await?;
        schema.create_index(index("conflict", "conflict_by_assessment", &columns)).await?;
        schema.create_index(index("conflict", "conflict_by_user", &["user_id"])).await?;

        let mut table = Table::create();
        table
            .table("assignment")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("criterion_id"))
            .col(big_integer("user_id"))
            .col(big_integer_null("by_user_id"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(&mut key("assignment", "assessment_id", "assessment"))
            .foreign_key(&mut key("assignment", "criterion_id", "criterion"))
            .foreign_key(&mut key("assignment", "user_id", "user"))
            .foreign_key(&mut key("assignment", "by_user_id", "user"));
        schema.create_table(table).await?;
        schema.create_index(index("assignment", "assignment_by_assessment", &columns)).await?;

        let mut table = Table::create();
        table
            .table("claim")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("user_id"))
            .col(big_integer("criterion_id"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(&mut key("claim", "assessment_id", "assessment"))
            .foreign_key(&mut key("claim", "user_id", "user"))
            .foreign_key(&mut key("claim", "criterion_id", "criterion"));
        schema.create_table(table).await?;
        let mut one = index("claim", "claim_assessment_user", &columns);
        schema.create_index(one.unique().to_owned()).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["claim", "assignment", "conflict", "declaration"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for (column, _) in gained() {
            let mut alter = Table::alter();
            alter.table("assessment_member").drop_column(column);
            schema.alter_table(alter).await?;
        }
        schema.rename_table(rename("assessment_member", "assessment_reviewer")).await?;
        rename_index(schema, "assessment_reviewer").await
    }
}
