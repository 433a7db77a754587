//! How far the reading of a file for the search has come, and what a person should know of it.

use std::collections::HashMap;

use maud::{Markup, html};

use crate::entities::{TextState, revision};
use crate::language::Language;
use crate::search::ReadState;

/// A line under a file; nothing where all went well.
pub(super) fn text_state(
    language: Language,
    states: &HashMap<String, ReadState>,
    of: &revision::Model,
) -> Markup {
    let Some(it) = of.sha256.as_ref().and_then(|it| states.get(it)) else { return html! {} };
    html! {
        @match it.state {
            TextState::Read => {}
            TextState::Pending => p.hint { (language.text("text-state-pending-note")) },
            TextState::Nothing | TextState::Failed => p.hint { (language.word(&it.state)) },
        }
        @for hint in &it.hints { p.hint { (language.word(hint)) } }
    }
}
