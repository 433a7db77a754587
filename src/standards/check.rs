//! Reading packs, and saying by file, line and column everything that is wrong with them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::pack::{EvidenceTypes, Pack};
use super::places::{self, Place};
pub use super::problems::PackProblem;
use super::problems::{Notes, problem};
use super::{schema, shape, soundness};

#[derive(RustEmbed)]
#[folder = "standards/"]
struct Builtin;

/// Name of the file with the evidence types.
const EVIDENCE_TYPES: &str = "evidence-types.yaml";
/// Most bytes of a file.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Most folders below one another; a link that leads back would have no end.
const MOST_FOLDERS: usize = 16;

/// A file with what it holds.
#[derive(Clone, Debug)]
pub struct PackFile {
    pub name: String,
    pub text: String,
}

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Names of the files that were read.
    pub files: Vec<String>,
    /// All that is wrong, file by file.
    pub problems: Vec<PackProblem>,
}

/// Checks the packs at some paths, files or folders; without a path, those inside the program. Evidence types that are
/// among the files are known to all of them.
pub fn check(paths: &[PathBuf]) -> CheckReport {
    let mut report = CheckReport::default();
    let mut files = Vec::new();
    if paths.is_empty() {
        files = builtin();
    }
    for path in paths {
        collect(path, 0, &mut files, &mut report.problems);
    }
    let mut types = known_evidence_types();
    for file in files.iter().filter(|it| is_evidence_types(&it.name)) {
        match parse_evidence_types(file) {
            Ok(it) => types.extend(it.evidence_types.into_iter().map(|it| it.code)),
            Err(problems) => report.problems.extend(problems),
        }
    }
    let mut ids = std::collections::HashMap::new();
    for file in files.iter().filter(|it| !is_evidence_types(&it.name)) {
        match parse_placed(file, &types) {
            Ok((pack, root)) => {
                let line = root.field("id").line;
                if let Some(other) = ids.insert(pack.id.clone(), file.name.clone()) {
                    let message = format!("id {:?} is that of {other} too", pack.id);
                    report.problems.push(problem(&file.name, line, "duplicate-code", message));
                }
            }
            Err(problems) => report.problems.extend(problems),
        }
    }
    report.files = files.into_iter().map(|it| it.name).collect();
    report
}

/// The packs inside the program, evidence types first.
pub fn builtin() -> Vec<PackFile> {
    let mut files: Vec<PackFile> = Builtin::iter()
        .filter(|name| Path::new(name.as_ref()).extension().is_some_and(|it| it == "yaml"))
        .filter_map(|name| {
            let text = String::from_utf8(Builtin::get(&name)?.data.into_owned()).ok()?;
            Some(PackFile { name: format!("standards/{name}"), text })
        })
        .collect();
    files.sort_by_key(|it| (!is_evidence_types(&it.name), it.name.clone()));
    files
}

/// The packs at some paths: files, or folders with everything below them.
pub fn read(paths: &[PathBuf]) -> Result<Vec<PackFile>, Vec<PackProblem>> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        collect(path, 0, &mut files, &mut problems);
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn collect(path: &Path, depth: usize, files: &mut Vec<PackFile>, problems: &mut Vec<PackProblem>) {
    let name = path.display().to_string();
    let mut refuse = |code, message| problems.push(problem(&name, 1, code, message));
    if !path.is_dir() {
        match text_of(path) {
            Ok(text) => files.push(PackFile { name, text }),
            Err((code, message)) => refuse(code, message),
        }
        return;
    }
    if depth == MOST_FOLDERS {
        return refuse("too-deep", format!("more than {MOST_FOLDERS} folders below one another"));
    }
    let mut entries: Vec<PathBuf> = match std::fs::read_dir(path) {
        Ok(entries) => entries.filter_map(|it| Some(it.ok()?.path())).collect(),
        Err(error) => return refuse("unreadable", format!("cannot be read: {error}")),
    };
    entries.sort();
    for entry in entries {
        if entry.is_dir() || entry.extension().is_some_and(|it| it == "yaml" || it == "yml") {
            collect(&entry, depth + 1, files, problems);
        }
    }
}

fn text_of(path: &Path) -> Result<String, (&'static str, String)> {
    let unreadable = |error: std::io::Error| ("unreadable", format!("cannot be read: {error}"));
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(("unreadable", "is no file".into()));
    }
    if about.len() > MOST_BYTES as u64 {
        return Err(("too-large", format!("is larger than {MOST_BYTES} bytes")));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = sound.split(|it| *it == b'\n').count();
        ("not-utf-8", format!("is not UTF-8 from line {line} on"))
    })
}

/// Whether a file holds evidence types instead of an edition.
pub fn is_evidence_types(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|it| it == EVIDENCE_TYPES)
}

/// Codes of the evidence types inside the program.
pub fn known_evidence_types() -> BTreeSet<String> {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let files = builtin();
        let types = files.iter().find(|it| is_evidence_types(&it.name)).map(parse_evidence_types);
        let types = types.and_then(Result::ok);
        types.into_iter().flat_map(|it| it.evidence_types).map(|it| it.code).collect()
    });
    KNOWN.clone()
}

/// Reads the evidence types.
pub fn parse_evidence_types(file: &PackFile) -> Result<EvidenceTypes, Vec<PackProblem>> {
    static SHAPE: LazyLock<Value> = LazyLock::new(schema::of::<EvidenceTypes>);
    let mut notes = Notes::new(&file.name);
    let (types, root) = shaped::<EvidenceTypes>(file, &SHAPE)?;
    soundness::check_evidence_types(&mut notes, &types, &root);
    notes.or(types)
}

/// Reads a pack. First its YAML, then its shape, then its sense: of the first that is wrong, every problem is told.
pub fn parse(file: &PackFile, evidence_types: &BTreeSet<String>) -> Result<Pack, Vec<PackProblem>> {
    Ok(parse_placed(file, evidence_types)?.0)
}

/// A pack with the places of its parts.
fn parse_placed(
    file: &PackFile,
    evidence_types: &BTreeSet<String>,
) -> Result<(Pack, Place), Vec<PackProblem>> {
    static SHAPE: LazyLock<Value> = LazyLock::new(schema::of::<Pack>);
    let mut notes = Notes::new(&file.name);
    let (pack, root) = shaped::<Pack>(file, &SHAPE)?;
    soundness::check(&mut notes, &pack, &root, evidence_types);
    notes.or((pack, root))
}

/// A document as its type and as the places of its parts.
fn shaped<T: DeserializeOwned + Send>(
    file: &PackFile,
    schema: &Value,
) -> Result<(T, Place), Vec<PackProblem>> {
    if file.text.len() > MOST_BYTES {
        let message = format!("is larger than {MOST_BYTES} bytes");
        return Err(vec![problem(&file.name, 1, "too-large", message)]);
    }
    let mut notes = Notes::new(&file.name);
    let root: Place = match places::read(&file.text) {
        Ok(root) => root,
        Err((line, column, message)) => {
            notes.add_at(line, column, "yaml", message);
            return Err(notes.problems());
        }
    };
    shape::check(&mut notes, schema, &root);
    let root = notes.or(root)?;
    match places::read(&file.text) {
        Ok(value) => Ok((value, root)),
        Err((line, column, message)) => {
            let mut notes = Notes::new(&file.name);
            notes.add_at(line, column, "wrong-kind", message);
            Err(notes.problems())
        }
    }
}

/// All that is wrong with a pack that came from no YAML, so that no line can be told.
pub fn problems_of(pack: &Pack, evidence_types: &BTreeSet<String>) -> Vec<PackProblem> {
    let mut notes = Notes::new(&pack.id);
    soundness::check(&mut notes, pack, &Place::nowhere(), evidence_types);
    notes.problems()
}
