//! Finding the files that standards come in: inside the program, or at paths that somebody names.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use super::problems::{PackProblem, problem};

#[derive(RustEmbed)]
#[folder = "standards/"]
struct Builtin;

/// Name of the file with the evidence types.
const EVIDENCE_TYPES: &str = "evidence-types.yaml";
/// Name of the folders with crosswalk files.
const CROSSWALKS: &str = "crosswalks";
/// Most bytes of a file.
pub(super) const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Most folders below one another; a link that leads back would have no end.
const MOST_FOLDERS: usize = 16;

/// A file with what it holds.
#[derive(Clone, Debug)]
pub struct PackFile {
    pub name: String,
    pub text: String,
}

/// The files inside the program: evidence types first, then packs, then crosswalks.
pub fn builtin() -> Vec<PackFile> {
    let mut files: Vec<PackFile> = Builtin::iter()
        .filter(|name| Path::new(name.as_ref()).extension().is_some_and(|it| it == "yaml"))
        .filter_map(|name| {
            let text = String::from_utf8(Builtin::get(&name)?.data.into_owned()).ok()?;
            Some(PackFile { name: format!("standards/{name}"), text })
        })
        .collect();
    files.sort_by_key(|it| (is_crosswalk(&it.name), is_pack(&it.name), it.name.clone()));
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

pub(super) fn collect(
    path: &Path,
    depth: usize,
    files: &mut Vec<PackFile>,
    problems: &mut Vec<PackProblem>,
) {
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

/// Whether a file holds a crosswalk: it lies in a folder of that name.
pub fn is_crosswalk(name: &str) -> bool {
    let folder = Path::new(name).parent().and_then(Path::file_name);
    folder.is_some_and(|it| it == CROSSWALKS) && !is_evidence_types(name)
}

/// Whether a file holds an edition.
pub fn is_pack(name: &str) -> bool {
    !is_evidence_types(name) && !is_crosswalk(name)
}
