//! What an assessment is about: which supplements add to its edition, which groups it is limited to, what is out of scope
//! and why, and what the institution asks of itself beside it.

pub mod forms;
pub mod pages;
pub mod scope;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::show)
        .typed_post(pages::limit)
        .typed_get(pages::statement)
        .typed_post(pages::exclude)
        .typed_post(pages::include)
        .typed_post(pages::add)
        .typed_post(pages::withdraw)
}
