//! The place beside the rating in which the script shows evidence; without it, or on a phone, evidence is read in a window of its own.

use maud::{Markup, html};

use crate::language::Language;

/// The empty place.
pub(super) fn place(language: Language) -> Markup {
    html! {
        aside #reader aria-labelledby="reader-title" {
            div.heading {
                h2 #reader-title {}
                div.actions {
                    a.button.second href="" target="reading" data-alone { (language.text("reader-alone")) }
                    button.second type="button" data-close { (language.text("reader-close")) }
                }
            }
            p.hint role="status" data-waits=(language.text("reader-waits")) data-failed=(language.text("reader-failed")) {}
            div data-shown {}
        }
    }
}
