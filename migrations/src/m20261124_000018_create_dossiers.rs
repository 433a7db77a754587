//! Sealed dossiers: their manifests, and what they pin.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let name = format!("{table}_{column}");
    ForeignKey::create().name(name).from(table, column).to(to, "id").to_owned()
}

fn dossier() -> TableCreateStatement {
    let name = "dossier";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("assessment_id"))
        .col(integer("version"))
        .col(string("sha256"))
        .col(integer("items"))
        .col(integer("files"))
        .col(big_integer_null("user_id"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("sealed_at"))
        .foreign_key(&mut key(name, "assessment_id", "assessment"))
        .foreign_key(&mut key(name, "user_id", "user"));
    table.take()
}

/// Apart from its head, so that a list of versions does not read megabytes.
fn dossier_text() -> TableCreateStatement {
    let name = "dossier_text";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_integer("dossier_id").primary_key().take())
        .col(text("manifest"))
        .foreign_key(&mut key(name, "dossier_id", "dossier"));
    table.take()
}

fn dossier_pin() -> TableCreateStatement {
    let name = "dossier_pin";
    let mut table = Table::create();
    table
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("dossier_id"))
        .col(big_integer("evidence_id"))
        .col(big_integer("revision_id"))
        .col(string_null("sha256"))
        .foreign_key(&mut key(name, "dossier_id", "dossier"))
        .foreign_key(&mut key(name, "evidence_id", "evidence_item"))
        .foreign_key(&mut key(name, "revision_id", "revision"));
    table.take()
}

fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index.take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [dossier(), dossier_text(), dossier_pin()] {
            schema.create_table(table).await?;
        }
        let mut versions = index("dossier_version", "dossier", &["assessment_id", "version"]);
        schema.create_index(versions.unique().take()).await?;
        schema.create_index(index("dossier_pin_evidence", "dossier_pin", &["evidence_id"])).await?;
        schema.create_index(index("dossier_pin_content", "dossier_pin", &["sha256"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["dossier_pin", "dossier_text", "dossier"] {
            schema.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}
