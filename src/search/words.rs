//! What a person types, as words that are looked for. Every sign is a gap between words, so no query is an error.

use crate::standards::fold::searchable;

/// Most letters of a word; the rest of a longer one does not count, here as in the index.
pub(super) const MOST_LETTERS: usize = 64;
/// Most words of a query that count.
const MOST_WORDS: usize = 32;
/// Most bytes of a query that are looked at.
const MOST_TYPED: usize = 16 * 1024;
/// Letters from which the last word may be the beginning of a longer one.
const PREFIX: usize = 3;

/// The words that are looked for; all of them must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    words: Vec<String>,
    /// The last of them is whole, too.
    is_whole: bool,
}

impl Words {
    /// The words of what was typed.
    pub fn of(typed: &str) -> Self {
        let end = typed.floor_char_boundary(MOST_TYPED);
        let mut words: Vec<String> = Vec::new();
        for word in searchable(&typed[..end]).split(' ').filter(|it| !it.is_empty()) {
            if words.len() == MOST_WORDS {
                break;
            }
            words.push(cut(word).to_owned());
        }
        Self { words, is_whole: false }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The same, the last word being no beginning. Beginnings are dear: all that goes on from them is gathered first.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { is_whole: true, ..self.clone() }
    }

    /// Only the last of them, being no beginning.
    #[must_use]
    pub fn last(&self) -> Self {
        Self { words: self.words.last().cloned().into_iter().collect(), is_whole: true }
    }

    /// The words, each with whether it may be the beginning of a longer one.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, bool)> {
        let last = self.words.len().saturating_sub(1);
        let may_go_on =
            move |at: usize, it: &str| !self.is_whole && at == last && it.chars().count() >= PREFIX;
        self.words.iter().enumerate().map(move |(at, it)| (it.as_str(), may_go_on(at, it)))
    }

    /// Whether a word of a text is one of those looked for.
    pub(super) fn are_met_by(&self, word: &str) -> bool {
        let folded = searchable(word);
        folded.split(' ').any(|part| {
            let part = cut(part);
            self.iter().any(|(it, prefix)| part == it || (prefix && part.starts_with(it)))
        })
    }
}

/// So much of a word as counts.
pub(super) fn cut(word: &str) -> &str {
    word.char_indices().nth(MOST_LETTERS).map_or(word, |(at, _)| &word[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_word_may_go_on_and_only_from_three_letters() {
        let words = Words::of("Правилник o rad");
        assert_eq!(
            words.iter().collect::<Vec<_>>(),
            [("pravilnik", false), ("o", false), ("rad", true)]
        );
        assert_eq!(Words::of("e-4").iter().collect::<Vec<_>>(), [("e", false), ("4", false)]);
        assert_eq!(words.last().iter().collect::<Vec<_>>(), [("rad", false)]);
        assert!(words.are_met_by("RADU") && words.are_met_by("Pravilnik"));
        assert!(!words.are_met_by("pravilnika") && !words.are_met_by("brad"));
    }

    #[test]
    fn signs_are_no_words() {
        for typed in ["", " ", "%", "_", "\\", "\"", "'", "*", "-", "()", "\0", "…", "§", ":"] {
            assert!(Words::of(typed).is_empty(), "{typed:?}");
        }
        assert_eq!(Words::of(&"word ".repeat(4_000)).iter().count(), MOST_WORDS);
        assert_eq!(Words::of(&"š".repeat(20_000)).iter().next().unwrap().0.len(), MOST_LETTERS);
    }

    proptest::proptest! {
        #[test]
        fn what_is_looked_for_is_of_letters_and_digits(typed in ".{0,80}") {
            for (word, _) in Words::of(&typed).iter() {
                proptest::prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric));
            }
        }
    }
}
