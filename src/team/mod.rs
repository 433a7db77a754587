//! The team of an assessment: who is on it as what and until when, their conflicts of interest, and what each of them rates.

pub mod assigned;
pub mod carry;
pub mod claims;
pub mod conflicts;
pub mod forms;
pub mod history;
pub mod openers;
pub mod pages;
pub mod report;
pub mod sight;
pub mod standing;
pub mod store;
pub mod workbook;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::team::show)
        .typed_post(pages::team::put)
        .typed_get(pages::declaration::show)
        .typed_post(pages::declaration::declare)
        .typed_get(pages::assigning::show)
        .typed_post(pages::assigning::assign)
        .typed_get(pages::access::show)
        .typed_get(pages::access::download)
        .typed_get(pages::member::show)
        .typed_post(pages::member::update)
        .typed_post(pages::member::leave)
        .typed_post(pages::member::declare_anew)
        .typed_post(pages::member::record)
        .typed_post(pages::member::lift)
        .typed_get(pages::sees::show)
        .typed_post(pages::bench::claim)
        .typed_get(pages::openers::show)
        .typed_get(pages::openers::list)
        .typed_post(pages::openers::name)
}
