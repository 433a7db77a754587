//! The clock of an accreditation: what has to be done by when, counted from the days on which things happened.

pub mod clock;
pub mod days_off;
pub mod easter;
mod forms;
pub mod pages;
pub mod regimes;
pub mod standing;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::show)
        .typed_post(pages::list::add)
        .typed_post(pages::days::set)
        .typed_post(pages::usual::take)
        .typed_get(pages::one::show)
        .typed_post(pages::one::change)
}
