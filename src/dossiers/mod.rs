//! Dossiers: what was handed over, pinned and sealed, so that it stays known to the byte whatever is changed afterwards.

pub mod difference;
mod forms;
pub mod gather;
pub mod manifest;
pub mod pages;
pub mod pins;
pub mod seal;
pub mod store;
pub mod verify;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::show)
        .typed_post(pages::list::seal)
        .typed_get(pages::version::show)
        .typed_get(pages::changes::show)
        .typed_get(pages::version::download)
}
