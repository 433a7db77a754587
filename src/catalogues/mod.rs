//! Catalogues come in and go out: files of other programs become editions, and editions become files. And the editor in which
//! an institution writes its own.

pub mod bring;
pub mod forms;
pub mod pages;
pub mod store;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// Most bytes of a form: the longest texts of a criterion in several languages, as browsers send them.
const MOST_FORM: usize = 16 * 1024 * 1024;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::list::show)
        .typed_get(pages::begin::new)
        .typed_post(pages::begin::create)
        .typed_get(pages::begin::copy)
        .typed_post(pages::begin::create_copy)
        .typed_get(pages::begin::supplement)
        .typed_post(pages::begin::create_supplement)
        .typed_get(pages::head::show)
        .typed_post(pages::head::save)
        .typed_get(pages::node::show)
        .typed_post(pages::node::save)
        .typed_get(pages::adding::show)
        .typed_post(pages::adding::add)
        .typed_post(pages::moving::relocate)
        .typed_get(pages::moving::ask)
        .typed_post(pages::moving::remove)
        .typed_get(pages::grading::show)
        .typed_get(pages::grading::form)
        .typed_post(pages::grading::save)
        .typed_post(pages::grading::relocate)
        .typed_get(pages::grading::ask)
        .typed_post(pages::grading::remove)
        .typed_get(pages::publishing::show)
        .typed_post(pages::publishing::publish)
        .typed_get(pages::publishing::ask)
        .typed_post(pages::publishing::discard)
        .typed_get(pages::export::export)
        .typed_get(pages::export::template)
        .typed_get(pages::export::mapping)
        .typed_get(pages::import::show)
        .typed_post(pages::import::take_in)
        .layer(DefaultBodyLimit::max(MOST_FORM))
}
