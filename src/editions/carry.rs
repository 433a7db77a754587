//! What of an assessment can be carried to another edition. Pure.

use std::collections::BTreeSet;

use super::difference::{By, Difference, is_doubtful};
use crate::entities::{LinkId, RatingId};
use crate::language::Worded;

/// What is said of a criterion itself, not of one above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Place of the criterion above it.
    pub above: Option<usize>,
    /// The rating that counts, with its level.
    pub rating: Option<(RatingId, String)>,
    pub links: Vec<LinkId>,
}

/// By what a criterion takes after one of the old edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    SameCode,
    SameText,
    Crosswalk,
    Likeness,
    /// The same code, but a text that has little in common.
    CodeOnly,
}

impl Reason {
    /// What two criteria that were found to be one have in common.
    pub(super) fn of(by: By, likeness: f64) -> Self {
        match by {
            By::Text => Self::SameText,
            By::Likeness => Self::Likeness,
            By::Code if is_doubtful(by, likeness) => Self::CodeOnly,
            By::Code => Self::SameCode,
        }
    }

    /// Whether not even a crosswalk knows better.
    pub(super) fn is_sure(self) -> bool {
        matches!(self, Self::SameCode | Self::SameText)
    }
}

impl Worded for Reason {
    fn key(&self) -> &'static str {
        match self {
            Self::SameCode => "move-by-code",
            Self::SameText => "move-by-text",
            Self::Crosswalk => "move-by-crosswalk",
            Self::Likeness => "move-by-likeness",
            Self::CodeOnly => "move-by-code-only",
        }
    }
}

/// A criterion of the new edition and what it can take over.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place in the new edition.
    pub to: usize,
    /// Place in the old edition.
    pub from: usize,
    pub reason: Reason,
    /// How alike the texts are; nothing where the crosswalk says so.
    pub likeness: Option<f64>,
    /// The rating to carry, if there is one whose level the new edition has.
    pub rating: Option<(RatingId, String)>,
    pub links: Vec<LinkId>,
}

impl Row {
    /// Whether it is carried unless somebody says otherwise.
    pub fn is_proposed(&self) -> bool {
        self.reason != Reason::CodeOnly
    }
}

/// What can be carried, and what cannot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// In the order of the new edition; only those with something to carry.
    pub rows: Vec<Row>,
    /// Places in the old edition whose own rating no row takes over.
    pub ratings_left: Vec<usize>,
    /// Places in the old edition whose links no row takes over.
    pub links_left: Vec<usize>,
}

/// `relations` are pairs of places that a crosswalk calls equal; `held` is what is said of each criterion of the old edition;
/// `is_akin` says whether one of them and one of the new edition are of the same framework: between others only a crosswalk carries;
/// `has_level` says whether the new edition has a level.
pub fn plan(
    difference: &Difference,
    relations: &[(usize, usize)],
    held: &[Held],
    is_akin: impl Fn(usize, usize) -> bool,
    has_level: impl Fn(&str) -> bool,
) -> Plan {
    let effective = effective(held);
    let sources = sources(difference, relations, is_akin);
    let rating = |from: usize, to: usize| {
        // A rating of a clause is carried to each criterion below it that has a counterpart, so that what is new stays unrated.
        let is_rated = difference.to.criteria[to].assessable;
        let source = effective[from].filter(|_| is_rated)?;
        held[source].rating.clone().filter(|it| has_level(&it.1)).map(|it| (source, it))
    };
    let (mut rated, mut linked) = (BTreeSet::new(), BTreeSet::new());
    let mut rows = Vec::new();
    for (to, source) in sources.into_iter().enumerate() {
        let Some((from, reason, likeness)) = source else { continue };
        let rating = rating(from, to).map(|(source, rating)| {
            rated.insert(source);
            rating
        });
        let links = held[from].links.clone();
        if !links.is_empty() {
            linked.insert(from);
        }
        if rating.is_some() || !links.is_empty() {
            rows.push(Row { to, from, reason, likeness, rating, links });
        }
    }
    let places = 0..held.len();
    Plan {
        rows,
        ratings_left: places
            .clone()
            .filter(|it| held[*it].rating.is_some() && !rated.contains(it))
            .collect(),
        links_left: places
            .filter(|it| !held[*it].links.is_empty() && !linked.contains(it))
            .collect(),
    }
}

/// For each criterion of the old edition the place of the rating that holds of it: its own, or that of the nearest above it.
fn effective(held: &[Held]) -> Vec<Option<usize>> {
    let mut effective: Vec<Option<usize>> = Vec::with_capacity(held.len());
    for (place, it) in held.iter().enumerate() {
        let inherited = it.above.and_then(|it| effective.get(it).copied().flatten());
        effective.push(it.rating.as_ref().map(|_| place).or(inherited));
    }
    effective
}

type Source = Option<(usize, Reason, Option<f64>)>;

/// For each criterion of the new edition the one of the old that it takes after.
fn sources(
    difference: &Difference,
    relations: &[(usize, usize)],
    is_akin: impl Fn(usize, usize) -> bool,
) -> Vec<Source> {
    let mut sources: Vec<Source> = vec![None; difference.to.criteria.len()];
    for it in difference.pairs.iter().filter(|it| is_akin(it.from, it.to)) {
        let reason = Reason::of(it.by, it.likeness);
        sources[it.to] = Some((it.from, reason, Some(it.likeness)));
    }
    for (from, to) in relations {
        let Some(source) = sources.get_mut(*to) else { continue };
        if !source.is_some_and(|it| it.1.is_sure()) && *from < difference.from.criteria.len() {
            *source = Some((*from, Reason::Crosswalk, None));
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editions::difference::difference;
    use crate::editions::{Criterion, Edition};
    use crate::titles::Titles;

    fn edition(criteria: &[(&str, &str, &str)]) -> Edition {
        let criterion = |(code, parent, title): &(&str, &str, &str)| Criterion {
            code: (*code).to_owned(),
            parent: Some((*parent).to_owned()).filter(|it| !it.is_empty()),
            title: Titles::english(*title),
            assessable: !parent.is_empty(),
            ..Criterion::default()
        };
        Edition { criteria: criteria.iter().map(criterion).collect(), ..Edition::default() }
    }

    /// A criterion below the first, of which nothing is said.
    fn below() -> Held {
        Held { above: Some(0), ..Held::default() }
    }

    fn rated(id: i64, level: &str) -> Held {
        Held { rating: Some((RatingId(id), level.to_owned())), ..below() }
    }

    fn linked(id: i64) -> Held {
        Held { links: vec![LinkId(id)], ..below() }
    }

    #[test]
    fn a_rating_follows_its_text_and_what_is_new_stays_unrated() {
        let old = edition(&[
            ("1", "", "Quality"),
            ("1.1", "1", "Policy of quality"),
            ("1.2", "1", "Staff takes part"),
            ("1.3", "1", "Gone for good"),
        ]);
        let new = edition(&[
            ("1", "", "Quality"),
            ("1.1", "1", "Something new"),
            ("1.2", "1", "Policy of quality"),
            ("1.3", "1", "Staff takes part"),
        ]);
        let top = Held { above: None, ..rated(1, "met") };
        let held = [top, below(), linked(7), rated(2, "odd")];
        let plan = plan(&difference(old, new), &[], &held, |_, _| true, |it| it == "met");
        let carried: Vec<_> = plan.rows.iter().map(|it| (it.from, it.to, it.reason)).collect();
        assert_eq!(carried, [(1, 2, Reason::SameText), (2, 3, Reason::SameText)]);
        assert!(plan.rows.iter().all(|it| it.rating == Some((RatingId(1), "met".into()))));
        assert_eq!(plan.rows[1].links, [LinkId(7)]);
        assert_eq!((plan.ratings_left, plan.links_left), (vec![3], vec![]));
    }

    #[test]
    fn a_code_with_another_text_is_shown_and_not_proposed_unless_a_crosswalk_says_so() {
        let old = edition(&[("1", "", "A"), ("1.1", "1", "Dogs"), ("1.2", "1", "Cats")]);
        let new = edition(&[("1", "", "A"), ("1.1", "1", "Fire drill")]);
        let held = [Held::default(), rated(1, "met"), rated(2, "met")];
        let difference = difference(old, new);
        let alone = plan(&difference, &[], &held, |_, _| true, |_| true);
        assert_eq!((alone.rows[0].reason, alone.rows[0].is_proposed()), (Reason::CodeOnly, false));
        let said = plan(&difference, &[(2, 1)], &held, |_, _| true, |_| true);
        assert_eq!((said.rows[0].from, said.rows[0].reason), (2, Reason::Crosswalk));
        assert_eq!(said.ratings_left, [1]);
        let odd = plan(&difference, &[(9, 1), (0, 9)], &held, |_, _| true, |_| true);
        assert_eq!(odd.rows.len(), 1);
    }

    #[test]
    fn from_another_framework_only_what_a_crosswalk_calls_equal_is_carried() {
        let old = edition(&[("1", "", "A"), ("1.1", "1", "Dogs"), ("1.2", "1", "Cats")]);
        let held = [Held::default(), rated(1, "met"), rated(2, "met")];
        let difference = difference(old.clone(), old);
        let alone = plan(&difference, &[], &held, |_, _| false, |_| true);
        assert_eq!((alone.rows.len(), alone.ratings_left), (0, vec![1, 2]));
        let said = plan(&difference, &[(2, 2)], &held, |_, _| false, |_| true);
        let rows: Vec<_> = said.rows.iter().map(|it| (it.from, it.to, it.reason)).collect();
        assert_eq!(rows, [(2, 2, Reason::Crosswalk)]);
    }
}
