//! The evidence library: what an item covers, its parts, stored contents, readers, requests, files that wait.
//!
//! Columns that are added name their targets without a foreign key: SQLite could not take such a column away again.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that tables gain.
fn gained() -> Vec<(&'static str, &'static str, ColumnDef)> {
    let column = |mut it: ColumnDef| it.take();
    let words = |name: &'static str| column(text(name).default("").take());
    vec![
        (
            "institution",
            "evidence_number",
            column(big_integer("evidence_number").default(0).take()),
        ),
        ("assessment", "period_from", column(date_null("period_from"))),
        ("assessment", "period_to", column(date_null("period_to"))),
        ("evidence_item", "order_key", words("order_key")),
        ("evidence_item", "owner_person", words("owner_person")),
        ("evidence_item", "language", column(string_null("language"))),
        ("evidence_item", "covers_from", column(date_null("covers_from"))),
        ("evidence_item", "covers_to", column(date_null("covers_to"))),
        ("evidence_item", "proof", column(string_null("proof"))),
        ("evidence_item", "tags", column(json("tags").default("[]").take())),
        ("evidence_item", "notes", words("notes")),
        ("evidence_item", "reason", words("reason")),
        ("evidence_item", "superseded_by_id", column(big_integer_null("superseded_by_id"))),
        ("evidence_item", "deleted_at", column(timestamp_with_time_zone_null("deleted_at"))),
        ("evidence_past", "reason", words("reason")),
        ("revision", "part", column(integer("part").default(1).take())),
        ("revision", "location", column(json_null("location"))),
        ("revision", "removed_at", column(timestamp_with_time_zone_null("removed_at"))),
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

/// What is there already takes its place in the new columns and tables.
const FILL: [&str; 2] = [
    // Natural order as far as SQL goes; the program writes the key anew whenever it writes the item.
    "UPDATE evidence_item SET order_key = lower(reference)",
    "INSERT INTO blob (sha256, size, media_type, kept_at, text_state, hints) \
     SELECT sha256, max(size), max(media_type), min(created_at), 'pending', '[]' FROM revision \
     WHERE sha256 IS NOT NULL GROUP BY sha256",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, column) in gained() {
            let mut alter = Table::alter();
            alter.table(table).add_column(column);
            schema.alter_table(alter).await?;
        }
        let mut table = Table::create();
        table
            .table("blob")
            .col(string("sha256").primary_key().take())
            .col(big_integer("size"))
            .col(string("media_type"))
            .col(timestamp_with_time_zone("kept_at"))
            .col(string("text_state"))
            .col(text_null("text"))
            .col(integer_null("pages"))
            .col(json("hints"))
            .col(timestamp_with_time_zone_null("leased_until"));
        schema.create_table(table).await?;
        schema.create_index(index("blob", "blob_by_text_state", &["text_state"])).await?;

        let mut table = Table::create();
        table
            .table("evidence_reader")
            .col(big_pk_auto("id"))
            .col(big_integer("evidence_id"))
            .col(big_integer("user_id"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .foreign_key(&mut key("evidence_reader", "evidence_id", "evidence_item"))
            .foreign_key(&mut key("evidence_reader", "user_id", "user"));
        schema.create_table(table).await?;
        let columns = ["evidence_id", "user_id"];
        schema
            .create_index(index("evidence_reader", "evidence_reader_by_evidence", &columns))
            .await?;

        let mut table = Table::create();
        table
            .table("evidence_request")
            .col(big_pk_auto("id"))
            .col(big_integer("institution_id"))
            .col(integer("number"))
            .col(string("title"))
            .col(text("description"))
            .col(string_null("type_code"))
            .col(big_integer_null("assessment_id"))
            .col(big_integer_null("criterion_id"))
            .col(string("asked_unit"))
            .col(big_integer_null("asked_user_id"))
            .col(date_null("due_on"))
            .col(string("state"))
            .col(text("reason"))
            .col(big_integer_null("evidence_id"))
            .col(big_integer_null("user_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("recorded_at"))
            .foreign_key(&mut key("evidence_request", "institution_id", "institution"))
            .foreign_key(&mut key("evidence_request", "assessment_id", "assessment"))
            .foreign_key(&mut key("evidence_request", "criterion_id", "criterion"))
            .foreign_key(&mut key("evidence_request", "asked_user_id", "user"))
            .foreign_key(&mut key("evidence_request", "evidence_id", "evidence_item"))
            .foreign_key(&mut key("evidence_request", "user_id", "user"));
        schema.create_table(table).await?;
        let columns = ["institution_id", "number"];
        let mut once = index("evidence_request", "evidence_request_number", &columns);
        schema.create_index(once.unique().to_owned()).await?;
        let columns = ["asked_user_id"];
        schema
            .create_index(index("evidence_request", "evidence_request_by_asked", &columns))
            .await?;

        let mut table = Table::create();
        table
            .table("waiting_file")
            .col(big_pk_auto("id"))
            .col(string_uniq("token"))
            .col(big_integer("institution_id"))
            .col(big_integer("user_id"))
            .col(string("name"))
            .col(big_integer("size"))
            .col(big_integer("received"))
            .col(string_null("sha256"))
            .col(string_null("media_type"))
            .col(big_integer_null("criterion_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("touched_at"))
            .foreign_key(&mut key("waiting_file", "institution_id", "institution"))
            .foreign_key(&mut key("waiting_file", "user_id", "user"))
            .foreign_key(&mut key("waiting_file", "criterion_id", "criterion"));
        schema.create_table(table).await?;
        let columns = ["institution_id", "user_id"];
        schema.create_index(index("waiting_file", "waiting_file_by_user", &columns)).await?;

        let columns = ["institution_id", "order_key", "id"];
        schema.create_index(index("evidence_item", "evidence_item_by_order", &columns)).await?;
        for fill in FILL {
            schema.get_connection().execute_unprepared(fill).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut by_order = Index::drop();
        by_order.name("evidence_item_by_order").table("evidence_item");
        schema.drop_index(by_order).await?;
        for table in ["waiting_file", "evidence_request", "evidence_reader", "blob"] {
            schema.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for (table, name, _) in gained().into_iter().rev() {
            let mut alter = Table::alter();
            alter.table(table).drop_column(name);
            schema.alter_table(alter).await?;
        }
        Ok(())
    }
}
