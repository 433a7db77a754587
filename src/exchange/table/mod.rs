//! A plain table as a catalogue: the user says which column is what, and what the levels follow from.

mod columns;
mod guess;
mod levels;
mod numbering;
mod read;
mod rows;

pub use columns::{About, Columns, Levels};
pub use guess::guess;
pub use read::{read, sheet};

#[cfg(test)]
mod tests;
