//! The heart: how ready an assessment is on a day. `analyse` is pure; every page, report and command shows what it returns.
//!
//! `docs/readiness.md` says the rules in plain words.

mod analyse;
mod board;
mod evidence;
mod explain;
pub mod facts;
mod gaps;
pub mod heard;
mod levels;
mod linked;
pub mod model;
mod needs;
pub mod pages;
mod path;
mod rated;
mod ratings;
pub mod result;
mod reworded;
pub mod store;
mod summary;
#[cfg(test)]
mod tests;
mod verdict;
mod without;
pub mod words;

pub use analyse::analyse;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::overview).typed_get(pages::gaps::list)
}
