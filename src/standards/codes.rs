//! Finding the criterion that a cell means by its code, without guessing.

use std::collections::HashMap;

use super::fold::fold;
use super::key::key;
pub use super::order::compare;

/// What stands between the ends of a range.
const DASHES: [&str; 6] = ["–", "—", "−", "-", " to ", "..."];

/// Most bytes of a cell that is looked at; whatever is longer is no code.
const LONGEST: usize = 2_000;
/// Most words of the name of a standard before a code.
const MOST_WORDS: usize = 12;

/// What a cell in a criterion column means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Places of the criteria in the edition: one, or several for a range or a list.
    Found(Vec<usize>),
    /// It is no code of this edition.
    Unknown,
}

/// Finds criteria by what people write.
#[derive(Debug)]
pub struct CodeIndex<'a> {
    codes: Vec<&'a str>,
    parents: Vec<Option<usize>>,
    by_code: HashMap<String, usize>,
    /// Other ways to write codes, without signs between the words.
    others: HashMap<String, usize>,
    source: Source,
}

/// How people name the edition's own standard before a code: `ISO/IEC 17025:2017 4.1`.
#[derive(Debug, Default)]
struct Source {
    /// Words that may be there.
    may: Vec<String>,
    /// Words that must be, lest another standard's clause be taken for this one's.
    must: Vec<String>,
}

impl Source {
    /// From the id of an edition, whose year need not be told. A number names a standard by itself; else every word is
    /// needed.
    fn new(edition: &str) -> Self {
        let words = edition.split('-').filter(|it| !it.is_empty() && *it != "xk");
        let may: Vec<String> = words.map(ToOwned::to_owned).collect();
        let is_year = |it: &str| it.len() == 4 && (it.starts_with("19") || it.starts_with("20"));
        let (last, before) = may.split_last().map_or(("", &may[..]), |it| (it.0.as_str(), it.1));
        let named = if is_year(last) { before } else { &may[..] };
        let is_number = |it: &&String| it.len() > 2 && it.bytes().all(|it| it.is_ascii_digit());
        let numbers: Vec<_> = named.iter().filter(is_number).cloned().collect();
        let must = if numbers.is_empty() { named.to_vec() } else { numbers };
        Self { may, must }
    }

    /// Whether a name is this source's: all that must be there is, and nothing else.
    fn is_named_by(&self, name: &str) -> bool {
        let name = fold(name);
        let words: Vec<_> = name.split(' ').collect();
        !self.must.is_empty()
            && self.must.iter().all(|it| words.contains(&it.as_str()))
            && words.iter().all(|word| self.may.iter().any(|it| it == word))
    }
}

impl<'a> CodeIndex<'a> {
    /// Over the codes of an edition in preorder, each with the place of its parent.
    pub fn new(nodes: impl IntoIterator<Item = (&'a str, Option<usize>)>) -> Self {
        let (codes, parents): (Vec<_>, Vec<_>) = nodes.into_iter().unzip();
        let by_code = codes.iter().enumerate().map(|(place, code)| (key(code), place)).collect();
        Self { codes, parents, by_code, others: HashMap::new(), source: Source::default() }
    }

    /// Lets people name the edition's own standard before a code, by the edition's own id.
    #[must_use]
    pub fn of(mut self, edition: &str) -> Self {
        self.source = Source::new(edition);
        self
    }

    /// Lets people write some codes in other ways too; none of them hides a code.
    #[must_use]
    pub fn with(mut self, others: impl IntoIterator<Item = (String, usize)>) -> Self {
        for (code, place) in others {
            self.others.entry(plain(&code)).or_insert(place);
        }
        self
    }

    /// Place of the criterion with exactly this code.
    pub fn exact(&self, code: &str) -> Option<usize> {
        let found = self.by_code.get(&key(code));
        let found = found
            .or_else(|| (!self.others.is_empty()).then(|| self.others.get(&plain(code))).flatten());
        found.copied()
    }

    /// What a cell means: `4.1`, `§4.1`, `Clause 4.1`, a range `7.1.1–7.1.3`, a list `4.1, 4.2; 5.1`.
    /// Anything that names another source, or any part that is unknown, makes the whole unknown.
    pub fn resolve(&self, text: &str) -> Resolution {
        if text.len() > LONGEST {
            return Resolution::Unknown;
        }
        let text = self.own(bare(text));
        if let Some(place) = self.exact(text) {
            return Resolution::Found(vec![place]);
        }
        let mut found = Vec::new();
        for part in text.split([',', ';', '\n']).map(bare).filter(|it| !it.is_empty()) {
            let Some(places) = self.one_or_range(self.own(part)) else {
                return Resolution::Unknown;
            };
            for place in places {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
        }
        if found.is_empty() { Resolution::Unknown } else { Resolution::Found(found) }
    }

    /// A code without the name of the edition's own standard before it.
    fn own<'b>(&self, text: &'b str) -> &'b str {
        let spaces = text.match_indices(char::is_whitespace).map(|it| it.0);
        let ways = spaces.take(MOST_WORDS).filter(|it| self.source.is_named_by(&text[..*it]));
        ways.last().map_or(text, |it| bare(&text[it..]))
    }

    fn one_or_range(&self, text: &str) -> Option<Vec<usize>> {
        if let Some(place) = self.exact(text) {
            return Some(vec![place]);
        }
        let mut ways = DASHES.iter().flat_map(|dash| {
            text.match_indices(dash).filter_map(|(at, dash)| {
                self.range(bare(&text[..at]), bare(&text[at + dash.len()..]))
            })
        });
        let range = ways.next()?;
        // Codes may have dashes of their own; a text that can be cut in two ways would be a guess.
        ways.next().is_none().then_some(range)
    }

    /// From one sibling to a later one; anything else would be a guess.
    fn range(&self, first: &str, last: &str) -> Option<Vec<usize>> {
        let (first, last) = (self.exact(first)?, self.exact(last)?);
        if self.parents[first] != self.parents[last] || first >= last {
            return None;
        }
        Some((first..=last).filter(|it| self.parents[*it] == self.parents[first]).collect())
    }

    /// Whether the number that Excel made of a code may stand for another code too: 4.1 for 4.10.
    pub fn longer_twins(&self, shown: &str) -> Vec<&'a str> {
        let padded = [format!("{shown}0"), format!("{shown}00")];
        padded.iter().filter_map(|it| self.exact(it)).map(|it| self.codes[it]).collect()
    }
}

/// A code in lower case, without paragraph signs between its words.
fn plain(code: &str) -> String {
    let code = key(code).replace('§', " ");
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A code without the words and signs that people put around it.
fn bare(text: &str) -> &str {
    let mut text = text.trim().trim_end_matches(['.', ':']).trim_end();
    for word in [
        "clause",
        "cl.",
        "section",
        "standard",
        "criterion",
        "pika",
        "neni",
        "tačka",
        "tacka",
        "§",
        "#",
    ] {
        if let Some(head) = text.get(..word.len())
            && head.to_lowercase() == word
        {
            text = text[word.len()..].trim_start();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> CodeIndex<'static> {
        CodeIndex::new([
            ("4", None),
            ("4.1", Some(0)),
            ("7", None),
            ("7.1", Some(2)),
            ("7.1.1", Some(3)),
            ("7.1.2", Some(3)),
            ("7.1.3", Some(3)),
            ("7.10", Some(2)),
            ("V.1", None),
        ])
    }

    #[test]
    fn what_people_write_is_found() {
        for (text, places) in [
            ("4.1", vec![1]),
            (" §4.1 ", vec![1]),
            ("Clause 4.1.", vec![1]),
            ("v.1", vec![8]),
            ("7.1.1–7.1.3", vec![4, 5, 6]),
            ("7.1.1 - 7.1.2", vec![4, 5]),
            ("4.1; 7.10, 4.1", vec![1, 7]),
        ] {
            assert_eq!(index().resolve(text), Resolution::Found(places), "{text}");
        }
    }

    #[test]
    fn the_edition_may_be_named_before_the_code() {
        let index = index().of("iso-iec-17025-2017");
        for (text, places) in [
            ("ISO/IEC 17025 4.1", vec![1]),
            ("ISO/IEC 17025:2017 §4.1", vec![1]),
            ("ISO 17025 clause 4.1", vec![1]),
            ("17025 4.1", vec![1]),
            ("ISO 17025: 7.1.1-7.1.3; 4.1", vec![4, 5, 6, 1]),
        ] {
            assert_eq!(index.resolve(text), Resolution::Found(places), "{text}");
        }
        for text in [
            "ISO 4.1",
            "ISO/IEC 17020 4.1",
            "ISO/IEC 17025:2005 4.1",
            "ISO 9001 4.1",
            "SR-01 4.1",
            "2017 4.1",
            "ISO 17025",
        ] {
            assert_eq!(index.resolve(text), Resolution::Unknown, "{text}");
        }
    }

    #[test]
    fn codes_with_dashes_are_no_ranges() {
        let index =
            CodeIndex::new([("GV", None), ("GV-1", Some(0)), ("GV-2", Some(0)), ("1", None)]);
        assert_eq!(index.resolve("gv-1"), Resolution::Found(vec![1]));
        assert_eq!(index.resolve("GV-1 - GV-2"), Resolution::Found(vec![1, 2]));
        assert_eq!(index.resolve("GV-1–GV-2"), Resolution::Found(vec![1, 2]));
        assert_eq!(index.resolve("GV-3"), Resolution::Unknown);
    }

    #[test]
    fn another_source_is_never_taken_for_this_one() {
        for text in [
            "SR-01 §4.1",
            "SR-01 4.1",
            "Annex I / GC",
            "4.1 / 4.9",
            "4.9",
            "7.1.3–7.1.1",
            "4.1–7.1.1",
            "",
            "—",
        ] {
            assert_eq!(index().resolve(text), Resolution::Unknown, "{text}");
        }
    }

    #[test]
    fn a_number_may_have_lost_its_zero() {
        assert_eq!(index().longer_twins("7.1"), ["7.10"]);
        assert!(index().longer_twins("4.1").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in ".{0,30}") {
            index().resolve(&text);
        }
    }
}
