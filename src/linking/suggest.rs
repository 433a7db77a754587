//! What could be linked, and why. Only ever offered: nothing is linked until somebody says so. Pure.

use std::collections::BTreeMap;

use crate::crosswalks::reuse::Offer;
use crate::entities::{CriterionId, criterion};
use crate::standards::codes::CodeIndex;

/// Why an item and a criterion may belong together.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The criterion's code stands in a title or a file name, which is this.
    Code(String),
    /// The item is linked to a criterion of another edition that answers this one.
    Crosswalk(Offer),
    /// The criterion expects evidence of the item's type.
    Type,
}

/// The reasons of each, what says most first.
pub type Reasons<K> = BTreeMap<K, Vec<Reason>>;

/// The criteria whose codes stand in a name, such as `17025_6.4.13_calibration.pdf`. A mere number is none: `2024`
/// or `17` in a name says too little.
pub fn codes_in(name: &str, index: &CodeIndex<'_>) -> Vec<usize> {
    let is_apart = |it: char| !(it.is_alphanumeric() || matches!(it, '.' | '-' | '/'));
    let mut found = Vec::new();
    for word in name.split(is_apart) {
        let word = word.trim_matches(['.', '-', '/']);
        // A file's ending is no part of a code.
        let stem =
            word.rsplit_once('.').filter(|it| it.1.bytes().all(|it| it.is_ascii_alphabetic()));
        let word = stem.map_or(word, |it| it.0);
        let has_digit = word.contains(|it: char| it.is_ascii_digit());
        let has_sign = word.contains(|it: char| !it.is_ascii_digit());
        if !has_digit || !has_sign {
            continue;
        }
        if let Some(place) = index.exact(word).filter(|it| !found.contains(it)) {
            found.push(place);
        }
    }
    found
}

/// The criteria that expect evidence of a type.
pub fn expecting<'a>(
    criteria: &'a [criterion::Model],
    kind: &'a str,
) -> impl Iterator<Item = CriterionId> + 'a {
    criteria.iter().filter(move |it| it.expects.0.iter().any(|it| it == kind)).map(|it| it.id)
}

/// Whether a code stands in a name by itself, not as a part of a longer one: `6.4.1` is not in `6.4.13`.
pub fn names_code(name: &str, code: &str) -> bool {
    let has_sign = code.contains(|it: char| !it.is_ascii_digit());
    let (name, code) = (name.to_lowercase(), code.to_lowercase());
    let goes_on = |it: char| it.is_alphanumeric();
    !code.is_empty()
        && has_sign
        && name.match_indices(&code).any(|(at, _)| {
            let (before, after) = (&name[..at], &name[at + code.len()..]);
            let mut back = before.chars().rev();
            let joined_before = match back.next() {
                Some('.' | '-') => back.next().is_some_and(|it| it.is_ascii_digit()),
                other => other.is_some_and(goes_on),
            };
            let mut on = after.chars();
            let joined_after = match on.next() {
                Some('.' | '-') => on.next().is_some_and(|it| it.is_ascii_digit()),
                other => other.is_some_and(goes_on),
            };
            !joined_before && !joined_after
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_a_name_are_found_and_mere_numbers_are_not() {
        let codes = ["4", "6.4", "6.4.1", "6.4.13", "A-7", "17025"];
        let index = CodeIndex::new(codes.iter().map(|it| (*it, None)));
        let found = |name: &str| -> Vec<&str> {
            codes_in(name, &index).into_iter().map(|it| codes[it]).collect()
        };
        assert_eq!(found("17025_6.4.13_calibration.pdf"), ["6.4.13"]);
        assert_eq!(found("6.4.1 and A-7, again 6.4.1"), ["6.4.1", "A-7"]);
        assert_eq!(found("Plan 2024 version 4.pdf"), [""; 0]);
        assert_eq!(found("6.4.pdf"), ["6.4"]);
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn a_code_is_not_found_inside_a_longer_one() {
        for (name, code, expected) in [
            ("17025_6.4.13_calibration.pdf", "6.4.13", true),
            ("17025_6.4.13_calibration.pdf", "6.4.1", false),
            ("17025_6.4.13_calibration.pdf", "4.13", false),
            ("Clause 6.4.1.", "6.4.1", true),
            ("6.4.1.pdf", "6.4.1", true),
            ("plan 2024", "2024", false),
            ("ë6.4", "6.4", false),
            ("a-7 b", "A-7", true),
            ("", "6.4", false),
        ] {
            assert_eq!(names_code(name, code), expected, "{name} {code}");
        }
    }
}
