//! Zip archives: which document it is, and its parts one event at a time, with nothing unpacked as a whole.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::gather::Gathered;
use super::hint::{DOCX, ODF, PPTX, XLSX, ZIP};
use super::{Limits, Stop, office, open_document, sheet};

/// Parts that an archive may have. Documents have some hundred.
const PARTS: usize = 50_000;

pub(super) fn gather(path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    into.media_type = Some(ZIP.to_owned());
    let mut package = Package::open(path, limits)?;
    let declared = package.start_of("mimetype");
    if let Some(kind) = open_document::Kind::of(declared.trim()) {
        into.media_type = Some(declared.trim().to_owned());
        if open_document::is_encrypted(&mut package)? {
            return Err(Stop::Password);
        }
        return match kind {
            open_document::Kind::Spreadsheet => sheet::gather(path, limits, into),
            other => open_document::gather(&mut package, other, limits, into),
        };
    }
    let parts = office::parts(&mut package)?;
    if package.is_encrypted {
        return Err(Stop::Password);
    }
    match parts.kind() {
        Some(office::Kind::Word) => {
            into.media_type = Some(DOCX.to_owned());
            office::gather_word(&mut package, &parts, into)
        }
        Some(office::Kind::Slides) => {
            into.media_type = Some(PPTX.to_owned());
            office::gather_slides(&mut package, &parts, limits, into)
        }
        Some(office::Kind::Sheets) => {
            into.media_type = Some(XLSX.to_owned());
            sheet::gather(path, limits, into)
        }
        None => {
            if declared == "application/epub+zip" || declared.starts_with(ODF) {
                into.media_type = Some(declared);
            }
            Ok(())
        }
    }
}

/// An archive that is read part by part.
pub(super) struct Package {
    zip: ZipArchive<BufReader<File>>,
    names: Vec<String>,
    /// A part is under a password of the archive.
    is_encrypted: bool,
    /// Bytes that may still be unpacked, whatever sizes are declared.
    left: u64,
}

impl Package {
    fn open(path: &Path, limits: &Limits) -> Result<Self, Stop> {
        let file = File::open(path).map_err(|_| Stop::Damaged)?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| Stop::Damaged)?;
        if zip.len() > PARTS {
            return Err(Stop::TooLarge);
        }
        let (mut names, mut is_encrypted) = (Vec::with_capacity(zip.len()), false);
        for at in 0..zip.len() {
            let part = zip.by_index_raw(at).map_err(|_| Stop::Damaged)?;
            is_encrypted |= part.encrypted();
            // Some programs write the slashes of their system. A name that cannot be read is nobody's.
            names.push(part.name().map(|it| it.replace('\\', "/")).unwrap_or_default());
        }
        Ok(Self { zip, names, is_encrypted, left: limits.unpacked })
    }

    /// Names of the parts.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The start of a part that is short text; nothing if there is none.
    fn start_of(&mut self, name: &str) -> String {
        let mut text = String::new();
        if let Some(at) = self.find(name)
            && let Ok(part) = self.zip.by_index(at)
            && part.take(256).read_to_string(&mut text).is_err()
        {
            text.clear();
        }
        text
    }

    fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.names.iter().position(|it| it.eq_ignore_ascii_case(name))
    }

    /// Walks through a part that is XML for as long as `each` wants more. Says whether there is such a part.
    ///
    /// Entities that a document declares are not resolved, so none can grow; depth is a list of names and no recursion.
    pub(super) fn walk(
        &mut self,
        name: &str,
        mut each: impl FnMut(Event<'_>) -> bool,
    ) -> Result<bool, Stop> {
        let Some(at) = self.find(name) else { return Ok(false) };
        let part = self.zip.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Stop::Password,
            _ => Stop::Damaged,
        })?;
        let mut metered = Metered { inner: part, left: &mut self.left, is_over: false };
        let mut xml = quick_xml::Reader::from_reader(BufReader::new(&mut metered));
        xml.config_mut().expand_empty_elements = true;
        xml.config_mut().check_end_names = false;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return Ok(true),
                Ok(event) => {
                    if !each(event) {
                        return Ok(true);
                    }
                }
                Err(_) => break,
            }
        }
        drop(xml);
        Err(if metered.is_over { Stop::TooLarge } else { Stop::Damaged })
    }
}

/// Reads on only while there is something left of a budget.
struct Metered<'a, R> {
    inner: R,
    left: &'a mut u64,
    is_over: bool,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let Some(left) = self.left.checked_sub(read as u64) else {
            self.is_over = true;
            return Err(io::Error::other("unpacks to too much"));
        };
        *self.left = left;
        Ok(read)
    }
}

/// The text of an event.
pub(super) fn text_of(event: &Event<'_>, into: &mut Gathered) {
    match event {
        Event::Text(text) => into.push(text),
        Event::CData(text) => into.push(text),
        Event::GeneralRef(reference) => {
            let mut bytes = [0; 4];
            into.push(match (reference.resolve_char_ref(), &**reference) {
                (Ok(Some(letter)), _) => letter.encode_utf8(&mut bytes),
                (_, "lt") => "<",
                (_, "gt") => ">",
                (_, "amp") => "&",
                (_, "quot") => "\"",
                (_, "apos") => "'",
                _ => " ",
            });
        }
        _ => {}
    }
}
