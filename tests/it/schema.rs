//! The migrations make what the entities describe, and every migration can be undone.

use kriter::entities::*;
use migrations::Migrator;
use sea_orm::{ConnectionTrait as _, Database, EntityTrait as _};
use sea_orm_migration::MigratorTrait as _;

use crate::app::TestApp;

#[tokio::test]
async fn every_column_that_an_entity_names_is_there() {
    let app = TestApp::new().await;
    let db = &app.app.db.read;
    macro_rules! readable {
        ($($entity:ident),* $(,)?) => {$(
            $entity::Entity::find().all(db).await.unwrap_or_else(|error| panic!("{}: {error}", stringify!($entity)));
        )*};
    }
    readable!(
        action,
        assessment,
        assessment_criterion,
        assessment_reviewer,
        audit_event,
        audit_head,
        criterion,
        edition,
        evidence_item,
        evidence_past,
        evidence_type,
        framework,
        import_batch,
        institution,
        learning_outcome,
        link,
        membership,
        occupational_task,
        qualification,
        qualification_unit,
        rating,
        revision,
        session,
        sign_in_failure,
        task_outcome,
        user,
    );
}

#[tokio::test]
async fn every_migration_can_be_undone_and_done_again() {
    let app = TestApp::new().await;
    let behind = Database::connect(app.app.config.database_url()).await.unwrap();
    Migrator::down(&behind, None).await.unwrap();
    assert!(behind.execute_unprepared("SELECT * FROM institution").await.is_err());
    Migrator::up(&behind, None).await.unwrap();
    behind.execute_unprepared("SELECT * FROM institution").await.unwrap();
}
