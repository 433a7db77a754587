//! Reading packs, and saying by file, line and column everything that is wrong with them.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::crosswalk::Crosswalk;
use super::mapping::{self, Codes};
use super::pack::{EvidenceTypes, Pack};
use super::packfiles::{MOST_BYTES, collect};
pub use super::packfiles::{PackFile, builtin, is_crosswalk, is_evidence_types, is_pack, read};
use super::places::{self, Place};
pub use super::problems::{KINDS, PackProblem, words_of};
use super::problems::{Notes, problem};
use super::{schema, shape, soundness};

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Names of the files that were read.
    pub files: Vec<String>,
    /// All that is wrong, file by file.
    pub problems: Vec<PackProblem>,
}

/// Checks the packs and crosswalks at some paths, files or folders; without a path, those inside the program. Evidence
/// types that are among the files are known to all packs, and editions among them to all crosswalks.
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
    let editions = check_packs(&files, &types, &mut report.problems);
    check_crosswalks(&files, &editions, &mut report.problems);
    report.files = files.into_iter().map(|it| it.name).collect();
    report
}

/// Checks the packs among some files; tells the codes of the sound ones.
fn check_packs(
    files: &[PackFile],
    types: &BTreeSet<String>,
    problems: &mut Vec<PackProblem>,
) -> HashMap<String, Codes> {
    let (mut ids, mut editions) = (HashMap::new(), HashMap::new());
    for file in files.iter().filter(|it| is_pack(&it.name)) {
        match parse_placed(file, types) {
            Ok((pack, root)) => {
                problems.extend(taken(&mut ids, &pack.id, file, &root));
                editions.insert(pack.id.clone(), mapping::codes(&pack));
            }
            Err(told) => problems.extend(told),
        }
    }
    editions
}

/// Checks the crosswalks among some files against the packs beside them, else against those inside the program.
fn check_crosswalks(
    files: &[PackFile],
    editions: &HashMap<String, Codes>,
    problems: &mut Vec<PackProblem>,
) {
    let mut ids = HashMap::new();
    for file in files.iter().filter(|it| is_crosswalk(&it.name)) {
        match parse_crosswalk_placed(file) {
            Ok((crosswalk, root)) => {
                let mut notes = Notes::new(&file.name);
                mapping::check_ends(&mut notes, &crosswalk, &root, |edition| {
                    editions.get(edition).or_else(|| known_editions().get(edition)).cloned()
                });
                problems.extend(notes.problems());
                problems.extend(taken(&mut ids, &crosswalk.id, file, &root));
            }
            Err(told) => problems.extend(told),
        }
    }
}

/// The problem that an id has been seen in another file.
fn taken(
    ids: &mut HashMap<String, String>,
    id: &str,
    file: &PackFile,
    root: &Place,
) -> Option<PackProblem> {
    let other = ids.insert(id.to_owned(), file.name.clone())?;
    let message = format!("id {id:?} is that of {other} too");
    Some(problem(&file.name, root.field("id").line, "duplicate-code", message))
}

/// Codes of the editions inside the program, for crosswalks that lead to one of them.
fn known_editions() -> &'static HashMap<String, Codes> {
    static KNOWN: LazyLock<HashMap<String, Codes>> = LazyLock::new(|| {
        let types = known_evidence_types();
        let files = builtin();
        let packs = files.iter().filter(|it| is_pack(&it.name));
        let packs = packs.filter_map(|it| parse(it, &types).ok());
        packs.map(|it| (it.id.clone(), mapping::codes(&it))).collect()
    });
    &KNOWN
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

/// Reads a crosswalk: its YAML, its shape, and what makes sense by itself. Whether its editions and codes exist is seen
/// only beside the packs.
pub fn parse_crosswalk(file: &PackFile) -> Result<Crosswalk, Vec<PackProblem>> {
    Ok(parse_crosswalk_placed(file)?.0)
}

/// A crosswalk with the places of its parts.
fn parse_crosswalk_placed(file: &PackFile) -> Result<(Crosswalk, Place), Vec<PackProblem>> {
    static SHAPE: LazyLock<Value> = LazyLock::new(schema::of::<Crosswalk>);
    let mut notes = Notes::new(&file.name);
    let (crosswalk, root) = shaped::<Crosswalk>(file, &SHAPE)?;
    mapping::check(&mut notes, &crosswalk, &root);
    notes.or((crosswalk, root))
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
    let (root, value) = places::read(&file.text);
    let root = match root {
        Ok(root) => root,
        Err((line, column, message)) => {
            notes.add_at(line, column, "yaml", message);
            return Err(notes.problems());
        }
    };
    shape::check(&mut notes, schema, &root);
    let root = notes.or(root)?;
    match value {
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
