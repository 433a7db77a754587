//! Findings of reviewers: what was found, what the institution answers and does, how it was verified, and whether it worked.

pub mod awaited;
pub mod carry;
pub mod course;
pub mod due;
pub mod forms;
mod ground;
pub mod held;
pub mod pages;
pub mod proofs;
pub mod sight;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::list)
        .typed_get(pages::form::new)
        .typed_post(pages::form::raise)
        .typed_get(pages::show::show)
        .typed_post(pages::step::step)
        .typed_get(pages::edit::edit)
        .typed_post(pages::edit::reword)
}
