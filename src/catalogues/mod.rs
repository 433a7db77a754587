//! Catalogues come in and go out: files of other programs become editions, and editions become files.

pub mod bring;
pub mod pages;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::export::export)
        .typed_get(pages::import::show)
        .typed_post(pages::import::take_in)
}
