//! A sheet of our workbook on its way in: its rows with their fields, and what there is to be told about them.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::cells::{Continued, from_pairs, items, joined, unshield};
use super::parts::{EXTRA, meaning};
use crate::exchange::{Notice, NoticeKind};
use crate::sheets::{Cell, PlainRow, PlainSheet, column_letter};
use crate::titles::Titles;

/// What is told while sheets are read.
#[derive(Default)]
pub(super) struct Told {
    pub(super) notices: Vec<Notice>,
    /// Each of them keeps the whole from being read.
    pub(super) refusals: Vec<Notice>,
}

impl Told {
    pub(super) fn note(&mut self, kind: NoticeKind, place: String, detail: impl Into<String>) {
        let list = if kind.is_refusal() { &mut self.refusals } else { &mut self.notices };
        list.push(Notice::new(kind, place, detail));
    }
}

/// The sheet of a name, in whatever capitals.
pub(super) fn sheet<'a>(sheets: &'a [PlainSheet], name: &str) -> Option<&'a PlainSheet> {
    sheets.iter().find(|it| it.name.trim().eq_ignore_ascii_case(name))
}

/// What a column holds.
struct Column {
    index: u32,
    field: &'static str,
    /// The language, or the name of the extra.
    sub: String,
}

/// A sheet with the meaning of its columns.
pub(super) struct Part<'a> {
    name: &'static str,
    columns: Vec<Column>,
    rows: &'a [PlainRow],
    notes: &'a Continued,
}

impl<'a> Part<'a> {
    /// The sheet of a name, if it is there. Unknown columns are kept as extras, where there may be such; else they are told.
    pub(super) fn of(
        sheets: &'a [PlainSheet],
        name: &'static str,
        fields: &'static [&'static str],
        notes: &'a Continued,
        told: &mut Told,
    ) -> Option<Self> {
        let rows = &sheet(sheets, name)?.rows;
        let (head, rows) = match rows.split_first() {
            Some((head, rest)) if head.number == 1 => (&head.cells[..], rest),
            _ => (&[][..], &rows[..]),
        };
        let mut columns: Vec<Column> = Vec::new();
        for (index, cell) in head {
            let text = raw(cell);
            let known = meaning(&text, fields);
            let is_new = |it: &(&str, String)| {
                !columns.iter().any(|other| (other.field, &other.sub) == (it.0, &it.1))
            };
            if let Some((field, sub)) = known.filter(is_new) {
                columns.push(Column { index: *index, field, sub });
                continue;
            }
            let is_kept = fields.contains(&EXTRA);
            let kind = if is_kept { NoticeKind::KeptAside } else { NoticeKind::LeftOut };
            told.note(kind, format!("{name}!{}1", column_letter(*index)), text.trim());
            if is_kept {
                columns.push(Column { index: *index, field: EXTRA, sub: text.trim().to_owned() });
            }
        }
        Some(Self { name, columns, rows, notes })
    }

    /// Whether there is a column of this field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|it| it.field == field)
    }

    /// The rows, each with what is in it; what stands in no column is told.
    pub(super) fn rows<'b>(&'b self, told: &mut Told) -> Vec<Row<'b>> {
        let most = self.columns.iter().map(|it| it.index).max().map_or(0, |it| it as usize + 1);
        let mut places = vec![None; most];
        for (place, column) in self.columns.iter().enumerate() {
            places[column.index as usize] = Some(place);
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        let mut lost = std::collections::BTreeSet::new();
        for row in self.rows {
            let mut filled = Vec::with_capacity(row.cells.len());
            for (index, cell) in &row.cells {
                match places.get(*index as usize).copied().flatten() {
                    Some(place) => filled.push((place, cell)),
                    None if lost.insert(*index) => {
                        let place =
                            format!("{}!{}{}", self.name, column_letter(*index), row.number);
                        told.note(NoticeKind::LeftOut, place, cell.text());
                    }
                    None => {}
                }
            }
            rows.push(Row { part: self, number: row.number, filled });
        }
        rows
    }
}

/// A row.
pub(super) struct Row<'a> {
    part: &'a Part<'a>,
    number: u32,
    /// Place of the column among the columns, and the cell.
    filled: Vec<(usize, &'a Cell)>,
}

impl Row<'_> {
    /// Address of the cell of a field: `Criteria!B7`; of the row, where there is no such column.
    pub(super) fn place(&self, field: &str) -> String {
        let column = self.part.columns.iter().find(|it| it.field == field);
        let letter = column.map(|it| column_letter(it.index)).unwrap_or_default();
        format!("{}!{letter}{}", self.part.name, self.number)
    }

    fn cells(&self, field: &'static str) -> impl Iterator<Item = (&Column, &Cell)> {
        let columns = &self.part.columns;
        let here = self.filled.iter().map(|it| (&columns[it.0], it.1));
        here.filter(move |it| it.0.field == field)
    }

    fn cell(&self, field: &'static str) -> Option<&Cell> {
        self.cells(field).next().map(|it| it.1)
    }

    fn whole(&self, cell: &Cell) -> String {
        match cell {
            Cell::Text(text) => unshield(&joined(text, self.part.notes)).to_owned(),
            other => other.text(),
        }
    }

    /// The text, exactly.
    pub(super) fn exact(&self, field: &'static str) -> Option<String> {
        self.cell(field).map(|it| self.whole(it))
    }

    /// The text without spaces around it; nothing if nothing is left.
    pub(super) fn text(&self, field: &'static str) -> Option<String> {
        self.exact(field).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
    }

    pub(super) fn titles(&self, field: &'static str) -> Titles {
        self.cells(field).map(|it| (it.0.sub.as_str(), self.whole(it.1))).collect()
    }

    pub(super) fn some_titles(&self, field: &'static str) -> Option<Titles> {
        Some(self.titles(field)).filter(|it| !it.is_empty())
    }

    pub(super) fn list(&self, field: &'static str) -> Vec<String> {
        self.exact(field).map(|it| items(&it)).unwrap_or_default()
    }

    pub(super) fn pairs(&self, field: &'static str, told: &mut Told) -> BTreeMap<String, String> {
        let text = self.exact(field).unwrap_or_default();
        from_pairs(&text).unwrap_or_else(|line| {
            told.note(NoticeKind::Unreadable, self.place(field), format!("{line:?} (name: value)"));
            BTreeMap::new()
        })
    }

    /// The columns of extras by their names.
    pub(super) fn extras(&self) -> BTreeMap<String, String> {
        self.cells(EXTRA).map(|it| (it.0.sub.clone(), self.whole(it.1))).collect()
    }

    pub(super) fn number(&self, field: &'static str, told: &mut Told) -> Option<f64> {
        let cell = self.cell(field)?;
        let number = cell.as_number();
        if number.is_none() {
            told.note(NoticeKind::Unreadable, self.place(field), cell.text());
        }
        number
    }

    /// A count from 0.
    pub(super) fn count(&self, field: &'static str, told: &mut Told) -> Option<u32> {
        let number = self.number(field, told)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at")]
        let count =
            (number.fract() == 0.0 && (0.0..1e9).contains(&number)).then_some(number as u32);
        if count.is_none() {
            told.note(NoticeKind::Unreadable, self.place(field), number.to_string());
        }
        count
    }

    pub(super) fn yes(&self, field: &'static str, told: &mut Told) -> Option<bool> {
        let text = self.text(field)?;
        match text.to_lowercase().as_str() {
            "yes" | "true" | "x" | "1" | "po" | "da" => Some(true),
            "no" | "false" | "0" | "jo" | "ne" => Some(false),
            _ => {
                told.note(NoticeKind::Unreadable, self.place(field), text);
                None
            }
        }
    }

    /// A word of a small vocabulary.
    pub(super) fn word<T: DeserializeOwned>(
        &self,
        field: &'static str,
        told: &mut Told,
    ) -> Option<T> {
        let text = self.text(field)?;
        let word = serde_json::from_value(serde_json::Value::String(text.to_lowercase()));
        if word.is_err() {
            told.note(NoticeKind::Unreadable, self.place(field), text);
        }
        word.ok()
    }

    /// The text of a field that must be there.
    pub(super) fn needed(&self, field: &'static str, told: &mut Told) -> Option<String> {
        let text = self.text(field);
        if text.is_none() {
            told.note(NoticeKind::Missing, self.place(field), field);
        }
        text
    }
}

/// The text of a cell, spaces and all.
pub(super) fn raw(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        other => other.text(),
    }
}
