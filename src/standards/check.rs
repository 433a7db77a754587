//! Reading packs and saying, by file and line, what is wrong with them.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use super::fold::fold;
use super::pack::{EvidenceTypes, Pack, PackKind, Scale};

#[derive(RustEmbed)]
#[folder = "standards/"]
struct Builtin;

/// Name of the file with the evidence types.
const EVIDENCE_TYPES: &str = "evidence-types.yaml";
const MOST_BYTES: usize = 10 * 1024 * 1024;
const MOST_NODES: usize = 50_000;
const MOST_DEPTH: usize = 32;
const LONGEST: usize = 4_000;

/// Something wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackProblem {
    pub file: String,
    /// From 1.
    pub line: u64,
    pub message: String,
}

impl fmt::Display for PackProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// A file with what it holds.
#[derive(Clone, Debug)]
pub struct PackFile {
    pub name: String,
    pub text: String,
}

/// The packs inside the program, evidence types first.
pub fn builtin() -> Vec<PackFile> {
    let mut files: Vec<PackFile> = Builtin::iter()
        .filter(|name| name.ends_with(".yaml"))
        .filter_map(|name| {
            let text = String::from_utf8(Builtin::get(&name)?.data.into_owned()).ok()?;
            Some(PackFile { name: format!("standards/{name}"), text })
        })
        .collect();
    files.sort_by_key(|it| (!is_evidence_types(&it.name), it.name.clone()));
    files
}

/// The packs at some paths: files, or folders with everything below them.
pub fn read(paths: &[PathBuf]) -> std::io::Result<Vec<PackFile>> {
    fn collect(path: &Path, files: &mut Vec<PackFile>) -> std::io::Result<()> {
        if path.is_dir() {
            let mut entries = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
            entries.sort_by_key(std::fs::DirEntry::path);
            for entry in entries {
                let below = entry.path();
                if below.is_dir() || below.extension().is_some_and(|it| it == "yaml" || it == "yml")
                {
                    collect(&below, files)?;
                }
            }
            return Ok(());
        }
        let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
        files.push(PackFile { name: path.display().to_string(), text });
        Ok(())
    }
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    Ok(files)
}

/// Whether a file holds evidence types instead of an edition.
pub fn is_evidence_types(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|it| it == EVIDENCE_TYPES)
}

/// Codes of the evidence types inside the program.
pub fn known_evidence_types() -> BTreeSet<String> {
    let files = builtin();
    let types = files.iter().find(|it| is_evidence_types(&it.name)).map(parse_evidence_types);
    let types = types.and_then(Result::ok);
    types.into_iter().flat_map(|it| it.evidence_types).map(|it| it.code.value).collect()
}

/// Reads the evidence types.
pub fn parse_evidence_types(file: &PackFile) -> Result<EvidenceTypes, Vec<PackProblem>> {
    let types: EvidenceTypes = yaml(file)?;
    let mut notes = Notes::new(file);
    let mut seen = HashMap::new();
    for it in &types.evidence_types {
        let line = it.code.referenced.line();
        notes.text(line, "title", &it.title.en);
        notes.once(line, "evidence type", &it.code.value, &mut seen);
    }
    notes.or(types)
}

/// Reads a pack and checks all that the schema cannot say; every problem at once.
pub fn parse(file: &PackFile, evidence_types: &BTreeSet<String>) -> Result<Pack, Vec<PackProblem>> {
    let pack: Pack = yaml(file)?;
    let mut notes = Notes::new(file);
    let top = pack.id.referenced.line();
    let is_id = |it: &str| {
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
    };
    if !is_id(&pack.id.value) {
        notes.add(
            top,
            format!("id {:?}: use lower-case letters, digits and hyphens", pack.id.value),
        );
    }
    notes.text(top, "title", &pack.title.en);
    check_scale(&mut notes, top, pack.about.scale.as_ref());
    check_outcomes(&mut notes, &pack, top);
    check_nodes(&mut notes, &pack, evidence_types);
    notes.or(pack)
}

fn check_scale(notes: &mut Notes, line: u64, scale: Option<&Scale>) {
    let Some(scale) = scale else { return };
    let mut words = HashMap::new();
    let mut last = f64::NEG_INFINITY;
    for level in &scale.levels {
        notes.text(line, "title of a level", &level.title.en);
        if !(0.0..=1.0).contains(&level.weight) {
            notes.add(
                line,
                format!("level {}: weight {} is not between 0 and 1", level.code, level.weight),
            );
        }
        if level.weight < last {
            notes.add(line, format!("level {}: levels go from the worst to the best", level.code));
        }
        last = level.weight;
        for word in level.aliases.iter().chain([&level.code]) {
            if let Some(other) = words.insert(fold(word), &level.code)
                && other != &level.code
            {
                notes.add(line, format!("{word:?} names the levels {other} and {}", level.code));
            }
        }
    }
}

fn check_outcomes(notes: &mut Notes, pack: &Pack, line: u64) {
    let about = &pack.about;
    for outcome in &about.outcomes {
        for rule in &outcome.rules {
            let known =
                |level: &str| about.scale.as_ref().is_some_and(|it| it.rank(level).is_some());
            if let Some(level) = rule.level().filter(|it| !known(it)) {
                notes.add(
                    line,
                    format!("outcome {}: the scale has no level {level:?}", outcome.code),
                );
            }
        }
    }
    if about.outcomes.last().is_some_and(|it| !it.rules.is_empty()) {
        notes.add(line, "the last outcome is what is left: it has no rules".into());
    }
    match &about.target {
        Some(target) if !about.outcomes.iter().any(|it| &it.code == target) => {
            notes.add(line, format!("target: there is no outcome {target:?}"));
        }
        None if pack.kind == PackKind::Criteria => notes.add(line, "target is missing".into()),
        _ => {}
    }
    if pack.kind == PackKind::Criteria && about.scale.is_none() {
        notes.add(line, "scale is missing: criteria are rated on one".into());
    }
}

fn check_nodes(notes: &mut Notes, pack: &Pack, evidence_types: &BTreeSet<String>) {
    let nodes = pack.preorder();
    let top = pack.id.referenced.line();
    if nodes.len() > MOST_NODES {
        notes.add(top, format!("{} nodes; at most {MOST_NODES} are read", nodes.len()));
    }
    if pack.kind == PackKind::Criteria && !nodes.iter().any(|it| pack.is_assessable(it.node)) {
        notes.add(top, "no criterion is assessable".into());
    }
    let mut seen = HashMap::new();
    for placed in nodes {
        let node = placed.node;
        let line = node.code.referenced.line();
        notes.once(line, "code", &node.code.value, &mut seen);
        notes.text(line, "code", &node.code.value);
        notes.text(line, "title", &node.title.en);
        if let Some(summary) = &node.summary {
            notes.text(line, "summary", &summary.en);
        }
        if !(node.weight.is_finite() && node.weight >= 0.0 && node.weight <= 1_000.0) {
            notes.add(line, format!("weight {} is not between 0 and 1000", node.weight));
        }
        if placed.depth >= MOST_DEPTH {
            notes.add(line, format!("deeper than {MOST_DEPTH} steps"));
        }
        for code in node.expects.iter().filter(|it| !evidence_types.contains(*it)) {
            notes.add(line, format!("expects {code:?}, which is no evidence type"));
        }
    }
}

/// Problems of one file.
struct Notes<'a> {
    file: &'a PackFile,
    problems: Vec<PackProblem>,
}

impl<'a> Notes<'a> {
    fn new(file: &'a PackFile) -> Self {
        Self { file, problems: Vec::new() }
    }

    fn add(&mut self, line: u64, message: String) {
        self.problems.push(PackProblem { file: self.file.name.clone(), line, message });
    }

    fn text(&mut self, line: u64, what: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(line, format!("{what} is empty"));
        } else if text.chars().count() > LONGEST {
            self.add(line, format!("{what} is longer than {LONGEST} characters"));
        } else if text.chars().any(|it| it.is_control() && it != '\n') {
            self.add(line, format!("{what} has control characters"));
        }
    }

    fn once(&mut self, line: u64, what: &str, code: &str, seen: &mut HashMap<String, u64>) {
        if let Some(first) = seen.insert(code.to_lowercase(), line) {
            self.add(line, format!("{what} {code} is there already, in line {first}"));
        }
    }

    fn or<T>(self, value: T) -> Result<T, Vec<PackProblem>> {
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }
}

fn yaml<T: DeserializeOwned>(file: &PackFile) -> Result<T, Vec<PackProblem>> {
    let problem = |line, message| vec![PackProblem { file: file.name.clone(), line, message }];
    if file.text.len() > MOST_BYTES {
        return Err(problem(1, format!("larger than {MOST_BYTES} bytes")));
    }
    serde_saphyr::from_str(&file.text).map_err(|error| {
        let error = error.without_snippet();
        let line = error.location().map_or(1, |it| it.line());
        problem(line, error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let file = PackFile { name: "x.yaml".into(), text: text.into() };
        let found = parse(&file, &BTreeSet::from(["policy".into()]));
        found.err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    const GOOD: &str = "\
framework: { id: f, title: { en: F }, issuer: I }
id: f-1
title: { en: F one }
version: '1'
kind: criteria
about:
  target: ok
  scale: { levels: [{ code: none, title: { en: No }, weight: 0, role: bad }, { code: full, title: { en: Yes }, weight: 1, role: good }] }
  outcomes: [{ code: ok, title: { en: OK }, rules: [{ rule: no_criterion_below, level: full }] }, { code: not, title: { en: Not } }]
criteria:
  - { code: '1', kind: area, title: { en: Area }, provenance: checked, children: [
      { code: '1.1', kind: criterion, title: { en: First }, provenance: checked, expects: [policy] } ] }
";

    #[test]
    fn every_builtin_pack_is_sound_and_whole() {
        let types = known_evidence_types();
        assert_eq!(types.len(), 111);
        let mut counts = Vec::new();
        for file in builtin().iter().filter(|it| !is_evidence_types(&it.name)) {
            let pack = parse(file, &types).unwrap_or_else(|problems| panic!("{problems:?}"));
            let nodes = pack.preorder();
            let assessable = nodes.iter().filter(|it| pack.is_assessable(it.node)).count();
            counts.push((pack.id.value.clone(), nodes.len(), assessable));
        }
        let counted = |id: &str, nodes, assessable| (id.to_owned(), nodes, assessable);
        assert_eq!(
            counts,
            [
                counted("eqf-2017", 32, 0),
                counted("iso-iec-17025-2017", 182, 141),
                counted("xk-kaa-programme-2021", 40, 33),
                counted("xk-nqa-validation", 13, 12),
                counted("xk-nqf", 16, 0),
            ]
        );
    }

    #[test]
    fn a_good_pack_has_no_problems() {
        assert_eq!(problems(GOOD), [""; 0]);
    }

    #[test]
    fn every_problem_says_where() {
        for (from, to, expected) in [
            ("'1.1'", "'1'", "x.yaml:12: code 1 is there already, in line 11"),
            ("[policy]", "[poem]", "x.yaml:12: expects \"poem\", which is no evidence type"),
            ("{ en: First }", "{ en: ' ' }", "x.yaml:12: title is empty"),
            ("target: ok", "target: fine", "x.yaml:2: target: there is no outcome \"fine\""),
            (
                "level: full",
                "level: maybe",
                "x.yaml:2: outcome ok: the scale has no level \"maybe\"",
            ),
            (
                "id: f-1",
                "id: F 1",
                "x.yaml:2: id \"F 1\": use lower-case letters, digits and hyphens",
            ),
        ] {
            assert_eq!(problems(&GOOD.replacen(from, to, 1)), [expected], "{to}");
        }
        let misspelt = problems(&GOOD.replace("kind: criteria", "knid: criteria"));
        assert!(misspelt[0].starts_with("x.yaml:5:"), "{misspelt:?}");
        let bomb = "a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n";
        assert_eq!(problems(bomb).len(), 1);
    }
}
