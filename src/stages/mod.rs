//! The stages of an assessment: which follows which, who moves it on, what has to be done first.

pub mod facts;
mod forms;
pub mod guards;
pub mod moves;
pub mod moving;
pub mod pages;
pub mod rights;
pub mod store;
pub mod words;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().typed_get(pages::show::show).typed_post(pages::show::make)
}
