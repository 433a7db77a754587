//! The pages of crosswalks.

mod bench;
pub mod carry;
pub mod editor;
pub mod link;
pub mod list;
pub mod new;
mod parts;
pub mod removing;
pub mod reuse;
mod sight;
mod suggested;
mod trees;
