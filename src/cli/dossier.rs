//! `kriter dossier`

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Subcommand;

use super::answer;
use super::assessment::found;
use crate::app::App;
use crate::dossiers::store;
use crate::dossiers::verify::{Checked, verify};

/// What was handed over, sealed.
#[derive(Debug, Subcommand)]
pub(super) enum DossierCommand {
    /// Hash every file and the manifest of all sealed versions again. Changes nothing; fails if something is not what it was.
    Verify {
        /// Id of the assessment.
        assessment: i64,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the manifest of a version, byte for byte as it was hashed.
    Manifest {
        /// Id of the assessment.
        assessment: i64,
        /// Which version; the newest if not said.
        #[arg(long)]
        version: Option<i32>,
        /// File to write.
        #[arg(short, long)]
        output: PathBuf,
    },
}

pub(super) async fn run(app: App, command: DossierCommand) -> anyhow::Result<()> {
    match command {
        DossierCommand::Verify { assessment, json } => check(&app, assessment, json).await,
        DossierCommand::Manifest { assessment, version, output } => {
            let (it, _) = found(&app, assessment).await?;
            let db = &app.db.read;
            let row = match version {
                Some(version) => store::find(db, it.id, version).await.ok(),
                None => store::newest(db, it.id).await?,
            };
            let row =
                row.with_context(|| format!("assessment {assessment} has no such dossier"))?;
            let text = store::text(db, row.id).await?;
            std::fs::write(&output, &text)
                .with_context(|| format!("cannot write {}", output.display()))?;
            answer(false, &(), |()| {
                format!("{}: version {}, SHA-256 {}", output.display(), row.version, row.sha256)
            })
        }
    }
}

async fn check(app: &App, assessment: i64, json: bool) -> anyhow::Result<()> {
    let (it, _) = found(app, assessment).await?;
    let checked = verify(app, it.id).await?;
    answer(json, &checked, |all| {
        if all.is_empty() {
            return format!("assessment {assessment} has no sealed dossier");
        }
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    if !checked.iter().all(Checked::is_sound) {
        bail!("the dossier is not what was sealed");
    }
    Ok(())
}

fn line(it: &Checked) -> String {
    let word = |is: bool, good: &'static str, bad: &'static str| if is { good } else { bad };
    let line = format!(
        "version {}: manifest {}, audit log {}, {} of {} files right, {} bytes",
        it.version,
        word(it.manifest, "right", "CHANGED"),
        word(it.chained, "tells of it", "TELLS OF ANOTHER OR OF NONE"),
        it.right,
        it.files,
        it.bytes,
    );
    let missing = it.missing.iter().map(|it| format!("\n  missing: {it}"));
    let wrong = it.wrong.iter().map(|it| format!("\n  not what it was: {it}"));
    std::iter::once(line).chain(missing).chain(wrong).collect()
}
