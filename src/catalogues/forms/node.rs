//! A criterion as it is typed.

use std::collections::{BTreeSet, HashSet};

use super::questions;
use super::sent::{Sent, codes, demand, pair_lines, pairs};
use crate::check::{Problem, Problems};
use crate::standards::pack::{Group, Node, PackKind, Provenance};
use crate::titles::Titles;

/// Most characters of a line.
const LONGEST_LINE: usize = 1_000;
/// Most characters of a text.
const LONGEST_TEXT: usize = 200_000;
/// Heaviest criterion.
const HEAVIEST: f64 = 1_000.0;

/// What a criterion has to fit to.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub kind: PackKind,
    /// Codes of all other criteria, in lower case.
    pub taken: &'a HashSet<String>,
    /// Codes of the evidence types.
    pub types: &'a BTreeSet<String>,
    pub groups: &'a [Group],
    /// Codes of the edition that a supplement adds to, in lower case.
    pub base: &'a HashSet<String>,
}

/// What a criterion is to say, or every problem. What was not sent stays as it is.
pub fn check(sent: &Sent, current: &Node, around: Around<'_>) -> Result<Node, Problems> {
    let mut problems = Problems::default();
    let mut node = current.clone();
    node.code = sent.line(&mut problems, "code", &current.code, LONGEST_LINE);
    demand(&mut problems, "code", &node.code);
    if around.taken.contains(&node.code.trim().to_lowercase()) {
        problems.add("code", Problem::Other("problem-code-taken"));
    }
    // A code that somebody typed is no longer one that was made up.
    node.numbered |= node.code != current.code;
    node.kind = sent.line(&mut problems, "kind", &current.kind, LONGEST_LINE);
    demand(&mut problems, "kind", &node.kind);
    node.title = sent.lines(&mut problems, "title", &current.title, LONGEST_LINE);
    node.summary = spoken(sent, &mut problems, "summary", current.summary.as_ref());
    node.guidance = spoken(sent, &mut problems, "guidance", current.guidance.as_ref());
    let evidence = current.typical_evidence.as_ref();
    node.typical_evidence = spoken(sent, &mut problems, "typical_evidence", evidence);
    node.questions = questions::check(sent, &mut problems, &current.questions);
    references(sent, &mut problems, &mut node);
    if node.title.is_empty() && node.summary.is_none() {
        problems.add("title", Problem::Missing);
    }
    if let Some(under) = sent.get("under") {
        let under = under.trim();
        node.under = (!under.is_empty()).then(|| under.to_owned());
        if node.under != current.under
            && !(under.is_empty() || around.base.contains(&under.to_lowercase()))
        {
            problems.add("under", Problem::Other("problem-unknown-code"));
        }
    }
    if around.kind == PackKind::Criteria && sent.get("assessable").is_some() {
        node.assessable = Some(sent.tick("assessable", false));
    }
    node.mandatory = sent.tick("mandatory", current.mandatory);
    node.weight = weight(sent, &mut problems, current.weight);
    if let Some(groups) = sent.all("groups") {
        let added = around.groups.iter().map(|it| &it.code);
        let added = added.filter(|it| !current.groups.contains(it));
        let chosen = current.groups.iter().chain(added);
        node.groups = chosen.filter(|it| groups.contains(&it.as_str())).cloned().collect();
    }
    if let Some(expects) = sent.get("expects") {
        node.expects = codes(expects);
        let known = |it: &String| around.types.contains(it) || current.expects.contains(it);
        if !node.expects.iter().all(known) {
            problems.add("expects", Problem::Other("problem-unknown-evidence-type"));
        }
    }
    if let Some(code) = sent.get("provenance") {
        let found = Provenance::from_code(code);
        let found = (found.code() == code).then_some(found);
        node.provenance = problems.choice("provenance", found, current.provenance);
    }
    problems.or(node)
}

/// Where other frameworks ask the same, one a line.
fn references(sent: &Sent, problems: &mut Problems, node: &mut Node) {
    let Some(typed) = sent.get("references") else { return };
    if questions::same_lines(typed, &pair_lines(&node.references)) {
        return;
    }
    match pairs(typed) {
        Some(it) => node.references = it,
        None => problems.add("references", Problem::Other("problem-pairs")),
    }
}

fn spoken(
    sent: &Sent,
    problems: &mut Problems,
    name: &'static str,
    current: Option<&Titles>,
) -> Option<Titles> {
    if sent.spoken(name).next().is_none() {
        return current.cloned();
    }
    let none = Titles::default();
    let titles = sent.titles(problems, name, current.unwrap_or(&none), LONGEST_TEXT);
    (titles.iter().next().is_some() || current == Some(&titles)).then_some(titles)
}

fn weight(sent: &Sent, problems: &mut Problems, current: f64) -> f64 {
    let Some(typed) = sent.get("weight") else { return current };
    match typed.trim().replace(',', ".").parse::<f64>() {
        Ok(it) if (0.0..=HEAVIEST).contains(&it) => it,
        _ => {
            problems.add("weight", Problem::Other("problem-weight"));
            current
        }
    }
}
