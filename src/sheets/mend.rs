//! A workbook that went through a program which took it for a text: each CR LF in it became LF, also inside its packed parts.
//!
//! What is lost can be found and proved: a part names its length and the CRC-32 of what it unfolds to, so the CRs are put
//! back before each line feed in turn until both are right. Nothing is guessed: without that proof the file stays damaged.

use std::io::{Cursor, Write as _};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Bytes that are packed and unpacked in search of what is lost, before it is given up.
const MOST_WORK: u64 = 512 * 1024 * 1024;

/// CRs that are looked for in one part. By chance there is one in 64 KiB.
const MOST_LOST: usize = 3;

const PART: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// A workbook as it was.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    pub bytes: Vec<u8>,
    /// Names of the parts that had lost something.
    pub parts: Vec<String>,
}

/// The workbook that lost its CRs; nothing where that is not what happened to it, or where it would unfold to more than
/// `most` bytes.
pub(super) fn mend(bytes: &[u8], most: u64) -> Option<Mended> {
    if bytes.windows(2).any(|it| it == b"\r\n") {
        return None;
    }
    let entries = entries(bytes)?;
    let size: u64 = entries.iter().map(|it| u64::from(it.size)).sum();
    if size > most {
        return None;
    }
    let mut search = Search { left: MOST_WORK, inflate: Decompress::new(false), out: Vec::new() };
    let mut parts = Vec::new();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (entry, packed) in entries.iter().zip(packed_parts(bytes, &entries)?) {
        let missing = usize::try_from(entry.packed_size).ok()?.checked_sub(packed.len())?;
        if missing > MOST_LOST || !search.restore(entry, packed, missing) {
            return None;
        }
        writer.start_file(entry.name.as_str(), stored).ok()?;
        writer.write_all(&search.out).ok()?;
        if missing > 0 {
            parts.push(entry.name.clone());
        }
    }
    Some(Mended { bytes: writer.finish().ok()?.into_inner(), parts })
}

/// What the archive's directory says of a part.
struct Entry {
    name: String,
    /// As the parts are found: their places in the directory are no longer right.
    offset: u32,
    is_packed: bool,
    crc: u32,
    packed_size: u32,
    size: u32,
}

/// The directory, in the order of the parts; nothing where a part is encrypted or packed in another way.
fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut at = find(bytes, ENTRY, 0)?;
    while bytes.get(at..)?.starts_with(ENTRY) {
        let head = bytes.get(at..at + 46)?;
        let (flags, method) = (short(head, 8), short(head, 10));
        let [name, extra, comment] = [28, 30, 32].map(|it| usize::from(short(head, it)));
        if flags & 1 != 0 || !matches!(method, 0 | 8) {
            return None;
        }
        entries.push(Entry {
            name: std::str::from_utf8(bytes.get(at + 46..at + 46 + name)?).ok()?.to_owned(),
            offset: long(head, 42),
            is_packed: method == 8,
            crc: long(head, 16),
            packed_size: long(head, 20),
            size: long(head, 24),
        });
        at += 46 + name + extra + comment;
    }
    entries.sort_by_key(|it| it.offset);
    Some(entries)
}

/// What stands between the head of each part and the next part.
fn packed_parts<'a>(bytes: &'a [u8], entries: &[Entry]) -> Option<Vec<&'a [u8]>> {
    let mut starts = Vec::new();
    let mut from = 0;
    for entry in entries {
        let start = part_of(bytes, &entry.name, from)?;
        starts.push(start);
        from = start + 30;
    }
    starts.push(find(bytes, ENTRY, from)?);
    let packed = starts.windows(2).map(|it| {
        let head = bytes.get(it[0]..it[0] + 30)?;
        let from = it[0] + 30 + usize::from(short(head, 26)) + usize::from(short(head, 28));
        let packed = bytes.get(from..it[1])?;
        let without = packed.len().checked_sub(16).map(|it| packed.split_at(it));
        let without = without.filter(|it| it.1.starts_with(DESCRIPTOR)).map(|it| it.0);
        Some(without.unwrap_or(packed))
    });
    packed.collect()
}

/// Where the part of a name begins.
fn part_of(bytes: &[u8], name: &str, mut from: usize) -> Option<usize> {
    loop {
        let start = find(bytes, PART, from)?;
        if bytes.get(start + 30..)?.starts_with(name.as_bytes()) {
            return Some(start);
        }
        from = start + PART.len();
    }
}

/// Tries what a part was until it is proved right.
struct Search {
    /// Bytes that may still be worked through.
    left: u64,
    inflate: Decompress,
    /// What the last try unfolded to.
    out: Vec<u8>,
}

impl Search {
    /// Whether the part is right with so many CRs put back; `out` is its content then.
    fn restore(&mut self, entry: &Entry, packed: &[u8], missing: usize) -> bool {
        let whole = packed.len() + missing;
        self.place(entry, packed, missing, &mut Vec::with_capacity(whole)) == Some(true)
    }

    /// Puts a CR before a line feed of what is left, and the others behind it. Nothing when the work is too much.
    fn place(
        &mut self,
        entry: &Entry,
        rest: &[u8],
        missing: usize,
        tried: &mut Vec<u8>,
    ) -> Option<bool> {
        let before = tried.len();
        if missing == 0 {
            tried.extend(rest);
            let is_right = self.is_right(entry, tried);
            tried.truncate(before);
            return is_right;
        }
        for (at, _) in rest.iter().enumerate().filter(|it| *it.1 == b'\n') {
            tried.extend(&rest[..at]);
            tried.extend(b"\r\n");
            let found = self.place(entry, &rest[at + 1..], missing - 1, tried);
            tried.truncate(before);
            if found != Some(false) {
                return found;
            }
        }
        Some(false)
    }

    fn is_right(&mut self, entry: &Entry, tried: &[u8]) -> Option<bool> {
        let size = usize::try_from(entry.size).ok()?;
        self.left = self.left.checked_sub((tried.len() + size) as u64)?;
        self.out.clear();
        if entry.is_packed {
            self.inflate.reset(false);
            // One more than there should be, so that more shows.
            self.out.reserve(size + 1);
            let ended = self.inflate.decompress_vec(tried, &mut self.out, FlushDecompress::Finish);
            if !matches!(ended, Ok(Status::StreamEnd)) {
                return Some(false);
            }
        } else {
            self.out.extend(tried);
        }
        let mut crc = Crc::new();
        crc.update(&self.out);
        Some(self.out.len() == size && crc.sum() == entry.crc)
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let at = bytes.get(from..)?.windows(what.len()).position(|it| it == what)?;
    Some(from + at)
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(short(bytes, at)) | u32::from(short(bytes, at + 2)) << 16
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 1024 * 1024;

    /// A workbook in which CR LF stands by chance, as any pair of bytes does once in 64 KiB.
    fn workbook() -> Vec<u8> {
        (1..100).map(workbook_of).find(|it| as_text(it).len() < it.len()).unwrap()
    }

    fn workbook_of(seed: u32) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 1).unwrap();
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
        let sheet = book.add_worksheet();
        let mut number = seed;
        for row in 0..8_000 {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            sheet.write_string(row, 0, format!("{number:x}")).unwrap();
        }
        book.save_to_buffer().unwrap()
    }

    /// As a program writes it that takes it for a text.
    fn as_text(bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let ends: Vec<_> = (1..bytes.len()).filter(|it| bytes[it - 1..=*it] == *b"\r\n").collect();
        for end in ends.into_iter().rev() {
            bytes.remove(end - 1);
        }
        bytes
    }

    #[test]
    fn each_part_is_as_it_was() {
        let whole = workbook();
        let hurt = as_text(&whole);
        assert!(hurt.len() < whole.len());
        let mended = mend(&hurt, MOST).unwrap();
        assert!(!mended.parts.is_empty());
        let mut was = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
        let mut is = zip::ZipArchive::new(Cursor::new(mended.bytes)).unwrap();
        assert_eq!(was.len(), is.len());
        for at in 0..was.len() {
            let (mut was, mut is) = (was.by_index(at).unwrap(), is.by_index(at).unwrap());
            assert_eq!(was.name().unwrap(), is.name().unwrap());
            assert_eq!((was.size(), was.crc32()), (is.size(), is.crc32()));
            let [mut before, mut after] = [Vec::new(), Vec::new()];
            std::io::copy(&mut was, &mut before).unwrap();
            std::io::copy(&mut is, &mut after).unwrap();
            assert!(before == after);
        }
    }

    #[test]
    fn what_cannot_be_proved_stays_damaged() {
        let hurt = as_text(&workbook());
        assert!(mend(&hurt, 10).is_none(), "it would be too large");
        assert!(mend(&hurt[..hurt.len() / 2], MOST).is_none(), "it breaks off");
        let mut other = hurt.clone();
        other[hurt.len() / 2] ^= 1;
        assert!(mend(&other, MOST).is_none(), "another byte is wrong too");
        assert!(mend(&[hurt.as_slice(), b"\r\n"].concat(), MOST).is_none(), "its CRs are there");
        assert!(mend(b"PK\x03\x04", MOST).is_none());
    }
}
