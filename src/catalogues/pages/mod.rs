//! The pages of catalogues.

pub mod export;
pub mod import;
pub mod table;
