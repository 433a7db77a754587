//! A sheet into a pack.

use std::collections::HashSet;

use super::columns::{About, Columns, Levels};
use super::levels::{Entry, SECTION, tree};
use super::rows::{Table, Told, one_line};
use crate::exchange::{Brought, Notice, NoticeKind};
use crate::sheets::{Cell, Row, Sheet};
use crate::standards::pack::{FrameworkHead, Group, Head, Node, Pack, PackKind};

/// Kind of a criterion that nobody names otherwise.
const CRITERION: &str = "criterion";
/// Nodes that a pack may have.
const MOST_NODES: usize = 200_000;

/// The sheet of a name; without a name, the one with the most cells in its table. Whether its first row holds headings is
/// told by what is in it, unless the user says so.
pub fn sheet(sheets: Vec<Sheet>, name: Option<&str>, headings: Option<bool>) -> Option<Sheet> {
    let is_named =
        |it: &Sheet| name.is_none_or(|name| it.name.trim().eq_ignore_ascii_case(name.trim()));
    let found = sheets.into_iter().filter(is_named);
    let found = found.max_by_key(|it| it.rows.len() * it.columns.len())?;
    Some(match headings {
        Some(wanted) => found.with_headings(wanted),
        None => found,
    })
}

/// Reads a table. How it is rated it does not say: the pack has no scale yet.
pub fn read(sheet: &Sheet, columns: &Columns, about: &About) -> Result<Brought, Vec<Notice>> {
    let refused = refusals(sheet, columns);
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut notices = problems(sheet);
    let extras = extras(sheet, columns, &mut notices);
    let table = Table { sheet, columns, about, extras };
    let mut told = Told::default();
    let entries = entries(&table, &mut told);
    if entries.is_empty() {
        return Err(vec![Notice::new(NoticeKind::Missing, &sheet.name, CRITERION)]);
    }
    let tree = tree(&table, entries, &mut told, &mut notices);
    let mut criteria = tree.map_err(|it| vec![it])?;
    notices.extend(told.notices());
    let mut groups = Groups::default();
    for it in &mut criteria {
        finish(it, &mut groups);
    }
    let groups = groups.list.into_iter().map(|code| Group {
        title: table.titles(&code),
        code,
        description: None,
        chosen: false,
    });
    let head = Head {
        language: (about.language != "en").then(|| about.language.clone()),
        groups: groups.collect(),
        ..Head::default()
    };
    let pack = Pack {
        framework: FrameworkHead {
            id: about.id.clone(),
            title: table.titles(&about.title),
            issuer: about.issuer.clone(),
        },
        id: about.id.clone(),
        title: table.titles(&about.title),
        version: about.version.clone(),
        kind: PackKind::Criteria,
        supplements: None,
        about: head,
        criteria,
    };
    Ok(Brought { packs: vec![pack], notices, ..Brought::default() })
}

/// Section rows and rows of data in their order; rows that say nothing are told.
fn entries<'a>(table: &Table<'a>, told: &mut Told) -> Vec<Entry<'a>> {
    let sheet = table.sheet;
    let mut entries = Vec::with_capacity(sheet.rows.len() + sheet.headings.len());
    let mut headings = sheet.headings.iter().peekable();
    for row in &sheet.rows {
        while let Some(it) = headings.next_if(|it| it.row < row.number) {
            entries.push(Entry::Section(it.row, &it.text));
        }
        match table.node(row, told) {
            Some(node) => entries.push(Entry::Data(row, Box::new(node))),
            None if names_levels(row, table.columns) => entries.push(Entry::Levels(row)),
            None => {
                let text = row.cells.iter().map(Cell::text).find(|it| !it.is_empty());
                let place = table.place(row.number, None);
                told.note(NoticeKind::LeftOut, usize::MAX, place, &text.unwrap_or_default());
            }
        }
    }
    // A column that nobody has filled in says nothing.
    let is_marked =
        |it: &Entry<'_>| matches!(it, Entry::Data(_, node) if node.assessable == Some(true));
    if !entries.iter().any(is_marked) {
        for entry in &mut entries {
            if let Entry::Data(_, node) = entry {
                node.assessable = None;
            }
        }
    }
    entries.extend(headings.map(|it| Entry::Section(it.row, &it.text)));
    entries
}

/// Whether something stands in a column of levels.
fn names_levels(row: &Row, columns: &Columns) -> bool {
    let Levels::Columns(several) = &columns.levels else { return false };
    several.iter().filter_map(|it| row.cells.get(*it)).any(|it| !it.is_empty())
}

/// What keeps a table from being read.
fn refusals(sheet: &Sheet, columns: &Columns) -> Vec<Notice> {
    let mut refusals = Vec::new();
    if columns.code.is_none() && columns.title.is_none() && columns.summary.is_none() {
        refusals.push(Notice::new(NoticeKind::Missing, &sheet.name, "code, title"));
    }
    if let Some(wrong) = columns.used().into_iter().find(|it| *it >= sheet.columns.len()) {
        refusals.push(Notice::new(NoticeKind::Missing, &sheet.name, format!("#{}", wrong + 1)));
    }
    if sheet.rows.len() + sheet.headings.len() > MOST_NODES {
        refusals.push(Notice::new(NoticeKind::TooMuch, &sheet.name, MOST_NODES.to_string()));
    }
    refusals
}

/// Cells that were cut when the sheet was read, and whether nothing heads it.
fn problems(sheet: &Sheet) -> Vec<Notice> {
    let first = sheet.rows.first().filter(|_| sheet.is_headless());
    let headless = first.map(|it| {
        let text = it.cells.iter().map(Cell::text).find(|it| !it.is_empty());
        Notice::new(NoticeKind::HeadingsMissing, &sheet.name, text.unwrap_or_default())
    });
    let cut = sheet.problems.iter().filter(|it| it.code == "cell_too_long");
    let notice = |it: &crate::sheets::Problem| {
        let column = it.column.as_deref().unwrap_or_default();
        let place = format!("{}!{column}{}", sheet.name, it.row.unwrap_or_default());
        Notice::new(NoticeKind::LeftOut, place, &it.message)
    };
    headless.into_iter().chain(cut.map(notice)).collect()
}

/// Places and names of the columns without a meaning, each told.
fn extras(sheet: &Sheet, columns: &Columns, notices: &mut Vec<Notice>) -> Vec<(usize, String)> {
    let used = columns.used();
    let mut names = HashSet::new();
    let mut extras = Vec::new();
    for (at, column) in sheet.columns.iter().enumerate().filter(|it| !used.contains(&it.0)) {
        let title = one_line(&column.title);
        let is_new = names.insert(title.clone());
        let name = if is_new { title } else { format!("{title} ({})", column.letter()) };
        let row = sheet.header_row.unwrap_or(1);
        let place = format!("{}!{}{row}", sheet.name, column.letter());
        notices.push(Notice::new(NoticeKind::KeptAside, place, &name));
        extras.push((at, name));
    }
    extras
}

/// Groups in the order in which they come up.
#[derive(Default)]
struct Groups {
    list: Vec<String>,
    seen: HashSet<String>,
}

/// What is known of a node only once it stands in the tree: its kind, and whether its mark says more than its place.
fn finish(node: &mut Node, groups: &mut Groups) {
    let is_leaf = node.children.is_empty();
    if node.kind.is_empty() {
        if is_leaf { CRITERION } else { SECTION }.clone_into(&mut node.kind);
    }
    if node.assessable == Some(is_leaf) {
        node.assessable = None;
    }
    for group in &node.groups {
        if groups.seen.insert(group.clone()) {
            groups.list.push(group.clone());
        }
    }
    for it in &mut node.children {
        finish(it, groups);
    }
}
