//! A file in whichever format: told by its content, read by that format's reader, and made fit to be kept.

use std::ffi::OsStr;
use std::path::Path;

use super::notice::{Notice, NoticeKind};
use super::{Brought, usual};
use super::{case, ciso};
use crate::language::Language;
use crate::sheets::{self, Limits, Refusal};
use crate::standards::check::{self, PackFile};
use crate::standards::pack::{Pack, PackKind};

/// Most bytes of a text file.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A format that catalogues are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Our own, as YAML.
    Yaml,
    /// Workbooks of CISO Assistant.
    Ciso,
    /// 1EdTech CASE as JSON.
    Case,
    /// 1EdTech CASE as a workbook or a table.
    CaseSheet,
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

/// Reads a file. Without a format, its content tells which it is; `name` only says which delimited text is meant.
///
/// Blocking: reads the whole file.
pub fn read(path: &Path, name: &str, format: Option<Format>) -> Result<Brought, Refused> {
    let limits = Limits::default();
    let format = format.map_or_else(|| found(path, name), Ok)?;
    let mut brought = match format {
        Format::Yaml => yaml(path, name)?,
        Format::Case => case::read(&text(path, name)?, name)?,
        Format::Ciso => ciso::read(&sheets::read_plain(path, name, &limits)?)?,
        Format::CaseSheet => case::read_sheet(&sheets::read(path, name, &limits)?)?,
    };
    let types = check::known_evidence_types();
    let mut wrong = Vec::new();
    for pack in &mut brought.packs {
        complete(pack, &mut brought.notices);
        let problems = check::problems_of(pack, &types).into_iter();
        wrong.extend(problems.map(|it| Notice::new(NoticeKind::Unreadable, &pack.id, it.message)));
    }
    if wrong.is_empty() { Ok(brought) } else { Err(wrong.into()) }
}

/// The format of a file.
fn found(path: &Path, name: &str) -> Result<Format, Refused> {
    let ending = Path::new(name).extension().map(OsStr::to_ascii_lowercase);
    let ending = ending.as_deref().and_then(OsStr::to_str).unwrap_or_default();
    if ending == "yaml" || ending == "yml" {
        return Ok(Format::Yaml);
    }
    if ending == "json" {
        let text = text(path, name)?;
        let document = serde_json::from_str(&text).map_err(|it| {
            let place = format!("{name}:{}:{}", it.line(), it.column());
            vec![Notice::new(NoticeKind::Unreadable, place, it.to_string())]
        })?;
        if case::is_one(&document) {
            return Ok(Format::Case);
        }
        let detail = "no catalogue of a known format".to_owned();
        return Err(vec![Notice::new(NoticeKind::Unreadable, name, detail)].into());
    }
    let book = sheets::read(path, name, &Limits::default())?;
    Ok(if case::is_sheet(&book) { Format::CaseSheet } else { Format::Ciso })
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
