//! Reads a file for being shown: text as it stands, documents by their pieces, one sheet of a workbook.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::gather::Gathered;
use super::kind::{self, Kind};
use super::shape::{Body, Book, Shown, pieces, verbatim};
use super::{Hint, Limits, Stop, plain, sheet};
use crate::sheets::PlainBook;

/// Rows and columns of a sheet that are shown.
pub const ROWS: usize = 300;
const COLUMNS: u32 = 40;
/// Letters of a cell that are shown.
const CELL: usize = 400;

/// What is to be shown of a file, of a workbook the sheet at a place from 0; of `name` only the ending counts. An error is
/// only that the file cannot be opened.
///
/// Blocking, and not safe from loops and swelling: see [`super::Extractor`].
pub fn show(path: &Path, name: &str, sheet: usize, limits: &Limits) -> io::Result<Shown> {
    let mut head = Vec::new();
    File::open(path)?.take(kind::HEAD).read_to_end(&mut head)?;
    let Ok(kind) = kind::by_head(&head, &super::ending(name)) else {
        return Ok(Shown::default());
    };
    let mut shown = Shown::default();
    let stop = match kind {
        Kind::Text => text(path, limits, &mut shown),
        Kind::Csv | Kind::Compound => workbook(path, name, sheet, limits, &mut shown),
        _ => document((kind, path, name), sheet, limits, &mut shown),
    };
    let is_empty = shown.body == Body::Nothing;
    match stop {
        Err(Stop::Password) => shown.hints.push(Hint::PasswordProtected),
        Err(Stop::Damaged) => shown.hints.push(Hint::Damaged),
        Err(Stop::TooLarge) => shown.hints.push(Hint::TooLarge),
        Ok(()) if kind == Kind::Pdf && is_empty => shown.hints.push(Hint::NoText),
        // The limits were reached before the first word.
        Ok(()) if is_empty && shown.truncated => shown.hints.push(Hint::TooLarge),
        Ok(()) => {}
    }
    Ok(shown)
}

fn text(path: &Path, limits: &Limits, into: &mut Shown) -> Result<(), Stop> {
    let (bytes, is_whole) = plain::beginning(path, limits)?;
    let (text, is_cut) = verbatim(&plain::decode(&bytes).0, limits.text);
    into.truncated = is_cut || !is_whole;
    if !text.trim().is_empty() {
        into.body = Body::Text(text);
    }
    Ok(())
}

/// A document by the same readers that gather its text; a package may turn out to be a workbook.
fn document(
    (kind, path, name): (Kind, &Path, &str),
    sheet: usize,
    limits: &Limits,
    into: &mut Shown,
) -> Result<(), Stop> {
    let mut gathered = Gathered::shaped(limits.text);
    let ended = super::gather(kind, path, limits, &mut gathered);
    if gathered.is_workbook {
        return workbook(path, name, sheet, limits, into);
    }
    let (text, marks, is_cut) = gathered.finish_shaped();
    into.truncated = is_cut;
    if !text.is_empty() {
        into.body = Body::Document(pieces(&text, &marks));
    }
    ended
}

fn workbook(
    path: &Path,
    name: &str,
    wanted: usize,
    limits: &Limits,
    into: &mut Shown,
) -> Result<(), Stop> {
    match sheet::book(path, name, limits) {
        Ok(book) => {
            let shown = page_of(&book, wanted);
            let (rows, columns) = shown.all;
            into.truncated = rows > shown.rows.len() as u64 || columns > u64::from(shown.columns);
            into.body = Body::Book(shown);
            Ok(())
        }
        Err(refusal) => sheet::told(&refusal).1.map_or(Ok(()), Err),
    }
}

/// The first rows and columns of a sheet.
fn page_of(book: &PlainBook, wanted: usize) -> Book {
    let at = wanted.min(book.sheets.len().saturating_sub(1));
    let mut shown = Book { at, ..Book::default() };
    shown.sheets = book.sheets.iter().map(|it| short(&it.name)).collect();
    let Some(sheet) = book.sheets.get(at) else { return shown };
    let last = |row: &crate::sheets::PlainRow| row.cells.last().map_or(0, |it| it.0 + 1);
    let columns = sheet.rows.iter().map(last).max().unwrap_or_default();
    shown.all = (sheet.rows.len() as u64, u64::from(columns));
    shown.columns = columns.min(COLUMNS);
    for row in sheet.rows.iter().take(ROWS) {
        let mut cells = Vec::new();
        for (column, cell) in row.cells.iter().filter(|it| it.0 < COLUMNS) {
            let at = usize::try_from(*column).unwrap_or(usize::MAX);
            cells.resize(at, String::new());
            cells.push(short(&cell.text()));
        }
        shown.rows.push((row.number, cells));
    }
    shown
}

/// The beginning of a long cell.
fn short(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(CELL).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}
