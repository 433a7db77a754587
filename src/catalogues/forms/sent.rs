//! A form as it was sent. What was not sent is left as it is: the current value stands in for it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::{Problem, Problems};
use crate::titles::Titles;

/// Names and values in the order in which they were sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// The last value with a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// All values with a name but empty ones; nothing where none was sent, not even an empty one.
    pub fn all(&self, name: &str) -> Option<Vec<&str>> {
        let mut values = self.0.iter().filter(|it| it.0 == name).map(|it| it.1.as_str()).peekable();
        values.peek()?;
        Some(values.filter(|it| !it.is_empty()).collect())
    }

    /// The texts that were sent for `name`, by their languages: those of the fields `name-en`, `name-sq` and so on.
    pub fn spoken<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(field, text)| {
            let tag = field.strip_prefix(name)?.strip_prefix('-')?;
            is_tag(tag).then_some((tag, text.as_str()))
        })
    }

    /// A text of one line.
    pub fn line(
        &self,
        problems: &mut Problems,
        name: &'static str,
        current: &str,
        most: usize,
    ) -> String {
        let Some(text) = self.get(name).and_then(|it| changed(it, current)) else {
            return current.to_owned();
        };
        let text = text.replace(['\n', '\t'], " ");
        problems.optional_text(name, &text, most)
    }

    /// A text of any number of lines.
    pub fn text(
        &self,
        problems: &mut Problems,
        name: &'static str,
        current: &str,
        most: usize,
    ) -> String {
        match self.get(name).and_then(|it| changed(it, current)) {
            Some(text) => problems.optional_text(name, &text, most),
            None => current.to_owned(),
        }
    }

    /// A text of one line in several languages; those that were not sent stay.
    pub fn lines(
        &self,
        problems: &mut Problems,
        name: &'static str,
        current: &Titles,
        most: usize,
    ) -> Titles {
        let titles = self.titles(problems, name, current, most);
        let flat = |(tag, text): (&str, &str)| {
            let kept = current.own(tag) == Some(text);
            let text = if kept { text.to_owned() } else { text.replace(['\n', '\t'], " ") };
            (tag.to_owned(), text)
        };
        titles.iter().map(flat).collect()
    }

    /// A text in several languages; those that were not sent stay.
    pub fn titles(
        &self,
        problems: &mut Problems,
        name: &'static str,
        current: &Titles,
        most: usize,
    ) -> Titles {
        self.titles_of(problems, name, name, current, most)
    }

    /// The same of a name that is one of many; a problem is noted beside `field`.
    pub fn titles_of(
        &self,
        problems: &mut Problems,
        field: &'static str,
        name: &str,
        current: &Titles,
        most: usize,
    ) -> Titles {
        let mut titles = current.clone();
        for (tag, text) in self.spoken(name) {
            if let Some(text) = changed(text, current.own(tag).unwrap_or_default()) {
                titles.set(tag, problems.optional_text(field, &text, most));
            }
        }
        titles
    }

    /// A tick; a hidden field before it says that it was there to be taken away.
    pub fn tick(&self, name: &str, current: bool) -> bool {
        self.get(name).map_or(current, |it| it == "yes")
    }
}

/// A text as it was typed, unless a browser would have sent the current one like that too.
fn changed(typed: &str, current: &str) -> Option<String> {
    (plain(typed) != plain(current)).then(|| plain(typed))
}

/// A text without what forms add to one or take from it.
fn plain(text: &str) -> String {
    text.trim().chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect()
}

fn is_tag(tag: &str) -> bool {
    let fits = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    (2..=20).contains(&tag.len()) && tag.bytes().all(fits)
}

/// Names and what they stand for, one a line, with a bar between them; nothing where a line has no bar or a name is there twice.
pub fn pairs(text: &str) -> Option<BTreeMap<String, String>> {
    let mut pairs = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (name, value) = line.split_once('|')?;
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        if name.is_empty() || value.is_empty() || pairs.insert(name, value).is_some() {
            return None;
        }
    }
    Some(pairs)
}

/// The same lines of what is held; line ends inside a value become spaces.
pub fn pair_lines(pairs: &BTreeMap<String, String>) -> String {
    let flat = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = |it: (&String, &String)| format!("{} | {}", flat(it.0), flat(it.1));
    pairs.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Codes with commas between them, each once.
pub fn codes(text: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in text.split([',', ';', '\n']).map(str::trim).filter(|it| !it.is_empty()) {
        if !codes.iter().any(|it| it == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

/// A text that must be there.
pub fn demand(problems: &mut Problems, name: &'static str, text: &str) {
    if text.trim().is_empty() && problems.get(name).is_none() {
        problems.add(name, Problem::Missing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent(fields.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect())
    }

    #[test]
    fn what_was_not_sent_and_what_a_browser_changed_stays() {
        let current: Titles = [("en", "Law\r\nand order"), ("fr", " Loi ")].into_iter().collect();
        let mut problems = Problems::default();
        let mut titles =
            |fields: &[(&str, &str)]| sent(fields).titles(&mut problems, "title", &current, 90);
        assert_eq!(titles(&[]), current);
        let sq = sent(&[("title-sq", "a\r\nb")]);
        let lines = sq.lines(&mut Problems::default(), "title", &current, 90);
        assert_eq!(lines.own("sq"), Some("a b"));
        assert_eq!(lines.own("en"), current.own("en"));
        assert_eq!(titles(&[("title-en", "Law\r\nand order"), ("title-fr", "Loi")]), current);
        let changed = titles(&[("title-sq", "Ligj"), ("title-en", ""), ("title-<b>", "x")]);
        assert_eq!(changed.iter().collect::<Vec<_>>(), [("fr", " Loi "), ("sq", "Ligj")]);
    }

    #[test]
    fn an_empty_field_takes_the_last_choice_away() {
        assert_eq!(sent(&[]).all("groups"), None);
        assert_eq!(sent(&[("groups", "")]).all("groups"), Some(vec![]));
        assert_eq!(sent(&[("groups", ""), ("groups", "a")]).all("groups"), Some(vec!["a"]));
        assert!(sent(&[]).tick("mandatory", true));
        assert!(!sent(&[("mandatory", "no")]).tick("mandatory", true));
        assert!(sent(&[("mandatory", "no"), ("mandatory", "yes")]).tick("mandatory", false));
    }
}
