//! A difference in words for a terminal, and as JSON for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::carry::Reason;
use super::difference::{By, Change, Difference, Pair, Part, What};
use super::head::{Entry, EntryKind, Fate};
use super::view::Criterion;
use super::wording::Piece;
use crate::language::{Language, Worded};

/// Longest piece of an unchanged text that is shown whole, in characters.
const LONGEST_SAME: usize = 60;

impl Worded for What {
    fn key(&self) -> &'static str {
        match self {
            Self::Kind => "difference-kind",
            Self::Assessable => "difference-assessable",
            Self::Mandatory => "difference-mandatory",
            Self::Weight => "difference-weight",
            Self::Groups => "difference-groups",
            Self::Expects => "difference-expects",
            Self::Languages => "difference-languages",
            Self::Title => "difference-title",
            Self::Description => "difference-description",
            Self::Score => "difference-score",
            Self::Role => "difference-role",
            Self::Place => "difference-place",
            Self::Rules => "difference-rules",
            Self::Validity => "difference-validity",
            Self::Chosen => "difference-chosen",
            Self::Target => "difference-target",
        }
    }
}

impl Worded for Part {
    fn key(&self) -> &'static str {
        match self {
            Self::Title => "difference-title",
            Self::Summary => "difference-summary-part",
            Self::Guidance => "difference-guidance",
        }
    }
}

impl Worded for By {
    fn key(&self) -> &'static str {
        match self {
            Self::Code => "difference-by-code",
            Self::Text => "difference-by-text",
            Self::Likeness => "difference-by-likeness",
        }
    }
}

impl Worded for EntryKind {
    fn key(&self) -> &'static str {
        match self {
            Self::Level => "difference-level",
            Self::Outcome => "difference-outcome",
            Self::Group => "difference-group",
        }
    }
}

/// Code and title, or the beginning of what it says.
pub fn name(criterion: &Criterion, language: Language) -> String {
    let title = criterion.title.get(language);
    let title = if title.is_empty() { criterion.summary.get(language) } else { title };
    format!("{} {}", criterion.code, shortened(title)).trim_end().to_owned()
}

fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let beginning: String = letters.by_ref().take(LONGEST_SAME * 2).collect();
    if letters.next().is_some() { format!("{beginning} …") } else { beginning }
}

/// How alike two texts are, in whole percent; 100 only where they are the same.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
pub fn percent(likeness: f64) -> u8 {
    (likeness.clamp(0.0, 1.0) * 100.0 + 1e-6).floor() as u8
}

/// What happened to a property: `weight 1 → 2`.
pub fn change(it: &Change, language: Language) -> String {
    let what = language.word(&it.what);
    let value = |text: &str| match text {
        "true" => language.text("difference-yes"),
        "false" => language.text("difference-no"),
        "" => language.text("difference-nothing"),
        other => shortened(other),
    };
    if it.from.is_empty() && it.to.is_empty() {
        return language.with("difference-other", [("what", what.into())]);
    }
    format!("{what}: {} → {}", value(&it.from), value(&it.to))
}

/// What happened to a level, an outcome or a group.
pub fn entry(it: &Entry, language: Language) -> String {
    let name = format!("{} {} {}", language.word(&it.kind), it.code, it.title.get(language));
    match &it.fate {
        Fate::Added => format!("{name}: {}", language.text("difference-came")),
        Fate::Removed => format!("{name}: {}", language.text("difference-went")),
        Fate::Changed(changes) => {
            let changes: Vec<_> = changes.iter().map(|it| change(it, language)).collect();
            format!("{name}: {}", changes.join("; "))
        }
    }
}

/// The whole difference for a terminal.
pub fn text(difference: &Difference, language: Language) -> String {
    let (from, to) = (&difference.from.criteria, &difference.to.criteria);
    let title = |it: &crate::titles::Titles| it.get(language).to_owned();
    let mut text = format!("{} → {}\n", title(&difference.from.title), title(&difference.to.title));
    text.push_str(&summary(difference, language));
    text.push('\n');
    if difference.is_none() {
        return text;
    }
    let named = |criteria: &[Criterion], places: &[usize]| -> Vec<String> {
        places.iter().map(|it| name(&criteria[*it], language)).collect()
    };
    let of = |kept: fn(&Pair) -> bool| difference.pairs.iter().filter(move |it| kept(it));
    let moved = of(Pair::is_elsewhere).map(|it| moved_line(difference, it, language));
    let reworded = of(|it| !it.wording.is_empty()).map(|it| {
        let lines = it.wording.iter().map(|wording| {
            let part = language.word(&wording.part);
            format!("\n    {part} ({}): {}", wording.language, marked(&wording.pieces))
        });
        let doubt = language.word(&Reason::CodeOnly);
        let doubt = if it.is_doubtful() { format!(" [{doubt}]") } else { String::new() };
        format!("{}{doubt}{}", name(&to[it.to], language), lines.collect::<String>())
    });
    let changed = of(|it| !it.changes.is_empty()).map(|it| {
        let changes: Vec<_> = it.changes.iter().map(|it| change(it, language)).collect();
        format!("{}: {}", name(&to[it.to], language), changes.join("; "))
    });
    let head = difference.head.entries.iter().map(|it| entry(it, language));
    let head = head.chain(difference.head.target.iter().map(|it| change(it, language)));
    for (heading, lines) in [
        ("difference-head", head.collect()),
        ("difference-added", named(to, &difference.added)),
        ("difference-removed", named(from, &difference.removed)),
        ("difference-moved", moved.collect()),
        ("difference-reworded", reworded.collect()),
        ("difference-changed", changed.collect::<Vec<_>>()),
    ] {
        section(&mut text, &language.text(heading), &lines);
    }
    text
}

fn section(text: &mut String, heading: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = writeln!(text, "\n{heading}\n  {}", lines.join("\n  "));
    }
}

/// How many there are of each.
pub fn summary(difference: &Difference, language: Language) -> String {
    let counts = difference.counts();
    language.with(
        "difference-summary",
        [
            ("added", counts.added.into()),
            ("removed", counts.removed.into()),
            ("moved", counts.moved.into()),
            ("reworded", counts.reworded.into()),
            ("changed", counts.changed.into()),
            ("same", counts.same.into()),
        ],
    )
}

fn moved_line(difference: &Difference, it: &Pair, language: Language) -> String {
    let (from, to) = (&difference.from.criteria[it.from], &difference.to.criteria[it.to]);
    let mut line = name(to, language);
    if it.renumbered {
        line = format!("{} → {line}", from.code);
    }
    if it.moved {
        let above = |it: &Criterion| {
            it.parent.clone().unwrap_or_else(|| language.text("difference-nothing"))
        };
        let below = language.text("difference-below");
        let _ = write!(line, " ({below}: {} → {})", above(from), above(to));
    }
    if it.by == By::Likeness {
        let _ = write!(line, " [{}, {} %]", language.word(&it.by), percent(it.likeness));
    }
    line
}

/// A text with marks around what went and what came; long parts that stayed are cut.
fn marked(pieces: &[Piece]) -> String {
    let piece = |it: &Piece| match it {
        Piece::Gone(text) => format!("[-{text}-]"),
        Piece::Come(text) => format!("{{+{text}+}}"),
        Piece::Same(text) => cut(text),
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= LONGEST_SAME {
        return text.to_owned();
    }
    let half = LONGEST_SAME / 2;
    let (head, tail) = (&letters[..half], &letters[letters.len() - half..]);
    format!("{} … {}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

/// The whole difference for programs.
pub fn json(difference: &Difference) -> Value {
    let (from, to) = (&difference.from.criteria, &difference.to.criteria);
    let named = |criteria: &[Criterion], places: &[usize]| -> Value {
        let one = |it: &usize| {
            let it = &criteria[*it];
            json!({ "code": it.code, "title": it.title, "parent": it.parent })
        };
        places.iter().map(one).collect()
    };
    let of = |kept: fn(&Pair) -> bool, more: &dyn Fn(&Pair) -> (&'static str, Value)| -> Value {
        let one = |it: &Pair| {
            let (key, value) = more(it);
            let by = match it.by {
                By::Code => "code",
                By::Text => "text",
                By::Likeness => "likeness",
            };
            json!({
                "from": from[it.from].code, "to": to[it.to].code, "title": to[it.to].title,
                "by": by, "likeness": (it.likeness * 1000.0).round() / 1000.0, key: value,
            })
        };
        difference.pairs.iter().filter(|it| kept(it)).map(one).collect()
    };
    let parents = |it: &Pair| json!({ "from": from[it.from].parent, "to": to[it.to].parent });
    json!({
        "from": difference.from.title,
        "to": difference.to.title,
        "counts": difference.counts(),
        "head": difference.head,
        "added": named(to, &difference.added),
        "removed": named(from, &difference.removed),
        "moved": of(Pair::is_elsewhere, &|it| ("parent", parents(it))),
        "reworded": of(|it| !it.wording.is_empty(), &|it| ("wording", json!(it.wording))),
        "changed": of(|it| !it.changes.is_empty(), &|it| ("changes", json!(it.changes))),
    })
}
