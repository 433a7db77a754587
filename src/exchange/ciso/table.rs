//! A content sheet: headings in its first row, whatever their case, each with a language where it is a translation.

use std::collections::{BTreeSet, HashMap};

use super::urn;
use crate::sheets::{Cell, PlainRow, PlainSheet, column_letter};
use crate::titles::Titles;

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) index: u32,
    /// Lower case, `_` for spaces, without the language.
    name: String,
    /// Tag of the language of a translation.
    language: Option<String>,
    /// As the file has it; the letter of the column where there is no heading.
    pub(super) written: String,
}

/// A content sheet.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) sheet: &'a PlainSheet,
    heads: HashMap<String, Vec<Head>>,
    /// Columns without a heading, or with one that is there already.
    strays: Vec<Head>,
}

impl<'a> Table<'a> {
    /// The table of a sheet; texts in columns that name no language are in the given one.
    pub(super) fn of(sheet: &'a PlainSheet, own: &str) -> Self {
        let mut table = Self { sheet, heads: HashMap::new(), strays: Vec::new() };
        let first = sheet.rows.first().map(|it| it.cells.as_slice()).unwrap_or_default();
        let mut headed = Vec::new();
        for (index, cell) in first {
            let head = head(*index, &cell.text());
            headed.push(*index);
            let same = table.heads.entry(head.name.clone()).or_default();
            let tag = |it: &Head| it.language.clone().unwrap_or_else(|| own.to_owned());
            match same.iter_mut().find(|it| tag(it) == tag(&head)) {
                // The column that names no language is the original.
                Some(other) if other.language.is_some() && head.language.is_none() => {
                    table.strays.push(std::mem::replace(other, head));
                }
                Some(_) => table.strays.push(head),
                None => same.push(head),
            }
        }
        let cells = sheet.rows.iter().skip(1).flat_map(|it| &it.cells).map(|it| it.0);
        let bare: BTreeSet<u32> = cells.filter(|it| headed.binary_search(it).is_err()).collect();
        table.strays.extend(bare.into_iter().map(|it| head(it, "")));
        table
    }

    /// Whether there is a column of this name, in whichever language.
    pub(super) fn has(&self, name: &str) -> bool {
        self.heads.contains_key(name)
    }

    /// Columns that are none of those known by name.
    pub(super) fn unknown(&self, known: &[&str], translated: &[&str]) -> Vec<Head> {
        let all = self.heads.values().flatten();
        let is_known = |it: &Head| {
            let name = it.name.as_str();
            translated.contains(&name) || (it.language.is_none() && known.contains(&name))
        };
        let mut unknown: Vec<Head> = all.filter(|it| !is_known(it)).cloned().collect();
        unknown.extend(self.strays.iter().cloned());
        unknown.sort_by_key(|it| it.index);
        unknown
    }

    /// Tags of the languages that columns of this name are translated to.
    pub(super) fn languages(&self, name: &str) -> Vec<&str> {
        let heads = self.heads.get(name).into_iter().flatten();
        heads.filter_map(|it| it.language.as_deref()).collect()
    }

    /// The rows below the headings.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.sheet.rows.iter().skip(1).map(|row| Record { table: self, row })
    }
}

fn head(index: u32, written: &str) -> Head {
    let base = |it: &str| it.trim().to_lowercase().replace([' ', '-'], "_");
    let parts = written.strip_suffix(']').and_then(|it| it.rsplit_once('['));
    let parts = parts.and_then(|it| urn::language(it.1).map(|tag| (base(it.0), Some(tag))));
    let (name, language) = parts.unwrap_or_else(|| (base(written), None));
    let letter = || column_letter(index);
    let written = if written.is_empty() { letter() } else { urn::line(written) };
    Head { index, name, language, written }
}

/// A row below the headings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    table: &'a Table<'a>,
    pub(super) row: &'a PlainRow,
}

impl<'a> Record<'a> {
    /// Where it stands.
    pub(super) fn place(&self) -> String {
        format!("{}, row {}", self.table.sheet.name, self.row.number)
    }

    /// The cell in the column of this name that is no translation, where it holds something.
    pub(super) fn cell(&self, name: &str) -> Option<&'a Cell> {
        let heads = self.table.heads.get(name)?;
        self.row.cell(heads.iter().find(|it| it.language.is_none())?.index)
    }

    /// Its text; empty where it holds nothing.
    pub(super) fn text(&self, name: &str) -> String {
        self.cell(name).map(Cell::text).unwrap_or_default()
    }

    /// The text in a column of this name in a language.
    pub(super) fn translated(&self, name: &str, tag: &str) -> String {
        let heads = self.table.heads.get(name).into_iter().flatten();
        let mut heads = heads.filter(|it| it.language.as_deref() == Some(tag));
        let cell = heads.next().and_then(|it| self.row.cell(it.index));
        cell.map(Cell::text).unwrap_or_default()
    }

    /// The texts in the columns of this name.
    pub(super) fn titles(&self, name: &str, own: &str) -> Titles {
        let heads = self.table.heads.get(name).into_iter().flatten();
        let texts = heads.filter_map(|it| {
            let tag = it.language.as_deref().unwrap_or(own);
            Some((tag, self.row.cell(it.index)?.text()))
        });
        texts.collect()
    }
}
