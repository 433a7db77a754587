//! Compound files: old workbooks, measured record by record before the reader sets anything aside, and what else comes in
//! such files.

use std::io::{Read, Seek};

use cfb::CompoundFile;

use super::extent::Sum;
use super::guard::Limits;
use super::refusal::Refusal;

/// What a compound file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compound {
    Workbook,
    Encrypted,
    Word,
    Other,
}

/// Looks into a compound file; a workbook in it must stay within the limits.
pub(super) fn look(file: impl Read + Seek, limits: &Limits) -> Result<Compound, Refusal> {
    let damaged = |it: std::io::Error| Refusal::Damaged(it.to_string());
    let mut file = CompoundFile::open(file).map_err(damaged)?;
    let streams: Vec<_> =
        file.walk().filter(cfb::Entry::is_stream).map(|it| it.path().to_owned()).collect();
    // The reader takes a stream by its name in whichever folder, so each of that name counts.
    let named = |name: &'static str| {
        let is_named = move |it: &&std::path::PathBuf| {
            it.file_name().is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        streams.iter().filter(is_named)
    };
    if named("EncryptedPackage").next().is_some() {
        return Ok(Compound::Encrypted);
    }
    let books: Vec<_> = named("Workbook").chain(named("Book")).collect();
    if books.is_empty() {
        let is_word = named("WordDocument").next().is_some();
        return Ok(if is_word { Compound::Word } else { Compound::Other });
    }
    for path in books {
        let mut bytes = Vec::new();
        file.open_stream(path).map_err(damaged)?.read_to_end(&mut bytes).map_err(damaged)?;
        if is_encrypted(&bytes, limits)? {
            return Ok(Compound::Encrypted);
        }
    }
    Ok(Compound::Workbook)
}

/// Whether a workbook stream needs a password; if not, it is measured.
fn is_encrypted(stream: &[u8], limits: &Limits) -> Result<bool, Refusal> {
    let (mut places, mut parts, mut strings) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, data) in &mut Records(stream) {
        if kind != CONTINUE && !parts.is_empty() {
            strings = sizes(&std::mem::take(&mut parts), limits)?;
        }
        match kind {
            FILE_PASS if short(data, 0) != Some(0) => return Ok(true),
            BOUND_SHEET => places.extend(long(data, 0).and_then(|it| usize::try_from(it).ok())),
            SHARED_STRINGS => parts = vec![data.get(8..).unwrap_or_default()],
            CONTINUE if !parts.is_empty() => parts.push(data),
            END => break,
            _ => {}
        }
    }
    let (mut sum, mut left) = (Sum::default(), stream.len());
    for place in places {
        let sheet = stream.get(place..).unwrap_or_default();
        let walked = measure(sheet, &strings, &mut sum, limits)?;
        // Sheets do not overlap, unless somebody wants them read a thousand times over.
        left = left.checked_sub(walked).ok_or_else(|| Refusal::Damaged("BoundSheet".into()))?;
    }
    Ok(false)
}

/// Measures a sheet; how many bytes it has.
fn measure(
    sheet: &[u8],
    strings: &[u64],
    sum: &mut Sum,
    limits: &Limits,
) -> Result<usize, Refusal> {
    let (mut depth, mut rows, mut columns) = (0_u32, 0, 0);
    let mut records = Records(sheet);
    for (kind, data) in &mut records {
        match kind {
            // Charts within a sheet have a beginning and an end of their own.
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => {
                let (rows, columns) = declared(data)?;
                sum.clone().add_cells(rows, columns, limits)?;
            }
            NUMBER | LABEL | RICH_LABEL | BOOLEAN | RK | SHARED_LABEL | MANY_RK | FORMULA => {
                let at = if kind == MANY_RK { data.len().saturating_sub(2) } else { 2 };
                rows = rows.max(short(data, 0).unwrap_or(0) + 1);
                columns = columns.max(short(data, at).unwrap_or(0) + 1);
                if kind == SHARED_LABEL {
                    let at = long(data, 6).and_then(|it| usize::try_from(it).ok());
                    let size = at.and_then(|it| strings.get(it)).copied().unwrap_or(0);
                    sum.add_text(size, 1, limits)?;
                }
            }
            _ => {}
        }
    }
    sum.add_cells(rows, columns, limits)?;
    Ok(sheet.len() - records.0.len())
}

/// Rows and columns that a sheet says it has. Rows are four bytes wide, two in older files.
fn declared(data: &[u8]) -> Result<(u64, u64), Refusal> {
    let (first, last, columns) = if data.len() == 10 {
        (short(data, 0), short(data, 2), short(data, 6))
    } else {
        (long(data, 0), long(data, 4), short(data, 10))
    };
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
    if first > last {
        return Err(Refusal::Damaged("Dimensions".into()));
    }
    Ok((last, columns.unwrap_or(0)))
}

/// Bytes of each shared string at most; a string may go on in the next part, which then says anew how wide its letters are.
fn sizes(parts: &[&[u8]], limits: &Limits) -> Result<Vec<u64>, Refusal> {
    let mut sizes = Vec::new();
    let mut parts = parts.iter().copied();
    let mut here: &[u8] = parts.next().unwrap_or_default();
    loop {
        if here.is_empty() {
            let Some(next) = parts.next() else { return Ok(sizes) };
            here = next;
        }
        let Some(length) = short(here, 0) else { return Ok(sizes) };
        sizes.push(length * 3);
        if sizes.len() as u64 > limits.cells {
            return Err(Refusal::TooManyCells(limits.cells));
        }
        let flags = here.get(2).copied().unwrap_or(0);
        let mut at = 3;
        let mut tail = 0;
        if flags & 8 != 0 {
            tail += short(here, at).unwrap_or(0) * 4;
            at += 2;
        }
        if flags & 4 != 0 {
            tail += long(here, at).unwrap_or(0);
            at += 4;
        }
        here = here.get(at..).unwrap_or_default();
        let mut letters = length;
        let mut width = u64::from(flags & 1) + 1;
        while letters > 0 {
            let taken = letters.min(here.len() as u64 / width);
            here = skip(here, taken * width);
            letters -= taken;
            if letters > 0 {
                let Some(next) = parts.next() else { return Ok(sizes) };
                width = u64::from(next.first().copied().unwrap_or(0) & 1) + 1;
                here = next.get(1..).unwrap_or_default();
            }
        }
        while tail > here.len() as u64 {
            tail -= here.len() as u64;
            let Some(next) = parts.next() else { return Ok(sizes) };
            here = next;
        }
        here = skip(here, tail);
    }
}

fn skip(data: &[u8], bytes: u64) -> &[u8] {
    usize::try_from(bytes).ok().and_then(|it| data.get(it..)).unwrap_or_default()
}

const FILE_PASS: u16 = 0x002f;
const BOUND_SHEET: u16 = 0x0085;
const SHARED_STRINGS: u16 = 0x00fc;
const CONTINUE: u16 = 0x003c;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00d6;
const BOOLEAN: u16 = 0x0205;
const RK: u16 = 0x027e;
const SHARED_LABEL: u16 = 0x00fd;
const MANY_RK: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;

/// The records of a stream: two bytes for the kind, two for the length, then so many.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16::from_le_bytes(self.0.get(..2)?.try_into().ok()?);
        let length = usize::from(u16::from_le_bytes(self.0.get(2..4)?.try_into().ok()?));
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

fn short(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?)))
}

fn long(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?)))
}
