//! Links as they are typed. What was not sent stays as it is.

use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::entities::{LinkId, criterion, link};

/// Most characters of a note, and of a place in the document.
pub const MOST_NOTE: usize = 1_000;
pub const MOST_PLACE: usize = 200;

/// Names and values of a form in the order in which they were sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// The last value with a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// All values with a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }

    /// The ids in names such as `place-7`.
    pub fn numbered<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(move |it| it.0.strip_prefix(name)?.strip_prefix('-'))
    }
}

/// Links to criteria, by their codes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LinkForm {
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub relevance: String,
    #[serde(default)]
    pub place: String,
}

impl LinkForm {
    /// The note and the place.
    pub fn words(&self, problems: &mut Problems) -> (String, String) {
        (
            problems.optional_text("relevance", &self.relevance, MOST_NOTE),
            problems.optional_text("place", &self.place, MOST_PLACE),
        )
    }
}

/// The links of an item: `relevance-7` and `place-7` for the link 7, `tick` for those to be taken away.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct LinksForm(Sent);

/// What is to be done with links.
#[derive(Clone, Debug)]
pub enum Edited<'a> {
    /// Other notes and places, of those links alone that have others.
    Words(Vec<(&'a link::Model, String, String)>),
    /// These are taken away.
    Unlink(Vec<LinkId>),
}

impl LinksForm {
    /// What was typed in a field of a link.
    pub fn typed(&self, field: &str, link: LinkId) -> Option<&str> {
        self.0.get(&format!("{field}-{link}"))
    }

    /// Whether a link is ticked.
    pub fn ticks(&self, link: LinkId) -> bool {
        let link = link.to_string();
        self.0.all("tick").any(|it| it == link)
    }

    /// What is to be done with the links that are held, or what is wrong. A link is never changed but replaced: one that
    /// is not held any more was changed by somebody else meanwhile.
    pub fn check<'a>(
        &self,
        held: &'a [(link::Model, criterion::Model)],
    ) -> Result<Edited<'a>, Problems> {
        let mut problems = Problems::default();
        let ticked: Vec<&str> = self.0.all("tick").collect();
        let is_held = |id: &str| held.iter().any(|it| it.0.id.to_string() == id);
        let mut named = self.0.numbered("relevance").chain(self.0.numbered("place"));
        if !ticked.iter().all(|it| is_held(it)) || !named.all(is_held) {
            problems.add("links", Problem::Other("problem-links-meanwhile"));
        }
        if self.0.get("act") == Some("unlink") {
            if ticked.is_empty() {
                problems.add("links", Problem::Other("problem-nothing-ticked"));
            }
            let ids = held.iter().map(|it| it.0.id).filter(|it| self.ticks(*it)).collect();
            return problems.or(Edited::Unlink(ids));
        }
        let mut words = Vec::new();
        for (link, _) in held {
            let text =
                |field, current: &str| self.typed(field, link.id).unwrap_or(current).to_owned();
            let relevance =
                problems.optional_text("links", &text("relevance", &link.relevance), MOST_NOTE);
            let place = problems.optional_text("links", &text("place", &link.place), MOST_PLACE);
            if (&relevance, &place) != (&link.relevance, &link.place) {
                words.push((link, relevance, place));
            }
        }
        problems.or(Edited::Words(words))
    }
}
