//! `kriter standards export`

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use sea_orm::prelude::*;
use serde_json::json;

use crate::app::App;
use crate::cli::answer;
use crate::crosswalks;
use crate::entities::crosswalk;
use crate::exchange::outgoing::{self, Target};
use crate::exchange::{Notice, Written, oscal};
use crate::language::Language;
use crate::standards::store;

/// Write an edition as a file, and say what the format cannot hold.
#[derive(Debug, Args)]
pub(crate) struct ExportCommand {
    /// Id of the edition, or of a crosswalk.
    edition: String,
    #[arg(long, value_enum)]
    format: Kind,
    /// The file to write.
    #[arg(short, long)]
    output: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Yaml,
    Xlsx,
    Oscal,
    Case,
}

pub(super) async fn run(app: App, command: ExportCommand) -> anyhow::Result<()> {
    super::load_builtin(&app).await?;
    let target = match command.format {
        Kind::Yaml => Target::Yaml,
        Kind::Xlsx => Target::Xlsx,
        Kind::Oscal => Target::Oscal,
        Kind::Case => Target::Case,
    };
    let db = &app.db.read;
    let Some(edition) = store::by_code(db, &command.edition).await? else {
        return crosswalk(&app, &command, target).await;
    };
    let at = edition.loaded_at;
    let held = crosswalk::Entity::find().filter(crosswalk::COLUMN.from_edition_id.eq(edition.id));
    let crosswalks = crosswalks::file::files_of(db, &held.all(db).await?).await?;
    let whole = store::tree_of(db, edition).await?;
    let pack = store::pack_of(db, &whole).await?;
    let written =
        tokio::task::spawn_blocking(move || outgoing::write(&pack, &crosswalks, target, at));
    finish(&command, target, written.await?)
}

/// Writes a crosswalk, which only one of the formats has.
async fn crosswalk(app: &App, command: &ExportCommand, target: Target) -> anyhow::Result<()> {
    let db = &app.db.read;
    let held = crosswalk::Entity::find().filter(crosswalk::COLUMN.code.eq(&command.edition));
    let Some(held) = held.one(db).await? else {
        bail!("there is no edition {}; see kriter standards list", command.edition);
    };
    if target != Target::Oscal {
        bail!("{} is a crosswalk; it is written with --format oscal", command.edition);
    }
    let at = held.loaded_at;
    let files = crosswalks::file::files_of(db, &[held]).await?;
    let file = files.first().context("the crosswalk")?;
    finish(command, target, oscal::write_mapping(file, None, None, at))
}

/// Writes the file and says what it lacks.
fn finish(
    command: &ExportCommand,
    target: Target,
    written: Result<Written, Vec<Notice>>,
) -> anyhow::Result<()> {
    let written = written.map_err(|notices| {
        let texts: Vec<_> = notices.iter().map(|it| it.text(Language::English)).collect();
        anyhow::anyhow!(texts.join("\n"))
    })?;
    std::fs::write(&command.output, &written.bytes)
        .with_context(|| format!("cannot write {}", command.output.display()))?;
    let warnings: Vec<_> = written.notices.iter().map(|it| it.text(Language::English)).collect();
    let value = json!({
        "edition": command.edition, "format": target.code(), "bytes": written.bytes.len(), "warnings": warnings,
    });
    answer(command.json, &value, |_| {
        let mut lines =
            vec![format!("{}: {} bytes", command.output.display(), written.bytes.len())];
        lines.extend(warnings.iter().map(|it| format!("note: {it}")));
        lines.join("\n")
    })
}
