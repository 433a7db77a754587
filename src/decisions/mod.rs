//! What the accreditor decided: entered once, corrected only by a decision that takes its place; and a public page that confirms it.

pub mod confirming;
pub mod entering;
pub mod forms;
pub mod pages;
pub mod store;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice; `most` is the largest upload in bytes.
pub fn routes(most: u64) -> Router<App> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let uploads = Router::new().typed_post(pages::enter::enter).layer(DefaultBodyLimit::max(most));
    Router::new()
        .typed_get(pages::show::show)
        .typed_post(pages::publish::switch)
        .typed_get(pages::confirm::show)
        .merge(uploads)
}
