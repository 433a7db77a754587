//! The sheets of a workbook in pairs: one that says what it is about, one that holds it.

use std::collections::{BTreeMap, HashSet};

use super::urn;
use crate::sheets::{Cell, PlainBook, PlainSheet};
use crate::titles::Titles;

/// Name of the sheet that says what the workbook is.
pub(super) const LIBRARY: &str = "library_meta";
/// Most characters of a sheet's name; a longer one is cut off by spreadsheet programs.
const LONGEST_NAME: usize = 31;

/// Keys and values of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    pub(super) sheet: String,
    values: BTreeMap<String, String>,
}

impl Meta {
    fn of(sheet: &PlainSheet) -> Self {
        let mut values = BTreeMap::new();
        for row in &sheet.rows {
            let key = row.cell(0).map(|it| it.text().to_lowercase()).unwrap_or_default();
            let value = row.cell(1).map(Cell::text).unwrap_or_default();
            if !key.is_empty() && !value.is_empty() {
                values.insert(key, value);
            }
        }
        Self { sheet: sheet.name.clone(), values }
    }

    /// The value of a key, where it has one.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// The value of a key in every language that it is known in.
    pub(super) fn titles(&self, key: &str, own: &str) -> Titles {
        let translated = self.values.iter().filter_map(|(written, value)| {
            let (name, rest) = written.split_once('[')?;
            let tag = rest.strip_suffix(']').and_then(urn::language)?;
            (name.trim() == key).then(|| (tag, value.clone()))
        });
        let mut titles: Titles = translated.collect();
        if let Some(value) = self.get(key) {
            titles.set(own, value);
        }
        titles
    }

    /// Keys and values but those of these names, translated or not.
    pub(super) fn rest<'a>(
        &'a self,
        known: &'a [&'a str],
        translated: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_known = |key: &str| {
            let parts = key
                .split_once('[')
                .filter(|it| urn::language(it.1.trim_end_matches(']')).is_some());
            let is_translated = |name: &str| translated.contains(&name.trim());
            known.contains(&key) || parts.map_or(is_translated(key), |it| is_translated(it.0))
        };
        let all = self.values.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        all.filter(move |it| !is_known(it.0))
    }
}

/// A pair of sheets.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    /// What it holds: framework, threats, scores.
    pub(super) kind: String,
    /// What others call it by.
    pub(super) name: String,
    /// What its sheets' names begin with.
    stem: String,
    pub(super) meta: Meta,
    pub(super) content: Option<&'a PlainSheet>,
}

/// A workbook in this format.
#[derive(Debug)]
pub(super) struct Workbook<'a> {
    pub(super) library: Meta,
    pub(super) blocks: Vec<Block<'a>>,
    /// Sheets that are of no pair.
    pub(super) others: Vec<&'a PlainSheet>,
}

impl<'a> Workbook<'a> {
    /// The pairs of a workbook; nothing where no sheet says what it is.
    pub(super) fn of(book: &'a PlainBook) -> Option<Self> {
        let library = Meta::of(sheet(book, LIBRARY)?);
        let mut taken: HashSet<&str> = HashSet::new();
        let mut blocks = Vec::new();
        for it in &book.sheets {
            let name = it.name.trim().to_lowercase();
            let Some(stem) = stem(&name) else { continue };
            taken.insert(&it.name);
            if name == LIBRARY {
                continue;
            }
            let meta = Meta::of(it);
            let kind = meta.get("type").unwrap_or_default().to_lowercase();
            let content: String = format!("{stem}_content").chars().take(LONGEST_NAME).collect();
            let content = sheet(book, &content).filter(|it| taken.insert(&it.name));
            let name = meta.get("name").unwrap_or(stem).to_owned();
            blocks.push(Block { kind, name, stem: stem.to_owned(), meta, content });
        }
        let others = book.sheets.iter().filter(|it| !taken.contains(it.name.as_str())).collect();
        Some(Self { library, blocks, others })
    }

    /// The pairs of a kind.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Block<'a>> {
        self.blocks.iter().filter(move |it| it.kind == kind)
    }

    /// The pair of a kind that others call by this name.
    pub(super) fn named(&self, kind: &str, name: &str) -> Option<&Block<'a>> {
        let wanted = name.trim().to_lowercase();
        let exact = self.of_kind(kind).find(|it| it.name == name);
        exact
            .or_else(|| self.of_kind(kind).find(|it| it.name.to_lowercase() == wanted))
            .or_else(|| self.of_kind(kind).find(|it| it.stem == wanted))
    }
}

/// The sheet of this name in lower case.
pub(super) fn sheet<'a>(book: &'a PlainBook, name: &str) -> Option<&'a PlainSheet> {
    book.sheets.iter().find(|it| it.name.trim().to_lowercase() == name)
}

/// What the name of a sheet of keys and values begins with; it may be cut off.
fn stem(name: &str) -> Option<&str> {
    if let Some(stem) = name.strip_suffix("_meta") {
        return Some(stem);
    }
    let (stem, end) = name.rsplit_once('_')?;
    let is_cut = name.chars().count() == LONGEST_NAME && "meta".starts_with(end);
    is_cut.then_some(stem)
}
