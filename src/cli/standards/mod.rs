//! `kriter standards`

mod difference;
mod export;
mod import;
mod table;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;
use serde_json::json;

use self::export::ExportCommand;
use self::import::ImportCommand;
use super::answer;
use crate::app::App;
use crate::audit::Actor;
use crate::config::Config;
use crate::crosswalks;
use crate::standards::{check, load, schema, store};

/// Frameworks and their editions.
#[derive(Debug, Subcommand)]
pub(super) enum StandardsCommand {
    /// Check packs; without a path, those inside the program. Says file, line and what is wrong.
    Check {
        /// Files, or folders with everything below them.
        paths: Vec<PathBuf>,
    },
    /// List the editions that are loaded.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say what is different between two editions.
    Diff {
        /// Id of an edition, or the path of a pack: the old one.
        from: String,
        /// The new one.
        to: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    Import(ImportCommand),
    Export(ExportCommand),
    /// Print the JSON Schema of a pack, for editors.
    Schema,
}

pub(super) async fn run(config: Config, command: StandardsCommand) -> anyhow::Result<()> {
    match command {
        StandardsCommand::Check { paths } => check_paths(&paths),
        StandardsCommand::Schema => answer(false, &(), |()| schema::pack_schema()),
        StandardsCommand::Export(command) => export::run(App::start(config).await?, command).await,
        StandardsCommand::Diff { from, to, json } => {
            difference::run(App::start(config).await?, &from, &to, json).await
        }
        StandardsCommand::Import(command) => import::run(App::start(config).await?, command).await,
        StandardsCommand::List { json } => list(App::start(config).await?, json).await,
    }
}

fn check_paths(paths: &[PathBuf]) -> anyhow::Result<()> {
    let report = check::check(paths);
    if !report.problems.is_empty() {
        let lines: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
        bail!("{} problems\n{}", report.problems.len(), lines.join("\n"));
    }
    if report.files.is_empty() {
        bail!("there is no .yaml file at the paths given");
    }
    answer(false, &(), |()| format!("{} files, all sound", report.files.len()))
}

async fn list(app: App, json: bool) -> anyhow::Result<()> {
    load_builtin(&app).await?;
    let editions: Vec<_> = store::every(&app.db.read)
        .await?
        .into_iter()
        .map(|it| {
            json!({
                "id": it.edition.code, "title": it.edition.title.en(), "version": it.edition.version,
                "kind": it.edition.kind, "nodes": it.nodes, "assessable": it.assessable, "checked": it.checked,
            })
        })
        .collect();
    answer(json, &editions, |editions| {
        let line = |it: &serde_json::Value| {
            format!(
                "{}: {} ({} nodes, {} assessable)",
                it["id"], it["title"], it["nodes"], it["assessable"]
            )
            .replace('"', "")
        };
        editions.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

/// Loads the packs and crosswalks inside the program that the database does not have yet.
pub(super) async fn load_builtin(app: &App) -> anyhow::Result<()> {
    let files = check::builtin();
    let mut known: BTreeSet<_> = store::digests(&app.db.read).await?.into_iter().collect();
    known.extend(crosswalks::store::digests(&app.db.read).await?);
    let wanted = files.iter().filter(|it| !check::is_evidence_types(&it.name));
    if wanted.map(load::digest_of).all(|it| known.contains(&it)) {
        return Ok(());
    }
    let mut change = app.change(Actor::System).await?;
    let editions = load::load(&mut change, &files).await?;
    if editions + crosswalks::load::load(&mut change, &files).await? > 0 {
        change.commit().await?;
    }
    Ok(())
}
