//! Notes of interviews, observations and tours: written by a reviewer, signed by both sides, and then evidence like any other.

mod forms;
pub mod moves;
pub mod pages;
mod sight;
pub mod store;
mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice; `most` is the largest upload in bytes.
pub fn routes(most: u64) -> Router<App> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let uploads =
        Router::new().typed_post(pages::sign::on_paper).layer(DefaultBodyLimit::max(most));
    Router::new()
        .typed_get(pages::list::list)
        .typed_get(pages::form::new)
        .typed_post(pages::form::create)
        .typed_get(pages::show::show)
        .typed_get(pages::form::edit)
        .typed_post(pages::form::update)
        .typed_post(pages::sign::sign)
        .typed_post(pages::sign::unsign)
        .merge(uploads)
}
