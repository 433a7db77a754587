//! Calibration: all who rate in an assessment rate the same criteria blind, apart from their real ratings; then they compare, discuss,
//! and the lead notes the rule, which stands beside the criterion from then on.

mod forms;
pub mod pages;
pub mod standing;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::show)
        .typed_post(pages::list::open)
        .typed_get(pages::show::show)
        .typed_post(pages::moves::lock)
        .typed_post(pages::moves::end)
        .typed_get(pages::criterion::show)
        .typed_post(pages::criterion::rate)
        .typed_post(pages::talk::remark)
        .typed_post(pages::talk::note)
}
