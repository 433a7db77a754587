//! Editions that institutions own and edit, supplements, groups, exclusions, crosswalks.
//!
//! Columns that are added name their targets without a foreign key: SQLite could not take such a column away again.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that tables gain.
fn gained() -> Vec<(&'static str, &'static str, ColumnDef)> {
    let column = |mut it: ColumnDef| it.take();
    vec![
        ("edition", "institution_id", column(big_integer_null("institution_id"))),
        ("edition", "state", column(string("state").default("published").take())),
        ("edition", "supplements", column(string_null("supplements"))),
        ("edition", "figures", column(json_null("figures"))),
        ("criterion", "groups", column(json("groups").default("[]").take())),
        ("criterion", "details", column(json("details").default("{}").take())),
        ("criterion", "search", column(text("search").default("").take())),
        ("assessment", "groups", column(json("groups").default("[]").take())),
        ("assessment", "settings", column(json("settings").default("{}").take())),
        ("assessment", "own_edition_id", column(big_integer_null("own_edition_id"))),
        ("assessment", "moved_from_id", column(big_integer_null("moved_from_id"))),
        ("rating", "second_level", column(string_null("second_level"))),
        ("rating", "score", column(double_null("score"))),
        ("rating", "confirm", column(boolean("confirm").default(false).take())),
        ("rating", "carried_from_id", column(big_integer_null("carried_from_id"))),
    ]
}

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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, column) in gained() {
            let mut alter = Table::alter();
            alter.table(table).add_column(column);
            schema.alter_table(alter).await?;
        }
        // Editions that are there already can be searched too, if only by how they are written.
        let fill = "UPDATE criterion SET search = \
             lower(code || ' ' || CAST(title AS TEXT) || ' ' || CAST(summary AS TEXT))";
        schema.get_connection().execute_unprepared(fill).await?;
        let columns = ["edition_id", "parent_id"];
        schema.create_index(index("criterion", "criterion_by_parent", &columns)).await?;
        let mut table = Table::create();
        table
            .table("assessment_supplement")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("edition_id"))
            .col(integer("position"))
            .foreign_key(&mut key("assessment_supplement", "assessment_id", "assessment"))
            .foreign_key(&mut key("assessment_supplement", "edition_id", "edition"));
        schema.create_table(table).await?;
        let columns = ["assessment_id", "edition_id"];
        let mut once = index("assessment_supplement", "assessment_supplement_once", &columns);
        schema.create_index(once.unique().to_owned()).await?;
        let mut table = Table::create();
        table
            .table("exclusion")
            .col(big_pk_auto("id"))
            .col(big_integer("assessment_id"))
            .col(big_integer("criterion_id"))
            .col(text("justification"))
            .col(big_integer_null("user_id"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(&mut key("exclusion", "assessment_id", "assessment"))
            .foreign_key(&mut key("exclusion", "criterion_id", "criterion"))
            .foreign_key(&mut key("exclusion", "user_id", "user"));
        schema.create_table(table).await?;
        schema.create_index(index("exclusion", "exclusion_by_assessment", &columns[..1])).await?;
        let mut table = Table::create();
        table
            .table("crosswalk")
            .col(big_pk_auto("id"))
            .col(string_uniq("code"))
            .col(json("title"))
            .col(big_integer("from_edition_id"))
            .col(big_integer("to_edition_id"))
            .col(text("source"))
            .col(text("licence_note"))
            .col(big_integer_null("institution_id"))
            .col(string("digest"))
            .col(timestamp_with_time_zone("loaded_at"))
            .foreign_key(&mut key("crosswalk", "from_edition_id", "edition"))
            .foreign_key(&mut key("crosswalk", "to_edition_id", "edition"))
            .foreign_key(&mut key("crosswalk", "institution_id", "institution"));
        schema.create_table(table).await?;
        let mut table = Table::create();
        table
            .table("crosswalk_relation")
            .col(big_pk_auto("id"))
            .col(big_integer("crosswalk_id"))
            .col(big_integer("from_criterion_id"))
            .col(big_integer("to_criterion_id"))
            .col(string("relation"))
            .col(double_null("strength"))
            .col(string("confidence"))
            .col(text("note"))
            .foreign_key(&mut key("crosswalk_relation", "crosswalk_id", "crosswalk"))
            .foreign_key(&mut key("crosswalk_relation", "from_criterion_id", "criterion"))
            .foreign_key(&mut key("crosswalk_relation", "to_criterion_id", "criterion"));
        schema.create_table(table).await?;
        let columns = ["crosswalk_id", "from_criterion_id", "to_criterion_id"];
        let mut once = index("crosswalk_relation", "crosswalk_relation_once", &columns);
        schema.create_index(once.unique().to_owned()).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["crosswalk_relation", "crosswalk", "exclusion", "assessment_supplement"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        let mut by_parent = Index::drop();
        by_parent.name("criterion_by_parent").table("criterion");
        schema.drop_index(by_parent).await?;
        for (table, name, _) in gained().into_iter().rev() {
            let mut alter = Table::alter();
            alter.table(table).drop_column(name);
            schema.alter_table(alter).await?;
        }
        Ok(())
    }
}
