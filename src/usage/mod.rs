//! What an evidence item is used for, and what is lost without it: shown before it is withdrawn, replaced or deleted.

pub mod effect;
pub mod pages;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::show)
        .typed_get(pages::withdraw::ask)
        .typed_post(pages::withdraw::withdraw)
        .typed_get(pages::replace::ask)
        .typed_post(pages::replace::replace)
        .typed_post(pages::replace::bring_back)
        .typed_get(pages::delete::ask)
        .typed_post(pages::delete::delete)
        .typed_get(pages::deleted::list)
        .typed_post(pages::deleted::restore)
}
