//! The heart: how ready an assessment is on a day. `analyse` is pure; every page, report and command shows what it returns.
//!
//! `docs/readiness.md` says the rules in plain words.

mod analyse;
mod evidence;
pub mod facts;
pub mod model;
mod outcome;
mod ratings;
pub mod result;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use analyse::analyse;
