//! The heart: how ready an assessment is on a day. `analyse` is pure; every page, report and command shows what it returns.
//!
//! `docs/readiness.md` says the rules in plain words.

mod analyse;
mod evidence;
pub mod facts;
pub mod model;
mod outcome;
pub mod pages;
mod ratings;
pub mod result;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use analyse::analyse;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::overview).typed_get(pages::gaps)
}
