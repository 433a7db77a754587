//! Rounds of reviewers: each rates blind until all have locked, then they see where they differ, the lead determines one level and signs
//! the round off.

pub mod agreement;
mod effective;
pub mod forms;
pub mod ground;
pub mod guards;
pub mod late;
pub mod opening;
pub mod pages;
pub mod sight;
pub mod standing;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::show::show)
        .typed_post(pages::locking::lock)
        .typed_post(pages::locking::unlock)
        .typed_post(pages::locking::sign_off)
        .typed_post(pages::locking::reopen)
        .typed_post(pages::determining::determine)
        .typed_post(pages::determining::adopt)
}
