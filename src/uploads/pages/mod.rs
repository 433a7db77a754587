//! The page of files to sort in.

pub mod list;
mod row;
pub mod take;
mod view;
