//! Our own formats: the YAML of a pack, and a workbook that people can fill in.

mod cells;
mod edition;
mod parts;
mod read;
mod reading;
mod table;
mod template;
pub mod workbook;
pub mod yaml;

pub use read::{is_one, read};
pub use template::template;

#[cfg(test)]
mod tests;
