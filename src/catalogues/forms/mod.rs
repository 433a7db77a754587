//! What is typed into the editor, checked.

pub mod begin;
pub mod head;
pub mod node;
pub mod sent;
pub mod suggest;
