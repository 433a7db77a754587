//! The readiness report as a workbook: what managers hand on.

mod answered;
mod cover;
mod criteria;
mod dashboard;
mod decided;
mod found;
mod gaps;
mod items;
pub mod pages;
pub mod statement;
pub mod table;
pub mod workbook;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::download).typed_get(statement::download)
}
