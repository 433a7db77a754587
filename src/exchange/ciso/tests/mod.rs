//! Workbooks as they are, and as they should not be.

mod parts;
mod samples;
mod traps;

use rust_xlsxwriter::Workbook as Writer;

use super::*;
use crate::sheets::{Limits, read_plain};
use crate::standards::check;
use crate::standards::pack::{Node, Pack};

/// A sheet: its name and its rows; a cell that begins with `=` holds the number behind it.
type Given<'a> = (&'a str, &'a [&'a [&'a str]]);

const LIBRARY_META: Given<'static> = (
    "library_meta",
    &[
        &["type", "library"],
        &["urn", "urn:x:risk:library:demo"],
        &["version", "3"],
        &["locale", "en"],
        &["ref_id", "Demo"],
        &["name", "Demo library"],
        &["copyright", "Free to use"],
        &["provider", "Somebody"],
    ],
);
const DEMO_META: Given<'static> = (
    "demo_meta",
    &[
        &["type", "framework"],
        &["base_urn", "urn:x:risk:req_node:demo"],
        &["urn", "urn:x:risk:framework:demo-1.0"],
        &["ref_id", "Demo-1.0"],
        &["name", "Demo"],
    ],
);

fn book(sheets: &[Given<'_>]) -> PlainBook {
    let mut writer = Writer::new();
    for (name, rows) in sheets {
        let sheet = writer.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|it| !it.1.is_empty()) {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                match text.strip_prefix('=') {
                    Some(number) => {
                        sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap()
                    }
                    None => sheet.write_string(row, column, *text).unwrap(),
                };
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    writer.save(&path).unwrap();
    read_plain(&path, "book.xlsx", &Limits::default()).unwrap()
}

/// What a framework of these rows becomes; it must be a sound pack.
fn framework(rows: &[&[&str]], more: &[Given<'_>]) -> (Pack, Vec<Notice>) {
    let mut sheets = vec![LIBRARY_META, DEMO_META, ("demo_content", rows)];
    sheets.extend(more);
    let mut brought = read(&book(&sheets)).unwrap();
    let pack = brought.packs.pop().unwrap();
    assert_sound(&pack);
    (pack, brought.notices)
}

fn assert_sound(pack: &Pack) {
    let text = serde_json::to_string(pack).unwrap();
    let file = check::PackFile { name: "pack".into(), text };
    let problems = check::parse(&file, &check::known_evidence_types()).err().unwrap_or_default();
    assert!(problems.is_empty(), "{problems:#?}");
}

fn drawn(nodes: &[Node]) -> String {
    let one = |it: &Node| match it.children.as_slice() {
        [] => it.code.clone(),
        below => format!("{}[{}]", it.code, drawn(below)),
    };
    nodes.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn told(notices: &[Notice], kind: NoticeKind) -> Vec<String> {
    let told = notices.iter().filter(|it| it.kind == kind);
    told.map(|it| format!("{}: {}", it.place, it.detail)).collect()
}

fn refused(sheets: &[Given<'_>]) -> Vec<String> {
    let refusals = read(&book(sheets)).unwrap_err();
    refusals.iter().map(|it| format!("{} {}: {}", it.kind.code(), it.place, it.detail)).collect()
}
