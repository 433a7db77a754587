//! The statement of applicability as a workbook.

use axum::extract::State;
use axum::response::Response;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::pages::workbook_answer;
use super::table::{self, Cell, Column, Formats};
use crate::access::Action;
use crate::app::App;
use crate::assessments;
use crate::entities::criterion;
use crate::language::Language;
use crate::paths;
use crate::tailoring::{self, store::Tailored};
use crate::web::{Result, Visitor};

/// The workbook: one row for each criterion that is rated.
pub fn write(it: &Tailored, language: Language) -> Result<Vec<u8>, XlsxError> {
    type Row<'a> = (usize, &'a criterion::Model);
    let (yes, no) = (language.text("yes"), language.text("no"));
    let columns: Vec<Column<'_, Row<'_>>> = vec![
        Column::new(language.text("criterion"), 14.0, |row: Row<'_>| Cell::Own(row.1.code.clone())),
        Column::new(language.text("criterion-title"), 60.0, move |row: Row<'_>| {
            Cell::Own(row.1.title.get(language).to_owned())
        }),
        Column::new(language.text("scope-source"), 36.0, move |row: Row<'_>| {
            Cell::Own(it.source(language, row.1))
        }),
        Column::new(language.text("scope-applies"), 12.0, move |row: Row<'_>| {
            Cell::Own(if it.scope[row.0].is_in() { yes.clone() } else { no.clone() })
        }),
        Column::new(language.text("scope-justification"), 70.0, move |row: Row<'_>| {
            Cell::Own(it.reason(language, row.0))
        }),
    ];
    let rows: Vec<Row<'_>> =
        it.whole.criteria.iter().enumerate().filter(|it| it.1.assessable).collect();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(table::sheet_name(&language.text("scope-statement")))?;
    table::write(sheet, &Formats::new(), &columns, rows.into_iter())?;
    workbook.save_to_buffer()
}

/// Sends it.
pub async fn download(
    paths::ApplicabilityReport { assessment }: paths::ApplicabilityReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let db = &app.db.read;
    let (it, edition) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    visitor.require(Action::Export, it.institution_id)?;
    let now = app.now() + chrono::TimeDelta::seconds(1);
    let mut tailored = tailoring::store::of(db, &it, edition, now).await?;
    tailored.withhold(visitor.withheld(it.id));
    let language = visitor.language;
    let bytes = tokio::task::spawn_blocking(move || write(&tailored, language))
        .await
        .map_err(anyhow::Error::from)?
        .map_err(anyhow::Error::from)?;
    let title = language.text("scope-statement");
    Ok(workbook_answer(&format!("{} – {title} {}.xlsx", it.name, app.today()), bytes))
}
