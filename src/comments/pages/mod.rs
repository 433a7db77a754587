//! The pages of comments.

pub mod list;
mod panel;
mod said;
pub mod write;

pub use panel::panel;
