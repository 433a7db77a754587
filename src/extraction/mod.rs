//! The text of files, for searching in them, got so that a hostile file harms nothing.
//!
//! `read` is pure but for reading the given file: it tells the kind of the file by its content, gathers its text and hints
//! at what a person should know of it. `show` gives what is shown of it in its place, through the same readers. Parsers of such formats panic, loop and swell, so the program never calls it on a
//! stranger's file itself: an [`Extractor`] starts the program anew as `kriter extract`, which takes away its own rights
//! ([`confine`]) before it looks at the file. However that ends, it is an [`Outcome`].

mod confine;
mod gather;
mod hint;
mod html;
mod kind;
mod limits;
mod mail;
mod office;
mod open_document;
mod package;
mod pdf;
mod plain;
mod run;
mod shape;
mod sheet;
mod show;

use std::fs::File;
use std::io::{self, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use confine::confine;
pub use hint::{Hint, ending_differs};
pub use limits::Limits;
pub use run::{Extractor, Failure, Outcome};
pub use shape::{Body, Book, Piece, Shown};
pub use show::{ROWS, show};

use gather::Gathered;
use kind::Kind;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// Composed (NFC), without control characters, spaces folded: one space or one end of line between two words.
    pub text: String,
    /// Pages of a PDF, slides of a presentation; the others have none before they are printed.
    pub pages: Option<u32>,
    /// Each once.
    pub hints: Vec<Hint>,
    /// There is more text than the limits let through.
    pub truncated: bool,
    /// What the file is, by its content: `application/pdf`.
    pub media_type: String,
}

/// What keeps a reader from going on; what it has gathered so far stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Password,
    Damaged,
    TooLarge,
}

/// Reads the text of a file; of `name` only the ending counts. An error is only that the file cannot be opened.
///
/// Blocking, and not safe from loops and swelling: see [`Extractor`].
pub fn read(path: &Path, name: &str, limits: &Limits) -> io::Result<Extracted> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    file.by_ref().take(kind::HEAD).read_to_end(&mut head)?;
    let mut found = Extracted::default();
    if size == 0 {
        found.hints.push(Hint::Empty);
        return Ok(found);
    }
    let mut gathered = Gathered::new(limits.text);
    let (kind, ended) = match kind::by_head(&head, &ending(name)) {
        Ok(kind) => (Some(kind), gather(kind, path, limits, &mut gathered)),
        Err(media_type) => {
            found.media_type = media_type;
            (None, Ok(()))
        }
    };
    found.pages = gathered.pages;
    found.media_type = gathered.media_type.take().unwrap_or(found.media_type);
    if let (Some(kind), true) = (kind, found.media_type.is_empty()) {
        kind.media_type().clone_into(&mut found.media_type);
    }
    (found.text, found.truncated) = gathered.finish();
    match ended {
        Err(Stop::Password) => found.hints.push(Hint::PasswordProtected),
        Err(Stop::Damaged) => found.hints.push(Hint::Damaged),
        Err(Stop::TooLarge) => found.hints.push(Hint::TooLarge),
        Ok(()) if kind == Some(Kind::Pdf) && !found.text.chars().any(char::is_alphanumeric) => {
            found.hints.push(Hint::NoText);
        }
        Ok(()) => {}
    }
    if ending_differs(name, &found.media_type) {
        found.hints.push(Hint::EndingDiffers);
    }
    Ok(found)
}

/// A file as a whole, where a reader needs that.
fn whole(path: &Path, limits: &Limits) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|_| Stop::Damaged)?;
    file.take(limits.file.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Stop::Damaged)?;
    if bytes.len() as u64 > limits.file { Err(Stop::TooLarge) } else { Ok(bytes) }
}

/// The ending of a name, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|it| it.1.to_lowercase()).unwrap_or_default()
}

/// Gathers with the reader of a kind. Should that panic, the file is damaged, not the program.
fn gather(kind: Kind, path: &Path, limits: &Limits, into: &mut Gathered) -> Result<(), Stop> {
    let mut read = || match kind {
        Kind::Pdf => pdf::gather(path, limits, into),
        Kind::Package => package::gather(path, limits, into),
        Kind::Compound => sheet::gather(path, limits, into),
        Kind::Html => html::gather_file(path, limits, into),
        Kind::Mail => mail::gather(path, limits, into),
        Kind::Csv | Kind::Text => plain::gather(path, limits, into),
    };
    catch_unwind(AssertUnwindSafe(&mut read)).unwrap_or(Err(Stop::Damaged))
}
