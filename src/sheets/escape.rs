//! Nothing runs from a cell: in delimited text, what a spreadsheet program would take for a formula gets an apostrophe.

/// Signs at which spreadsheet programs begin to calculate.
const STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Text as it is safe in delimited text; `unescape` gives it back.
pub fn escape(text: &str) -> String {
    let inner = text.trim_start_matches('\'');
    if inner.starts_with(STARTS) { format!("'{text}") } else { text.to_owned() }
}

/// Text as it was before `escape`.
pub fn unescape(text: &str) -> &str {
    let inner = text.trim_start_matches('\'');
    if inner.starts_with(STARTS) { text.strip_prefix('\'').unwrap_or(text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_reads_back_the_same() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "'-5"),
            ("'=x", "''=x"),
            ("it's", "it's"),
        ] {
            assert_eq!(escape(text), safe);
            assert_eq!(unescape(safe), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_escaped_is_safe_and_comes_back(text in "['=+\\-@\t\r\na-z]{0,8}") {
            let safe = escape(&text);
            proptest::prop_assert!(!safe.starts_with(STARTS));
            proptest::prop_assert_eq!(unescape(&safe), text);
        }
    }
}
