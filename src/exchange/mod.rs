//! Catalogues in the formats of others, in and out: what a file holds becomes packs and crosswalks, and a pack becomes a file.
//!
//! Pure but for reading the given file. What a format cannot hold, and what a file says that we cannot, is told as a notice.

pub mod case;
pub mod ciso;
pub mod file;
mod notice;
pub mod oscal;
pub mod outgoing;
mod outline;
pub mod own;
pub mod table;
pub mod usual;

pub use notice::{Notice, NoticeKind};
pub use outline::{Line, Linked, tree_of_depths, tree_of_parents};

use crate::standards::crosswalk::Crosswalk;
use crate::standards::pack::Pack;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    pub packs: Vec<Pack>,
    pub crosswalks: Vec<Crosswalk>,
    /// What was changed, left out or kept aside on the way.
    pub notices: Vec<Notice>,
}

/// A file that was written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub bytes: Vec<u8>,
    /// What the format cannot hold, so that the file lacks it.
    pub notices: Vec<Notice>,
}
