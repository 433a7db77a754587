//! What a pack must hold beyond its shape: codes once, levels in order, rules that name levels, expected evidence that is known.

use std::collections::{BTreeSet, HashMap};

use super::check::Notes;
use super::fold::fold;
use super::pack::{EvidenceTypes, Head, Node, Pack, PackKind, Rule, Scale};
use super::places::Place;
use crate::titles::Titles;

/// Most nodes of a tree.
pub(super) const MOST_NODES: usize = 50_000;
/// Most nodes from the top of a tree to its end.
pub(super) const MOST_DEPTH: usize = 32;
/// Most characters of a title or another single line.
const LONGEST_LINE: usize = 400;
/// Most characters of a summary or a note.
const LONGEST_TEXT: usize = 4_000;
/// Heaviest criterion; the index adds weights up.
const HEAVIEST: f64 = 1_000.0;

/// Notes all that is wrong with a pack of the right shape.
pub(super) fn check(
    notes: &mut Notes<'_>,
    pack: &Pack,
    root: &Place,
    evidence_types: &BTreeSet<String>,
) {
    id(notes, root.field("id"), &pack.id.value);
    let framework = root.field("framework");
    id(notes, framework.field("id"), &pack.framework.id);
    titles(notes, framework.field("title"), "title", &pack.framework.title, LONGEST_LINE);
    line(notes, framework.field("issuer"), "issuer", &pack.framework.issuer);
    titles(notes, root.field("title"), "title", &pack.title, LONGEST_LINE);
    line(notes, root.field("version"), "version", &pack.version);
    head(notes, &pack.about, root.field("about"));
    if pack.kind == PackKind::Criteria {
        rated(notes, pack, root);
    }
    Tree { pack, evidence_types, seen: HashMap::new(), count: 0 }.check(notes, root);
}

/// Notes all that is wrong with evidence types of the right shape.
pub(super) fn check_evidence_types(notes: &mut Notes<'_>, types: &EvidenceTypes, root: &Place) {
    let mut seen = HashMap::new();
    for (index, it) in types.evidence_types.iter().enumerate() {
        let place = root.field("evidence_types").item(index);
        line(notes, place.field("code"), "code", &it.code.value);
        line(notes, place.field("family"), "family", &it.family);
        titles(notes, place.field("title"), "title", &it.title, LONGEST_LINE);
        once(notes, place.field("code"), "evidence type", &it.code.value, &mut seen);
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

fn scale(notes: &mut Notes<'_>, scale: &Scale, place: &Place) {
    text(notes, place.field("note"), "note", &scale.note, LONGEST_TEXT);
    if scale.levels.len() < 2 {
        let message = "a scale has at least two levels".into();
        notes.add(&place.heading("levels"), "empty", message);
    }
    let mut words = Words::default();
    let mut last = f64::NEG_INFINITY;
    for (index, level) in scale.levels.iter().enumerate() {
        let place = place.field("levels").item(index);
        words.take(notes, place, &level.code, &level.title, &level.aliases);
        if !(0.0..=1.0).contains(&level.weight) {
            let message =
                format!("level {}: weight {} is not between 0 and 1", level.code, level.weight);
            notes.add(place.field("weight"), "out-of-range", message);
        } else if level.weight < last {
            let message = format!(
                "level {}: weighs less than the one before it; levels go from the worst to the best",
                level.code
            );
            notes.add(place.field("weight"), "order", message);
        }
        last = level.weight;
    }
    if let Some(apart) = &scale.not_applicable {
        let place = place.field("not_applicable");
        words.take(notes, place, &apart.code, &apart.title, &apart.aliases);
    }
}

/// The words of a scale; each may name one level only, or reading a sheet would be guessing.
#[derive(Default)]
struct Words {
    levels: HashMap<String, String>,
    codes: HashMap<String, u64>,
}

impl Words {
    fn take(
        &mut self,
        notes: &mut Notes<'_>,
        place: &Place,
        code: &str,
        title: &Titles,
        aliases: &[String],
    ) {
        line(notes, place.field("code"), "code", code);
        once(notes, place.field("code"), "level", code, &mut self.codes);
        titles(notes, place.field("title"), "title", title, LONGEST_LINE);
        let spoken = place.field("title");
        let titles =
            [("en", Some(&title.en)), ("sq", title.sq.as_ref()), ("sr", title.sr.as_ref())];
        let titles = titles.iter().filter_map(|it| Some((spoken.field(it.0), it.1?.as_str())));
        let aliases = aliases.iter().enumerate();
        let aliases = aliases.map(|it| (place.field("aliases").item(it.0), it.1.as_str()));
        for (place, word) in [(place.field("code"), code)].into_iter().chain(titles).chain(aliases)
        {
            full_text(notes, place, "word", word, LONGEST_LINE);
            if super::scale::is_not_rated(word) {
                notes.add(place, "duplicate-word", format!("{word:?} means: not rated yet"));
            }
            if let Some(other) = self.levels.insert(fold(word), code.to_owned())
                && other != code
            {
                let message = format!("{word:?} names both {other} and {code}");
                notes.add(place, "duplicate-word", message);
            }
        }
    }
}

fn outcomes(notes: &mut Notes<'_>, about: &Head, place: &Place) {
    let place = place.field("outcomes");
    let mut seen = HashMap::new();
    for (index, outcome) in about.outcomes.iter().enumerate() {
        let place = place.item(index);
        line(notes, place.field("code"), "code", &outcome.code);
        once(notes, place.field("code"), "outcome", &outcome.code, &mut seen);
        titles(notes, place.field("title"), "title", &outcome.title, LONGEST_LINE);
        text(notes, place.field("note"), "note", &outcome.note, LONGEST_TEXT);
        if outcome.validity_months.is_some_and(|it| !(1..=1_200).contains(&it)) {
            let message = "validity_months is not between 1 and 1200".into();
            notes.add(place.field("validity_months"), "out-of-range", message);
        }
        for (index, it) in outcome.rules.iter().enumerate() {
            rule(notes, it, about.scale.as_ref(), place.field("rules").item(index));
        }
        let is_last = index + 1 == about.outcomes.len();
        if is_last != outcome.rules.is_empty() {
            let message = "the last outcome, and only the last, has no rules: it is what is left";
            notes.add(place.field("code"), "order", message.into());
        }
    }
}

fn rule(notes: &mut Notes<'_>, rule: &Rule, scale: Option<&Scale>, place: &Place) {
    let is_known = |level: &str| scale.is_some_and(|it| it.rank(level).is_some());
    if let Some(level) = rule.level().filter(|it| !is_known(it)) {
        let message = format!("the scale has no level {level:?}");
        notes.add(place.field("level"), "unknown-level", message);
    }
    let (name, given, most) = match rule {
        Rule::ShareAtLeast { share, .. } => ("share", *share, 1.0),
        Rule::IndexAtLeast { score } => ("score", *score, 100.0),
        _ => return,
    };
    if !(0.0..=most).contains(&given) {
        let message = format!("{name} {given} is not between 0 and {most}");
        notes.add(place.field(name), "out-of-range", message);
    }
}

/// The tree as it is walked.
struct Tree<'a> {
    pack: &'a Pack,
    evidence_types: &'a BTreeSet<String>,
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
        if self.count > MOST_NODES {
            let message = format!("{} nodes; at most {MOST_NODES} are read", self.count);
            notes.add(&root.heading("criteria"), "too-large", message);
        }
    }

    fn below(&mut self, notes: &mut Notes<'_>, nodes: &[Node], place: &Place, depth: usize) {
        for (index, node) in nodes.iter().enumerate() {
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
        line(notes, place.field("code"), "code", &node.code.value);
        once(notes, place.field("code"), "code", &node.code.value, &mut self.seen);
        line(notes, place.field("kind"), "kind", &node.kind);
        titles(notes, place.field("title"), "title", &node.title, LONGEST_LINE);
        if let Some(summary) = &node.summary {
            titles(notes, place.field("summary"), "summary", summary, LONGEST_TEXT);
        }
        if !(0.0..=HEAVIEST).contains(&node.weight) {
            let message = format!("weight {} is not between 0 and {HEAVIEST}", node.weight);
            notes.add(place.field("weight"), "out-of-range", message);
        }
        for (index, code) in node.expects.iter().enumerate() {
            let place = place.field("expects").item(index);
            if !self.evidence_types.contains(code) {
                let message = format!("expects {code:?}, which is no evidence type");
                notes.add(place, "unknown-evidence-type", message);
            } else if node.expects[..index].contains(code) {
                notes.add(place, "duplicate-code", format!("expects {code:?} twice"));
            }
        }
        for (framework, code) in &node.references {
            line(notes, place.field("references").field(framework), "reference", code);
        }
    }
}

fn id(notes: &mut Notes<'_>, place: &Place, id: &str) {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if id.is_empty() || id.len() > 80 || !id.bytes().all(fits) {
        let message = format!("id {id:?}: use lower-case letters, digits and hyphens, 80 at most");
        notes.add(place, "bad-id", message);
    }
}

fn once(
    notes: &mut Notes<'_>,
    place: &Place,
    what: &str,
    code: &str,
    seen: &mut HashMap<String, u64>,
) {
    let key = code.trim().to_lowercase();
    if let Some(first) = seen.get(&key) {
        let message = format!("{what} {code:?} is there already, in line {first}");
        notes.add(place, "duplicate-code", message);
    } else {
        seen.insert(key, place.line);
    }
}

fn titles(notes: &mut Notes<'_>, place: &Place, what: &str, given: &Titles, most: usize) {
    full_text(notes, place.field("en"), what, &given.en, most);
    for (language, it) in [("sq", &given.sq), ("sr", &given.sr)] {
        if let Some(it) = it {
            full_text(notes, place.field(language), what, it, most);
        }
    }
}

/// A text of one line, which must be there and stand alone.
fn line(notes: &mut Notes<'_>, place: &Place, what: &str, given: &str) {
    full_text(notes, place, what, given, LONGEST_LINE);
    if given.trim() != given || given.contains(['\n', '\t']) {
        let message = format!("{what} has a line end, a tab or space around it");
        notes.add(place, "stray-space", message);
    }
}

fn full_text(notes: &mut Notes<'_>, place: &Place, what: &str, given: &str, most: usize) {
    if given.trim().is_empty() {
        notes.add(place, "empty", format!("{what} is empty"));
    }
    text(notes, place, what, given, most);
}

fn text(notes: &mut Notes<'_>, place: &Place, what: &str, given: &str, most: usize) {
    if given.chars().count() > most {
        notes.add(place, "too-long", format!("{what} is longer than {most} characters"));
    }
    if given.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\t')) {
        notes.add(place, "control-character", format!("{what} has control characters"));
    }
}
