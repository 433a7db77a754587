//! Which criteria the name of a file says: `17025_6.4.13_calibration.pdf`. Only ever a suggestion.

use crate::standards::codes::CodeIndex;
use crate::standards::fold::fold;

/// Most suggestions for one file.
const MOST: usize = 12;
/// Most letters of a name that are looked at.
const LONGEST: usize = 400;

/// What stands before a number that is no clause.
const VERSION: [&str; 9] =
    ["v", "ver", "version", "verzija", "versioni", "rev", "revision", "revizija", "rishikimi"];
/// What stands before a number that is one, though it has no dot.
const CLAUSE: [&str; 12] = [
    "clause",
    "cl",
    "section",
    "standard",
    "criterion",
    "pika",
    "neni",
    "standardi",
    "kriteri",
    "tacka",
    "clan",
    "kriterijum",
];
/// Words of the ids of editions that name none of them.
const COMMON: [&str; 17] = [
    "iso",
    "iec",
    "xk",
    "en",
    "standard",
    "standards",
    "programme",
    "program",
    "institution",
    "criteria",
    "edition",
    "own",
    "validation",
    "provider",
    "providers",
    "institutional",
    "annex",
];

/// An edition that a name may mean.
#[derive(Debug)]
pub struct Edition<'a> {
    pub index: CodeIndex<'a>,
    /// Words that name it, folded: `17025`, `kaa`.
    pub words: Vec<String>,
}

/// Why a criterion is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The name says the code and the edition.
    Named,
    /// The name says the code, which only this edition has.
    Code,
    /// The name says the code, which several editions have, or names another framework.
    Unclear,
    /// The file was dropped on the criterion.
    Dropped,
}

impl Reason {
    /// Key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::Named => "uploads-reason-named",
            Self::Code => "uploads-reason-code",
            Self::Unclear => "uploads-reason-unclear",
            Self::Dropped => "uploads-reason-dropped",
        }
    }

    /// Whether it is ticked before anybody looked.
    pub fn is_clear(self) -> bool {
        self != Self::Unclear
    }
}

/// A criterion that the name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Places of the edition, and of the criterion in it.
    pub edition: usize,
    pub place: usize,
    /// The code as it stands in the name.
    pub said: String,
    pub reason: Reason,
}

/// The words that name an edition, of its own id: `iso-iec-17025-2017` is named by 17025.
pub fn words_of(id: &str) -> Vec<String> {
    let own = id.split('-').map(fold);
    own.filter(|it| it.len() > 2 && !COMMON.contains(&it.as_str()) && !is_year(it)).collect()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_number(word)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|it| it.is_ascii_digit())
}

/// The criteria that a name says, in the order in which it does. `others` are words that name editions which are not among
/// them.
pub fn suggest(name: &str, editions: &[Edition<'_>], others: &[String]) -> Vec<Suggestion> {
    let end = name.char_indices().nth(LONGEST).map_or(name.len(), |it| it.0);
    let stem = stem(&name[..end]);
    let folded = fold(stem);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_named = |it: &Edition<'_>| it.words.iter().any(|own| words.contains(&own.as_str()));
    let named: Vec<bool> = editions.iter().map(is_named).collect();
    let is_foreign = !named.contains(&true) && names_another(&words, others);
    let mut found: Vec<Suggestion> = Vec::new();
    for said in codes(stem) {
        let all = editions
            .iter()
            .enumerate()
            .filter_map(|(at, it)| it.index.exact(said).map(|place| (at, place)));
        let mut all: Vec<(usize, usize)> = all.collect();
        let is_told = all.iter().any(|it| named[it.0]);
        if is_told {
            all.retain(|it| named[it.0]);
        }
        let is_elsewhere = is_foreign || (named.contains(&true) && !is_told);
        let reason = match all.len() {
            1 if is_told => Reason::Named,
            1 if !is_elsewhere => Reason::Code,
            _ => Reason::Unclear,
        };
        for (edition, place) in all {
            let is_new = !found.iter().any(|it| (it.edition, it.place) == (edition, place));
            if is_new && found.len() < MOST {
                found.push(Suggestion { edition, place, said: said.to_owned(), reason });
            }
        }
    }
    found
}

/// Whether a framework is named that is none of ours: NQA, 17025, ISO 9001.
fn names_another(words: &[&str], others: &[String]) -> bool {
    let is_other =
        |it: &&str| (it.len() == 5 && is_number(it)) || others.iter().any(|other| other == it);
    let is_body = |it: &&str| matches!(*it, "iso" | "iec" | "en");
    words.iter().any(is_other)
        || words.iter().any(is_body)
            && words.iter().any(|it| it.len() == 4 && is_number(it) && !is_year(it))
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) && !stem.is_empty() => stem,
        _ => name,
    }
}

fn is_ending(text: &str) -> bool {
    (1..=5).contains(&text.len())
        && text.bytes().all(|it| it.is_ascii_alphanumeric())
        && text.bytes().any(|it| it.is_ascii_alphabetic())
}

/// Pieces of a name that look like a code.
fn codes(stem: &str) -> Vec<&str> {
    let is_edge = |it: char| !(it.is_alphanumeric() || matches!(it, '.' | '-' | '/'));
    let mut codes = Vec::new();
    let mut before = String::new();
    for token in stem.split(is_edge).filter(|it| !it.is_empty()) {
        let token = token.trim_matches(['.', '-', '/']);
        // With its hyphens it may be a code; else what is between them may.
        let mut pieces = vec![token];
        if token.contains('-') {
            pieces.extend(token.split('-').map(|it| it.trim_matches('.')));
        }
        for piece in pieces {
            if looks_like_code(piece, &before) {
                codes.push(piece);
            }
            if !piece.contains('-') && !piece.is_empty() {
                before = fold(piece);
            }
        }
    }
    codes
}

/// Whether a piece may be a code: 7.2.1, A.5.1, GV-1, V1; a number alone only behind a word such as clause.
fn looks_like_code(piece: &str, before: &str) -> bool {
    let has_digit = piece.chars().any(|it| it.is_ascii_digit());
    if !has_digit || piece.chars().count() > 40 || VERSION.contains(&before) {
        return false;
    }
    !is_number(piece) || CLAUSE.contains(&before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editions() -> Vec<Edition<'static>> {
        let of = |id: &str, codes: &[&'static str]| Edition {
            index: CodeIndex::new(codes.iter().map(|it| (*it, None))),
            words: words_of(id),
        };
        vec![
            of("iso-iec-17025-2017", &["4", "6.4.13", "7.2.1", "3.1"]),
            of("xk-nqa-validation", &["V.1", "7.2.1", "GV-1"]),
            of("xk-kaa-programme-2021", &["A.5.1", "4"]),
        ]
    }

    fn said(name: &str) -> Vec<(usize, String, Reason)> {
        let found = suggest(name, &editions(), &["calea".to_owned()]);
        found.into_iter().map(|it| (it.edition, it.said, it.reason)).collect()
    }

    fn one(edition: usize, code: &str, reason: Reason) -> Vec<(usize, String, Reason)> {
        vec![(edition, code.to_owned(), reason)]
    }

    #[test]
    fn a_code_in_the_name_is_found() {
        for (name, expected) in [
            ("17025_6.4.13_calibration.pdf", one(0, "6.4.13", Reason::Named)),
            ("6.4.13 calibration.pdf", one(0, "6.4.13", Reason::Code)),
            ("ISO-IEC-17025-7.2.1-validation.docx", one(0, "7.2.1", Reason::Named)),
            ("6.4.13 - validation.docx", one(0, "6.4.13", Reason::Code)),
            ("NQA 7.2.1.pdf", one(1, "7.2.1", Reason::Named)),
            ("A.5.1_policy", one(2, "A.5.1", Reason::Code)),
            ("a.5.1.pdf", one(2, "a.5.1", Reason::Code)),
            ("gv-1 board.pdf", one(1, "gv-1", Reason::Code)),
            ("KAA_A.5.1 – Политика.pdf", one(2, "A.5.1", Reason::Named)),
            (
                "7.2.1",
                vec![(0, "7.2.1".into(), Reason::Unclear), (1, "7.2.1".into(), Reason::Unclear)],
            ),
            ("17025 clause 4.pdf", one(0, "4", Reason::Named)),
            ("ISO 9001 6.4.13.pdf", one(0, "6.4.13", Reason::Unclear)),
            ("17020_6.4.13.pdf", one(0, "6.4.13", Reason::Unclear)),
            ("CALEA 6.4.13.pdf", one(0, "6.4.13", Reason::Unclear)),
            ("KAA 6.4.13.pdf", one(0, "6.4.13", Reason::Unclear)),
        ] {
            assert_eq!(said(name), expected, "{name}");
        }
    }

    #[test]
    fn what_is_no_code_is_not_taken_for_one() {
        for name in [
            "report 4.pdf",
            "2024.pdf",
            "policy v3.1.pdf",
            "policy version 3.1.pdf",
            "12.03.2026.pdf",
            "16.4.13.pdf",
            "6.4.130.pdf",
            "6.4.13x.pdf",
            "",
            ".pdf",
            "...",
            "rev_3.1.docx",
        ] {
            assert_eq!(said(name), [], "{name}");
        }
    }

    #[test]
    fn an_edition_is_named_by_what_is_its_own() {
        assert_eq!(words_of("iso-iec-17025-2017"), ["17025"]);
        assert_eq!(words_of("xk-kaa-programme-2021"), ["kaa"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_suggested_that_the_name_does_not_say(
            name in "([a-zA-Z0-9._ /-]|(6\\.4\\.13)|(17025)|(7\\.2\\.1)|(GV-1)|\\PC){0,24}"
        ) {
            let editions = editions();
            for it in suggest(&name, &editions, &[]) {
                proptest::prop_assert!(name.contains(&it.said));
                proptest::prop_assert_eq!(editions[it.edition].index.exact(&it.said), Some(it.place));
            }
        }
    }
}
