//! Where the bytes of a file are read from: the file itself, or what it was before it lost something on its way.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;

use super::guard::{self, Limits};
use super::mend::{self, Mended};
use super::model::Format;
use super::refusal::Refusal;

/// Bytes of a file that is looked at for what it lost.
const MOST_MENDED: u64 = 16 * 1024 * 1024;
/// Bytes that it may unfold to: all of them are in memory at once, twice.
const MOST_UNFOLDED: u64 = 64 * 1024 * 1024;

pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// A reader of the bytes from their start.
pub(super) type Bytes<'a> = BufReader<Box<dyn ReadSeek + 'a>>;

/// The bytes of a file.
pub(super) enum Source<'a> {
    File(&'a Path),
    Mended(Mended),
}

impl<'a> Source<'a> {
    /// A file that has passed the limits, and what it is.
    pub(super) fn open(
        path: &'a Path,
        name: &str,
        limits: &Limits,
    ) -> Result<(Self, Format), Refusal> {
        let source = Self::File(path);
        match guard::format(&source, name, limits) {
            Ok(format) => Ok((source, format)),
            Err(Refusal::Damaged(why)) => {
                let source = Self::mended(path, limits).ok_or(Refusal::Damaged(why))?;
                let format = guard::format(&source, name, limits)?;
                Ok((source, format))
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn mended(path: &Path, limits: &Limits) -> Option<Self> {
        let size = std::fs::metadata(path).ok()?.len();
        if size > MOST_MENDED.min(limits.file) {
            return None;
        }
        let bytes = std::fs::read(path).ok()?;
        mend::mend(&bytes, MOST_UNFOLDED.min(limits.most_unpacked(size))).map(Self::Mended)
    }

    /// A reader from the start.
    pub(super) fn reader(&self) -> io::Result<Bytes<'_>> {
        Ok(BufReader::new(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Mended(mended) => Box::new(Cursor::new(mended.bytes.as_slice())),
        }))
    }

    /// How many bytes there are.
    pub(super) fn size(&self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Mended(mended) => Ok(mended.bytes.len() as u64),
        }
    }

    /// Names of the parts that had lost something.
    pub(super) fn mended_parts(self) -> Vec<String> {
        match self {
            Self::File(_) => Vec::new(),
            Self::Mended(mended) => mended.parts,
        }
    }
}
