//! What of a file is shown in place of it: headings, paragraphs and tables, as plain text. Pure.

use icu_normalizer::ComposingNormalizer;
use serde::{Deserialize, Serialize};

use super::Hint;
use super::gather::is_invisible;

/// What is shown of a file in place of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub body: Body,
    /// There is more than is shown.
    pub truncated: bool,
    pub hints: Vec<Hint>,
}

/// What it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// No reader takes this kind of file, or there is nothing to be read in it.
    #[default]
    Nothing,
    /// Text as it stands, line by line.
    Text(String),
    Document(Vec<Piece>),
    Book(Book),
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Its depth, from 1.
    Heading(u8, String),
    Paragraph(String),
    Item(String),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
    /// A page or slide of this number begins.
    Page(u32),
    /// What follows stands elsewhere in the file: in its notes, its header.
    Rule,
}

/// A workbook, of which one sheet is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Names of its sheets.
    pub sheets: Vec<String>,
    /// The one that is shown, from 0.
    pub at: usize,
    /// Columns that are shown.
    pub columns: u32,
    /// Rows that hold something, each with its number from 1 and its cells from the left.
    pub rows: Vec<(u32, Vec<String>)>,
    /// Rows and columns that the sheet has.
    pub all: (u64, u64),
}

/// What the text behind a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Paragraph,
    Heading(u8),
    Item,
    Table,
    Row,
    Cell,
    TableEnd,
    Page(u32),
    Rule,
}

/// Puts a text and what was marked in it together. What is nested in a table is text of its cells.
pub(super) fn pieces(text: &str, marks: &[(usize, Mark)]) -> Vec<Piece> {
    let mut made = Making::default();
    let mut at = 0;
    for (place, mark) in marks {
        made.text(&text[at..*place]);
        made.mark(*mark);
        at = *place;
    }
    made.text(&text[at..]);
    made.end_table();
    // What nothing follows is no place to begin.
    while matches!(made.pieces.last(), Some(Piece::Rule)) {
        made.pieces.pop();
    }
    made.pieces
}

#[derive(Default)]
struct Making {
    pieces: Vec<Piece>,
    /// How deep in tables this is.
    depth: u32,
    table: Vec<Vec<String>>,
    kind: Option<Mark>,
}

impl Making {
    fn text(&mut self, text: &str) {
        if self.depth > 0 {
            self.cell_text(text.trim());
            return;
        }
        for line in text.split('\n').map(str::trim).filter(|it| !it.is_empty()) {
            let line = composed(line);
            self.pieces.push(match self.kind {
                Some(Mark::Heading(depth)) => Piece::Heading(depth, line),
                Some(Mark::Item) => Piece::Item(line),
                _ => Piece::Paragraph(line),
            });
        }
    }

    fn cell_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = composed(text);
        if self.table.is_empty() {
            self.table.push(Vec::new());
        }
        match self.table.last_mut().map(|row| (row.pop(), row)) {
            Some((Some(before), row)) if before.is_empty() => row.push(text),
            Some((Some(before), row)) => row.push(format!("{before}\n{text}")),
            Some((None, row)) => row.push(text),
            None => {}
        }
    }

    fn mark(&mut self, mark: Mark) {
        match (mark, self.depth) {
            (Mark::Table, depth) => self.depth = depth.saturating_add(1),
            (Mark::TableEnd, 1) => self.end_table(),
            (Mark::TableEnd, depth) => self.depth = depth.saturating_sub(1),
            (Mark::Row, 1) => self.table.push(Vec::new()),
            (Mark::Cell, 1) => {
                if self.table.is_empty() {
                    self.table.push(Vec::new());
                }
                if let Some(row) = self.table.last_mut() {
                    row.push(String::new());
                }
            }
            (Mark::Page(number), 0) => {
                self.kind = None;
                self.pieces.push(Piece::Page(number));
            }
            (Mark::Rule, 0) => {
                self.kind = None;
                if !matches!(self.pieces.last(), Some(Piece::Rule) | None) {
                    self.pieces.push(Piece::Rule);
                }
            }
            // A heading that is counted is a heading.
            (Mark::Item, 0) if matches!(self.kind, Some(Mark::Heading(_))) => {}
            (kind, 0) => self.kind = Some(kind),
            _ => {}
        }
    }

    fn end_table(&mut self) {
        self.depth = 0;
        let mut rows = std::mem::take(&mut self.table);
        rows.retain(|row| row.iter().any(|it| !it.is_empty()));
        if !rows.is_empty() {
            self.pieces.push(Piece::Table(rows));
        }
    }
}

fn composed(text: &str) -> String {
    ComposingNormalizer::new_nfc().normalize(text).into_owned()
}

/// Text without anything that is not seen, its lines and gaps kept, so many bytes at most; and whether there was more.
pub(super) fn verbatim(text: &str, most: usize) -> (String, bool) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_kept = |it: &char| (!it.is_control() || matches!(it, '\n' | '\t')) && !is_invisible(*it);
    let mut text: String = text.chars().filter(is_kept).collect();
    let is_cut = text.len() > most;
    text.truncate(text.floor_char_boundary(most));
    (text, is_cut)
}

impl Shown {
    /// Made plain once more: it comes from a process that the file may have got hold of.
    pub(super) fn plain(mut self, most: usize) -> Self {
        let mut left = most;
        let mut clean = |it: &mut String| {
            let (text, is_cut) = verbatim(it, left);
            left -= text.len();
            self.truncated |= is_cut;
            *it = text;
        };
        match &mut self.body {
            Body::Nothing => {}
            Body::Text(text) => clean(text),
            Body::Document(pieces) => {
                for it in pieces {
                    match it {
                        Piece::Heading(_, text) | Piece::Paragraph(text) | Piece::Item(text) => {
                            clean(text);
                        }
                        Piece::Table(rows) => rows.iter_mut().flatten().for_each(&mut clean),
                        Piece::Page(_) | Piece::Rule => {}
                    }
                }
            }
            Body::Book(book) => {
                book.sheets.iter_mut().for_each(&mut clean);
                book.rows.iter_mut().flat_map(|it| &mut it.1).for_each(&mut clean);
            }
        }
        self.hints.sort();
        self.hints.dedup();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Piece {
        Piece::Table(rows.iter().map(|it| it.iter().map(|it| (*it).to_owned()).collect()).collect())
    }

    #[test]
    fn text_and_marks_become_pieces() {
        let text = "Title\nOne\nTwo\na b c\nEnd";
        let at = |word: &str| text.find(word).unwrap();
        let marks = [
            (0, Mark::Heading(1)),
            (0, Mark::Item),
            (5, Mark::Paragraph),
            (9, Mark::Item),
            (13, Mark::Paragraph),
            (13, Mark::Table),
            (13, Mark::Row),
            (13, Mark::Cell),
            (at("b c") - 1, Mark::Cell),
            (at("c\nE") - 1, Mark::Table),
            (at("c\nE") - 1, Mark::Cell),
            (at("c\nE") + 1, Mark::TableEnd),
            (at("c\nE") + 1, Mark::Row),
            (at("c\nE") + 1, Mark::TableEnd),
        ];
        let own = |text: &str| text.to_owned();
        assert_eq!(
            pieces(text, &marks),
            [
                Piece::Heading(1, own("Title")),
                Piece::Paragraph(own("One")),
                Piece::Item(own("Two")),
                table(&[&["a", "b\nc"]]),
                Piece::Paragraph(own("End")),
            ]
        );
    }

    #[test]
    fn marks_in_any_disorder_lose_no_text() {
        let marks = [
            Mark::TableEnd,
            Mark::Cell,
            Mark::Row,
            Mark::Table,
            Mark::Table,
            Mark::Rule,
            Mark::Page(1),
            Mark::Item,
            Mark::TableEnd,
        ];
        let text = "ab";
        for first in marks {
            for second in marks {
                for third in marks {
                    let found = pieces(text, &[(0, first), (0, second), (1, third)]);
                    let said = format!("{found:?}").replace(['"', '[', ']'], "");
                    assert!(
                        said.contains('a') && said.contains('b'),
                        "{first:?} {second:?} {third:?} {said}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_shown_is_plain_and_bounded() {
        let paragraph = |it: &str| Piece::Paragraph(it.to_owned());
        let shown = Shown {
            body: Body::Document(vec![paragraph("a\u{202e}\0b"), paragraph("ëëë"), paragraph("c")]),
            hints: vec![Hint::Damaged, Hint::Damaged],
            truncated: false,
        };
        let plain = shown.plain(7);
        let expected = vec![paragraph("ab"), paragraph("ëë"), paragraph("c")];
        assert_eq!(plain.body, Body::Document(expected));
        assert!(plain.truncated);
        assert_eq!(plain.hints, [Hint::Damaged]);
        assert_eq!(verbatim("a\r\n\tb\u{7}\rc", 99), ("a\n\tb\nc".to_owned(), false));
    }
}
