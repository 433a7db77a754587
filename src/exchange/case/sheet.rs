//! The spreadsheets that tools for CASE pass around: a workbook with the sheets `CF Doc`, `CF Item` and `CF Association`,
//! or a single table whose columns name what is above an item and what it is related to.

use serde_json::{Map, Value};

use super::fields::Told;
use super::package::Package;
use super::rows;
use crate::exchange::Brought;
use crate::exchange::notice::{Notice, NoticeKind};
use crate::sheets::{Book, Sheet};

/// Whether a book is such a spreadsheet.
pub fn is_sheet(book: &Book) -> bool {
    let has = |name| find(book, name).is_some();
    (has("cfdoc") && has("cfitem")) || table(book).is_some()
}

/// Reads such a spreadsheet.
pub fn read_sheet(book: &Book) -> Result<Brought, Vec<Notice>> {
    let mut told = Told::default();
    let workbook = find(book, "cfdoc").zip(find(book, "cfitem"));
    let Some(items) = workbook.map(|it| it.1).or_else(|| table(book)) else {
        return Err(vec![Notice::new(NoticeKind::Unreadable, "CF Doc, CF Item", "CASE")]);
    };
    let document = if let Some((doc, _)) = workbook {
        document(doc, &mut told)?
    } else {
        told.tell(NoticeKind::Assumed, "CFDocument.title", items.name.as_str());
        Map::from_iter([("title".to_owned(), Value::from(items.name.as_str()))])
    };
    let associations = workbook.and_then(|_| find(book, "cfassociation"));
    for sheet in &book.sheets {
        let is_read = [Some(items), workbook.map(|it| it.0), associations];
        if is_read.into_iter().flatten().any(|it| std::ptr::eq(it, sheet)) {
            told_of(sheet, &mut told);
        } else if !sheet.rows.is_empty() {
            told.tell(NoticeKind::LeftOut, &sheet.name, "sheet");
        }
    }
    let mut package =
        Package { document, items: Vec::new(), associations: Vec::new(), beside: Map::new() };
    rows::read(items, workbook.is_some(), &mut package, &mut told);
    if let Some(sheet) = associations {
        package.associations.extend(sheet.rows.iter().map(|it| rows::association(sheet, it)));
    }
    package.brought(told)
}

/// A heading or a name without spaces and capitals.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn find<'a>(book: &'a Book, name: &str) -> Option<&'a Sheet> {
    book.sheets.iter().find(|it| key(&it.name) == name)
}

/// A single table of items.
fn table(book: &Book) -> Option<&Sheet> {
    let has = |sheet: &Sheet, name: &str| sheet.columns.iter().any(|it| key(&it.title) == name);
    book.sheets.iter().find(|it| {
        has(it, "fullstatement") && (has(it, "humancodingscheme") || has(it, "smartlevel"))
    })
}

/// Tells what the reader of sheets did not take for data, and what it cut off.
fn told_of(sheet: &Sheet, told: &mut Told) {
    for it in &sheet.headings {
        told.tell(NoticeKind::LeftOut, &format!("{}!A{}", sheet.name, it.row), it.text.as_str());
    }
    for it in sheet.problems.iter().filter(|it| it.code == "cell_too_long") {
        let (column, row) = (it.column.as_deref().unwrap_or_default(), it.row.unwrap_or_default());
        told.tell(NoticeKind::LeftOut, &format!("{}!{column}{row}", sheet.name), it.code);
    }
}

fn document(sheet: &Sheet, told: &mut Told) -> Result<Map<String, Value>, Vec<Notice>> {
    let Some(row) = sheet.rows.first() else {
        return Err(vec![Notice::new(NoticeKind::Missing, &sheet.name, "CFDocument")]);
    };
    for it in sheet.rows.iter().skip(1) {
        told.tell(NoticeKind::LeftOut, &format!("{}!{}", sheet.name, it.number), "CFDocument");
    }
    let mut document = Map::new();
    let mut licence = Vec::new();
    for (column, cell) in sheet.columns.iter().zip(&row.cells).filter(|it| !it.1.is_empty()) {
        let text = cell.text();
        match key(&column.title).as_str() {
            "license" | "licensetitle" | "licensetext" => licence.push(text),
            "lastchangedate" => {
                document.insert("lastChangeDateTime".into(), text.into());
            }
            "statusstartdate" | "statusenddate" => {
                let day = cell.as_date(sheet.from_1904).ok().flatten();
                let day = day.map_or(text, |it| it.to_string());
                document.insert(column.title.clone(), day.into());
            }
            "subject" => {
                document.insert("subject".into(), split(&text, '|'));
            }
            _ => {
                document.insert(column.title.clone(), text.into());
            }
        }
    }
    if !licence.is_empty() {
        document.insert("licenseURI".into(), licence.join("\n").into());
    }
    Ok(document)
}

/// The texts of a list.
pub(super) fn split(text: &str, at: char) -> Value {
    text.split(at).map(str::trim).filter(|it| !it.is_empty()).collect()
}
