//! Verification of a round's ratings: a sample is drawn by risk and by chance, somebody who did not rate checks it, and what that
//! says of each rater.

pub mod candidates;
pub mod draw;
mod forms;
mod history;
pub mod pages;
pub mod standing;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::show::show)
        .typed_post(pages::drawing::draw)
        .typed_get(pages::verify::show)
        .typed_post(pages::verify::verify)
}
