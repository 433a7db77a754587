//! Assessments: an institution prepares for, and goes through, accreditation against an edition; its criteria are rated on the workbench.

pub mod alone;
pub mod cycle;
pub mod forms;
pub mod pages;
pub mod ratings;
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
        .typed_get(pages::settings::show)
        .typed_post(pages::settings::update)
}
