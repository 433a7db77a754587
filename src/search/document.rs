//! What an evidence item says, as words for the index.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};

use super::words::cut;
use crate::entities::{InstitutionId, evidence_item};
use crate::standards::fold::searchable;

/// Most bytes that the words of one item take up. PostgreSQL takes vectors of a mebibyte.
const MOST: usize = 1_000_000;
/// What a word takes up in such a vector beside its letters.
const PER_WORD: usize = 6;
/// Years that a period without an end counts for.
const OPEN_YEARS: i32 = 30;

/// The words of an item, each column having each word once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub id: i64,
    /// What it is called.
    pub heads: String,
    /// What else it says to everybody who may open it.
    pub words: String,
    /// What the institution keeps to itself.
    pub notes: String,
    /// What it is filtered by.
    pub facets: String,
}

impl Document {
    /// The document of an item, with the names of its parts and the texts of its files.
    pub(super) fn of<'a>(
        item: &'a evidence_item::Model,
        names: impl IntoIterator<Item = &'a str>,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let tags = item.tags.0.iter().map(String::as_str);
        let heads = [item.reference.as_str(), item.title.as_str()].into_iter().chain(tags);
        let words = [item.description.as_str(), &item.owner_unit, &item.owner_person]
            .into_iter()
            .chain(names)
            .chain(texts);
        let mut facets = vec![institution_facet(item.institution_id)];
        facets.extend(years(item.covers_from, item.covers_to).map(year_facet));
        facets.extend(item.tags.0.iter().map(|it| tag_facet(it)));
        let facets = facets.join(" ");
        // What people typed comes first; the texts of files take what is left.
        let mut room = MOST - facets.len();
        let heads = unique(heads, &mut room);
        let notes = unique([item.notes.as_str()], &mut room);
        let words = unique(words, &mut room);
        Self { id: item.id.0, heads, words, notes, facets }
    }
}

/// Every word of some texts once, as far as there is room.
fn unique<'a>(texts: impl IntoIterator<Item = &'a str>, room: &mut usize) -> String {
    let mut joined = String::new();
    let mut seen: HashSet<String> = HashSet::new();
    for text in texts.into_iter().filter(|it| !it.is_empty()) {
        let folded = searchable(text);
        for word in folded.split(' ').map(cut).filter(|it| !it.is_empty()) {
            if seen.contains(word) {
                continue;
            }
            let Some(left) = room.checked_sub(word.len() + PER_WORD) else { return joined };
            *room = left;
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
            seen.insert(word.to_owned());
        }
    }
    joined
}

/// Years that a period touches; one without an end counts for so many years, one without either for none.
pub fn years(from: Option<NaiveDate>, to: Option<NaiveDate>) -> RangeInclusive<i32> {
    match (from.map(|it| it.year()), to.map(|it| it.year())) {
        (Some(from), Some(to)) => from..=to.min(from.saturating_add(2 * OPEN_YEARS)),
        (Some(from), None) => from..=from.saturating_add(OPEN_YEARS),
        (None, Some(to)) => to.saturating_sub(OPEN_YEARS)..=to,
        #[expect(clippy::reversed_empty_ranges, reason = "no year at all")]
        (None, None) => 1..=0,
    }
}

/// The facet of an institution.
pub(super) fn institution_facet(institution: InstitutionId) -> String {
    format!("i{}", institution.0)
}

/// The facet of a year that is covered.
pub fn year_facet(year: i32) -> String {
    format!("y{}", year.unsigned_abs())
}

/// The facet of a tag; how it is spelled does not count.
pub fn tag_facet(tag: &str) -> String {
    let folded = searchable(tag).replace(' ', "");
    format!("t{}", cut(&folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_kept_once_and_no_more_than_there_is_room_for() {
        assert_eq!(unique(["Plani, plan i PLANI", "i", "й"], &mut 100), "plani plan i");
        let mut room = 20;
        assert_eq!((unique(["one two three"], &mut room).as_str(), room), ("one two", 2));
    }

    #[test]
    fn a_period_is_the_years_it_touches() {
        let day = |it: &str| it.parse().ok();
        assert_eq!(years(day("2024-12-31"), day("2026-01-01")), 2024..=2026);
        assert_eq!(years(day("2024-12-31"), None), 2024..=2054);
        assert_eq!(years(None, day("2024-12-31")), 1994..=2024);
        assert!(
            years(None, None).is_empty() && years(day("2025-01-01"), day("2024-01-01")).is_empty()
        );
        assert_eq!(tag_facet("Вода и ваздух"), tag_facet("voda i vazduh"));
    }
}
