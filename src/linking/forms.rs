//! What was ticked, with notes and places: for each, or for all that is ticked.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::evidence::link_forms::{MOST_NOTE, MOST_PLACE, Sent};

/// What a page of choices was asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Choice(pub Sent);

/// What the button that was pressed asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Other rows are to be shown.
    Look,
    /// Each is to get a note and a place of its own.
    Each,
    Link,
}

impl Choice {
    /// A value, or nothing.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_default()
    }

    /// What is asked for.
    pub fn act(&self) -> Act {
        match self.text("act") {
            "link" => Act::Link,
            "each" => Act::Each,
            _ => Act::Look,
        }
    }

    /// The page that is wanted, from 1.
    pub fn page(&self) -> u64 {
        self.text("page").parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    /// What is ticked; what is no id is left out.
    pub fn ticked<I: FromStr + Ord>(&self) -> BTreeSet<I> {
        self.0.all("tick").filter_map(|it| it.parse().ok()).collect()
    }

    /// The note and the place of one that is ticked: its own, or else those for all, or else the note that stands in.
    pub fn words(
        &self,
        problems: &mut Problems,
        id: impl Display,
        stand_in: Option<String>,
    ) -> (String, String) {
        let own = |field: &str| self.0.get(&format!("{field}-{id}"));
        let note = own("relevance").unwrap_or_else(|| self.text("relevance"));
        let place = own("place").unwrap_or_else(|| self.text("place"));
        let note = problems.optional_text("relevance", note, MOST_NOTE);
        let place = problems.optional_text("place", place, MOST_PLACE);
        let was_asked = own("relevance").is_some();
        let note = match stand_in.filter(|_| note.is_empty() && !was_asked) {
            Some(reason) => reason.chars().take(MOST_NOTE).collect(),
            None => note,
        };
        (note, place)
    }
}

/// What is wrong with a choice of so many that are offered out of so many that are ticked.
pub fn complete(problems: &mut Problems, offered: usize, ticked: usize) {
    if ticked == 0 {
        problems.add("tick", Problem::Other("problem-nothing-ticked"));
    } else if offered < ticked {
        problems.add("tick", Problem::Other("problem-no-longer-offered"));
    }
}
