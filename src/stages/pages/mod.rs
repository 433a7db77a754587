//! The page of an assessment's stage.

mod history;
pub mod show;
