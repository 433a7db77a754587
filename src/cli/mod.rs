//! The command line: it calls what the pages call. Exit codes: 0 done, 1 refused with a message, 2 wrong usage.

mod accounts;
mod assessment;
mod audit;
mod calibration;
mod check;
mod deadlines;
mod demo;
mod dossier;
mod evidence;
mod extract;
mod finding;
mod import;
mod sampling;
mod search;
mod serve;
mod sheet;
mod stage;
mod standards;
mod storage;
mod team;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::config::{Config, ServeConfig};
use crate::telemetry;

/// Accreditation and vocational-qualification tracker.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web pages.
    Serve(ServeConfig),
    /// Fill an instance with a demo academy and a demo forensic agency, and serve it.
    Demo(demo::DemoCommand),
    /// Show what the reader sees in a spreadsheet.
    Sheet(sheet::SheetCommand),
    /// Say what is in a file, as the program asks itself.
    #[command(hide = true)]
    Extract(extract::ExtractCommand),
    /// Accreditation exercises.
    #[command(subcommand)]
    Assessment(assessment::AssessmentCommand),
    /// What was handed over, sealed.
    #[command(subcommand)]
    Dossier(dossier::DossierCommand),
    /// Read a spreadsheet into the register or an assessment.
    Import(import::ImportCommand),
    /// Say how ready an assessment is.
    Readiness(assessment::ReadinessCommand),
    /// Write the readiness report.
    Report(assessment::ReportCommand),
    /// Frameworks and their editions.
    #[command(subcommand)]
    Standards(standards::StandardsCommand),
    /// The evidence register.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// What reviewers found.
    #[command(subcommand)]
    Finding(finding::FindingCommand),
    /// Finding evidence by its words.
    #[command(subcommand)]
    Search(search::SearchCommand),
    /// People who may sign in.
    #[command(subcommand)]
    User(accounts::UserCommand),
    /// Uploaded files as a whole.
    #[command(subcommand)]
    Storage(storage::StorageCommand),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
}

/// Runs a command to its end.
#[expect(clippy::print_stderr, reason = "a refusal is said on the terminal")]
pub fn run(cli: Cli) -> ExitCode {
    if let Command::Extract(command) = &cli.command {
        return extract::run(command);
    }
    telemetry::start(&cli.config);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("kriter: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(carry_out(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kriter: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(cli: Cli) -> anyhow::Result<()> {
    let config = cli.config;
    match cli.command {
        Command::Serve(how) => serve::serve(App::start(config).await?, how).await,
        Command::Demo(command) => Box::pin(demo::run(App::start(config).await?, command)).await,
        Command::Sheet(command) => sheet::run(&command),
        // `run` has carried it out, without a runtime.
        Command::Extract(_) => Ok(()),
        Command::Assessment(command) => {
            Box::pin(assessment::run(App::start(config).await?, command)).await
        }
        Command::Dossier(command) => dossier::run(App::start(config).await?, command).await,
        Command::Import(command) => import::run(App::start(config).await?, command).await,
        Command::Readiness(command) => {
            assessment::readiness(App::start(config).await?, command).await
        }
        Command::Report(command) => assessment::report(App::start(config).await?, command).await,
        Command::Standards(command) => standards::run(config, command).await,
        Command::Evidence(command) => evidence::run(App::start(config).await?, command).await,
        Command::Finding(command) => finding::run(App::start(config).await?, command).await,
        Command::Search(command) => search::run(App::start(config).await?, command).await,
        Command::User(command) => accounts::run(App::start(config).await?, command).await,
        Command::Storage(command) => storage::run(App::start(config).await?, command).await,
        Command::Audit(command) => audit::run(App::start(config).await?, command).await,
    }
}

/// Prints a value as JSON, or through `plain`. A reader that went away, as `head` does, is no failure.
pub(crate) fn answer<T: serde::Serialize>(
    json: bool,
    value: &T,
    plain: impl FnOnce(&T) -> String,
) -> anyhow::Result<()> {
    use std::io::{ErrorKind, Write as _};
    let text = if json { serde_json::to_string_pretty(value)? } else { plain(value) };
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
