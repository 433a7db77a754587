//! Rows of the spreadsheets of CASE: items and associations in the fields that the package would have.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::assigned::uuid;
use super::fields::{BAR, Told};
use super::package::{Item, Package};
use super::sheet::{key, split};
use super::vocabulary::{self, ASSOCIATIONS, CHILD};
use crate::exchange::notice::NoticeKind;
use crate::sheets::{Cell, Code, Row, Sheet};

/// Columns of an item's row, as people head them, with the field that is meant.
const COLUMNS: [(&str, &str); 14] = [
    ("identifier", "identifier"),
    ("fullstatement", "fullStatement"),
    ("humancodingscheme", CODE),
    ("smartlevel", LEVEL),
    ("sequencenumber", SEQUENCE),
    ("listenumeration", "listEnumeration"),
    ("listenuminsource", "listEnumeration"),
    ("abbreviatedstatement", "abbreviatedStatement"),
    ("conceptkeywords", "conceptKeywords"),
    ("notes", "notes"),
    ("language", "language"),
    ("educationlevel", "educationLevel"),
    ("cfitemtype", "CFItemType"),
    ("license", "licenseURI"),
];

const CODE: &str = "humanCodingScheme";
/// Where an item stands: `1.2.3` is the third below `1.2`.
const LEVEL: &str = "smartLevel";
const SEQUENCE: &str = "sequenceNumber";

/// Reads the rows of items into a package. In a single table, columns name what an item is related to.
pub(super) fn read(sheet: &Sheet, is_workbook: bool, package: &mut Package, told: &mut Told) {
    let fields: Vec<String> =
        sheet.columns.iter().map(|it| field(&it.title, is_workbook)).collect();
    let mut rows: Vec<ItemRow> =
        sheet.rows.iter().map(|it| item(sheet, &fields, it, told)).collect();
    name(sheet, &mut rows);
    let mut levels: HashMap<&str, &str> = HashMap::new();
    for it in rows.iter().filter(|it| !it.level.is_empty()) {
        // A level that is there twice means the first of them.
        levels.entry(&it.level).or_insert(&it.name);
    }
    for it in &rows {
        let place = &it.item.place;
        if let Some((above, own)) = it.level.rsplit_once('.') {
            let above =
                levels.get(above).map_or_else(|| format!("{LEVEL} {above}"), ToString::to_string);
            package.associations.push(link(CHILD, &it.name, Some(&above), own, place));
        } else if !it.level.is_empty() {
            package.associations.push(link(CHILD, &it.name, None, &it.level, place));
        }
        for (kind, target) in &it.related {
            package.associations.push(link(kind, &it.name, Some(target), &it.sequence, place));
        }
        if !is_workbook && it.level.is_empty() && !it.related.iter().any(|it| it.0 == CHILD) {
            package.associations.push(link(CHILD, &it.name, None, &it.sequence, place));
        }
    }
    package.items = rows.into_iter().map(|it| it.item).collect();
}

/// A row of an item.
struct ItemRow {
    item: Item,
    /// What associations call it.
    name: String,
    code: String,
    level: String,
    sequence: String,
    related: Vec<(String, String)>,
}

/// The field that a column means; its own heading where it means none.
fn field(title: &str, is_workbook: bool) -> String {
    let key = key(title);
    if let Some(known) = COLUMNS.iter().find(|it| it.0 == key) {
        return known.1.to_owned();
    }
    let named = vocabulary::association(title);
    if !is_workbook && (named == CHILD || ASSOCIATIONS.contains(&named.as_str())) {
        return named;
    }
    title.to_owned()
}

fn item(sheet: &Sheet, fields: &[String], row: &Row, told: &mut Told) -> ItemRow {
    let place = format!("{}!{}", sheet.name, row.number);
    let mut read = ItemRow {
        item: Item { place: place.clone(), fields: Map::new() },
        name: String::new(),
        code: String::new(),
        level: String::new(),
        sequence: String::new(),
        related: Vec::new(),
    };
    let cells = sheet.columns.iter().zip(fields).zip(&row.cells);
    for ((column, field), cell) in cells.filter(|it| !it.1.is_empty()) {
        let text = cell.text();
        if [CODE, LEVEL].contains(&field.as_str()) && matches!(cell.code(), Code::Number(_)) {
            let place = format!("{}!{}{}", sheet.name, column.letter(), row.number);
            told.tell(NoticeKind::Assumed, &place, text.as_str());
        }
        match field.as_str() {
            LEVEL if text != "0" => read.level = text.trim_end_matches('.').to_owned(),
            LEVEL => {}
            SEQUENCE => read.sequence = text,
            "educationLevel" | "conceptKeywords" => {
                read.item.fields.insert(field.clone(), split(&text, ','));
            }
            named if named == CHILD || ASSOCIATIONS.contains(&named) => {
                let targets = text.split(BAR).map(str::trim).filter(|it| !it.is_empty());
                read.related.extend(targets.map(|it| (field.clone(), it.to_owned())));
            }
            _ => {
                if field == CODE {
                    read.code.clone_from(&text);
                }
                read.item.fields.insert(field.clone(), text.into());
            }
        }
    }
    read
}

/// Finds a name for every item: its identifier, else its code, else an identifier made of its row.
fn name(sheet: &Sheet, rows: &mut [ItemRow]) {
    let mut taken: HashSet<String> = HashSet::new();
    for (it, row) in rows.iter_mut().zip(&sheet.rows) {
        let identifier = it.item.fields.get("identifier").and_then(Value::as_str);
        it.name = identifier.unwrap_or(&it.code).to_owned();
        if identifier.is_none() && (it.name.is_empty() || !taken.insert(it.name.to_lowercase())) {
            it.name = uuid(&["row", &sheet.name, &row.number.to_string()]);
            it.item.fields.insert("identifier".into(), it.name.as_str().into());
        }
    }
}

/// An association of an item to something, or to the document.
fn link(kind: &str, from: &str, to: Option<&str>, sequence: &str, place: &str) -> Item {
    let mut fields = Map::new();
    fields.insert("associationType".into(), kind.into());
    fields.insert("originNodeURI".into(), json!({ "identifier": from }));
    let to = match to {
        Some(to) if to.contains("://") => json!({ "identifier": to, "uri": to }),
        Some(to) => json!({ "identifier": to }),
        None => json!({ "identifier": Package::WHOLE }),
    };
    fields.insert("destinationNodeURI".into(), to);
    if !sequence.is_empty() {
        fields.insert(SEQUENCE.into(), sequence.into());
    }
    Item { place: place.to_owned(), fields }
}

/// A row of the sheet of associations.
pub(super) fn association(sheet: &Sheet, row: &Row) -> Item {
    let mut fields = Map::new();
    let (mut origin, mut destination) = (Map::new(), Map::new());
    for (column, cell) in sheet.columns.iter().zip(&row.cells).filter(|it| !it.1.is_empty()) {
        let text = Cell::text(cell);
        let key = key(&column.title);
        let (end, name) =
            match (key.strip_prefix("originnode"), key.strip_prefix("destinationnode")) {
                (Some(name), _) => (&mut origin, name),
                (_, Some(name)) => (&mut destination, name),
                _ => {
                    fields.insert(column.title.clone(), text.into());
                    continue;
                }
            };
        let name = match name {
            "humancodingscheme" => "title",
            other => other,
        };
        end.insert(name.to_owned(), text.into());
    }
    for (name, mut end) in [("originNodeURI", origin), ("destinationNodeURI", destination)] {
        // Where only the code is told, it is what the item is called by.
        if !end.contains_key("identifier") && !end.contains_key("uri") {
            let code = end.get("title").cloned();
            end.extend(code.map(|it| ("identifier".to_owned(), it)));
        }
        fields.insert(name.into(), end.into());
    }
    Item { place: format!("{}!{}", sheet.name, row.number), fields }
}
