//! CASE, the exchange format of 1EdTech for frameworks of competences: JSON packages of version 1.0 and 1.1 in, 1.1 out,
//! and the workbooks and tables that its tools pass around in.
//!
//! What CASE has a field for is written there, so that other programs read it; the rest goes into `extensions`, as a
//! patch on what the fields say, so that it comes back whole here and an edit made elsewhere is still seen.

mod assigned;
mod associations;
mod crosswalks;
mod document;
mod fields;
mod item;
mod json;
mod package;
mod patch;
mod rows;
mod sheet;
mod stands;
mod vocabulary;
mod write;

pub use json::{is_one, read};
pub use sheet::{is_sheet, read_sheet};
pub use write::write;

#[cfg(test)]
mod tests;
