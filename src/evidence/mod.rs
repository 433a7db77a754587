//! What is offered to show that criteria are met: the register, its files, its links.

pub mod aside;
pub mod blobs;
pub mod facts;
pub mod filter;
pub mod finding;
pub mod forms;
pub mod history;
mod indexed;
pub mod life;
pub mod link_forms;
pub mod links;
pub mod moves;
pub mod numbers;
pub mod pages;
pub mod readers;
pub mod register;
pub mod revisions;
pub mod sight;
pub mod store;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// Largest files that one form may bring.
const MOST_FILES: usize = 20;

/// The pages of this slice; `most` is the largest upload in bytes.
pub fn routes(most: u64) -> Router<App> {
    // Many files come at once; each of them is held to the limit as it is taken in.
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(MOST_FILES);
    let uploads = Router::new()
        .typed_post(pages::form::create)
        .typed_post(pages::parts::add)
        .layer(DefaultBodyLimit::max(most));
    Router::new()
        .typed_get(pages::register::list)
        .typed_get(pages::form::new)
        .typed_get(pages::form::edit)
        .typed_post(pages::form::update)
        .typed_get(pages::item::show)
        .typed_post(pages::parts::take_away)
        .typed_post(pages::links::add)
        .typed_post(pages::links::remove)
        .typed_get(pages::links::show)
        .typed_post(pages::links::change)
        .typed_post(pages::life::make)
        .typed_post(pages::readers::add)
        .typed_post(pages::readers::remove)
        .merge(uploads)
}
