//! A plain table as a catalogue: the user says which column is what, and what the levels follow from.

mod columns;
mod depth;
mod guess;
mod levels;
mod numbering;
mod read;
mod rows;

pub use columns::{About, Columns, Levels};
pub(in crate::exchange) use depth::MOST_DEPTH;
pub use guess::guess;
pub use read::{read, sheet};

#[cfg(test)]
mod tests;
