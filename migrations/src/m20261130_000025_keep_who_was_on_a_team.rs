//! Who is taken off a team stays known, so that they do not come back to rate what they could read.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Since when they are not on it any more; until when they could read it before their days were changed.
const COLUMNS: [&str; 2] = ["taken_off_at", "read_until"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for it in COLUMNS {
            let mut alter = Table::alter();
            alter.table("assessment_member").add_column(timestamp_with_time_zone_null(it));
            schema.alter_table(alter).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        db.execute_unprepared("DELETE FROM assessment_member WHERE taken_off_at IS NOT NULL")
            .await?;
        for it in COLUMNS {
            let mut alter = Table::alter();
            alter.table("assessment_member").drop_column(it);
            schema.alter_table(alter).await?;
        }
        Ok(())
    }
}
