//! What a pack must hold beyond its shape: texts that are there, codes once, expected evidence that is known, something to rate.

use std::collections::{BTreeSet, HashMap};

use chrono::Datelike as _;

use super::gradable::{outcomes, scale};
use super::pack::{EvidenceTypes, Head, Node, Pack, PackKind};
use super::places::Place;
use super::problems::Notes;
use super::questions::{Question, QuestionKind};
use super::texts::{LONGEST_LINE, LONGEST_TEXT, full_text, id, line, once, tag, text, titles};

/// Most nodes of a tree.
pub(super) const MOST_NODES: usize = 200_000;
/// Most nodes from the top of a tree to its end.
pub(super) const MOST_DEPTH: usize = 32;
/// Heaviest criterion; the index adds weights up.
const HEAVIEST: f64 = 1_000.0;
/// Years in which an edition's recognition may end.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Notes all that is wrong with a pack of the right shape.
pub(super) fn check(
    notes: &mut Notes<'_>,
    pack: &Pack,
    root: &Place,
    evidence_types: &BTreeSet<String>,
) {
    id(notes, root.field("id"), &pack.id);
    let framework = root.field("framework");
    id(notes, framework.field("id"), &pack.framework.id);
    titles(notes, framework.field("title"), "title", &pack.framework.title, LONGEST_LINE);
    line(notes, framework.field("issuer"), "issuer", &pack.framework.issuer);
    titles(notes, root.field("title"), "title", &pack.title, LONGEST_LINE);
    line(notes, root.field("version"), "version", &pack.version);
    if let Some(base) = &pack.supplements {
        supplements(notes, root.field("supplements"), base, pack);
    }
    head(notes, &pack.about, root.field("about"));
    // A supplement is rated as the edition is that it adds to.
    if pack.kind == PackKind::Criteria && pack.supplements.is_none() {
        rated(notes, pack, root);
    }
    let groups = pack.about.groups.iter().map(|it| it.code.as_str()).collect();
    Tree { pack, evidence_types, groups, seen: HashMap::new(), count: 0 }.check(notes, root);
}

/// The edition that a supplement adds to; that of an institution has the institution's code before its id.
fn supplements(notes: &mut Notes<'_>, place: &Place, base: &str, pack: &Pack) {
    let (owner, own) = base.rsplit_once('/').unwrap_or(("owner", base));
    id(notes, place, own);
    if owner.trim().is_empty() {
        notes.add(place, "bad-id", format!("supplements {base:?}: nothing stands before the /"));
    }
    if base == pack.id {
        notes.add(place, "same-edition", "the pack supplements itself".into());
    }
}

/// Notes all that is wrong with evidence types of the right shape.
pub(super) fn check_evidence_types(notes: &mut Notes<'_>, types: &EvidenceTypes, root: &Place) {
    let mut seen = HashMap::new();
    for (index, it) in types.evidence_types.iter().enumerate() {
        let place = root.field("evidence_types").item(index);
        line(notes, place.field("code"), "code", &it.code);
        line(notes, place.field("family"), "family", &it.family);
        titles(notes, place.field("title"), "title", &it.title, LONGEST_LINE);
        once(notes, place.field("code"), "evidence type", &it.code, &mut seen);
        if it.review_months.is_some_and(|it| !(1..=1_200).contains(&it)) {
            let place = place.field("review_months");
            notes.add(place, "out-of-range", "review_months is not between 1 and 1200".into());
        }
    }
    if types.evidence_types.is_empty() {
        notes.add(root, "empty", "there is no evidence type".into());
    }
}

fn head(notes: &mut Notes<'_>, about: &Head, place: &Place) {
    for (name, given) in [
        ("status", &about.status),
        ("licence_note", &about.licence_note),
        ("completeness", &about.completeness),
    ] {
        text(notes, place.field(name), name, given, LONGEST_TEXT);
    }
    if let Some(language) = &about.language {
        tag(notes, place.field("language"), "language", language);
    }
    if let Some(it) = &about.description {
        titles(notes, place.field("description"), "description", it, LONGEST_TEXT);
    }
    if let Some(it) = &about.transition {
        let place = place.field("transition");
        line(notes, place.field("successor"), "successor", &it.successor);
        text(notes, place.field("note"), "note", &it.note, LONGEST_TEXT);
        if !YEARS.contains(&it.recognised_until.year()) {
            let message = format!("{} is no day of our time", it.recognised_until);
            notes.add(place.field("recognised_until"), "out-of-range", message);
        }
    }
    groups(notes, about, place.field("groups"));
    for (index, source) in about.sources.iter().enumerate() {
        full_text(notes, place.field("sources").item(index), "source", source, LONGEST_TEXT);
    }
    if let Some(it) = &about.scale {
        scale(notes, it, place.field("scale"));
    }
    outcomes(notes, about, place);
    if let Some(target) = &about.target
        && !about.outcomes.iter().any(|it| &it.code == target)
    {
        let place = place.field("target");
        notes.add(place, "unknown-outcome", format!("target: there is no outcome {target:?}"));
    }
}

fn groups(notes: &mut Notes<'_>, about: &Head, place: &Place) {
    let mut seen = HashMap::new();
    for (index, it) in about.groups.iter().enumerate() {
        let place = place.item(index);
        line(notes, place.field("code"), "code", &it.code);
        once(notes, place.field("code"), "group", &it.code, &mut seen);
        titles(notes, place.field("title"), "title", &it.title, LONGEST_LINE);
        if let Some(it) = &it.description {
            titles(notes, place.field("description"), "description", it, LONGEST_TEXT);
        }
    }
}

/// What only criteria need: something to rate, a scale to rate it on, an outcome to aim at.
fn rated(notes: &mut Notes<'_>, pack: &Pack, root: &Place) {
    if pack.about.scale.is_none() {
        notes.add(
            &root.heading("about"),
            "no-scale",
            "scale is missing: criteria are rated".into(),
        );
    }
    if pack.about.target.is_none() {
        let message = "target is missing: which outcome is aimed at?".into();
        notes.add(&root.heading("about"), "no-target", message);
    }
    if !pack.preorder().iter().any(|it| pack.is_assessable(it.node)) {
        let message = "no criterion is assessable".into();
        notes.add(&root.heading("criteria"), "nothing-assessable", message);
    }
}

/// The tree as it is walked.
struct Tree<'a> {
    pack: &'a Pack,
    evidence_types: &'a BTreeSet<String>,
    /// Codes of the groups that criteria may belong to.
    groups: BTreeSet<&'a str>,
    seen: HashMap<String, u64>,
    count: usize,
}

impl Tree<'_> {
    fn check(mut self, notes: &mut Notes<'_>, root: &Place) {
        let pack = self.pack;
        if pack.criteria.is_empty() {
            notes.add(&root.heading("criteria"), "empty", "there is no criterion".into());
        }
        self.below(notes, &pack.criteria, root.field("criteria"), 1);
        notes.about(None);
        if self.count > MOST_NODES {
            let message = format!("{} nodes; at most {MOST_NODES} are read", self.count);
            notes.add(&root.heading("criteria"), "too-large", message);
        }
    }

    fn below(&mut self, notes: &mut Notes<'_>, siblings: &[Node], place: &Place, depth: usize) {
        for (index, node) in siblings.iter().enumerate() {
            notes.about(Some(self.count));
            self.count += 1;
            self.node(notes, node, place.item(index));
            if depth == MOST_DEPTH && !node.children.is_empty() {
                let message = format!("deeper than {MOST_DEPTH} steps");
                notes.add(&place.item(index).heading("children"), "too-deep", message);
            }
            let children = place.item(index).field("children");
            self.below(notes, &node.children, children, depth + 1);
        }
    }

    fn node(&mut self, notes: &mut Notes<'_>, node: &Node, place: &Place) {
        line(notes, place.field("code"), "code", &node.code);
        once(notes, place.field("code"), "code", &node.code, &mut self.seen);
        line(notes, place.field("kind"), "kind", &node.kind);
        if node.summary.is_none() || !node.title.is_empty() {
            titles(notes, place.field("title"), "title", &node.title, LONGEST_LINE);
        }
        for (name, text) in [
            ("summary", &node.summary),
            ("guidance", &node.guidance),
            ("typical_evidence", &node.typical_evidence),
        ] {
            if let Some(text) = text {
                titles(notes, place.field(name), name, text, LONGEST_TEXT);
            }
        }
        if !(0.0..=HEAVIEST).contains(&node.weight) {
            let message = format!("weight {} is not between 0 and {HEAVIEST}", node.weight);
            notes.add(place.field("weight"), "out-of-range", message);
        }
        if node.under.is_some() && self.pack.supplements.is_none() {
            let message =
                "under is for supplements: the pack does not say which edition it supplements";
            notes.add(place.field("under"), "no-base", message.into());
        }
        for (index, code) in node.groups.iter().enumerate() {
            let place = place.field("groups").item(index);
            if !self.groups.contains(code.as_str()) {
                notes.add(place, "unknown-group", format!("the pack has no group {code:?}"));
            } else if node.groups[..index].contains(code) {
                notes.add(place, "duplicate-code", format!("is in group {code:?} twice"));
            }
        }
        for (index, it) in node.questions.iter().enumerate() {
            question(notes, it, place.field("questions").item(index));
        }
        self.expected(notes, node, place);
        for (framework, code) in &node.references {
            line(notes, place.field("references").field(framework), "reference", code);
        }
    }

    fn expected(&self, notes: &mut Notes<'_>, node: &Node, place: &Place) {
        for (index, code) in node.expects.iter().enumerate() {
            let place = place.field("expects").item(index);
            if !self.evidence_types.contains(code) {
                let message = format!("expects {code:?}, which is no evidence type");
                notes.add(place, "unknown-evidence-type", message);
            } else if node.expects[..index].contains(code) {
                notes.add(place, "duplicate-code", format!("expects {code:?} twice"));
            }
        }
    }
}

pub(super) fn question(notes: &mut Notes<'_>, question: &Question, place: &Place) {
    titles(notes, place.field("text"), "text", &question.text, LONGEST_TEXT);
    let is_choice =
        matches!(question.kind, QuestionKind::UniqueChoice | QuestionKind::MultipleChoice);
    if is_choice && question.choices.is_empty() {
        let message = "a question of this kind needs choices".into();
        notes.add(place.field("kind"), "no-choices", message);
    }
    for (index, it) in question.choices.iter().enumerate() {
        let place = place.field("choices").item(index);
        titles(notes, place.field("text"), "text", &it.text, LONGEST_TEXT);
    }
}
