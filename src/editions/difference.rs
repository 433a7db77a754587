//! What is different between two editions: pure, readable, every criterion of both told of once.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

pub use super::matching::By;
use super::matching::{self, Match};
use super::view::{Criterion, Edition};
use super::wording::{Budget, Piece, pieces};
use super::{HeadChanges, head};
use crate::titles::Titles;

/// From one edition to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub from: Edition,
    pub to: Edition,
    pub head: HeadChanges,
    /// Criteria that are in both, in the order of the new edition.
    pub pairs: Vec<Pair>,
    /// Places in the new edition of those that only it has.
    pub added: Vec<usize>,
    /// Places in the old edition of those that only it has.
    pub removed: Vec<usize>,
}

/// A criterion that is in both editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Place in the old edition.
    pub from: usize,
    /// Place in the new edition.
    pub to: usize,
    pub by: By,
    /// How alike their texts are, 0 to 1.
    pub likeness: f64,
    /// Whether it has another code.
    pub renumbered: bool,
    /// Whether it stands below another criterion.
    pub moved: bool,
    pub wording: Vec<Wording>,
    pub changes: Vec<Change>,
}

/// A text that was reworded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wording {
    pub part: Part,
    /// Tag of the language.
    pub language: String,
    pub pieces: Vec<Piece>,
}

/// A text of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Title,
    Summary,
    Guidance,
}

/// A property that has another value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub what: What,
    /// As codes or numbers; nothing where there is no short way to say it.
    pub from: String,
    pub to: String,
}

/// A property of a criterion, a level, an outcome or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Kind,
    Assessable,
    Mandatory,
    Weight,
    Groups,
    Expects,
    Languages,
    Title,
    Description,
    Score,
    Role,
    Place,
    Rules,
    Validity,
    Chosen,
    Target,
}

/// How many criteria there are of each; a criterion may be moved, reworded and changed at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
    pub moved: usize,
    pub reworded: usize,
    pub changed: usize,
    pub same: usize,
}

/// Whether only the code says that two criteria are one: their texts have little in common.
pub(super) fn is_doubtful(by: By, likeness: f64) -> bool {
    by == By::Code && likeness < matching::ALIKE_BY_CODE
}

impl Pair {
    /// Whether nothing of it is different.
    pub fn is_same(&self) -> bool {
        !self.is_elsewhere() && self.wording.is_empty() && self.changes.is_empty()
    }

    /// Whether only the code says that they are one: their texts have little in common.
    pub fn is_doubtful(&self) -> bool {
        is_doubtful(self.by, self.likeness)
    }

    /// Whether it has another code or another place.
    pub fn is_elsewhere(&self) -> bool {
        self.renumbered || self.moved
    }
}

impl Difference {
    pub fn counts(&self) -> Counts {
        let count = |counts: fn(&Pair) -> bool| self.pairs.iter().filter(|it| counts(it)).count();
        Counts {
            added: self.added.len(),
            removed: self.removed.len(),
            moved: count(Pair::is_elsewhere),
            reworded: count(|it| !it.wording.is_empty()),
            changed: count(|it| !it.changes.is_empty()),
            same: count(Pair::is_same),
        }
    }

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.head.is_none()
            && self.pairs.iter().all(Pair::is_same)
    }
}

/// What is different between an edition and another.
pub fn difference(from: Edition, to: Edition) -> Difference {
    let matches = matching::matches(&from.criteria, &to.criteria);
    let by_from: BTreeSet<usize> = matches.iter().map(|it| it.from).collect();
    let by_to: BTreeSet<usize> = matches.iter().map(|it| it.to).collect();
    let became: HashMap<&str, &str> = matches
        .iter()
        .map(|it| (from.criteria[it.from].code.as_str(), to.criteria[it.to].code.as_str()))
        .collect();
    let mut budget = Budget::default();
    let pair =
        |it: &Match| pair(it, &from.criteria[it.from], &to.criteria[it.to], &became, &mut budget);
    Difference {
        pairs: matches.iter().map(pair).collect(),
        added: (0..to.criteria.len()).filter(|it| !by_to.contains(it)).collect(),
        removed: (0..from.criteria.len()).filter(|it| !by_from.contains(it)).collect(),
        head: head::changes(&from.head, &to.head),
        from,
        to,
    }
}

fn pair(
    it: &Match,
    from: &Criterion,
    to: &Criterion,
    became: &HashMap<&str, &str>,
    budget: &mut Budget,
) -> Pair {
    let expected = from.parent.as_deref().map(|it| became.get(it).copied());
    let moved = match (expected, to.parent.as_deref()) {
        (None, None) => false,
        (Some(Some(expected)), Some(parent)) => expected != parent,
        _ => true,
    };
    let mut languages = (BTreeSet::new(), BTreeSet::new());
    for (_, old, new) in parts(from, to) {
        languages.0.extend(old.iter().map(|it| it.0));
        languages.1.extend(new.iter().map(|it| it.0));
    }
    let mut changes = Vec::new();
    note(&mut changes, What::Kind, from.kind.clone(), to.kind.clone());
    note(&mut changes, What::Assessable, from.assessable, to.assessable);
    note(&mut changes, What::Mandatory, from.mandatory, to.mandatory);
    note(&mut changes, What::Weight, from.weight, to.weight);
    note(&mut changes, What::Groups, list(&from.groups), list(&to.groups));
    note(&mut changes, What::Expects, list(&from.expects), list(&to.expects));
    note(&mut changes, What::Languages, list(&languages.0), list(&languages.1));
    Pair {
        from: it.from,
        to: it.to,
        by: it.by,
        likeness: it.likeness,
        renumbered: from.code != to.code,
        moved,
        wording: wordings(from, to, budget),
        changes,
    }
}

fn parts<'a>(from: &'a Criterion, to: &'a Criterion) -> [(Part, &'a Titles, &'a Titles); 3] {
    [
        (Part::Title, &from.title, &to.title),
        (Part::Summary, &from.summary, &to.summary),
        (Part::Guidance, &from.guidance, &to.guidance),
    ]
}

/// The texts of two criteria that are worded otherwise.
pub fn wordings(from: &Criterion, to: &Criterion, budget: &mut Budget) -> Vec<Wording> {
    let of = |(part, old, new)| reworded(part, old, new, budget);
    parts(from, to).into_iter().flat_map(of).collect()
}

/// Codes as one text; their order says nothing.
fn list<'a>(codes: impl IntoIterator<Item = &'a (impl AsRef<str> + 'a)>) -> String {
    let codes: BTreeSet<&str> = codes.into_iter().map(AsRef::as_ref).collect();
    codes.into_iter().collect::<Vec<_>>().join(", ")
}

pub(super) fn note<T: PartialEq + ToString>(changes: &mut Vec<Change>, what: What, from: T, to: T) {
    if from != to {
        changes.push(Change { what, from: from.to_string(), to: to.to_string() });
    }
}

/// A text in every language that both know it in; where they share none, in those that they have.
fn reworded(part: Part, from: &Titles, to: &Titles, budget: &mut Budget) -> Vec<Wording> {
    let mut wording = |language: &str, old: &str, new: &str| {
        let pieces = pieces(old, new, budget);
        let is_same = pieces.iter().all(|it| matches!(it, Piece::Same(_)));
        (!is_same).then(|| Wording { part, language: language.to_owned(), pieces })
    };
    let shared: Vec<_> =
        from.iter().filter_map(|(tag, old)| Some((tag, old, to.own(tag)?))).collect();
    if shared.is_empty() {
        let tag = to.iter().chain(from.iter()).next().map_or("en", |it| it.0);
        return wording(tag, from.en(), to.en()).into_iter().collect();
    }
    shared.into_iter().filter_map(|(tag, old, new)| wording(tag, old, new)).collect()
}
