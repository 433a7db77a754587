//! Two editions of a framework side by side: how alike their texts are, and what is different between them.

pub mod difference;
mod head;
pub mod likeness;
mod matching;
mod stop_words;
mod view;
mod wording;
pub mod words;

pub use head::{Entry, EntryKind, HeadChanges};
pub use view::{Criterion, Edition};
pub use wording::{Piece, pieces};

#[cfg(test)]
mod tests;
