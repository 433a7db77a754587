//! Editions on the screen: the list of all, the tree of one, a criterion by its own address, search over all of them, print.

pub mod pages;
pub mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::list)
        .typed_get(pages::search::search)
        .typed_get(pages::show::edition)
        .typed_get(pages::show::criterion)
        .typed_get(pages::print::print)
}
