//! The pages of editions.

pub mod facts;
pub mod list;
pub mod print;
pub mod search;
pub mod show;

use maud::{Markup, html};

use crate::entities::EditionId;
use crate::language::Language;
use crate::paths::SearchStandards;

/// The field that searches all editions, or one of them.
pub fn search_form(language: Language, typed: &str, edition: Option<EditionId>) -> Markup {
    html! {
        form.filters method="get" action=(SearchStandards) role="search" {
            div.field {
                label for="q" { (language.text(if edition.is_some() { "browse-search-here" } else { "browse-search" })) }
                input #q type="search" name="q" value=(typed) maxlength="200";
            }
            @if let Some(id) = edition { input type="hidden" name="edition" value=(id); }
            button.second type="submit" { (language.text("search")) }
        }
    }
}
