//! `kriter assessment`, `kriter readiness`, `kriter report`

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::answer;
use crate::app::App;
use crate::assessments::store::{self, NewAssessment};
use crate::audit::Actor;
use crate::calendar::cover::{By, Period};
use crate::calendar::grid::Figure;
use crate::entities::{AssessmentId, assessment, edition};
use crate::language::Language;
use crate::readiness::facts::Options;
use crate::readiness::store::assess;
use crate::reports::pages::{Asked, make};
use crate::team::sight::NOTHING;
use crate::{calendar, institutions, standards};

/// Accreditation exercises.
#[derive(Debug, Subcommand)]
pub(super) enum AssessmentCommand {
    /// Create an assessment.
    Create {
        /// Code of the institution.
        #[arg(long)]
        institution: String,
        /// Id of the edition, as `kriter standards list` shows it.
        #[arg(long)]
        edition: String,
        /// How it is called.
        #[arg(long)]
        name: String,
        /// Day of the visit: 31.12.2026 or 2026-12-31.
        #[arg(long)]
        visit: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show who is on the team of an assessment, and who sees what of it until when.
    Team {
        /// Id of the assessment.
        assessment: i64,
        /// Language of the words and of the workbook.
        #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
        lang: String,
        /// Write the access report as a workbook to this file.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show the sample of the present round that is verified, and how far that has come.
    Sample {
        /// Id of the assessment.
        assessment: i64,
        /// Language of the words.
        #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
        lang: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the calibration exercises of an assessment, and who has finished.
    Calibration {
        /// Id of the assessment.
        assessment: i64,
        /// Language of the words.
        #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
        lang: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show the stage of an assessment and what may follow, or move it on.
    Stage(super::stage::StageCommand),
    /// List what does not go together in an assessment; fails while something is open.
    Check {
        /// Id of the assessment.
        assessment: i64,
        /// Language of the sentences.
        #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
        lang: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show what is due when.
    Deadlines(super::deadlines::DeadlinesCommand),
    /// Show which criterion is covered in which year or quarter of the cycle.
    Calendar {
        /// Id of the assessment.
        assessment: i64,
        /// How the cycle is divided.
        #[arg(long, default_value = "year", value_parser = ["year", "quarter"])]
        by: String,
        /// Language of titles and workbook.
        #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
        lang: String,
        /// Write a workbook to this file.
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// How ready an assessment is.
#[derive(Debug, Args)]
pub(super) struct ReadinessCommand {
    /// Id of the assessment.
    assessment: i64,
    /// For which day; today if not said.
    #[arg(long)]
    as_of: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The readiness report.
#[derive(Debug, Args)]
pub(super) struct ReportCommand {
    /// Id of the assessment.
    assessment: i64,
    /// Format of the report.
    #[arg(long, default_value = "xlsx", value_parser = ["xlsx"])]
    format: String,
    /// File to write.
    #[arg(short, long)]
    output: PathBuf,
    /// Language of the report.
    #[arg(long, default_value = "en", value_parser = ["en", "sq", "sr"])]
    lang: String,
    /// For which day; today if not said.
    #[arg(long)]
    as_of: Option<String>,
}

pub(super) fn day(text: &str) -> anyhow::Result<NaiveDate> {
    crate::sheets::parse_date(text)
        .with_context(|| format!("{text:?} is no day: write it like 2026-12-31"))
}

pub(super) async fn found(
    app: &App,
    id: i64,
) -> anyhow::Result<(assessment::Model, edition::Model)> {
    store::by_id(&app.db.read, AssessmentId(id))
        .await
        .with_context(|| format!("there is no assessment {id}"))
}

pub(super) async fn run(app: App, command: AssessmentCommand) -> anyhow::Result<()> {
    let (institution, edition, name, visit, json) = match command {
        AssessmentCommand::Create { institution, edition, name, visit, json } => {
            (institution, edition, name, visit, json)
        }
        AssessmentCommand::Team { assessment, lang, output, json } => {
            let language = Language::from_code(&lang).unwrap_or_default();
            return super::team::run(app, assessment, language, output, json).await;
        }
        AssessmentCommand::Deadlines(command) => return super::deadlines::run(app, command).await,
        AssessmentCommand::Sample { assessment, lang, json } => {
            let language = Language::from_code(&lang).unwrap_or_default();
            return super::sampling::run(app, assessment, language, json).await;
        }
        AssessmentCommand::Calibration { assessment, lang, json } => {
            let language = Language::from_code(&lang).unwrap_or_default();
            return super::calibration::run(app, assessment, language, json).await;
        }
        AssessmentCommand::Stage(command) => return super::stage::run(app, command).await,
        AssessmentCommand::Check { assessment, lang, json } => {
            let language = Language::from_code(&lang).unwrap_or_default();
            return super::check::run(app, assessment, language, json).await;
        }
        AssessmentCommand::Calendar { assessment, by, lang, output, json } => {
            let language = Language::from_code(&lang).unwrap_or_default();
            return calendar(app, assessment, By::from_code(&by), language, output, json).await;
        }
    };
    super::standards::load_builtin(&app).await?;
    let owner = institutions::store::by_code(&app.db.read, &institution).await?;
    let owner = owner.with_context(|| format!("no institution has the code {institution:?}"))?;
    let found = standards::store::by_code(&app.db.read, &edition).await?;
    let found = found.with_context(|| {
        format!("no edition has the id {edition:?}; see `kriter standards list`")
    })?;
    let target = standards::store::head_of(&found)?.target;
    let target = target
        .with_context(|| format!("{edition} describes levels; nothing is assessed against it"))?;
    if name.trim().is_empty() {
        bail!("--name is empty");
    }
    let new = NewAssessment {
        institution: owner.id,
        edition: found.id,
        qualification: None,
        name: name.trim().to_owned(),
        target,
        visit_date: visit.as_deref().map(day).transpose()?,
    };
    let mut change = app.change(Actor::System).await?;
    let created = store::create(&mut change, new).await?;
    change.commit().await?;
    let told = json!({
        "id": created.id, "name": created.name, "institution": owner.code, "edition": found.code, "visit": created.visit_date,
    });
    answer(json, &told, |_| format!("assessment {}: {}", created.id, created.name))
}

async fn calendar(
    app: App,
    id: i64,
    by: By,
    language: Language,
    output: Option<PathBuf>,
    json: bool,
) -> anyhow::Result<()> {
    let (it, edition) = found(&app, id).await?;
    let made = calendar::store::of(&app.db.read, it, edition, by, (app.now(), &NOTHING)).await?;
    let made = made.with_context(|| {
        format!("assessment {id} has no cycle: say its first and last day in its settings")
    })?;
    if let Some(path) = output {
        let bytes = calendar::workbook::write(&made, language)?;
        std::fs::write(&path, &bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    answer(json, &made.json(language), |_| {
        let figures = made.grid.periods.iter().zip(made.grid.figures());
        let line = |(period, it): (&Period, Figure)| {
            let name = calendar::words::period(language, *period, by);
            let percent = it.percent();
            let Figure { full, part, hole, ahead } = it;
            format!(
                "{name}: {full} full, {part} partly, {hole} holes, {ahead} ahead ({percent:.1} % full)"
            )
        };
        figures.map(line).collect::<Vec<_>>().join("\n")
    })
}

pub(super) async fn readiness(app: App, command: ReadinessCommand) -> anyhow::Result<()> {
    let (it, edition) = found(&app, command.assessment).await?;
    let as_of = command.as_of.as_deref().map(day).transpose()?.unwrap_or_else(|| app.today());
    let assessed = assess(&app.db.read, it, edition, Options::of(as_of, app.today())).await?;
    let told = assessed.json(Language::English);
    answer(command.json, &told, |told| {
        let gaps = told["gaps"].as_array().map_or(0, Vec::len);
        format!(
            "{} on {}: index {}, rated {} %, projected outcome {}, {gaps} gaps",
            assessed.assessment.name,
            told["as_of"],
            told["index"],
            told["coverage"],
            told["projected_outcome"]
        )
    })
}

pub(super) async fn report(app: App, command: ReportCommand) -> anyhow::Result<()> {
    let (it, edition) = found(&app, command.assessment).await?;
    let as_of = command.as_of.as_deref().map(day).transpose()?.unwrap_or_else(|| app.today());
    let asked = Asked {
        language: Language::from_code(&command.lang).unwrap_or_default(),
        options: Options::of(as_of, app.today()),
        made_at: app.now(),
        made_by: "Kriter".into(),
        // Nobody knows who will read the file.
        reader: None,
    };
    let bytes = make(&app.db.read, it, edition, asked).await?;
    std::fs::write(&command.output, &bytes)
        .with_context(|| format!("cannot write {}", command.output.display()))?;
    answer(false, &(), |()| format!("{}: {} bytes", command.output.display(), bytes.len()))
}
