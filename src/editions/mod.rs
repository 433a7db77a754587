//! Two editions of a framework side by side: how alike their texts are, what is different between them, and carrying an
//! assessment from one to the other.

pub mod carry;
pub mod difference;
pub mod earlier;
pub mod ground;
mod head;
mod kept;
pub mod likeness;
mod matching;
pub mod open_work;
pub mod pages;
mod stop_words;
pub mod store;
mod view;
mod wording;
pub mod words;
pub mod work_list;

use axum::Router;
use axum_extra::routing::RouterExt as _;

pub use head::{Entry, EntryKind, Fate, HeadChanges};
pub use view::{Criterion, Edition};
pub use wording::{Budget, Piece, pieces};

use crate::app::App;

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .typed_get(pages::difference::show)
        .typed_get(pages::moving::show)
        .typed_post(pages::moving::carry_out)
        .typed_get(pages::confirming::list)
        .typed_post(pages::confirming::confirm)
}

#[cfg(test)]
mod tests;
