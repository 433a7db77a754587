//! Codes of criteria: their natural order, and finding the criterion that a cell means, without guessing.

use std::cmp::Ordering;
use std::collections::HashMap;

/// Natural order: 4.2 before 4.10, A.2 before A.10.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (pieces(a), pieces(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => {
                let order = match (x.parse::<u128>(), y.parse::<u128>()) {
                    (Ok(x), Ok(y)) => x.cmp(&y),
                    (Ok(_), Err(_)) => Ordering::Less,
                    (Err(_), Ok(_)) => Ordering::Greater,
                    (Err(_), Err(_)) => x.cmp(y),
                };
                if order.is_ne() {
                    return order;
                }
            }
        }
    }
}

/// Runs of digits and runs of other characters.
fn pieces(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = code;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|it: char| it.is_ascii_digit() != first).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

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
}

impl<'a> CodeIndex<'a> {
    /// Over the codes of an edition in preorder, each with the place of its parent.
    pub fn new(nodes: impl IntoIterator<Item = (&'a str, Option<usize>)>) -> Self {
        let (codes, parents): (Vec<_>, Vec<_>) = nodes.into_iter().unzip();
        let by_code =
            codes.iter().enumerate().map(|(place, code)| (code.to_lowercase(), place)).collect();
        Self { codes, parents, by_code }
    }

    /// Place of the criterion with exactly this code.
    pub fn exact(&self, code: &str) -> Option<usize> {
        self.by_code.get(&code.to_lowercase()).copied()
    }

    /// What a cell means: `4.1`, `§4.1`, `Clause 4.1`, a range `7.1.1–7.1.3`, a list `4.1, 4.2; 5.1`.
    /// Anything that names another source, or any part that is unknown, makes the whole unknown.
    pub fn resolve(&self, text: &str) -> Resolution {
        let text = bare(text);
        if let Some(place) = self.exact(text) {
            return Resolution::Found(vec![place]);
        }
        let mut found = Vec::new();
        for part in text.split([',', ';', '\n']).map(bare).filter(|it| !it.is_empty()) {
            match self.one_or_range(part) {
                Some(places) => found.extend(
                    places.into_iter().filter(|it| !found.contains(it)).collect::<Vec<_>>(),
                ),
                None => return Resolution::Unknown,
            }
        }
        if found.is_empty() { Resolution::Unknown } else { Resolution::Found(found) }
    }

    fn one_or_range(&self, text: &str) -> Option<Vec<usize>> {
        if let Some(place) = self.exact(text) {
            return Some(vec![place]);
        }
        let (first, last) = text.split_once(['–', '—', '-'])?;
        let (first, last) = (self.exact(bare(first))?, self.exact(bare(last))?);
        // A range goes from one sibling to a later one; anything else would be a guess.
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

    #[test]
    fn codes_are_in_their_natural_order() {
        let mut codes = vec!["4.10", "A.10", "4.2", "4", "A.2", "10", "4.2.1"];
        codes.sort_by(|a, b| compare(a, b));
        assert_eq!(codes, ["4", "4.2", "4.2.1", "4.10", "10", "A.2", "A.10"]);
    }

    proptest::proptest! {
        #[test]
        fn the_order_is_an_order(a in "[A-C0-9.]{0,6}", b in "[A-C0-9.]{0,6}", c in "[A-C0-9.]{0,6}") {
            proptest::prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                proptest::prop_assert!(compare(&a, &c).is_le());
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in ".{0,30}") {
            index().resolve(&text);
        }
    }
}
