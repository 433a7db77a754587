//! Reading a file of the register in place, and taking it along: what a browser is shown of it, and what it is sent as.
//!
//! A stranger's file is never part of a page of ours. PDF and pictures are shown from an address of their own, whose answer
//! is a sandbox; all else is read by a process of its own (`extraction`), and only plain text comes back from there.

mod kind;
pub mod pages;
mod store;

use axum::Router;
use axum_extra::routing::RouterExt as _;

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::preview::show)
        .typed_get(pages::content::inline)
        .typed_get(pages::content::download)
}
