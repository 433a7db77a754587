//! The code that probably comes next: a suggestion in a form, nothing more.

use std::collections::HashSet;

/// Most codes that are tried.
const MOST_TRIED: usize = 10_000;

/// The first free code after another beside it: `4.10` after `4.9`, `008` after `007`, `C` after `B`.
pub fn after(code: &str, taken: &HashSet<String>) -> String {
    let codes = std::iter::successors(next(code), |it| next(it));
    free(codes, taken)
}

/// The first free code below another: `4.1` below `4`.
pub fn below(code: &str, taken: &HashSet<String>) -> String {
    let first = (!code.is_empty()).then(|| format!("{code}.1"));
    free(std::iter::successors(first, |it| next(it)), taken)
}

fn free(codes: impl Iterator<Item = String>, taken: &HashSet<String>) -> String {
    codes.take(MOST_TRIED).find(|it| !taken.contains(&it.to_lowercase())).unwrap_or_default()
}

/// One more: of the number at the end, or of the one letter there.
fn next(code: &str) -> Option<String> {
    let head = code.trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = &code[head.len()..];
    if let Ok(number) = digits.parse::<u64>() {
        let width = digits.len();
        return Some(format!("{head}{:0width$}", number.checked_add(1)?));
    }
    let last = code.bytes().next_back()?;
    let alone = code.len() == 1 || !code.as_bytes()[code.len() - 2].is_ascii_alphabetic();
    let more = last.is_ascii_alphabetic() && !matches!(last, b'z' | b'Z') && alone;
    more.then(|| format!("{}{}", &code[..code.len() - 1], char::from(last + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_free_code_is_suggested() {
        let taken: HashSet<String> =
            ["4", "4.1", "4.9", "4.10", "a"].into_iter().map(str::to_owned).collect();
        for (code, expected) in [
            ("4.9", "4.11"),
            ("007", "008"),
            ("1.09", "1.10"),
            ("A", "B"),
            ("A.a", "A.b"),
            ("Law", ""),
            ("Z", ""),
            ("", ""),
        ] {
            assert_eq!(after(code, &taken), expected, "{code}");
        }
        assert_eq!(below("4", &taken), "4.2");
        assert_eq!(below("", &taken), "");
    }
}
