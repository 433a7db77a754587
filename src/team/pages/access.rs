//! The access report: who sees what of the assessment, from when until when.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::{day, looked_after, tailored};
use crate::app::App;
use crate::assessments::pages::within;
use crate::language::Language;
use crate::paths::{AccessReport, AccessWorkbook, Team};
use crate::reports::pages::workbook_answer;
use crate::team::report::{self, Line, Report};
use crate::team::workbook;
use crate::web::components::badge;
use crate::web::{Page, Result, Visitor};

/// The page.
pub async fn show(
    AccessReport { assessment }: AccessReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Page> {
    let language = visitor.language;
    let (it, edition) = looked_after(&app.db.read, &visitor, assessment).await?;
    let tailored = tailored(&app, &visitor, &it, edition).await?;
    let report = report::of(&app.db.read, &it, &tailored, app.today()).await?;
    let body = html! {
        p.lead { (language.text("access-lead")) }
        p.actions { a.button.second href=(AccessWorkbook { assessment }) download { (language.text("access-download")) } }
        h2 { (language.text("team")) }
        (table(language, &report, &report.team))
        h2 { (language.text("access-by-role")) }
        p.hint { (language.text("access-by-role-hint")) }
        (table(language, &report, &report.by_role))
    };
    Ok(within(&visitor, &it, language.text("access-report"), body)
        .under(Team { assessment }, language.text("team")))
}

fn table(language: Language, report: &Report, lines: &[Line]) -> Markup {
    let keys = [
        "team-person",
        "team-part",
        "team-access",
        "team-from",
        "team-until",
        "team-restricted",
        "team-withheld",
        "team-assigned",
        "team-declaration",
    ];
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr { @for key in keys { th scope="col" { (language.text(key)) } } } }
            tbody { @for it in lines { tr {
                th scope="row" { (it.name) }
                td { (workbook::part(language, it)) }
                td { (badge(it.access.tone(), language.word(&it.access))) }
                td.date data-label=(language.text("team-from")) { (day(language, it.from)) }
                td.date data-label=(language.text("team-until")) { (day(language, it.until)) }
                td data-label=(language.text("team-restricted")) { (language.text(if it.restricted { "yes" } else { "no" })) }
                td data-label=(language.text("team-withheld")) { (workbook::withheld(language, it)) }
                td data-label=(language.text("team-assigned")) { (workbook::assigned(language, it, report.is_assigned)) }
                td data-label=(language.text("team-declaration")) { (workbook::declaration(language, it)) }
            } } }
        } }
    }
}

/// Sends the workbook.
pub async fn download(
    AccessWorkbook { assessment }: AccessWorkbook,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let language = visitor.language;
    let (it, edition) = looked_after(&app.db.read, &visitor, assessment).await?;
    let tailored = tailored(&app, &visitor, &it, edition).await?;
    let report = report::of(&app.db.read, &it, &tailored, app.today()).await?;
    let title = language.text("access-report");
    let bytes = workbook::write(&report, language).map_err(anyhow::Error::from)?;
    Ok(workbook_answer(&format!("{} – {title} {}.xlsx", it.name, app.today()), bytes))
}
