//! Linking evidence to criteria from either side, many at once, with suggestions that say their reason; links of an earlier
//! assessment taken over.

pub mod copy;
pub mod forms;
pub mod pages;
pub mod store;
pub mod suggest;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::criteria::show)
        .typed_post(pages::criteria::link)
        .typed_get(pages::items::show)
        .typed_post(pages::items::link)
        .typed_get(pages::copy::show)
        .typed_post(pages::copy::copy)
}
