//! The pages of the evidence register.

pub mod aside;
pub mod file;
pub mod form;
pub mod history;
pub mod item;
pub mod life;
pub mod readers;
pub mod register;
