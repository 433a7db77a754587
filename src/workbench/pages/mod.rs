//! The pages of the workbench.

mod ask;
mod beside;
mod form;
mod proofs;
mod questions;
pub mod rate;
mod reader;
pub mod show;
pub mod table;
