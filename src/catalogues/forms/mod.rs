//! What is typed into the editor, checked.

pub mod begin;
pub mod grading;
pub mod head;
pub mod node;
pub mod part;
pub mod questions;
pub mod sent;
pub mod suggest;
