//! Which part of a file a browser asks for (RFC 9110), so that a reader leafs through a large one and a broken download goes on. Pure.

use std::ops::Range;

use axum::http::HeaderMap;
use axum::http::header::{IF_RANGE, RANGE};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Whole,
    Part(Range<u64>),
    /// A part that the file does not have.
    Nowhere,
}

/// What the headers ask for of a file of so many bytes, whose content goes by this tag. What is not understood, several parts
/// at once, and a part of another content are the whole.
pub fn wanted(headers: &HeaderMap, size: u64, tag: &str) -> Wanted {
    let said = |name| headers.get(name).and_then(|it| it.to_str().ok());
    if said(IF_RANGE).is_some_and(|it| it != tag) {
        return Wanted::Whole;
    }
    let Some(asked) = said(RANGE).and_then(|it| it.strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((from, to)) = asked.split_once('-') else { return Wanted::Whole };
    let part = match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(size),
        (Some(from), None) if to.is_empty() => from..size,
        (None, Some(last)) if from.is_empty() => size.saturating_sub(last)..size,
        _ => return Wanted::Whole,
    };
    if part.is_empty() { Wanted::Nowhere } else { Wanted::Part(part) }
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|it| it.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_the_header_says_and_all_else_is_the_whole() {
        for (asked, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=5-99", Wanted::Part(5..10)),
            ("bytes=5-", Wanted::Part(5..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-99", Wanted::Part(0..10)),
            ("bytes=0-18446744073709551615", Wanted::Part(0..10)),
            ("bytes=10-", Wanted::Nowhere),
            ("bytes=10-20", Wanted::Nowhere),
            ("bytes=-0", Wanted::Nowhere),
            ("bytes=3-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
        ] {
            let headers = [(RANGE, asked.parse().unwrap())].into_iter().collect();
            assert_eq!(wanted(&headers, 10, "\"a\""), expected, "{asked}");
        }
        let part = || [(RANGE, "bytes=1-2".parse().unwrap())];
        for (tag, expected) in [("\"a\"", Wanted::Part(1..3)), ("\"b\"", Wanted::Whole)] {
            let tag = [(IF_RANGE, tag.parse().unwrap())];
            let headers = part().into_iter().chain(tag).collect();
            assert_eq!(wanted(&headers, 10, "\"a\""), expected);
        }
        assert_eq!(wanted(&HeaderMap::new(), 10, "\"a\""), Wanted::Whole);
    }
}
