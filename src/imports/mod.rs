//! Registers, worksheets and qualifications that people keep in spreadsheets. A workbook is read into a plan; the plan is shown;
//! then all of it is carried out in one transaction, or nothing. What a file omits stays as it is.

pub mod columns;
pub mod evidence;
pub mod evidence_fields;
pub mod pages;
pub mod plan;
pub mod problem;
pub mod run;
pub mod store;
pub mod worksheet;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice; `most` is the largest upload in bytes.
pub fn routes(most: u64) -> Router<App> {
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(64 * 1024);
    Router::new()
        .typed_get(pages::list)
        .typed_post(pages::upload)
        .typed_get(pages::show)
        .typed_post(pages::carry_out)
        .layer(DefaultBodyLimit::max(most))
}
