//! Links say of which institution and of which edition they are, so that what is linked to an edition is found without asking
//! each item and each criterion.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What a link repeats of its item and of its criterion; neither ever changes there.
const REPEATED: [&str; 2] = ["institution_id", "edition_id"];

const FILL: &str = "UPDATE link SET \
     institution_id = (SELECT it.institution_id FROM evidence_item it WHERE it.id = link.evidence_id), \
     edition_id = (SELECT it.edition_id FROM criterion it WHERE it.id = link.criterion_id)";

/// The links that hold. That they do is a column as well, or SQLite would look into each row for it.
const HELD: &str = "CREATE INDEX link_held ON link (institution_id, edition_id, evidence_id, superseded_at) \
     WHERE superseded_at IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for it in REPEATED {
            let mut alter = Table::alter();
            alter.table("link").add_column(big_integer(it).default(0).take());
            schema.alter_table(alter).await?;
        }
        let db = schema.get_connection();
        db.execute_unprepared(FILL).await?;
        db.execute_unprepared(HELD).await.map(drop)
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.get_connection().execute_unprepared("DROP INDEX link_held").await?;
        for it in REPEATED {
            let mut alter = Table::alter();
            alter.table("link").drop_column(it);
            schema.alter_table(alter).await?;
        }
        Ok(())
    }
}
