//! Parts of pages that speak of standards.

use maud::Markup;

use crate::language::Language;
use crate::web::components::badge;

/// How sure the pack is of a node, as a reader needs to know it.
pub fn provenance(language: Language, code: &str) -> Markup {
    match code {
        "checked" => badge("good", language.text("provenance-checked")),
        "imported" => badge("plain", language.text("provenance-imported")),
        _ => badge("poor", language.text("provenance-recalled")),
    }
}
