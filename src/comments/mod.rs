//! What people say of a criterion of an assessment to one another: comments, replies, mentions. Who sees which is in `sight`.

mod forms;
mod mentions;
pub mod pages;
mod people;
mod sight;
pub mod store;
mod threads;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::show)
        .typed_post(pages::write::add)
        .typed_post(pages::write::edit)
        .typed_post(pages::write::strike)
}
