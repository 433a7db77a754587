//! Who is taken off a team stays known, so that they do not come back to rate what they could read.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("assessment_member");
        alter.add_column(timestamp_with_time_zone_null("taken_off_at"));
        schema.alter_table(alter).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        db.execute_unprepared("DELETE FROM assessment_member WHERE taken_off_at IS NOT NULL")
            .await?;
        let mut alter = Table::alter();
        alter.table("assessment_member").drop_column("taken_off_at");
        schema.alter_table(alter).await
    }
}
