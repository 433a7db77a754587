//! The migrations and the entities tell the same story, on SQLite and on PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use kriter::entities;
use migrations::Migrator;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait,
    Iden as _, Iterable as _, Statement,
};
use sea_orm_migration::MigratorTrait as _;

use crate::app::TestApp;
use crate::sources;

/// Columns by table; whether each may be empty.
type Columns = BTreeMap<String, BTreeMap<String, bool>>;

/// A database as its first owner finds it, beside the one that the program has opened.
async fn database() -> (TestApp, DatabaseConnection) {
    let app = TestApp::new().await;
    let db = Database::connect(app.app.config.database_url()).await.unwrap();
    (app, db)
}

/// What an entity says of its table.
fn entity<E: EntityTrait>(columns: &mut Columns) {
    let of = |it: E::Column| (it.to_string(), it.def().is_null());
    columns.insert(E::default().table_name().to_owned(), E::Column::iter().map(of).collect());
}

/// Tells what entities say, one after the other.
macro_rules! tell {
    ($columns:ident: $($name:ident),* $(,)?) => { $(entity::<entities::$name::Entity>(&mut $columns);)* };
}

/// What all entities say.
fn described() -> Columns {
    let mut columns = Columns::new();
    tell!(columns:
        accepted_check, action, assessment, assessment_criterion, assessment_member, assessment_supplement, assignment, audit_event, audit_head, blob, calibration, calibration_criterion, calibration_lock, calibration_rating, calibration_remark, calibration_rule, claim, comment, confirmation, conflict, criterion, crosswalk,
        crosswalk_relation, deadline, deadline_move, decision, declaration, determination, dossier,
        dossier_pin, dossier_text, edition, evidence_item, evidence_past, evidence_reader,
        evidence_request, evidence_type, exclusion, finding, finding_proof, finding_step,
        finding_wording, framework, import_batch, institution, learning_outcome, link, membership,
        mention, milestone, note, note_criterion, occupational_task, qualification, qualification_unit, rating,
        recommendation, recommendation_criterion, recommendation_progress, recommendation_proof,
        recommendation_wording, revision, round_lock, sample_item, sampling_plan, session,
        sign_in_failure, sign_off, stage_move, task_outcome, user, verification, waiting_file,
    );
    columns
}

/// What the database has.
async fn found(db: &DatabaseConnection) -> Columns {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => {
            "SELECT t.name AS tab, c.name AS col, c.\"notnull\" = 0 AND c.pk = 0 AS empty \
             FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT table_name::text AS tab, column_name::text AS col, is_nullable = 'YES' AS empty \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let mut columns = Columns::new();
    for row in db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap() {
        let table: String = row.try_get("", "tab").unwrap();
        let column = (row.try_get("", "col").unwrap(), row.try_get("", "empty").unwrap());
        columns.entry(table).or_default().extend([column]);
    }
    columns.remove("seaql_migrations");
    // The index of words is no table of rows: SQLite keeps it as a virtual table and some behind it, PostgreSQL as a vector.
    columns.retain(|table, _| !table.starts_with("evidence_index"));
    columns
}

#[tokio::test]
async fn the_entities_are_what_the_migrations_make() {
    let (_app, db) = database().await;
    assert_eq!(described(), found(&db).await);
}

#[test]
fn every_entity_is_compared() {
    let described: BTreeSet<_> = described().into_keys().collect();
    let files: BTreeSet<_> = sources::files("src/entities", ".rs")
        .into_iter()
        .filter(|it| it.1.contains("DeriveEntityModel"))
        .map(|it| it.0.trim_start_matches("src/entities/").trim_end_matches(".rs").to_owned())
        .collect();
    assert_eq!(described, files);
}

#[tokio::test]
async fn every_migration_can_be_undone_and_done_again() {
    let (_app, db) = database().await;
    let whole = found(&db).await;
    let steps = Migrator::migrations().len();
    let mut states = vec![whole.clone()];
    for _ in 0..steps {
        Migrator::down(&db, Some(1)).await.unwrap();
        states.push(found(&db).await);
    }
    assert_eq!(states.pop().unwrap(), Columns::new(), "something is left");
    for expected in states.into_iter().rev() {
        Migrator::up(&db, Some(1)).await.unwrap();
        assert_eq!(found(&db).await, expected);
        // Undone and done again on its own, it gives the same.
        Migrator::down(&db, Some(1)).await.unwrap();
        Migrator::up(&db, Some(1)).await.unwrap();
        assert_eq!(found(&db).await, expected);
    }
    assert_eq!(found(&db).await, whole);
}
