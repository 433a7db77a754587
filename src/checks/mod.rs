//! Consistency checks: facts of an assessment that do not go together, as a list one can work through.

mod accepted;
mod forms;
pub mod look;
pub mod pages;
pub mod rules;
#[cfg(test)]
mod tests;
mod words;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::show).typed_post(pages::accept).typed_post(pages::take_back)
}
