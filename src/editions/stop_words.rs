//! Words that say nothing of what a text is about, in the three languages, folded.

/// Whether a folded word is one of them.
pub(super) fn is_stop_word(word: &str) -> bool {
    [ENGLISH, ALBANIAN, SERBIAN].iter().any(|words| words.binary_search(&word).is_ok())
}

const ENGLISH: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "both", "but", "by", "can",
    "do", "does", "each", "for", "from", "has", "have", "how", "if", "in", "into", "is", "it",
    "its", "may", "must", "no", "not", "of", "on", "or", "other", "shall", "should", "so", "such",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "was", "were", "what", "when", "where", "which", "who", "will", "with", "within",
];

const ALBANIAN: &[&str] = &[
    "apo", "as", "ato", "cdo", "cila", "cilat", "cilen", "cilet", "cili", "dhe", "do", "duhet",
    "duke", "e", "edhe", "eshte", "ka", "kane", "kesaj", "ketij", "keto", "kjo", "ky", "me", "mos",
    "mund", "nder", "ndermjet", "ne", "nga", "nuk", "ose", "pa", "per", "por", "qe", "saj", "se",
    "si", "te", "tij", "tjera", "tjere", "tyre", "u",
];

const SERBIAN: &[&str] = &[
    "a", "ali", "bez", "bi", "bude", "budu", "da", "do", "drugi", "i", "ili", "ima", "imaju", "iz",
    "je", "kao", "koja", "koje", "koji", "kojih", "kojima", "koju", "mogu", "mora", "moraju",
    "moze", "na", "nad", "ne", "nego", "nije", "nisu", "njegov", "njihov", "njihove", "njihovih",
    "o", "od", "ove", "ovo", "po", "pod", "pri", "s", "sa", "se", "su", "svaki", "sve", "svi",
    "svih", "te", "to", "treba", "u", "uz", "za",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::fold::fold;

    #[test]
    fn they_are_sorted_and_folded() {
        for words in [ENGLISH, ALBANIAN, SERBIAN] {
            assert!(words.is_sorted(), "{words:?}");
            for word in words {
                assert_eq!(fold(word), *word);
                assert!(is_stop_word(word));
            }
        }
    }
}
