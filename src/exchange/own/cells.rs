//! How texts, lists and pairs stand in a cell so that they come back exactly as they were.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Units that a cell may hold, as spreadsheet programs count them.
pub(super) const MOST_UNITS: usize = 32_767;
/// Units of a part; the mark stands behind the first one.
const PART: usize = 32_700;
/// Before the number of the note in which a text goes on.
const MARK: &str = "[continued: ";

/// A text whose spaces a reader might take for nothing is put in quotes, and so is one that looks like that.
pub(super) fn shield(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_blank_or_quotes(&text) { Cow::Owned(format!("\"{text}\"")) } else { text }
}

/// The text as it was before `shield`.
pub(super) fn unshield(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.filter(|it| is_blank_or_quotes(it)).unwrap_or(text)
}

fn is_blank_or_quotes(text: &str) -> bool {
    text.chars().all(|it| it == '"' || it.is_whitespace())
}

/// Items of a list, one a line.
pub(super) fn lines<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(|it| line(it, false)).collect();
    items.join("\n")
}

/// Names with their values, one pair a line.
pub(super) fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pair = |it: (&str, &str)| format!("{}: {}", line(it.0, true), line(it.1, false));
    let pairs: Vec<String> = pairs.into_iter().map(pair).collect();
    pairs.join("\n")
}

fn line(item: &str, is_name: bool) -> String {
    let mut written = String::with_capacity(item.len());
    if item.trim().is_empty() {
        written.push_str("\\e");
    }
    for letter in item.chars() {
        match letter {
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            ':' if is_name => written.push_str("\\:"),
            it => written.push(it),
        }
    }
    written
}

/// The items of a list.
pub(super) fn items(text: &str) -> Vec<String> {
    let lines = text.split('\n').filter(|it| !it.trim().is_empty());
    lines.map(|it| unescaped(it.chars(), false).0).collect()
}

/// The names with their values; or the line that is no such pair.
pub(super) fn from_pairs(text: &str) -> Result<BTreeMap<String, String>, &str> {
    let mut found = BTreeMap::new();
    for line in text.split('\n').filter(|it| !it.trim().is_empty()) {
        let (name, rest) = unescaped(line.chars(), true);
        let rest = rest.ok_or(line)?;
        let value = unescaped(rest.strip_prefix(' ').unwrap_or(rest).chars(), false).0;
        found.insert(name, value);
    }
    Ok(found)
}

/// A line without its escapes: up to a colon and what follows it, or to its end.
fn unescaped(mut line: std::str::Chars<'_>, is_name: bool) -> (String, Option<&str>) {
    let mut text = String::new();
    while let Some(letter) = line.next() {
        if is_name && letter == ':' {
            return (text, Some(line.as_str()));
        }
        let mut ahead = line.clone();
        let meant = match (letter, ahead.next()) {
            ('\\', Some('\\')) => Some("\\"),
            ('\\', Some('n')) => Some("\n"),
            ('\\', Some(':')) => Some(":"),
            ('\\', Some('e')) => Some(""),
            _ => None,
        };
        match meant {
            Some(meant) => {
                text.push_str(meant);
                line = ahead;
            }
            None => text.push(letter),
        }
    }
    (text, None)
}

/// Texts that are too long for a cell, and go on in the sheet of notes.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Number of the note, number of the part, text.
    pub(super) parts: Vec<(usize, usize, String)>,
    last: usize,
}

impl Notes {
    /// What of a text stands in its cell. A text that itself ends like a mark goes on too, with nothing.
    pub(super) fn fit<'a>(&mut self, text: Cow<'a, str>) -> Cow<'a, str> {
        let is_long = text.len() > MOST_UNITS && text.encode_utf16().count() > MOST_UNITS;
        if !is_long && marked(&text).is_none() {
            return text;
        }
        self.last += 1;
        let (start, mut rest) = text.split_at(part(&text));
        let mut number = 0;
        while !rest.is_empty() || number == 0 {
            let (here, after) = rest.split_at(part(rest));
            number += 1;
            self.parts.push((self.last, number, here.to_owned()));
            rest = after;
        }
        Cow::Owned(format!("{start}{MARK}{}]", self.last))
    }
}

/// Where a part of a text ends.
fn part(text: &str) -> usize {
    let mut units = 0;
    let end = text.char_indices().find(|it| {
        units += it.1.len_utf16();
        units > PART
    });
    end.map_or(text.len(), |it| it.0)
}

/// The start of a text that goes on, and the number of the note.
fn marked(text: &str) -> Option<(&str, usize)> {
    let (start, number) = text.strip_suffix(']')?.rsplit_once(MARK)?;
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| number.parse().ok()).flatten().map(|it| (start, it))
}

/// Notes as they were read: their parts by number.
pub(super) type Continued = HashMap<usize, BTreeMap<usize, String>>;

/// The whole of a text, with what goes on in the notes.
pub(super) fn joined(text: &str, notes: &Continued) -> String {
    match marked(text).and_then(|(start, number)| Some((start, notes.get(&number)?))) {
        Some((start, parts)) => parts.values().fold(start.to_owned(), |text, it| text + it),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_quotes_come_back() {
        for text in ["", " ", "\"", "\"\"", "\" \"", "\n", "a", "\"a\"", " a"] {
            let safe = shield(text.into());
            assert!(!safe.trim().is_empty());
            assert_eq!(unshield(&safe), text);
        }
    }

    #[test]
    fn what_people_type_into_a_list_is_understood() {
        assert_eq!(items("A\n\nB 1 \n"), ["A", "B 1 "]);
        let found = from_pairs("ESG: 1.1\nISO 17020:4.1").unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>().len(), 2);
        assert_eq!(from_pairs("ESG 1.1"), Err("ESG 1.1"));
    }

    #[test]
    fn long_texts_go_on_and_come_back() {
        let long = "😀ë".repeat(40_000);
        let mark = format!("{}[continued: 1]", "x".repeat(32_760));
        for text in [&long, "short", "looks so [continued: 1]", &mark, &"a".repeat(MOST_UNITS)] {
            let mut notes = Notes::default();
            let cell = notes.fit(text.into());
            assert!(cell.encode_utf16().count() <= MOST_UNITS);
            assert!(notes.parts.iter().all(|it| it.2.encode_utf16().count() <= MOST_UNITS));
            let mut continued = Continued::new();
            for (note, part, text) in notes.parts {
                continued.entry(note).or_default().insert(part, text);
            }
            assert!(joined(&cell, &continued) == text);
        }
        assert_eq!(
            joined("of nowhere [continued: 7]", &Continued::new()),
            "of nowhere [continued: 7]"
        );
    }

    proptest::proptest! {
        #[test]
        fn lists_and_pairs_come_back(list in proptest::collection::vec("[ne\\\\: \n\"a]{0,6}", 0..4)) {
            let written = lines(list.iter().map(String::as_str));
            proptest::prop_assert_eq!(&items(&written), &list);
            let named: BTreeMap<String, String> = list.iter().cloned().zip(list.iter().rev().cloned()).collect();
            let written = pairs(named.iter().map(|it| (it.0.as_str(), it.1.as_str())));
            proptest::prop_assert_eq!(from_pairs(&written), Ok(named));
        }
    }
}
