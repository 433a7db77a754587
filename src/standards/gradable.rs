//! Whether the scale and the outcomes of a pack make sense: levels in order, each word for one level, rules that name levels.

use std::collections::HashMap;

use super::fold::fold;
use super::pack::{Head, Rule, Scale};
use super::places::Place;
use super::problems::Notes;
use super::texts::{LONGEST_LINE, LONGEST_TEXT, full_text, id, line, once, text, titles};
use crate::titles::Titles;

/// Notes all that is wrong with a scale.
pub(super) fn scale(notes: &mut Notes<'_>, scale: &Scale, place: &Place) {
    text(notes, place.field("note"), "note", &scale.note, LONGEST_TEXT);
    if scale.levels.len() < 2 {
        let message = "a scale has at least two levels".into();
        notes.add(&place.heading("levels"), "empty", message);
    }
    let mut words = Words::default();
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
    }
    if let Some(axes) = &scale.second {
        let place = place.field("second");
        titles(notes, place.field("first"), "first", &axes.first, LONGEST_LINE);
        titles(notes, place.field("title"), "title", &axes.title, LONGEST_LINE);
    }
    weights(notes, scale, place);
    least_scores(notes, scale, place);
    if let Some(apart) = &scale.not_applicable {
        let place = place.field("not_applicable");
        words.take(notes, place, &apart.code, &apart.title, &apart.aliases);
    }
}

/// Notes what is wrong with the weights: all levels have one or none has, and none is less than that of the level before it.
fn weights(notes: &mut Notes<'_>, scale: &Scale, place: &Place) {
    let weighs = scale.levels.iter().any(|it| it.weight.is_some());
    let mut last = f64::NEG_INFINITY;
    for (index, level) in scale.levels.iter().enumerate() {
        let place = place.field("levels").item(index);
        let Some(weight) = level.weight else {
            if weighs {
                let message = format!("level {}: all levels have a weight or none has", level.code);
                notes.add(place, "missing-field", message);
            }
            continue;
        };
        if !(0.0..=1.0).contains(&weight) {
            let message = format!("level {}: weight {weight} is not between 0 and 1", level.code);
            notes.add(place.field("weight"), "out-of-range", message);
        } else if weight < last {
            let message = format!(
                "level {}: weighs less than the one before it; levels go from the worst to the best",
                level.code
            );
            notes.add(place.field("weight"), "order", message);
        }
        last = weight;
    }
}

/// Notes what is wrong with the least scores of a scale in percent: the first is 0 and each is above the one before it. Other
/// scales have none.
fn least_scores(notes: &mut Notes<'_>, scale: &Scale, place: &Place) {
    let mut last = None;
    for (index, level) in scale.levels.iter().enumerate() {
        let (place, code) = (place.field("levels").item(index), &level.code);
        let wrong = match level.from {
            None if scale.percent => ("missing-field", "has no from; the scale is in percent"),
            None => continue,
            Some(_) if !scale.percent => ("order", "has a from, but the scale is not in percent"),
            Some(from) if !(0.0..=100.0).contains(&from) => {
                ("out-of-range", "from is not between 0 and 100")
            }
            Some(from) if last.is_none() && from > 0.0 => {
                ("order", "the first level begins at 0, or a lower score would have no level")
            }
            Some(from) if last.is_some_and(|it| from <= it) => {
                ("order", "begins no higher than the one before it")
            }
            Some(from) => {
                last = Some(from);
                continue;
            }
        };
        last = level.from.or(last);
        let place = if level.from.is_some() { place.field("from") } else { place };
        notes.add(place, wrong.0, format!("level {code}: {}", wrong.1));
    }
    if scale.percent && scale.levels.iter().any(|it| it.weight.is_some()) {
        let message = "a scale in percent has no weights: the index is made of the scores";
        notes.add(place.field("percent"), "order", message.into());
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
    let (mut seen, mut settings) = (HashMap::new(), HashMap::new());
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
        for (index, it) in outcome.conditions.iter().enumerate() {
            let place = place.field("conditions").item(index);
            titles(notes, place, "condition", it, LONGEST_TEXT);
        }
        for (index, it) in outcome.rules.iter().enumerate() {
            let place = place.field("rules").item(index);
            rule(notes, it, about.scale.as_ref(), place);
            number(notes, it, place, &mut settings);
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
    if let Rule::IndexAtLeast { .. } = rule
        && scale.is_some_and(|it| !it.has_index())
    {
        let message = "the levels have no weights, so there is no index that could be asked for";
        notes.add(place.field("rule"), "no-index", message.into());
    }
}

/// Notes what is wrong with the number of a rule: it is given, or it is a setting with a title.
fn number(notes: &mut Notes<'_>, rule: &Rule, place: &Place, settings: &mut HashMap<String, u64>) {
    let (name, given, setting, title, most) = match rule {
        Rule::ShareAtLeast { share, setting, title, .. } => ("share", share, setting, title, 1.0),
        Rule::IndexAtLeast { score, setting, title } => ("score", score, setting, title, 100.0),
        _ => return,
    };
    if let Some(given) = given.filter(|it| !(0.0..=most).contains(it)) {
        let message = format!("{name} {given} is not between 0 and {most}");
        notes.add(place.field(name), "out-of-range", message);
    }
    match setting {
        None if given.is_none() => {
            let message = format!("has neither a {name} nor a setting for it");
            notes.add(place, "missing-field", message);
        }
        Some(_) if given.is_some() => {
            let message = format!("has a {name}, so there is nothing to set");
            notes.add(place.field("setting"), "order", message);
        }
        Some(setting) => {
            id(notes, place.field("setting"), setting);
            once(notes, place.field("setting"), "setting", setting, settings);
        }
        None => {}
    }
    match title {
        None if setting.is_some() => {
            notes.add(place, "missing-field", "the setting has no title".into());
        }
        Some(it) => titles(notes, place.field("title"), "title", it, LONGEST_LINE),
        None => {}
    }
}
