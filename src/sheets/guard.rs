//! What is looked at before a file is parsed: what it really is, and how large it would become.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use super::model::Format;
use super::refusal::Refusal;

const MIB: u64 = 1024 * 1024;

/// How much a file may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of all its parts once they are unpacked.
    pub unpacked: u64,
    /// Unpacked bytes for each packed one, where the whole is larger than 10 MiB. Real sheets stay below 40.
    pub ratio: u64,
    /// Cells that hold something.
    pub cells: u64,
    /// Columns.
    pub columns: u32,
    /// Characters of a cell; spreadsheet programs allow as many.
    pub cell_text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 100 * MIB,
            unpacked: 256 * MIB,
            ratio: 200,
            cells: 5_000_000,
            columns: 1_024,
            cell_text: 32_767,
        }
    }
}

/// What a file is, by its content, once it has passed the limits.
pub(super) fn format(path: &Path, name: &str, limits: &Limits) -> Result<Format, Refusal> {
    let unreadable = |it: std::io::Error| Refusal::Unreadable(it.to_string());
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size == 0 {
        return Err(Refusal::NoContent);
    }
    if size > limits.file {
        return Err(Refusal::TooLarge(limits.file / MIB));
    }
    let mut head = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut head).map_err(unreadable)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if head.starts_with(b"PK\x03\x04") {
        return packed(file, size, limits);
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return compound(file, limits);
    }
    if head.starts_with(b"PK") {
        return Err(Refusal::Damaged("zip".into()));
    }
    if let Some(kind) = infer::get(&head) {
        return Err(Refusal::OtherFormat(kind.mime_type().to_owned()));
    }
    let start =
        String::from_utf8_lossy(&head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    if start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<table")
    {
        return Err(Refusal::OtherFormat("HTML".into()));
    }
    if start.starts_with("<?xml") || start.starts_with("{\\rtf") {
        return Err(Refusal::OtherFormat("XML".into()));
    }
    let is_wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if head.contains(&0) && !is_wide {
        return Err(Refusal::OtherFormat("application/octet-stream".into()));
    }
    if matches!(ending.as_str(), "xlsx" | "xlsm" | "xlsb" | "xls" | "ods") {
        return Err(Refusal::OtherFormat("text/plain".into()));
    }
    Ok(Format::Csv)
}

/// A zip archive: measured part by part, with nothing kept.
fn packed(file: File, size: u64, limits: &Limits) -> Result<Format, Refusal> {
    let damaged = |it: zip::result::ZipError| Refusal::Damaged(it.to_string());
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let most = limits.unpacked.min((size * limits.ratio).max(10 * MIB));
    let (mut declared, mut names) = (0_u64, Vec::new());
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).map_err(damaged)?;
        if part.encrypted() {
            return Err(Refusal::Encrypted);
        }
        declared = declared.saturating_add(part.size());
        names.push(part.name().map_err(damaged)?.into_owned());
    }
    if declared > most {
        return Err(Refusal::Expands(most / MIB));
    }
    let has = |it: &str| names.iter().any(|name| name == it);
    let format = if has("xl/workbook.xml") {
        Format::Xlsx
    } else if has("xl/workbook.bin") {
        Format::Xlsb
    } else if has("content.xml") && has("mimetype") && mimetype(&mut zip).contains("spreadsheet") {
        Format::Ods
    } else {
        let what = if has("word/document.xml") {
            "Word"
        } else if has("ppt/presentation.xml") {
            "PowerPoint"
        } else {
            "zip"
        };
        return Err(Refusal::OtherFormat(what.into()));
    };
    measure(&mut zip, most)?;
    if format == Format::Ods {
        super::workbook::measure_ods(&mut zip, limits)?;
    }
    Ok(format)
}

fn mimetype(zip: &mut ZipArchive<BufReader<File>>) -> String {
    let mut text = String::new();
    if let Ok(part) = zip.by_name("mimetype") {
        // Cut or unreadable, it is no spreadsheet's.
        let _ = part.take(200).read_to_string(&mut text);
    }
    text
}

/// Unpacks everything into nothing, as sizes may be declared falsely.
fn measure(zip: &mut ZipArchive<BufReader<File>>, most: u64) -> Result<(), Refusal> {
    let mut left = most;
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).map_err(|it| Refusal::Damaged(it.to_string()))?;
        loop {
            let read = part.read(&mut buffer).map_err(|it| Refusal::Damaged(it.to_string()))?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or(Refusal::Expands(most / MIB))?;
        }
    }
    Ok(())
}

/// A compound file: an old workbook, or a new one under a password.
fn compound(mut file: File, limits: &Limits) -> Result<Format, Refusal> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|it| Refusal::Unreadable(it.to_string()))?;
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|it| it == needle);
    if has(&wide("EncryptedPackage")) {
        return Err(Refusal::Encrypted);
    }
    if has(&wide("WordDocument")) {
        return Err(Refusal::OtherFormat("Word".into()));
    }
    if !has(&wide("Workbook")) && !has(&wide("Book")) {
        return Err(Refusal::OtherFormat("OLE".into()));
    }
    dimensions(&bytes, limits)?;
    Ok(Format::Xls)
}

/// The DIMENSIONS records of an old workbook: rows times columns are what a reader sets aside.
fn dimensions(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    for record in bytes.windows(18).filter(|it| it.starts_with(&[0x00, 0x02, 0x0e, 0x00])) {
        let long = |at: usize| {
            u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
        };
        let short = |at: usize| u32::from(u16::from_le_bytes([record[at], record[at + 1]]));
        let (rows, columns) =
            (long(8).saturating_sub(long(4)), short(14).saturating_sub(short(12)));
        // Other bytes may look like such a record; a real one stays in the format's own bounds.
        if rows <= 65_536 && columns <= 256 && u64::from(rows) * u64::from(columns) > limits.cells {
            return Err(Refusal::TooManyCells(limits.cells));
        }
    }
    Ok(())
}
