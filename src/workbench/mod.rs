//! The workbench: criteria one by one, each with what proves it, what others say of it, and the form that rates it; or many in a table.

mod bench;
mod forms;
pub mod pages;
mod questions;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::show::start)
        .typed_get(pages::show::show)
        .typed_post(pages::rate::rate)
        .typed_get(pages::table::show)
        .typed_post(pages::marking::rate)
}
