//! Recommendations and conditions of earlier decisions and of outside monitors: what is asked, by when, how far it is fulfilled.

pub mod forms;
pub mod held;
pub mod pages;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::list)
        .typed_get(pages::form::new)
        .typed_post(pages::form::create)
        .typed_get(pages::show::show)
        .typed_post(pages::progress::progress)
        .typed_get(pages::form::edit)
        .typed_post(pages::form::reword)
        .typed_post(pages::criteria::relate)
        .typed_post(pages::criteria::unrelate)
}
