//! Asking a unit or a person for evidence that is missing, and their answer. Who only answers sees nothing else.

pub mod forms;
pub mod moves;
pub mod pages;
pub mod store;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// Most files of one answer.
const MOST_FILES: usize = 20;

/// The pages of this slice; `most` is the largest upload in bytes.
pub fn routes(most: u64) -> Router<App> {
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(MOST_FILES);
    let uploads =
        Router::new().typed_post(pages::answer::answer).layer(DefaultBodyLimit::max(most));
    Router::new()
        .typed_get(pages::list::list)
        .typed_get(pages::form::new)
        .typed_post(pages::form::create)
        .typed_get(pages::show::show)
        .typed_post(pages::show::decide)
        .merge(uploads)
}
