//! Codes made comparable.

use icu_normalizer::ComposingNormalizer;

/// What two spellings of one code have in common: spaces around it and case do not count, nor whether an accent is a letter of
/// its own.
pub fn key(code: &str) -> String {
    ComposingNormalizer::new_nfc().normalize(&code.trim().to_lowercase()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_code_are_one() {
        for (a, b) in [(" a.1 ", "A.1"), ("C\u{327}.1", "ç.1"), ("\u{a0}S\u{30c}-2\n", "š-2")] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [("C.1", "Ç.1"), ("1.10", "1.1"), ("007", "7"), ("A 1", "A1")] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }
}
