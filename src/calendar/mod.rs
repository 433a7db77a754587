//! The coverage calendar: which criterion is proved for which year or quarter of the cycle, and where the holes are.

pub mod cover;
pub mod grid;
pub mod pages;
pub mod store;
pub mod words;
pub mod workbook;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::show).typed_get(pages::cell::show).typed_get(pages::download)
}
