//! The pages of the workbench.

mod ask;
mod beside;
mod form;
pub mod marking;
mod proofs;
mod questions;
pub mod rate;
mod reader;
pub mod show;
pub mod table;
