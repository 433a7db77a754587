//! The tree of a table, by what its levels follow from. Section rows stand above what follows them.

use std::collections::HashMap;

use super::columns::Levels;
use super::depth::{check_lines, check_linked};
use super::numbering::{above, key, split};
use super::rows::{Table, Told, one_line};
use crate::exchange::{Line, Linked, Notice, NoticeKind, tree_of_depths, tree_of_parents};
use crate::sheets::{Cell, Row};
use crate::standards::pack::Node;

/// Kind of a section row, and of what has others below it.
pub(super) const SECTION: &str = "section";

/// A row of data, or a section row.
pub(super) enum Entry<'a> {
    Section(u32, &'a str),
    Data(&'a Row, Box<Node>),
    /// A row that names levels and nothing below them.
    Levels(&'a Row),
}

/// The tree.
pub(super) fn tree(
    table: &Table<'_>,
    entries: Vec<Entry<'_>>,
    told: &mut Told,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Node>, Notice> {
    let linked = match &table.columns.levels {
        Levels::Parent(column) => by_parent(table, entries, *column),
        Levels::Numbering => by_numbering(table, entries),
        _ => {
            let lines = check_lines(by_depth(table, entries, told))?;
            return Ok(tree_of_depths(lines, notices));
        }
    };
    Ok(tree_of_parents(check_linked(linked)?, notices))
}

/// A node without data of its own: a section row, or a value of a column of levels.
fn section(table: &Table<'_>, text: &str, kind: &str) -> Node {
    let (code, title) = split(text).unwrap_or(("", text));
    Node::new(one_line(code), kind, table.titles(title))
}

fn by_depth(table: &Table<'_>, entries: Vec<Entry<'_>>, told: &mut Told) -> Vec<Line> {
    let mut lines = Vec::with_capacity(entries.len());
    let mut depths = Depths::new(table, &entries);
    let mut offset = 0;
    for entry in entries {
        match entry {
            Entry::Section(row, text) => {
                offset = 1;
                depths.forget();
                let node = section(table, text, SECTION);
                lines.push(Line { depth: 1, node, place: table.place(row, None) });
            }
            Entry::Data(row, node) => {
                let place = table.place(row.number, table.columns.code);
                let depth = depths.of(row, told, |depth, text, kind| {
                    let node = section(table, text, kind);
                    lines.push(Line { depth: depth + offset, node, place: place.clone() });
                });
                lines.push(Line { depth: depth + offset, node: *node, place });
            }
            Entry::Levels(row) => {
                let place = table.place(row.number, None);
                depths.of(row, told, |depth, text, kind| {
                    let node = section(table, text, kind);
                    lines.push(Line { depth: depth + offset, node, place: place.clone() });
                });
            }
        }
    }
    lines
}

/// How deep rows are, one after the other.
struct Depths<'a> {
    table: &'a Table<'a>,
    last: usize,
    /// Added to the depths of a column that begins with 0.
    from_zero: usize,
    indents: Vec<usize>,
    /// Values of the columns of levels above the current row.
    path: Vec<String>,
}

impl<'a> Depths<'a> {
    fn new(table: &'a Table<'a>, entries: &[Entry<'_>]) -> Self {
        let is_zero = |it: &Entry<'_>| match (&table.columns.levels, it) {
            (Levels::Depth(column), Entry::Data(row, _)) => {
                row.cells.get(*column).and_then(Cell::as_number) == Some(0.0)
            }
            _ => false,
        };
        let from_zero = usize::from(entries.iter().any(is_zero));
        Self { table, last: 1, from_zero, indents: Vec::new(), path: Vec::new() }
    }

    fn forget(&mut self) {
        self.last = 1;
        self.indents.clear();
        self.path.clear();
    }

    /// How deep a row is; `open` is told of every node that has to come above it first.
    fn of(&mut self, row: &Row, told: &mut Told, mut open: impl FnMut(usize, &str, &str)) -> usize {
        match &self.table.columns.levels {
            Levels::Depth(column) => self.in_column(row, *column, told),
            Levels::Indentation => self.by_indent(row),
            Levels::Columns(columns) => {
                let filled: Vec<String> = columns
                    .iter()
                    .map(|it| row.cells.get(*it).map(Cell::text).unwrap_or_default())
                    .collect();
                self.path.resize(columns.len(), String::new());
                for (place, text) in filled.into_iter().enumerate() {
                    if !text.is_empty() && text != self.path[place] {
                        let depth =
                            1 + self.path[..place].iter().filter(|it| !it.is_empty()).count();
                        let title =
                            self.table.sheet.columns.get(columns[place]).map(|it| &it.title);
                        let kind = title.map(|it| one_line(it)).filter(|it| !it.is_empty());
                        open(depth, &text, kind.as_deref().unwrap_or(SECTION));
                        self.path[place] = text;
                        self.path[place + 1..].iter_mut().for_each(String::clear);
                    }
                }
                1 + self.path.iter().filter(|it| !it.is_empty()).count()
            }
            _ => 1,
        }
    }

    fn in_column(&mut self, row: &Row, column: usize, told: &mut Told) -> usize {
        let cell = row.cells.get(column);
        let number = cell.and_then(Cell::as_number);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at")]
        let depth = number
            .filter(|it| it.fract() == 0.0 && (0.0..100.0).contains(it))
            .map(|it| it as usize);
        if let Some(depth) = depth {
            self.last = depth + self.from_zero;
        } else {
            let text = cell.map(Cell::text).unwrap_or_default();
            let place = self.table.place(row.number, Some(column));
            if text.is_empty() {
                told.note(NoticeKind::Assumed, column, place, &self.last.to_string());
            } else {
                told.note(NoticeKind::ValueUnknown, column, place, &text);
            }
        }
        self.last
    }

    fn by_indent(&mut self, row: &Row) -> usize {
        let columns = self.table.columns;
        let texts = [columns.code, columns.title, columns.summary];
        let indents = texts.into_iter().flatten().filter_map(|it| row.cells.get(it)).map(indent);
        let indent = indents.max().unwrap_or_default();
        while self.indents.last().is_some_and(|it| *it >= indent) {
            self.indents.pop();
        }
        self.indents.push(indent);
        self.indents.len()
    }
}

/// Spaces before the text of a cell.
pub(super) fn indent(cell: &Cell) -> usize {
    let Cell::Text(text) = cell else { return 0 };
    let spaces = text.chars().take_while(|it| it.is_whitespace());
    spaces.map(|it| if it == '\t' { 4 } else { 1 }).sum()
}

/// An entry with a name: its code, or its row where it has none or another has the same.
struct Named<'a> {
    id: String,
    /// None of a section row.
    row: Option<&'a Row>,
    node: Node,
    place: String,
}

impl Named<'_> {
    fn below(self, parent: Option<String>) -> Linked {
        Linked { id: self.id, parent, node: self.node, place: self.place }
    }
}

/// Entries with their names, and the names by how codes are compared.
fn named<'a>(
    table: &Table<'_>,
    entries: Vec<Entry<'a>>,
) -> (Vec<Named<'a>>, HashMap<String, String>) {
    let mut found = Vec::with_capacity(entries.len());
    let mut ids = HashMap::new();
    for entry in entries {
        let (number, row, node) = match entry {
            Entry::Section(number, text) => (number, None, section(table, text, SECTION)),
            Entry::Data(row, node) => (row.number, Some(row), *node),
            Entry::Levels(_) => continue,
        };
        let key = key(&node.code);
        let is_new = !key.is_empty() && !ids.contains_key(&key);
        let id = if is_new { node.code.clone() } else { format!("{} ({number})", node.code) };
        if is_new {
            ids.insert(key, id.clone());
        }
        found.push(Named { id, row, node, place: table.place(number, table.columns.code) });
    }
    (found, ids)
}

fn by_parent(table: &Table<'_>, entries: Vec<Entry<'_>>, column: usize) -> Vec<Linked> {
    let (named, ids) = named(table, entries);
    let mut section: Option<String> = None;
    let linked = |it: Named<'_>| {
        let Some(row) = it.row else {
            section = Some(it.id.clone());
            return it.below(None);
        };
        let text = row.cells.get(column).map(Cell::text).unwrap_or_default();
        let parent = match ids.get(&key(&text)) {
            Some(id) => Some(id.clone()),
            None if text.is_empty() => section.clone(),
            None => Some(text),
        };
        it.below(parent)
    };
    named.into_iter().map(linked).collect()
}

fn by_numbering(table: &Table<'_>, entries: Vec<Entry<'_>>) -> Vec<Linked> {
    let (named, ids) = named(table, entries);
    let (mut section, mut last): (Option<String>, Option<String>) = (None, None);
    let linked = |it: Named<'_>| {
        let found = above(&it.node.code).into_iter().find_map(|it| ids.get(&it)).cloned();
        let is_section = it.row.is_none();
        let parent = match found {
            Some(id) => Some(id),
            None if is_section => None,
            // What has no code belongs to what stands before it.
            None if it.node.code.is_empty() => last.clone().or(section.clone()),
            None => section.clone(),
        };
        if is_section {
            (section, last) = (Some(it.id.clone()), None);
        } else if !it.node.code.is_empty() {
            last = Some(it.id.clone());
        }
        it.below(parent)
    };
    named.into_iter().map(linked).collect()
}
