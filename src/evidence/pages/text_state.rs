//! How far the reading of a file for the search has come, and what a person should know of it.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::entities::{TextState, revision};
use crate::extraction::{self, Hint};
use crate::language::Language;
use crate::search::ReadState;

/// A line where the ending of a file tells of something else than its content is.
pub fn ending(language: Language, of: &revision::Model) -> Markup {
    let differs =
        of.media_type.as_deref().is_some_and(|it| extraction::ending_differs(&of.place, it));
    html! { @if differs { p.hint.told { (language.word(&Hint::EndingDiffers)) } } }
}

/// Lines under a file; nothing where all went well.
pub(super) fn text_state(
    language: Language,
    states: &HashMap<String, ReadState>,
    of: &revision::Model,
) -> Markup {
    let told = ending(language, of);
    let Some(it) = of.sha256.as_ref().and_then(|it| states.get(it)) else { return told };
    html! {
        (told)
        @match it.state {
            TextState::Read => {}
            TextState::Pending => p.hint { (language.text("text-state-pending-note")) },
            TextState::Nothing | TextState::Failed => p.hint { (language.word(&it.state)) },
        }
        // The ending is held to the name that this very file has: one content may go by several.
        @for hint in it.hints.iter().filter(|it| **it != Hint::EndingDiffers) { p.hint { (language.word(hint)) } }
    }
}
