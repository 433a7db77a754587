//! What is different in how two editions are rated and decided: levels, outcomes, groups, target.

use std::collections::HashMap;

use serde::Serialize;

use super::difference::{Change, What, note};
use crate::standards::pack::{Group, Head, Level, Outcome};
use crate::titles::Titles;

/// What is different outside the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HeadChanges {
    pub entries: Vec<Entry>,
    /// The outcome that is usually aimed at, where that is another.
    pub target: Option<Change>,
}

impl HeadChanges {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.entries.is_empty() && self.target.is_none()
    }
}

/// A level, an outcome or a group that came, went or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub kind: EntryKind,
    pub code: String,
    pub title: Titles,
    pub fate: Fate,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Level,
    Outcome,
    Group,
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Added,
    Removed,
    Changed(Vec<Change>),
}

pub(super) fn changes(from: &Head, to: &Head) -> HeadChanges {
    let levels =
        |head: &'_ Head| head.scale.as_ref().map(|it| it.levels.clone()).unwrap_or_default();
    let mut entries = compare(EntryKind::Level, &levels(from), &levels(to));
    entries.extend(compare(EntryKind::Outcome, &from.outcomes, &to.outcomes));
    entries.extend(compare(EntryKind::Group, &from.groups, &to.groups));
    let target = |head: &Head| head.target.clone().unwrap_or_default();
    let mut targets = Vec::new();
    note(&mut targets, What::Target, target(from), target(to));
    HeadChanges { entries, target: targets.pop() }
}

/// What has a code and can be compared.
trait Compared {
    fn code(&self) -> &str;
    fn title(&self) -> &Titles;
    fn changes(&self, to: &Self, changes: &mut Vec<Change>);
    /// Whether the order says something.
    const ORDERED: bool;
}

fn compare<T: Compared>(kind: EntryKind, from: &[T], to: &[T]) -> Vec<Entry> {
    let entry =
        |it: &T, fate| Entry { kind, code: it.code().to_owned(), title: it.title().clone(), fate };
    // Places among those that both have, so that one that came does not move all behind it.
    let places = |these: &[T], those: &[T]| -> HashMap<String, usize> {
        let kept = these.iter().filter(|it| those.iter().any(|other| other.code() == it.code()));
        kept.zip(1..).map(|(it, place)| (it.code().to_owned(), place)).collect()
    };
    let (old_places, new_places) = (places(from, to), places(to, from));
    let mut entries = Vec::new();
    for it in to {
        let Some(old) = from.iter().find(|old| old.code() == it.code()) else {
            entries.push(entry(it, Fate::Added));
            continue;
        };
        let mut changes = Vec::new();
        titles(&mut changes, What::Title, Some(old.title()), Some(it.title()));
        old.changes(it, &mut changes);
        if let (true, Some(from), Some(to)) =
            (T::ORDERED, old_places.get(it.code()), new_places.get(it.code()))
        {
            note(&mut changes, What::Place, *from, *to);
        }
        if !changes.is_empty() {
            entries.push(entry(it, Fate::Changed(changes)));
        }
    }
    let gone = from.iter().filter(|it| to.iter().all(|new| new.code() != it.code()));
    entries.extend(gone.map(|it| entry(it, Fate::Removed)));
    entries
}

fn titles(changes: &mut Vec<Change>, what: What, from: Option<&Titles>, to: Option<&Titles>) {
    if from != to {
        let text = |it: Option<&Titles>| it.map(|it| it.en().to_owned()).unwrap_or_default();
        changes.push(Change { what, from: text(from), to: text(to) });
    }
}

fn number<T: ToString>(it: Option<T>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}

impl Compared for Level {
    const ORDERED: bool = true;

    fn code(&self) -> &str {
        &self.code
    }

    fn title(&self) -> &Titles {
        &self.title
    }

    fn changes(&self, to: &Self, changes: &mut Vec<Change>) {
        let second = (&self.second_description, &to.second_description);
        titles(changes, What::Description, self.description.as_ref(), to.description.as_ref());
        titles(changes, What::Description, second.0.as_ref(), second.1.as_ref());
        note(changes, What::Score, number(self.score), number(to.score));
        note(changes, What::Weight, number(self.weight), number(to.weight));
        note(changes, What::Score, number(self.from), number(to.from));
        note(changes, What::Role, self.role.tone(), to.role.tone());
    }
}

impl Compared for Outcome {
    const ORDERED: bool = true;

    fn code(&self) -> &str {
        &self.code
    }

    fn title(&self) -> &Titles {
        &self.title
    }

    fn changes(&self, to: &Self, changes: &mut Vec<Change>) {
        note(changes, What::Validity, number(self.validity_months), number(to.validity_months));
        if self.rules != to.rules {
            let (from, to) = (String::new(), String::new());
            changes.push(Change { what: What::Rules, from, to });
        }
    }
}

impl Compared for Group {
    const ORDERED: bool = false;

    fn code(&self) -> &str {
        &self.code
    }

    fn title(&self) -> &Titles {
        &self.title
    }

    fn changes(&self, to: &Self, changes: &mut Vec<Change>) {
        titles(changes, What::Description, self.description.as_ref(), to.description.as_ref());
        note(changes, What::Chosen, self.chosen, to.chosen);
    }
}
