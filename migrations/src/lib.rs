//! The schema of Kriter's database, as history, oldest first. A migration that has shipped is never edited.
#![expect(clippy::too_many_lines, reason = "the tables of one subject are described in one place")]

use sea_orm_migration::prelude::*;

mod m20261124_000001_create_accounts;
mod m20261124_000002_create_standards;
mod m20261124_000003_create_evidence;
mod m20261124_000004_create_qualifications;
mod m20261124_000005_create_assessments;
mod m20261124_000006_create_imports;
mod m20261124_000007_create_audit;
mod m20261124_000008_widen_standards;
mod m20261124_000009_widen_evidence;
mod m20261124_000010_find_events;
mod m20261124_000012_index_evidence;
mod m20261124_000013_create_teams;
mod m20261124_000014_create_findings;
mod m20261124_000015_create_stages;
mod m20261124_000016_create_rounds;
mod m20261124_000017_create_comments;
mod m20261124_000018_create_dossiers;
mod m20261124_000019_create_decisions;
mod m20261124_000020_create_accepted_checks;
mod m20261124_000020_create_notes;
mod m20261124_000021_create_samples;
mod m20261124_000022_create_calibration;
mod m20261124_000023_answer_questions;
mod m20261124_000024_find_evidence;
mod m20261130_000025_keep_team_history;

/// Brings a database to the newest schema.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_create_accounts::Migration),
            Box::new(m20261124_000002_create_standards::Migration),
            Box::new(m20261124_000003_create_evidence::Migration),
            Box::new(m20261124_000004_create_qualifications::Migration),
            Box::new(m20261124_000005_create_assessments::Migration),
            Box::new(m20261124_000006_create_imports::Migration),
            Box::new(m20261124_000007_create_audit::Migration),
            Box::new(m20261124_000008_widen_standards::Migration),
            Box::new(m20261124_000009_widen_evidence::Migration),
            Box::new(m20261124_000010_find_events::Migration),
            Box::new(m20261124_000012_index_evidence::Migration),
            Box::new(m20261124_000013_create_teams::Migration),
            Box::new(m20261124_000014_create_findings::Migration),
            Box::new(m20261124_000015_create_stages::Migration),
            Box::new(m20261124_000018_create_dossiers::Migration),
            Box::new(m20261124_000019_create_decisions::Migration),
            Box::new(m20261124_000016_create_rounds::Migration),
            Box::new(m20261124_000023_answer_questions::Migration),
            Box::new(m20261124_000017_create_comments::Migration),
            Box::new(m20261124_000020_create_accepted_checks::Migration),
            Box::new(m20261124_000020_create_notes::Migration),
            Box::new(m20261124_000021_create_samples::Migration),
            Box::new(m20261124_000022_create_calibration::Migration),
            Box::new(m20261124_000024_find_evidence::Migration),
            Box::new(m20261130_000025_keep_team_history::Migration),
        ]
    }
}
