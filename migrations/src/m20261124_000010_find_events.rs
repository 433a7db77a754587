//! The events of one object are found without walking the whole log.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Name of the index.
const BY_OBJECT: &str = "audit_event_by_object";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::create().name(BY_OBJECT).table("audit_event").col("object").to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(BY_OBJECT).table("audit_event").to_owned()).await
    }
}
