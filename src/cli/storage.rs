//! `kriter storage`

use std::time::Duration;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::answer;
use crate::app::App;
use crate::config::StorageConfig;
use crate::files::{Files, Secret};
use crate::storage::{self, Missing, Orphan, Wrong};

/// Uploaded files as a whole.
#[derive(Debug, Subcommand)]
pub(super) enum StorageCommand {
    /// Read every file that is named in the database: is it there, is it what it was? Changes nothing.
    Verify {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Delete files that nothing in the database names any more.
    Sweep {
        /// Days for which they must have been in the storage, untouched.
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..))]
        older_than: u16,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Copy every file that is named to another storage. Nothing is deleted; a run that broke off is repeated.
    Migrate(MigrateCommand),
}

/// Where files are copied to. What is not said of a bucket is as for the storage in use.
#[derive(Debug, Args)]
pub(super) struct MigrateCommand {
    /// A folder or `s3://BUCKET/PREFIX`.
    #[arg(long)]
    to: String,
    /// Address of its service.
    #[arg(long)]
    to_s3_endpoint: Option<String>,
    /// Its region.
    #[arg(long)]
    to_s3_region: Option<String>,
    /// Speak to it without TLS too.
    #[arg(long)]
    to_s3_allow_http: bool,
    /// The bucket is part of the host's name and not of the path.
    #[arg(long)]
    to_s3_virtual_hosted: bool,
    /// Id of its access key.
    #[arg(long, env = "KRITER_TO_S3_ACCESS_KEY", hide_env_values = true)]
    to_s3_access_key: Option<Secret>,
    /// The secret that belongs to it.
    #[arg(long, env = "KRITER_TO_S3_SECRET_KEY", hide_env_values = true)]
    to_s3_secret_key: Option<Secret>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(app: App, command: StorageCommand) -> anyhow::Result<()> {
    match command {
        StorageCommand::Verify { json } => verify(&app, json).await,
        StorageCommand::Sweep { older_than, json } => {
            let swept = storage::sweep(&app, days(older_than)).await?;
            answer(json, &swept, |it| {
                format!("{} files deleted, {} bytes; {} too young", it.deleted, it.bytes, it.young)
            })
        }
        StorageCommand::Migrate(command) => migrate(&app, command).await,
    }
}

/// So many days.
pub(super) fn days(count: u16) -> Duration {
    Duration::from_hours(24 * u64::from(count))
}

async fn verify(app: &App, json: bool) -> anyhow::Result<()> {
    let found = storage::verify(app).await?;
    answer(json, &found, |it| {
        let head = format!(
            "{} files named, {} right ({} bytes), {} missing, {} wrong; {} orphans, {} unfinished",
            it.named,
            it.right,
            it.bytes,
            it.missing.len(),
            it.wrong.len(),
            it.orphans.len(),
            it.unfinished.len()
        );
        let lines = [vec![head], bad(&it.missing, &it.wrong), left("orphan", &it.orphans)];
        [lines.concat(), left("unfinished", &it.unfinished)].concat().join("\n")
    })?;
    if !found.is_sound() {
        bail!("{} files are missing, {} are wrong", found.missing.len(), found.wrong.len());
    }
    Ok(())
}

async fn migrate(app: &App, command: MigrateCommand) -> anyhow::Result<()> {
    let from = &app.config.storage;
    let target = StorageConfig {
        storage: Some(command.to.clone()),
        s3_endpoint: command.to_s3_endpoint.or_else(|| from.s3_endpoint.clone()),
        s3_region: command.to_s3_region.or_else(|| from.s3_region.clone()),
        s3_allow_http: command.to_s3_allow_http || from.s3_allow_http,
        s3_virtual_hosted: command.to_s3_virtual_hosted || from.s3_virtual_hosted,
        s3_access_key: command.to_s3_access_key.or_else(|| from.s3_access_key.clone()),
        s3_secret_key: command.to_s3_secret_key.or_else(|| from.s3_secret_key.clone()),
    };
    let place = target.place(&app.config.data)?;
    if place == from.place(&app.config.data)? {
        bail!("{place} is the storage in use");
    }
    let done = storage::migrate(app, &Files::at(&place)?).await?;
    answer(command.json, &done, |it| {
        let head = format!(
            "{} files named, {} copied ({} bytes), {} were there, {} missing, {} wrong",
            it.named,
            it.copied,
            it.bytes,
            it.held,
            it.missing.len(),
            it.wrong.len()
        );
        let next = it.is_whole().then(|| {
            format!(
                "nothing was deleted. Next: stop the program, run this once more for what came in meanwhile, set \
                 KRITER_STORAGE={place} (for a bucket, the KRITER_S3_... settings too), start it, run `kriter storage verify`"
            )
        });
        let lines = [vec![head], bad(&it.missing, &it.wrong), Vec::from_iter(next)];
        lines.concat().join("\n")
    })?;
    if !done.is_whole() {
        bail!("{} files are missing, {} are wrong", done.missing.len(), done.wrong.len());
    }
    Ok(())
}

fn bad(missing: &[Missing], wrong: &[Wrong]) -> Vec<String> {
    let missing =
        missing.iter().map(|it| format!("missing {} ({})", it.sha256, it.named_by.join(", ")));
    let wrong = wrong
        .iter()
        .map(|it| format!("wrong {}: {} ({})", it.sha256, it.found, it.named_by.join(", ")));
    missing.chain(wrong).collect()
}

fn left(what: &str, orphans: &[Orphan]) -> Vec<String> {
    let line = |it: &Orphan| format!("{what} {} ({} bytes, {} days)", it.key, it.size, it.age_days);
    orphans.iter().map(line).collect()
}
