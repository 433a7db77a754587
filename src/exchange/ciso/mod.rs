//! Workbooks in the format of CISO Assistant, version 2: a sheet that says what the workbook is, and pairs of sheets that say
//! what they hold and hold it.

mod answers;
mod framework;
mod groups;
mod library;
mod mapping;
mod names;
mod pairs;
mod questions;
mod room;
mod rows;
mod scores;
mod table;
mod urn;
mod workbook;

use std::collections::HashSet;

use self::library::Library;
use self::names::{Names, left_out};
use self::room::Room;
use self::workbook::{Block, LIBRARY, Workbook};
use super::Brought;
use super::notice::{Notice, NoticeKind};
use crate::sheets::{PlainBook, PlainSheet};

/// The one sheet of keys in workbooks of version 1.
const FIRST_VERSION: &str = "library_content";
/// Most sheets that are read.
const MOST_SHEETS: usize = 500;

/// Whether a workbook is in this format, told by its sheets.
pub fn is_one(book: &PlainBook) -> bool {
    let has = |name: &str| workbook::sheet(book, name).is_some();
    has(LIBRARY) || has(FIRST_VERSION) || pairs::sheet_of(book).is_some()
}

/// Reads a workbook: each framework becomes a pack, each set of mappings a crosswalk.
pub fn read(book: &PlainBook) -> Result<Brought, Vec<Notice>> {
    if book.sheets.len() > MOST_SHEETS {
        let detail = book.sheets.len().to_string();
        return Err(vec![Notice::new(NoticeKind::TooMuch, "workbook", detail)]);
    }
    let Some(workbook) = Workbook::of(book) else {
        if workbook::sheet(book, FIRST_VERSION).is_some() {
            return Err(vec![Notice::new(NoticeKind::VersionUnknown, FIRST_VERSION, "1")]);
        }
        return match pairs::sheet_of(book) {
            Some(sheet) => pairs::read(book, sheet),
            None => Err(vec![Notice::new(NoticeKind::Missing, "workbook", LIBRARY)]),
        };
    };
    let mut brought = Brought::default();
    let notices = &mut brought.notices;
    if workbook.library.get("type") != Some("library") {
        notices.push(Notice::new(NoticeKind::Assumed, LIBRARY, "type: library"));
    }
    let library = Library::of(&workbook.library, notices);
    let names = Names::of(&workbook, &library.language, notices);
    let mut room = Room::new();
    let mut frameworks = Vec::new();
    for block in workbook.of_kind("framework") {
        let Some(sheet) = content(block, notices) else { continue };
        let given = (&names, &mut room);
        let read = framework::read(&workbook, block, sheet, &library, given, notices);
        frameworks.extend(read);
    }
    for block in workbook.of_kind("requirement_mapping_set") {
        let Some(sheet) = content(block, notices) else { continue };
        let read = mapping::read(book, block, sheet, &library, &frameworks, notices);
        brought.crosswalks.extend(read);
    }
    notices.extend(room.refusal());
    tell_of_others(book, &workbook, notices);
    if frameworks.is_empty() && brought.crosswalks.is_empty() {
        let kinds: Vec<&str> = workbook.blocks.iter().map(|it| it.kind.as_str()).collect();
        let detail = match kinds.as_slice() {
            [] => "framework".to_owned(),
            kinds => format!("framework (only: {})", kinds.join(", ")),
        };
        notices.push(Notice::new(NoticeKind::Missing, LIBRARY, detail));
    }
    if notices.iter().any(|it| it.kind.is_refusal()) {
        return Err(brought.notices.into_iter().filter(|it| it.kind.is_refusal()).collect());
    }
    brought.packs = frameworks.into_iter().map(|it| it.pack).collect();
    number_ids(&mut brought);
    Ok(brought)
}

/// The sheet that holds what a pair is about; noted where it is missing.
fn content<'a>(block: &Block<'a>, notices: &mut Vec<Notice>) -> Option<&'a PlainSheet> {
    if block.content.is_none() {
        notices.push(Notice::new(NoticeKind::Missing, &block.meta.sheet, "content"));
    }
    block.content
}

/// Tells of the sheets that no pack holds, and of cells that were cut.
fn tell_of_others(book: &PlainBook, workbook: &Workbook<'_>, notices: &mut Vec<Notice>) {
    let has_sets = workbook.of_kind("requirement_mapping_set").next().is_some();
    for block in &workbook.blocks {
        match block.kind.as_str() {
            "framework" | "requirement_mapping_set" | "urn_prefix" => {}
            "threats" | "reference_controls" if block.content.is_some() => {}
            "scores" | "answers" | "implementation_groups" => {
                content(block, notices);
                let key = format!("{}_definition", block.kind);
                let mut frameworks = workbook.of_kind("framework");
                let is_used = frameworks.any(|it| match it.meta.get(&key) {
                    Some(name) => {
                        workbook.named(&block.kind, name).is_some_and(|it| std::ptr::eq(it, block))
                    }
                    None => block.kind == "answers",
                });
                if !is_used && let Some(sheet) = block.content {
                    notices.push(left_out(&sheet.name, &block.kind, below_heading(sheet)));
                }
            }
            kind => {
                let rows = block.content.map(below_heading).unwrap_or_default();
                let name = block.content.map_or(&block.meta.sheet, |it| &it.name);
                notices.push(left_out(name, kind, rows));
            }
        }
    }
    for sheet in &workbook.others {
        let is_helper = has_sets && matches!(sheet.name.as_str(), "source" | "target");
        if !is_helper && !sheet.rows.is_empty() {
            notices.push(left_out(&sheet.name, &sheet.name, sheet.rows.len()));
        }
    }
    for sheet in &book.sheets {
        for problem in &sheet.problems {
            notices.push(Notice::new(NoticeKind::LeftOut, &sheet.name, &problem.message));
        }
    }
}

fn below_heading(sheet: &PlainSheet) -> usize {
    sheet.rows.len().saturating_sub(1)
}

/// No two packs, and no two crosswalks, have the same id.
fn number_ids(brought: &mut Brought) {
    let (mut packs, mut crosswalks) = (HashSet::new(), HashSet::new());
    for pack in &mut brought.packs {
        pack.id = urn::free(std::mem::take(&mut pack.id), &mut packs);
        pack.framework.id.clone_from(&pack.id);
    }
    for crosswalk in &mut brought.crosswalks {
        crosswalk.id = urn::free(std::mem::take(&mut crosswalk.id), &mut crosswalks);
    }
}

#[cfg(test)]
mod tests;
