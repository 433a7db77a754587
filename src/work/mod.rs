//! “My work”: what waits for a person in all that they may see, what is due first on top.

mod asked;
mod deadlines;
mod evidence;
mod findings;
mod gather;
mod lead;
mod notes;
pub mod pages;
mod practice;
mod rating;
mod remaining;
mod samples;
pub mod task;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The page of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::show)
}
