//! What the code of a criterion says of the one above it.

/// Characters of a code that is looked at; each step of a longer one would be a text of its own.
const LONGEST: usize = 200;

/// The codes that may stand above a code, the nearest first: `7.2` and `7` for `7.2.1`, `AC-2` and `AC` for `AC-2(1)`.
pub(super) fn above(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    if code.len() > LONGEST {
        return found;
    }
    let mut rest = key(code);
    while let Some(at) = cut(&rest) {
        rest.truncate(at);
        rest.truncate(trimmed(&rest).len());
        if !rest.is_empty() {
            found.push(rest.clone());
        }
    }
    found
}

/// A code as it is compared: in small letters, without a dot or a bracket behind it.
pub(super) fn key(code: &str) -> String {
    let code = code.trim();
    let whole = trimmed(code);
    // The bracket of AC-2(1) belongs to its last step.
    let whole = if whole.contains('(') && code.ends_with(')') { code } else { whole };
    whole.to_lowercase()
}

fn trimmed(code: &str) -> &str {
    code.trim_end_matches(|it: char| it.is_whitespace() || ".:)-–—/(".contains(it))
}

/// Where the last step of a code begins: behind a sign, at a bracket, or where letters follow digits.
fn cut(code: &str) -> Option<usize> {
    let body = code.trim_end_matches(')');
    let mut letters = body.char_indices().rev();
    let (_, mut later) = letters.next()?;
    for (at, letter) in letters {
        if ".-–—/:( ".contains(letter) {
            return Some(at);
        }
        let is_step = letter.is_ascii_digit() && later.is_alphabetic();
        if is_step {
            return Some(at + letter.len_utf8());
        }
        later = letter;
    }
    None
}

/// A code in front of a title: `3.1 Access control`, `A. Purpose`, `Standard 4: Staff`. The code and the rest.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let code = first.trim_end_matches(['.', ':', ')', '-', '–']);
    let rest = rest.trim_start_matches(|it: char| it.is_whitespace() || "-–—:".contains(it));
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let fits = code.chars().all(|it| it.is_ascii_alphanumeric() || ".-()".contains(it));
    // A year or an amount in front of a title is no code, and neither is a word.
    let is_plain = code.bytes().all(|it| it.is_ascii_digit());
    let is_code = match digits {
        0 => code.len() == 1 && code.len() < first.len(),
        _ => !is_plain || digits <= 2,
    };
    let words = code.chars().filter(char::is_ascii_alphabetic).count();
    (is_code && fits && words <= 4 && code.len() <= 16 && !rest.is_empty()).then_some((code, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_is_told_by_the_code() {
        for (code, expected) in [
            ("7.2.1", &["7.2", "7"][..]),
            ("AC-2(1)", &["ac-2", "ac"]),
            ("03.01.01.a", &["03.01.01", "03.01", "03"]),
            ("A.5.1", &["a.5", "a"]),
            ("7.2.1.", &["7.2", "7"]),
            ("4.1a", &["4.1", "4"]),
            ("4.1 b)", &["4.1", "4"]),
            ("1.10", &["1"]),
            ("ID.AM-01", &["id.am", "id"]),
            ("7", &[]),
            ("", &[]),
            ("...", &[]),
        ] {
            assert_eq!(above(code), expected, "{code}");
        }
    }

    #[test]
    fn a_code_in_front_of_a_title_is_seen() {
        for (text, expected) in [
            ("3.1 Access control", Some(("3.1", "Access control"))),
            ("4. Structure", Some(("4", "Structure"))),
            ("A. Purpose", Some(("A", "Purpose"))),
            ("AC-2 – Accounts", Some(("AC-2", "Accounts"))),
            ("2021 standards", None),
            ("A purpose", None),
            ("Access control", None),
            ("Access Control (AC)", None),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_code_makes_it_stumble(text in "[-a-b0-9.()/ –č]{0,12}") {
            let _ = (above(&text), split(&text));
        }
    }
}
