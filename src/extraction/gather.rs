//! Text as it comes out of a reader, made plain on the way and bounded.

use std::fmt;

use icu_normalizer::ComposingNormalizer;

use super::shape::Mark;

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// Text so far: no control characters, one space or one end of line between two words, so many bytes at most.
#[derive(Debug)]
pub(super) struct Gathered {
    text: String,
    most: usize,
    gap: Gap,
    truncated: bool,
    /// Pages that the file has.
    pub(super) pages: Option<u32>,
    /// What the file turned out to be, where its head did not say.
    pub(super) media_type: Option<String>,
    /// It has sheets, which are shown by another reader.
    pub(super) is_workbook: bool,
    /// Where headings, tables and the like begin, by the byte; only where that is asked for.
    marks: Option<Vec<(usize, Mark)>>,
}

/// Headings, rows and cells that are kept of a file.
const MARKS: usize = 200_000;

/// A place in the text.
#[derive(Clone, Copy)]
pub(super) struct Place(usize, Gap);

impl Gathered {
    pub(super) fn new(most: usize) -> Self {
        let (text, truncated, pages, media_type, is_workbook, marks) = Default::default();
        Self { text, most, gap: Gap::None, truncated, pages, media_type, is_workbook, marks }
    }

    /// The same, which also remembers what is a heading, an item of a list, a cell of a table.
    pub(super) fn shaped(most: usize) -> Self {
        Self { marks: Some(Vec::new()), ..Self::new(most) }
    }

    /// Whether it remembers that.
    pub(super) fn is_shaped(&self) -> bool {
        self.marks.is_some()
    }

    /// Says what the text that follows is.
    pub(super) fn mark(&mut self, mark: Mark) {
        let Some(marks) = self.marks.as_mut().filter(|_| !self.truncated) else { return };
        if marks.len() < MARKS {
            marks.push((self.text.len(), mark));
        } else {
            self.truncated = true;
        }
    }

    /// Adds some text.
    pub(super) fn push(&mut self, text: &str) {
        for letter in text.chars() {
            if self.truncated {
                return;
            }
            match letter {
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.line(),
                it if it.is_whitespace() => self.space(),
                it if it.is_control() || is_invisible(it) => {}
                it => match ligature(it) {
                    Some(letters) => letters.chars().for_each(|it| self.put(it)),
                    None => self.put(it),
                },
            }
        }
    }

    /// What follows is another word.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// What follows is another line.
    pub(super) fn line(&mut self) {
        self.gap = Gap::Line;
    }

    /// Something of the file is left out.
    pub(super) fn leave_out(&mut self) {
        self.truncated = true;
    }

    /// Whether nothing more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.truncated
    }

    /// A place to go back to.
    pub(super) fn place(&self) -> Place {
        Place(self.text.len(), self.gap)
    }

    /// Forgets what came after a place.
    pub(super) fn go_back(&mut self, place: Place) {
        self.text.truncate(place.0);
        self.gap = place.1;
        if let Some(marks) = &mut self.marks {
            marks.retain(|it| it.0 <= place.0);
        }
    }

    fn put(&mut self, letter: char) {
        let gap = usize::from(self.gap != Gap::None && !self.text.is_empty());
        if self.text.len() + gap + letter.len_utf8() > self.most {
            self.truncated = true;
            return;
        }
        if gap > 0 {
            self.text.push(if self.gap == Gap::Line { '\n' } else { ' ' });
        }
        self.gap = Gap::None;
        self.text.push(letter);
    }

    /// The text with what was marked in it, and whether there is more.
    pub(super) fn finish_shaped(self) -> (String, Vec<(usize, Mark)>, bool) {
        (self.text, self.marks.unwrap_or_default(), self.truncated)
    }

    /// The text, composed, and whether there is more.
    pub(super) fn finish(self) -> (String, bool) {
        let mut text = ComposingNormalizer::new_nfc().normalize(&self.text).into_owned();
        // A few letters are longer when they are composed by the rules.
        let too_long = text.len() > self.most;
        text.truncate(text.floor_char_boundary(self.most));
        (text, self.truncated || too_long)
    }
}

/// A reader that writes stops writing once nothing more is taken.
impl fmt::Write for Gathered {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        if self.truncated { Err(fmt::Error) } else { Ok(()) }
    }
}

/// Marks that nobody sees but that would keep a word from being found: soft hyphens, zero-width spaces, directions.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The letters that typesetters draw as one.
fn ligature(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str, most: usize) -> (String, bool) {
        let mut gathered = Gathered::new(most);
        gathered.push(text);
        gathered.finish()
    }

    #[test]
    fn text_is_made_plain() {
        for (text, expected) in [
            ("  a \t b\u{a0}c  ", "a b c"),
            ("a \r\n\r\n  b\u{c}c", "a\nb\nc"),
            ("a\0b\u{1b}[31m\u{7f}", "ab[31m"),
            ("C\u{327}e\u{308} s\u{30c}", "Çë š"),
            ("akredi\u{ad}timi\u{200b}\u{feff}", "akreditimi"),
            ("certi\u{fb01}kim", "certifikim"),
            ("Сертификат \u{202e}њ", "Сертификат њ"),
        ] {
            assert_eq!(clean(text, 100), (expected.to_owned(), false));
        }
    }

    #[test]
    fn text_ends_at_a_whole_letter_and_says_so() {
        assert_eq!(clean("ëëë", 6), ("ëëë".to_owned(), false));
        assert_eq!(clean("ëëë", 5), ("ëë".to_owned(), true));
        assert_eq!(clean("ab   ", 2), ("ab".to_owned(), false));
        assert_eq!(clean("ab c", 2), ("ab".to_owned(), true));
        // Composed by the rules, this letter is two.
        assert_eq!(clean("\u{958}\u{958}", 6), ("\u{915}\u{93c}".to_owned(), true));
        assert_eq!(clean("a", 0), (String::new(), true));
    }
}
