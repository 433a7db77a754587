//! Finding evidence by its words: what a person types, what an item says, the index that brings both together, and the worker
//! that reads the files.
//!
//! The index is fed with words that were folded here, so that it needs to know nothing of alphabets, and both databases find the
//! same. It is written within the change that it follows from, and can be had anew from what is stored (`rebuild`).

mod document;
mod index;
mod reindex;
mod snippet;
mod words;
mod worker;

pub use document::{tag_facet, year_facet, years};
pub use index::{Wanted, Within, counted, id, ids, look_up, matching};
pub use reindex::{index_missing, index_new, newest, rebuild, reindex, reindex_after};
pub use snippet::{Piece, Texts, marked, said, snippet};
pub use words::Words;
pub use worker::{ReadState, Worker, states};
