//! `kriter import`

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use bytes::Bytes;
use clap::{Args, ValueEnum};

use super::answer;
use crate::app::App;
use crate::assessments;
use crate::audit::Actor;
use crate::entities::{AssessmentId, ImportKind, InstitutionId, assessment, edition};
use crate::imports::plan::Prepared;
use crate::imports::run::{self, Target};
use crate::imports::store::{self, NewBatch};
use crate::institutions;
use crate::language::Language;
use crate::sheets::Book;
use crate::standards::store::Whole;
use crate::tailoring;

/// Read a spreadsheet into the register.
#[derive(Debug, Args)]
pub(super) struct ImportCommand {
    /// The file: xlsx, xlsm, xlsb, xls, ods, csv or tsv.
    file: PathBuf,
    /// What is in it.
    #[arg(long = "as", value_enum)]
    kind: Kind,
    /// Code of the institution, for a register or a qualification.
    #[arg(long, required_if_eq_any([("kind", "evidence"), ("kind", "qualification")]))]
    institution: Option<String>,
    /// Id of the assessment, for a worksheet.
    #[arg(long, required_if_eq("kind", "worksheet"))]
    assessment: Option<i64>,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Evidence,
    Worksheet,
    Qualification,
}

pub(super) async fn run(app: App, command: ImportCommand) -> anyhow::Result<()> {
    let name = command.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let book = run::read(command.file.clone(), name.clone()).await?;
    let (kind, institution, assessment) = place(&app, &command).await?;
    let (assessment, editions): (_, Arc<[Whole]>) = match assessment {
        Some((it, edition)) => {
            let whole = tailoring::store::whole(&app.db.read, &it, edition).await?;
            (Some((it, Arc::new(whole))), Arc::default())
        }
        None => (None, tailoring::store::wholes_of(&app.db.read, institution).await?.into()),
    };
    let target = match &assessment {
        Some((assessment, whole)) => Target::Assessment { assessment, whole },
        None => Target::Register { institution, editions: &editions, by: None },
    };
    let prepared = if command.dry_run {
        run::prepare(&app.db.read, kind, target, book).await?
    } else {
        let bytes = Bytes::from(std::fs::read(&command.file)?);
        let kept = app.files.keep_bytes(bytes, u64::MAX).await?;
        let batch = NewBatch {
            institution,
            assessment: assessment.as_ref().map(|it| it.0.id),
            kind,
            file_name: crate::web::upload::clean_name(&name),
            sha256: kept.digest.as_str().to_owned(),
        };
        carry_out(&app, target, book, batch).await?
    };
    tell(&prepared, command.json)?;
    let counts = &prepared.counts;
    if counts.rows_read > 0 && counts.rejected == counts.rows_read {
        bail!("no row could be imported");
    }
    Ok(())
}

/// Plans and writes in one change, so that nobody else's rows come between.
async fn carry_out(
    app: &App,
    target: Target<'_>,
    book: Book,
    batch: NewBatch,
) -> anyhow::Result<Prepared> {
    let mut change = app.change(Actor::System).await?;
    change.alone_in(batch.institution).await?;
    let prepared = run::prepare(change.tx(), batch.kind, target, book).await?;
    if !prepared.is_empty() {
        let batch = store::open(&mut change, batch).await?;
        run::apply(&mut change, target, &prepared).await?;
        store::close(&mut change, batch, &prepared.counts).await?;
        change.commit().await?;
    }
    Ok(prepared)
}

/// What is imported, where it belongs, and the assessment of a worksheet.
type Place = (ImportKind, InstitutionId, Option<(assessment::Model, edition::Model)>);

async fn place(app: &App, command: &ImportCommand) -> anyhow::Result<Place> {
    Ok(match command.kind {
        Kind::Evidence | Kind::Qualification => {
            let is_evidence = matches!(command.kind, Kind::Evidence);
            let kind = if is_evidence { ImportKind::Evidence } else { ImportKind::Qualification };
            let code = command
                .institution
                .as_deref()
                .context("--institution is missing: the code of the institution")?;
            let found = institutions::store::by_code(&app.db.read, code).await?;
            let found = found.with_context(|| format!("no institution has the code {code:?}"))?;
            (kind, found.id, None)
        }
        Kind::Worksheet => {
            let id =
                command.assessment.context("--assessment is missing: the id of the assessment")?;
            let found = assessments::store::by_id(&app.db.read, AssessmentId(id)).await;
            let (it, edition) = found.with_context(|| format!("there is no assessment {id}"))?;
            (ImportKind::Worksheet, it.institution_id, Some((it, edition)))
        }
    })
}

fn tell(prepared: &Prepared, json: bool) -> anyhow::Result<()> {
    let told = prepared.json(Language::English);
    answer(json, &told, |_| {
        let counts = &prepared.counts;
        let mut lines = vec![format!(
            "{} rows read: {} created, {} updated, {} unchanged, {} rejected",
            counts.rows_read, counts.created, counts.updated, counts.unchanged, counts.rejected
        )];
        lines.extend(prepared.problems.iter().map(|it| {
            format!("{}!{}{}: {}", it.sheet, it.column, it.row, it.text(Language::English))
        }));
        lines.join("\n")
    })
}
