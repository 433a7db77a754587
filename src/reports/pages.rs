//! Downloading the readiness report.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sea_orm::prelude::*;

use super::workbook::{self, QualificationSheet, Report};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::{assessment, edition};
use crate::evidence::register;
use crate::evidence::sight::Sight;
use crate::institutions;
use crate::language::Language;
use crate::paths;
use crate::qualifications::coverage::HoleKind;
use crate::qualifications::{self, coverage};
use crate::readiness::facts::Options;
use crate::readiness::pages::Day;
use crate::readiness::store::{assess, assess_for};
use crate::web::disposition::attachment;
use crate::web::{Result, Visitor};

/// Media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Who asks for a report, and in which form.
#[derive(Clone, Debug)]
pub struct Asked {
    pub language: Language,
    pub options: Options,
    pub made_at: DateTimeUtc,
    pub made_by: String,
    /// Whoever reads it; nothing restricted is named where nobody is known.
    pub reader: Option<Visitor>,
}

/// Makes a report; a number of queries that does not grow with it.
pub async fn make(
    db: &impl ConnectionTrait,
    assessment: assessment::Model,
    edition: edition::Model,
    asked: Asked,
) -> anyhow::Result<Vec<u8>> {
    let institution = institutions::store::by_id(db, assessment.institution_id).await?;
    let evidence = match &asked.reader {
        Some(reader) => register::seen(db, &reader.scope(), assessment.institution_id).await?,
        None => register::all(db, assessment.institution_id).await?,
    };
    let qualification = qualification_sheet(db, &assessment, asked.language).await?;
    let (assessed, sight) = match &asked.reader {
        Some(reader) => {
            let mut assessed = assess_for(db, reader, assessment, edition, asked.options).await?;
            let gaps = assessed.readiness.gaps.clone();
            assessed.opened_by(db, reader, &gaps).await?;
            (assessed, Sight::of(db, reader, &evidence).await?)
        }
        None => (assess(db, assessment, edition, asked.options).await?, Sight::default()),
    };
    let bytes = tokio::task::spawn_blocking(move || {
        workbook::write(&Report {
            assessed: &assessed,
            institution: &institution,
            evidence: &evidence,
            sight: &sight,
            language: asked.language,
            made_at: asked.made_at,
            made_by: &asked.made_by,
            qualification,
        })
    })
    .await??;
    Ok(bytes)
}

/// The coverage of the qualification that an assessment is about, with a mark where nothing prepares for a task.
async fn qualification_sheet(
    db: &impl ConnectionTrait,
    assessment: &assessment::Model,
    language: Language,
) -> anyhow::Result<Option<QualificationSheet>> {
    let Some(id) = assessment.qualification_id else { return Ok(None) };
    let found = qualifications::store::find(db, [assessment.institution_id], id).await?;
    let whole = qualifications::store::whole(db, found).await?;
    let mut headings = vec![language.text("duty"), language.text("task")];
    headings.extend(whole.units.iter().map(|it| format!("{} {}", it.code, it.title.get(language))));
    headings.push(language.text("hole"));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in coverage::matrix(&whole) {
        let hole =
            if row.is_hole() { language.text("hole-task_without_outcome") } else { String::new() };
        let mut cells = vec![row.duty, format!("{} {}", row.code, row.statement)];
        cells.extend(row.cells.iter().map(|it| it.join(", ")));
        cells.push(hole);
        rows.push(cells);
    }
    for hole in coverage::holes(&whole, language)
        .into_iter()
        .filter(|it| it.kind != HoleKind::TaskWithoutOutcome)
    {
        let mut cells = vec![String::new(), format!("{} {}", hole.code, hole.words)];
        cells.resize(2 + whole.units.len(), String::new());
        cells.push(language.word(&hole.kind));
        rows.push(cells);
    }
    Ok(Some(QualificationSheet { headings, rows }))
}

/// Sends the report.
pub async fn download(
    paths::Report { assessment }: paths::Report,
    State(app): State<App>,
    visitor: Visitor,
    Query(day): Query<Day>,
) -> Result<Response> {
    let (it, edition) =
        assessments::store::find(&app.db.read, &visitor.scope(), assessment).await?;
    let options = day.options(app.today());
    visitor.require(Action::Export, it.institution_id)?;
    let asked = Asked {
        language: visitor.language,
        options,
        made_at: app.now(),
        made_by: visitor.name.clone(),
        reader: Some(visitor.clone()),
    };
    let name = format!("{} {}.xlsx", it.name, options.as_of);
    let bytes = make(&app.db.read, it, edition, asked).await?;
    Ok(workbook_answer(&name, bytes))
}

/// A workbook as an attachment.
pub fn workbook_answer(name: &str, bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, attachment(name))], bytes)
        .into_response()
}
