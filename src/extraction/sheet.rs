//! Workbooks, old and new, through `sheets`, which measures them before they are parsed.

use std::path::Path;

use super::gather::Gathered;
use super::hint::{COMPOUND, ODF, XLSX};
use super::{Limits, Stop};
use crate::sheets::{self, Format, PlainBook, Refusal};

/// Cells that are read; what a table has more of costs more memory than there is.
const CELLS: u64 = 1_000_000;

/// The workbook itself.
pub(super) fn book(path: &Path, name: &str, limits: &Limits) -> Result<PlainBook, Refusal> {
    let limits = sheets::Limits {
        unpacked: limits.unpacked,
        cells: CELLS,
        text: limits.unpacked / 4,
        ..sheets::Limits::default()
    };
    sheets::read_plain(path, name, &limits)
}

pub(super) fn gather(path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    if into.is_shaped() {
        into.is_workbook = true;
        return Ok(());
    }
    let book = match book(path, "", limits) {
        Ok(book) => book,
        Err(refusal) => {
            let (media_type, stop) = told(&refusal);
            into.media_type.get_or_insert_with(|| media_type.to_owned());
            return stop.map_or(Ok(()), Err);
        }
    };
    into.media_type = Some(match book.format {
        Format::Xlsx => XLSX.to_owned(),
        Format::Xlsb => "application/vnd.ms-excel.sheet.binary.macroenabled.12".to_owned(),
        Format::Xls => "application/vnd.ms-excel".to_owned(),
        Format::Ods => format!("{ODF}spreadsheet"),
        Format::Csv => "text/csv".to_owned(),
    });
    for sheet in &book.sheets {
        into.push(&sheet.name);
        into.line();
        for row in &sheet.rows {
            if into.is_full() {
                return Ok(());
            }
            for (_, cell) in &row.cells {
                into.push(&cell.text());
                into.space();
            }
            into.line();
        }
    }
    // What is kept is the file as it came, whatever could be read of it.
    if book.mended.is_empty() { Ok(()) } else { Err(Stop::Damaged) }
}

/// What a refused file is, and what that means here: a document of another kind has no reader, which is no fault of it.
pub(super) fn told(refusal: &Refusal) -> (&'static str, Option<Stop>) {
    match refusal {
        Refusal::Encrypted => (COMPOUND, Some(Stop::Password)),
        Refusal::OtherFormat(what) if what == "Word" => ("application/msword", None),
        Refusal::OtherFormat(_) | Refusal::NoContent | Refusal::Empty => (COMPOUND, None),
        Refusal::Damaged(_) | Refusal::Unreadable(_) => (COMPOUND, Some(Stop::Damaged)),
        Refusal::Expands(_)
        | Refusal::TooManyCells(_)
        | Refusal::TooFarOut(_)
        | Refusal::TooLarge(_) => (COMPOUND, Some(Stop::TooLarge)),
    }
}
