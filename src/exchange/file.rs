//! A file in whichever format: told by its content, read by that format's reader, and made fit to be kept.

use std::ffi::OsStr;
use std::path::Path;

use super::notice::{Notice, NoticeKind};
use super::table::{self, About, Columns};
use super::{Brought, case, ciso, oscal, own, usual};
use crate::language::Language;
use crate::sheets::{self, Book, Limits, PlainBook, Refusal, Sheet};
use crate::standards::check::{self, PackFile};
use crate::standards::fold::fold;
use crate::standards::pack::{Pack, PackKind};

/// Most bytes of a text file.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A format that catalogues are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Our own, as YAML.
    Yaml,
    /// Our own, as a workbook.
    Own,
    /// Workbooks of CISO Assistant.
    Ciso,
    /// OSCAL as JSON.
    Oscal,
    /// 1EdTech CASE as JSON.
    Case,
    /// 1EdTech CASE as a workbook or a table.
    CaseSheet,
    /// A plain table.
    Table,
}

/// How a plain table is read; what is left out is guessed or taken from the file's name.
#[derive(Clone, Debug, Default)]
pub struct TableAsked {
    /// Name of the sheet.
    pub sheet: Option<String>,
    /// Whether the first row holds headings.
    pub headings: Option<bool>,
    pub columns: Option<Columns>,
    pub about: Option<About>,
}

/// Why a file is refused.
#[derive(Clone, Debug)]
pub enum Refused {
    /// It is no spreadsheet that can be read.
    Sheet(Refusal),
    /// What is wrong with it, each with its place.
    Notices(Vec<Notice>),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Sheet(refusal)
    }
}

impl From<Vec<Notice>> for Refused {
    fn from(notices: Vec<Notice>) -> Self {
        Self::Notices(notices)
    }
}

impl Refused {
    /// One sentence for each thing that is wrong.
    pub fn texts(&self, language: Language) -> Vec<String> {
        match self {
            Self::Sheet(refusal) => vec![refusal.text(language)],
            Self::Notices(notices) => notices.iter().map(|it| it.text(language)).collect(),
        }
    }
}

/// A file whose format is known, with what had to be read of it to tell.
#[derive(Debug)]
pub struct Opened<'a> {
    path: &'a Path,
    /// Says only which delimited text is meant, and what the file is called in notices.
    name: &'a str,
    format: Format,
    held: Held,
}

#[derive(Debug)]
enum Held {
    Unread,
    Plain(PlainBook),
    Tables(Book),
}

/// Opens a file. Without a format, its content tells which it is.
///
/// Blocking: reads the file as far as that takes, which may be the whole.
pub fn open<'a>(
    path: &'a Path,
    name: &'a str,
    format: Option<Format>,
) -> Result<Opened<'a>, Refused> {
    let (format, held) = format.map_or_else(|| found(path, name), |it| Ok((it, Held::Unread)))?;
    Ok(Opened { path, name, format, held })
}

/// Opens a file and reads it.
pub fn read(
    path: &Path,
    name: &str,
    format: Option<Format>,
    asked: &TableAsked,
) -> Result<Brought, Refused> {
    open(path, name, format)?.read(asked)
}

impl Opened<'_> {
    /// The sheets of a plain table.
    pub fn tables(&self) -> Option<&Book> {
        match &self.held {
            Held::Tables(book) if self.format == Format::Table => Some(book),
            _ => None,
        }
    }

    /// What the file says.
    ///
    /// Blocking: reads what was not read yet.
    pub fn read(self, asked: &TableAsked) -> Result<Brought, Refused> {
        let Self { path, name, .. } = self;
        let (mut brought, mended) = match self.format {
            Format::Yaml => (yaml(path, name)?, Vec::new()),
            Format::Oscal => (oscal::read(&text(path, name)?, name)?, Vec::new()),
            Format::Case => (case::read(&text(path, name)?, name)?, Vec::new()),
            Format::Own | Format::Ciso => {
                let book = match self.held {
                    Held::Plain(book) => book,
                    _ => sheets::read_plain(path, name, &Limits::default())?,
                };
                let is_own = self.format == Format::Own;
                (if is_own { own::read(&book.sheets)? } else { ciso::read(&book)? }, book.mended)
            }
            Format::CaseSheet | Format::Table => {
                let book = match self.held {
                    Held::Tables(book) => book,
                    _ => sheets::read(path, name, &Limits::default())?,
                };
                let is_case = self.format == Format::CaseSheet;
                let read = if is_case {
                    case::read_sheet(&book)?
                } else {
                    plain_table(book.sheets, name, asked)?
                };
                (read, book.mended)
            }
        };
        if !mended.is_empty() {
            brought.notices.push(Notice::new(NoticeKind::Mended, name, mended.join(", ")));
        }
        fit(brought)
    }
}

/// Makes what was read fit to be kept, or says why it is not.
fn fit(mut brought: Brought) -> Result<Brought, Refused> {
    let types = check::known_evidence_types();
    let mut wrong = Vec::new();
    for pack in &mut brought.packs {
        complete(pack, &mut brought.notices);
        let problems = check::problems_of(pack, &types).into_iter();
        wrong.extend(problems.map(|it| Notice::new(NoticeKind::Unreadable, &pack.id, it.message)));
    }
    if wrong.is_empty() { Ok(brought) } else { Err(wrong.into()) }
}

/// The format of a file, with what was read to tell.
fn found(path: &Path, name: &str) -> Result<(Format, Held), Refused> {
    let ending = Path::new(name).extension().map(OsStr::to_ascii_lowercase);
    match ending.as_deref().and_then(OsStr::to_str).unwrap_or_default() {
        "yaml" | "yml" => return Ok((Format::Yaml, Held::Unread)),
        "json" => return Ok((json(path, name)?, Held::Unread)),
        _ => {}
    }
    let limits = Limits::default();
    let plain = sheets::read_plain(path, name, &limits)?;
    if own::is_one(&plain.sheets) {
        return Ok((Format::Own, Held::Plain(plain)));
    }
    if ciso::is_one(&plain) {
        return Ok((Format::Ciso, Held::Plain(plain)));
    }
    drop(plain);
    let book = sheets::read(path, name, &limits)?;
    let format = if case::is_sheet(&book) { Format::CaseSheet } else { Format::Table };
    Ok((format, Held::Tables(book)))
}

/// Which of the formats that are JSON.
fn json(path: &Path, name: &str) -> Result<Format, Refused> {
    let text = text(path, name)?;
    let document = serde_json::from_str(&text).map_err(|it| {
        let place = format!("{name}:{}:{}", it.line(), it.column());
        vec![Notice::new(NoticeKind::Unreadable, place, it.to_string())]
    })?;
    if oscal::is_one(&document) {
        return Ok(Format::Oscal);
    }
    if case::is_one(&document) {
        return Ok(Format::Case);
    }
    let detail = "OSCAL: catalog; CASE: CFDocument";
    Err(vec![Notice::new(NoticeKind::Missing, name, detail)].into())
}

fn plain_table(sheets: Vec<Sheet>, name: &str, asked: &TableAsked) -> Result<Brought, Refused> {
    let Some(sheet) = table::sheet(sheets, asked.sheet.as_deref(), asked.headings) else {
        let detail = asked.sheet.clone().unwrap_or_else(|| "table".to_owned());
        return Err(vec![Notice::new(NoticeKind::Missing, name, detail)].into());
    };
    let columns = asked.columns.clone().unwrap_or_else(|| table::guess(&sheet));
    let about = asked.about.clone().unwrap_or_else(|| named(name));
    Ok(table::read(&sheet, &columns, &about)?)
}

/// What a file's name says of an edition.
pub fn named(name: &str) -> About {
    let stem = Path::new(name).file_stem().and_then(OsStr::to_str).unwrap_or(name);
    About {
        title: stem.to_owned(),
        id: slug(stem),
        version: "1".to_owned(),
        issuer: "–".to_owned(),
        language: "en".to_owned(),
    }
}

/// A text as an id: lower-case letters, digits and hyphens.
pub fn slug(text: &str) -> String {
    let id = fold(text).replace(' ', "-");
    let id: String = id.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').collect();
    let id: String = id.trim_matches('-').chars().take(80).collect();
    if id.is_empty() { "catalogue".to_owned() } else { id }
}

fn yaml(path: &Path, name: &str) -> Result<Brought, Refused> {
    let file = PackFile { name: name.to_owned(), text: text(path, name)? };
    let pack = check::parse(&file, &check::known_evidence_types()).map_err(|problems| {
        let notice = |it: check::PackProblem| {
            let column = it.column.map(|it| format!(":{it}")).unwrap_or_default();
            Notice::new(
                NoticeKind::Unreadable,
                format!("{}:{}{column}", it.file, it.line),
                it.message,
            )
        };
        Refused::Notices(problems.into_iter().map(notice).collect())
    })?;
    Ok(Brought { packs: vec![pack], ..Brought::default() })
}

/// The text of a file.
fn text(path: &Path, name: &str) -> Result<String, Refused> {
    let refuse = |kind, detail: String| Refused::Notices(vec![Notice::new(kind, name, detail)]);
    let unreadable = |error: std::io::Error| refuse(NoticeKind::Unreadable, error.to_string());
    if std::fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        return Err(refuse(NoticeKind::TooMuch, format!("{MOST_BYTES} bytes")));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|error| refuse(NoticeKind::Unreadable, error.to_string()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Gives a pack what it needs to be rated, where its file does not say how that is done.
fn complete(pack: &mut Pack, notices: &mut Vec<Notice>) {
    if pack.kind != PackKind::Criteria || pack.supplements.is_some() {
        return;
    }
    if pack.about.scale.is_none() {
        pack.about.scale = Some(usual::compliance_scale());
        notices.push(Notice::new(
            NoticeKind::Assumed,
            &pack.id,
            "compliant / partially compliant / non-compliant / not applicable",
        ));
    }
    if let Some(scale) = pack.about.scale.as_ref().filter(|_| pack.about.outcomes.is_empty()) {
        let (outcomes, target) = usual::usual_outcomes(scale);
        pack.about.outcomes = outcomes;
        pack.about.target = Some(target);
    }
}
