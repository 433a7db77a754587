//! The exercises of an assessment, and the lead's form to open one.

use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use maud::{Markup, html};

use super::{leads, require_lead};
use crate::app::App;
use crate::assessments;
use crate::assessments::alone::{Alone, alone};
use crate::assessments::pages::within;
use crate::calibration::forms::OpenForm;
use crate::calibration::store;
use crate::check::Problems;
use crate::entities::{assessment, calibration};
use crate::language::Language;
use crate::paths::{Calibration, Calibrations};
use crate::tailoring;
use crate::web::components::{Fields, Paging, badge, nothing, submit};
use crate::web::{Page, Result, Visitor, see_with};

/// The page.
pub async fn show(
    Calibrations { assessment }: Calibrations,
    State(app): State<App>,
    visitor: Visitor,
    Query(paging): Query<Paging>,
) -> Result<Page> {
    let db = &app.db.read;
    let (it, _) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    let rows = store::all(db, assessment).await?;
    let form = (&OpenForm::default(), &Problems::default());
    Ok(page(&visitor, &it, (&rows, paging), form))
}

/// Opens an exercise.
pub async fn open(
    Calibrations { assessment }: Calibrations,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<OpenForm>,
) -> Result<Response> {
    let (alone, ()) = alone(&app, &visitor, assessment, require_lead).await?;
    let Alone { mut change, visitor, it, edition } = alone;
    let tailored = tailoring::store::of(change.tx(), &it, edition, change.now()).await?;
    let new = match form.check(&tailored, visitor.withheld(assessment)) {
        Ok(new) => new,
        Err(problems) => {
            drop(change);
            let rows = store::all(&app.db.read, assessment).await?;
            let rows = (rows.as_slice(), Paging::default());
            return Ok(page(&visitor, &it, rows, (&form, &problems)).refused());
        }
    };
    let row = store::open(&mut change, &it, visitor.id, new).await?;
    change.commit().await?;
    let at = Calibration { assessment, calibration: row.id };
    Ok(see_with(at, "done-calibration-opened"))
}

fn page(
    visitor: &Visitor,
    it: &assessment::Model,
    (rows, paging): (&[calibration::Model], Paging),
    (form, problems): (&OpenForm, &Problems),
) -> Page {
    let language = visitor.language;
    let body = html! {
        p.lead { (language.text("calibration-lead")) }
        @if rows.is_empty() { (nothing(language.text("calibration-none"), None)) }
        @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (language.text("calibration-title")) }
                    th scope="col" { (language.text("calibration-opened")) }
                    th scope="col" { (language.text("round-state")) }
                } }
                tbody { @for row in paging.part(rows) { tr {
                    th scope="row" { a href=(Calibration { assessment: it.id, calibration: row.id }) { (row.title) } }
                    td { (language.moment(row.recorded_at)) }
                    td { (state(language, row)) }
                } } }
            } }
            (paging.pager(language, rows.len() as u64, ""))
        }
        @if leads(visitor, it) { (open_form(language, it, form, problems)) }
    };
    within(visitor, it, language.text("calibration"), body)
}

/// Whether it is still rated.
pub(super) fn state(language: Language, it: &calibration::Model) -> Markup {
    match it.ended_at {
        Some(_) => badge("good", language.text("calibration-is-ended")),
        None => badge("plain", language.text("calibration-is-open")),
    }
}

fn open_form(
    language: Language,
    it: &assessment::Model,
    form: &OpenForm,
    problems: &Problems,
) -> Markup {
    let field = Fields { language, problems };
    html! {
        h2 { (language.text("calibration-open")) }
        form.panel method="post" action=(Calibrations { assessment: it.id }) data-guard {
            (field.text("title", "calibration-title", &form.title).required())
            (field.area("criteria", "calibration-criteria", &form.criteria).hint("calibration-criteria-hint").required())
            (field.area("note", "calibration-note", &form.note).hint("calibration-note-hint"))
            (submit(language.text("calibration-open")))
        }
    }
}
