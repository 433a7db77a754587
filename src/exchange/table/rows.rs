//! The rows of a table as criteria, without their places in the tree yet.

use std::collections::BTreeMap;

use super::columns::{About, Columns};
use crate::exchange::{Notice, NoticeKind};
use crate::sheets::{Cell, Code, Row, Sheet};
use crate::standards::pack::Node;
use crate::titles::Titles;

/// Characters of a title at most; a longer one is a text.
const LONGEST_TITLE: usize = 1_000;
/// Heaviest criterion that a pack may have.
const HEAVIEST: f64 = 1_000.0;

/// What is told once for a column, with its first cell, however many there are.
#[derive(Default)]
pub(super) struct Told {
    seen: BTreeMap<(NoticeKind, usize), (usize, Notice)>,
}

impl Told {
    pub(super) fn note(&mut self, kind: NoticeKind, column: usize, place: String, detail: &str) {
        let first = || (0, Notice::new(kind, place, detail));
        self.seen.entry((kind, column)).or_insert_with(first).0 += 1;
    }

    pub(super) fn notices(self) -> Vec<Notice> {
        let more = |(count, mut notice): (usize, Notice)| {
            if count > 1 {
                notice.place = format!("{} (+{})", notice.place, count - 1);
            }
            notice
        };
        self.seen.into_values().map(more).collect()
    }
}

/// A sheet with what the user says of it.
pub(super) struct Table<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) columns: &'a Columns,
    pub(super) about: &'a About,
    /// Places and names of the columns that are kept as extras.
    pub(super) extras: Vec<(usize, String)>,
}

impl Table<'_> {
    /// Address of a cell.
    pub(super) fn place(&self, row: u32, column: Option<usize>) -> String {
        let letter =
            column.and_then(|it| self.sheet.columns.get(it)).map(crate::sheets::Column::letter);
        format!("{}!{}{row}", self.sheet.name, letter.unwrap_or_default())
    }

    /// Text in the language of the table.
    pub(super) fn titles(&self, text: &str) -> Titles {
        std::iter::once((self.about.language.as_str(), text)).collect()
    }

    fn text(row: &Row, column: Option<usize>) -> Option<String> {
        let text = row.cells.get(column?)?.text();
        (!text.is_empty()).then_some(text)
    }

    /// The criterion of a row; nothing where the row has neither code nor text.
    pub(super) fn node(&self, row: &Row, told: &mut Told) -> Option<Node> {
        let columns = self.columns;
        let code = self.code(row, told);
        let mut title = Self::text(row, columns.title).unwrap_or_default();
        let mut summary = Self::text(row, columns.summary);
        if title.chars().count() > LONGEST_TITLE {
            let below = summary.map(|it| format!("\n\n{it}")).unwrap_or_default();
            summary = Some(std::mem::take(&mut title) + &below);
        }
        if title.is_empty() && summary.is_none() {
            if code.is_empty() {
                return None;
            }
            told.note(
                NoticeKind::Assumed,
                usize::MAX,
                self.place(row.number, columns.title),
                &code,
            );
            title.clone_from(&code);
        }
        let kind = Self::text(row, columns.kind).unwrap_or_default();
        let mut node = Node::new(code, one_line(&kind), self.titles(&title));
        let spoken = |column| Self::text(row, column).map(|it| self.titles(&it));
        node.summary = summary.map(|it| self.titles(&it));
        node.guidance = spoken(columns.guidance);
        node.typical_evidence = spoken(columns.typical_evidence);
        node.assessable = columns.assessable.map(|it| self.mark(row, it, told));
        node.mandatory = columns.mandatory.is_some_and(|it| self.mark(row, it, told));
        node.importance = Self::text(row, columns.importance);
        node.weight = self.weight(row, told);
        let groups = Self::text(row, columns.groups).unwrap_or_default();
        for group in groups.split([',', ';', '\n']).map(one_line).filter(|it| !it.is_empty()) {
            if !node.groups.contains(&group) {
                node.groups.push(group);
            }
        }
        let extra =
            |(at, name): &(usize, String)| Some((name.clone(), Self::text(row, Some(*at))?));
        node.extras = self.extras.iter().filter_map(extra).collect();
        Some(node)
    }

    fn code(&self, row: &Row, told: &mut Told) -> String {
        let Some((at, cell)) = self.columns.code.and_then(|at| Some((at, row.cells.get(at)?)))
        else {
            return String::new();
        };
        match cell.code() {
            Code::Text(text) => one_line(&text),
            // 4.10 and 4.1 are the same number; nobody can tell which was meant.
            Code::Number(text) => {
                told.note(NoticeKind::Assumed, at, self.place(row.number, Some(at)), &text);
                text
            }
        }
    }

    /// Whether a cell is marked.
    fn mark(&self, row: &Row, at: usize, told: &mut Told) -> bool {
        const YES: [&str; 13] =
            ["x", "yes", "y", "true", "1", "po", "da", "oui", "ja", "✓", "✔", "☒", "☑"];
        const NO: [&str; 10] = ["", "no", "n", "false", "0", "jo", "ne", "non", "-", "☐"];
        let text = row.cells.get(at).map(Cell::text).unwrap_or_default().to_lowercase();
        let is_marked = YES.contains(&text.as_str());
        if !is_marked && !NO.contains(&text.as_str()) {
            told.note(NoticeKind::ValueUnknown, at, self.place(row.number, Some(at)), &text);
        }
        is_marked
    }

    fn weight(&self, row: &Row, told: &mut Told) -> f64 {
        let cell = self.columns.weight.and_then(|at| Some((at, row.cells.get(at)?)));
        let Some((at, cell)) = cell.filter(|it| !it.1.is_empty()) else { return 1.0 };
        let weight = cell.as_number().filter(|it| (0.0..=HEAVIEST).contains(it));
        if weight.is_none() {
            told.note(NoticeKind::ValueUnknown, at, self.place(row.number, Some(at)), &cell.text());
        }
        weight.unwrap_or(1.0)
    }
}

/// Text in one line, with single spaces.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
