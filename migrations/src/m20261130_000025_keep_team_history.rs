//! Who was on a team as what, and from when until when, stays known: nobody comes to rate what they could read before.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Who is on a team is taken to have been there since the assessment began.
const SINCE: &str = "UPDATE assessment_member SET recorded_at = \
     (SELECT created_at FROM assessment WHERE assessment.id = assessment_member.assessment_id)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let epoch = "1970-01-01 00:00:00+00:00";
        let since = timestamp_with_time_zone("recorded_at").default(epoch).take();
        for column in [since, timestamp_with_time_zone_null("superseded_at")] {
            let mut alter = Table::alter();
            alter.table("assessment_member").add_column(column);
            schema.alter_table(alter).await?;
        }
        let db = schema.get_connection();
        db.execute_unprepared(SINCE).await?;
        db.execute_unprepared("DROP INDEX assessment_member_assessment_user").await?;
        db.execute_unprepared(
            "CREATE UNIQUE INDEX assessment_member_once \
             ON assessment_member (assessment_id, user_id) WHERE superseded_at IS NULL",
        )
        .await?;
        db.execute_unprepared(
            "CREATE INDEX assessment_member_by_assessment ON assessment_member (assessment_id)",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        db.execute_unprepared("DELETE FROM assessment_member WHERE superseded_at IS NOT NULL")
            .await?;
        db.execute_unprepared("DROP INDEX assessment_member_by_assessment").await?;
        db.execute_unprepared("DROP INDEX assessment_member_once").await?;
        db.execute_unprepared(
            "CREATE UNIQUE INDEX assessment_member_assessment_user \
             ON assessment_member (assessment_id, user_id)",
        )
        .await?;
        for it in ["recorded_at", "superseded_at"] {
            let mut alter = Table::alter();
            alter.table("assessment_member").drop_column(it);
            schema.alter_table(alter).await?;
        }
        Ok(())
    }
}
