//! Sending many files at once, also over a line that breaks, and making evidence of them: the administrators' daily work.
//!
//! A file comes by the tus protocol or in a plain form; once it is whole it waits for its sender, who sorts it in.

pub mod checksum;
pub mod duplicates;
pub mod forms;
pub mod ground;
pub mod hints;
pub mod matching;
pub mod metadata;
pub mod pages;
pub mod receive;
pub mod store;
pub mod taking;
pub mod tus;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// Most files that one plain form may bring.
const MOST_FILES: usize = 50;

/// The pages of this slice; `most` is the largest upload in bytes.
pub fn routes(most: u64) -> Router<App> {
    // Many files come at once; each of them is held to the limit as it is taken in.
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(MOST_FILES);
    let plain = Router::new().typed_post(pages::list::send).layer(DefaultBodyLimit::max(most));
    // A body in pieces has no limit of its own: what was announced is the limit.
    let tus = Router::new()
        .typed_post(tus::create)
        .typed_options(tus::offer)
        .typed_head(tus::head)
        .typed_patch(tus::patch)
        .typed_delete(tus::delete)
        .typed_options(tus::offer_file)
        .typed_post(tus::in_disguise)
        .layer(middleware::map_response(tus::named));
    Router::new().typed_get(pages::list::show).typed_post(pages::take::take).merge(plain).merge(tus)
}
