//! What is wrong with a pack, and where.

use std::fmt;

use super::places::Place;

/// Most problems told of one file; nobody reads on.
const MOST_PROBLEMS: usize = 1_000;

/// Every kind of problem, with the key of the words for it.
pub const KINDS: [(&str, &str); 32] = [
    ("bad-id", "pack-problem-bad-id"),
    ("control-character", "pack-problem-control-character"),
    ("duplicate-code", "pack-problem-duplicate-code"),
    ("duplicate-word", "pack-problem-duplicate-word"),
    ("empty", "pack-problem-empty"),
    ("missing-field", "pack-problem-missing-field"),
    ("no-base", "pack-problem-no-base"),
    ("no-choices", "pack-problem-no-choices"),
    ("no-index", "pack-problem-no-index"),
    ("no-scale", "pack-problem-no-scale"),
    ("no-target", "pack-problem-no-target"),
    ("not-utf-8", "pack-problem-not-utf-8"),
    ("nothing-assessable", "pack-problem-nothing-assessable"),
    ("order", "pack-problem-order"),
    ("out-of-range", "pack-problem-out-of-range"),
    ("same-edition", "pack-problem-same-edition"),
    ("stray-space", "pack-problem-stray-space"),
    ("too-deep", "pack-problem-too-deep"),
    ("too-large", "pack-problem-too-large"),
    ("too-long", "pack-problem-too-long"),
    ("unknown-code", "pack-problem-unknown-code"),
    ("unknown-edition", "pack-problem-unknown-edition"),
    ("unknown-evidence-type", "pack-problem-unknown-evidence-type"),
    ("unknown-field", "pack-problem-unknown-field"),
    ("unknown-group", "pack-problem-unknown-group"),
    ("unknown-language", "pack-problem-unknown-language"),
    ("unknown-level", "pack-problem-unknown-level"),
    ("unknown-outcome", "pack-problem-unknown-outcome"),
    ("unknown-word", "pack-problem-unknown-word"),
    ("unreadable", "pack-problem-unreadable"),
    ("wrong-kind", "pack-problem-wrong-kind"),
    ("yaml", "pack-problem-yaml"),
];

/// The key of the words for a kind of problem.
pub fn words_of(code: &str) -> &'static str {
    KINDS.iter().find(|it| it.0 == code).map_or("pack-problem-other", |it| it.1)
}

/// Something wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackProblem {
    pub file: String,
    /// From 1.
    pub line: u64,
    /// In characters, from 1, where it is known.
    pub column: Option<u64>,
    /// Which kind of problem, for those who count them: `duplicate-code`.
    pub code: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The node that it is wrong with, by its place in the preorder of the tree.
    pub node: Option<usize>,
}

impl fmt::Display for PackProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(f, "{column}:")?;
        }
        write!(f, " {}", self.message)
    }
}

/// A problem of a file as a whole, or of one of its lines.
pub(super) fn problem(file: &str, line: u64, code: &'static str, message: String) -> PackProblem {
    debug_assert!(KINDS.iter().any(|it| it.0 == code), "{code} has no words");
    PackProblem { file: file.to_owned(), line, column: None, code, message, node: None }
}

/// Problems of one file, as they are found.
pub(super) struct Notes<'a> {
    file: &'a str,
    problems: Vec<PackProblem>,
    /// The node that is being checked.
    node: Option<usize>,
}

impl<'a> Notes<'a> {
    /// None yet.
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, problems: Vec::new(), node: None }
    }

    /// From now on it is about this node, or about none.
    pub(super) fn about(&mut self, node: Option<usize>) {
        self.node = node;
    }

    /// Notes a problem with a part of the file.
    pub(super) fn add(&mut self, place: &Place, code: &'static str, message: String) {
        self.add_at(place.line, Some(place.column), code, message);
    }

    /// Notes a problem at a line.
    pub(super) fn add_at(
        &mut self,
        line: u64,
        column: Option<u64>,
        code: &'static str,
        message: String,
    ) {
        if self.problems.len() < MOST_PROBLEMS {
            let node = self.node;
            let problem = problem(self.file, line.max(1), code, message);
            self.problems.push(PackProblem { column, node, ..problem });
        }
    }

    /// All of them, from the top of the file down.
    pub(super) fn problems(mut self) -> Vec<PackProblem> {
        self.problems.sort_by_key(|it| (it.line, it.column));
        self.problems
    }

    /// The value, unless something was wrong with it.
    pub(super) fn or<T>(self, value: T) -> Result<T, Vec<PackProblem>> {
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems()) }
    }
}
