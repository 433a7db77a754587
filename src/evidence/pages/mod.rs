//! The pages of the evidence register.

pub mod file;
pub mod form;
pub mod item;
pub mod register;
