//! What the accreditor decided: entered once, corrected only by a decision that takes its place; and a public page that confirms it.

pub mod confirming;
pub mod entering;
mod forms;
pub mod pages;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::show::show)
        .typed_post(pages::enter::enter)
        .typed_post(pages::publish::switch)
        .typed_get(pages::confirm::show)
}
