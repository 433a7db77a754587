//! What is looked at before a file is parsed: what it really is, and how large it would become.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::biff::{self, Compound};
use super::extent;
use super::model::Format;
use super::refusal::Refusal;
use super::source::{Bytes, Source};

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
    /// Cells that hold something; in .xls and .ods all cells of the rectangle around them.
    pub cells: u64,
    /// Rows times columns of the tables, empty cells and all.
    pub extent: u64,
    /// Bytes of text, one that many cells show counted for each of them.
    pub text: u64,
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
            extent: 10_000_000,
            text: 128 * MIB,
            columns: 1_024,
            cell_text: 32_767,
        }
    }
}

impl Limits {
    /// Most bytes that a file of `size` bytes may unfold to.
    pub(super) fn most_unpacked(&self, size: u64) -> u64 {
        self.unpacked.min((size * self.ratio).max(10 * MIB))
    }
}

/// What a file is, by its content, once it has passed the limits.
pub(super) fn format(source: &Source<'_>, name: &str, limits: &Limits) -> Result<Format, Refusal> {
    let unreadable = |it: std::io::Error| Refusal::Unreadable(it.to_string());
    let mut file = source.reader().map_err(unreadable)?;
    let size = source.size().map_err(unreadable)?;
    if size == 0 {
        return Err(Refusal::NoContent);
    }
    if size > limits.file {
        return Err(Refusal::TooLarge(limits.file / MIB));
    }
    let mut head = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut head).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
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
    if start.starts_with("<?xml") {
        return Err(Refusal::OtherFormat("XML".into()));
    }
    if ["{\"", "[{", "{\n", "{\r"].iter().any(|it| start.starts_with(it)) {
        return Err(Refusal::OtherFormat("JSON".into()));
    }
    if start.starts_with("{\\rtf") {
        return Err(Refusal::OtherFormat("RTF".into()));
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
fn packed(file: Bytes<'_>, size: u64, limits: &Limits) -> Result<Format, Refusal> {
    let damaged = |it: zip::result::ZipError| Refusal::Damaged(it.to_string());
    let mut zip = ZipArchive::new(file).map_err(damaged)?;
    let most = limits.most_unpacked(size);
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
    // Some programs write other capitals, and the slashes of their system.
    let has = |it: &str| names.iter().any(|name| name.replace('\\', "/").eq_ignore_ascii_case(it));
    let format = if has("xl/workbook.xml") {
        Format::Xlsx
    } else if has("xl/workbook.bin") {
        Format::Xlsb
    } else if start_of(&mut zip, "mimetype").contains("opendocument.spreadsheet") {
        if has("encrypted-package")
            || start_of(&mut zip, "META-INF/manifest.xml").contains("encryption-data")
        {
            return Err(Refusal::Encrypted);
        }
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
        let content = zip.by_name("content.xml").map_err(damaged)?;
        extent::of_ods(std::io::BufReader::new(content), limits)?;
    }
    Ok(format)
}

/// The start of a part that is short text; nothing if it is not there or cannot be read.
fn start_of(zip: &mut ZipArchive<Bytes<'_>>, name: &str) -> String {
    let mut bytes = Vec::new();
    if let Ok(part) = zip.by_name(name)
        && part.take(MIB).read_to_end(&mut bytes).is_err()
    {
        bytes.clear();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Unpacks everything into nothing, as sizes may be declared falsely, and looks at what the reader would keep of it.
fn measure(zip: &mut ZipArchive<Bytes<'_>>, most: u64) -> Result<(), Refusal> {
    let mut left = most;
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..zip.len() {
        let damaged = |it: std::io::Error| Refusal::Damaged(it.to_string());
        let mut part = zip.by_index(at).map_err(|it| Refusal::Damaged(it.to_string()))?;
        let mut bounds = Bounds::of(&part.name().unwrap_or_default());
        loop {
            let read = part.read(&mut buffer).map_err(damaged)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or(Refusal::Expands(most / MIB))?;
            bounds.take(&buffer[..read]).ok_or(Refusal::Expands(most / MIB))?;
        }
    }
    Ok(())
}

/// How much of a part of a workbook the reader may be given: it keeps an entry of up to some hundred bytes for a tag or
/// a record of five.
struct Bounds {
    bytes: u64,
    tags: u64,
}

impl Bounds {
    fn of(name: &str) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        let (bytes, tags) = match name.as_str() {
            "sharedstrings.xml" => (u64::MAX, 10_000_000),
            "sharedstrings.bin" => (64 * MIB, u64::MAX),
            "styles.bin" | "workbook.bin" => (8 * MIB, u64::MAX),
            "styles.xml" | "workbook.xml" | "metadata.xml" => (64 * MIB, 1_000_000),
            it if it.contains(".rels") || it.contains("richvalue") => (64 * MIB, 1_000_000),
            _ => (u64::MAX, u64::MAX),
        };
        Self { bytes, tags }
    }

    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        if self.bytes < u64::MAX {
            self.bytes = self.bytes.checked_sub(bytes.len() as u64)?;
        }
        if self.tags < u64::MAX {
            let tags: usize = bytes.iter().map(|it| usize::from(*it == b'<')).sum();
            self.tags = self.tags.checked_sub(tags as u64)?;
        }
        Some(())
    }
}

/// A compound file: an old workbook, or a new one under a password.
fn compound(file: Bytes<'_>, limits: &Limits) -> Result<Format, Refusal> {
    match biff::look(file, limits)? {
        Compound::Workbook => Ok(Format::Xls),
        Compound::Encrypted => Err(Refusal::Encrypted),
        Compound::Word => Err(Refusal::OtherFormat("Word".into())),
        Compound::Other => Err(Refusal::OtherFormat("OLE".into())),
    }
}
