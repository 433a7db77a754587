//! Crosswalks: how the criteria of two editions relate, what follows from that, and what is there already for another framework.

mod bond;
pub mod carry;
pub mod file;
pub mod forms;
pub mod ground;
pub mod load;
pub mod pages;
pub mod paths;
pub mod reuse;
pub mod store;
mod suggest;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

pub use ground::{Related, related};

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::list)
        .typed_get(pages::new::new)
        .typed_post(pages::new::create)
        .typed_get(pages::editor::show)
        .typed_post(pages::editor::relate)
        .typed_get(pages::removing::ask)
        .typed_post(pages::removing::remove)
        .typed_get(pages::reuse::show)
        .typed_post(pages::link::link)
        .typed_get(pages::carry::show)
        .typed_post(pages::carry::carry)
}
