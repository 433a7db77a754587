//! Frameworks and their editions: the packs they come from, their scales and decision rules, their trees.

pub mod check;
pub mod codes;
pub mod crosswalk;
pub mod draft;
pub mod fold;
mod gradable;
mod grading;
pub mod kept;
pub mod key;
pub mod load;
mod mapping;
mod order;
pub mod overlay;
pub mod pack;
mod packfiles;
pub mod pages;
pub mod placed;
mod places;
pub mod preorder;
mod problems;
mod questions;
pub mod rows;
pub mod scale;
pub mod schema;
mod shape;
mod soundness;
pub mod store;
mod texts;
pub mod tree;

#[cfg(test)]
mod tests;
