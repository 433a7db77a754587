//! Crosswalks: how the criteria of two editions relate, what follows from that, and what is there already for another framework.

pub mod carry;
pub mod forms;
pub mod ground;
pub mod load;
pub mod paths;
pub mod reuse;
pub mod store;

pub use ground::{Related, related};
