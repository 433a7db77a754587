//! Whether the scale and the outcomes of a pack make sense: levels in order, each word for one level, rules that name levels.

use std::collections::HashMap;

use super::fold::fold;
use super::pack::{Head, Rule, Scale};
use super::places::Place;
use super::problems::Notes;
use super::texts::{LONGEST_LINE, LONGEST_TEXT, full_text, line, once, text, titles};
use crate::titles::Titles;

/// Notes all that is wrong with a scale.
pub(super) fn scale(notes: &mut Notes<'_>, scale: &Scale, place: &Place) {
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
        for (name, it) in
            [("description", &level.description), ("second_description", &level.second_description)]
        {
            if let Some(it) = it {
                titles(notes, place.field(name), name, it, LONGEST_TEXT);
            }
        }
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
    if let Some(second) = &scale.second {
        let place = place.field("second");
        titles(notes, place.field("first"), "first", &second.first, LONGEST_LINE);
        titles(notes, place.field("title"), "title", &second.title, LONGEST_LINE);
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
        let titles = title.iter().map(|(tag, it)| (spoken.field(tag), it));
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

/// Notes all that is wrong with outcomes and their rules.
pub(super) fn outcomes(notes: &mut Notes<'_>, about: &Head, place: &Place) {
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
