//! The pages of two editions side by side.

pub mod confirming;
pub mod difference;
pub mod moving;

pub use difference::compare_form;

use maud::{Markup, Render, html};

use crate::language::Language;

/// A number with its name, beside others.
fn figure(name: &str, value: impl Render) -> Markup {
    html! { div.figure { span.name { (name) } span.value { (value) } } }
}

/// A whole number as it is written.
fn count(language: Language, count: usize) -> String {
    language.count(i64::try_from(count).unwrap_or(i64::MAX))
}
