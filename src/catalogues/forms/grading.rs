//! Scale, levels, outcomes, rules and conditions as they are typed.

use super::part::{Part, empty_scale};
use super::sent::{Sent, demand};
use crate::check::{Problem, Problems};
use crate::standards::check::words_of;
use crate::standards::pack::{
    Head, Level, NotApplicable, Outcome, Role, Rule, Scale, SecondAxis, Setting,
};
use crate::standards::placed::{self, Placed};
use crate::titles::Titles;

/// Most characters of a line.
const LONGEST_LINE: usize = 1_000;
/// Most characters of a text.
const LONGEST_TEXT: usize = 200_000;
/// Rules by their names.
pub const RULES: [&str; 7] = [
    "no_criterion_below",
    "mandatory_at_least",
    "share_at_least",
    "area_at_least",
    "overall_at_least",
    "index_at_least",
    "no_open_major",
];
/// Colours of levels, best first.
pub const ROLES: [Role; 4] = [Role::Good, Role::Fair, Role::Poor, Role::Bad];

/// The head with a part as it was sent, or every problem. What was not sent stays as it is. What is wrong only beside other
/// parts, as the order of levels, may be mended later; publishing asks for it.
pub fn check(sent: &Sent, part: Part, current: &Head) -> Result<Head, Problems> {
    let mut problems = Problems::default();
    let mut head = current.clone();
    match part {
        Part::Scale => scale(sent, &mut problems, head.scale.get_or_insert_with(empty_scale)),
        Part::Level(at) => level(sent, &mut problems, &mut head, at),
        Part::Outcome(at) => outcome(sent, &mut problems, &mut head, at),
        Part::Rule(of, at) => {
            let name = free_setting(&head, of);
            let rules = &mut head.outcomes[of].rules;
            let rule = rule(sent, &mut problems, rules.get(at), name);
            put(rules, at, rule);
        }
        Part::Condition(of, at) => {
            let conditions = &mut head.outcomes[of].conditions;
            let held = conditions.get(at).cloned().unwrap_or_default();
            let text = sent.titles(&mut problems, "condition", &held, LONGEST_TEXT);
            put(conditions, at, text);
        }
    }
    let before = placed::of_head(current);
    for it in placed::of_head(&head) {
        if let Some(field) = field_of(part, &it, &before)
            && problems.get(field).is_none()
        {
            problems.add(field, Problem::Other(words_of(it.code)));
        }
    }
    problems.or(head)
}

fn put<T>(list: &mut Vec<T>, at: usize, it: T) {
    match list.get_mut(at) {
        Some(held) => *held = it,
        None => list.push(it),
    }
}

/// The field beside which a problem is said; none where it does not keep the part from being taken.
fn field_of(part: Part, it: &Placed, before: &[Placed]) -> Option<&'static str> {
    let path = part.path();
    let inside = it.path.strip_prefix(&path).filter(|it| it.is_empty() || it.starts_with('/'));
    let Some(inside) = inside else {
        // The second of two equal words is told of, whichever was typed.
        let is_new = !before.iter().any(|held| held.path == it.path && held.code == it.code);
        let is_twice = it.code.starts_with("duplicate-");
        let same_list = it.path.split('/').next() == path.split('/').next();
        return (is_new && is_twice && same_list).then_some("title");
    };
    let steps: Vec<&str> = inside.split('/').filter(|it| !it.is_empty()).collect();
    let waits = it.code == "order" || (it.code == "missing-field" && part != Part::Scale);
    Some(match (part, steps.as_slice()) {
        (Part::Rule(..), []) => "number",
        _ if waits => return None,
        (Part::Scale, ["second", "first", ..]) => "first",
        (Part::Scale, ["second", ..]) => "second",
        (Part::Scale, ["not_applicable", "aliases", ..]) => "apart_aliases",
        (Part::Scale, ["not_applicable", "title", ..]) => "apart_title",
        (Part::Scale, ["not_applicable", ..]) => "apart_code",
        (Part::Scale, ["note", ..]) => "note",
        (Part::Scale, _) | (Part::Outcome(_), ["rules" | "conditions", ..]) => return None,
        (Part::Condition(..), _) => "condition",
        (Part::Rule(..), ["rule", ..]) => "kind",
        (_, ["title", ..]) => "title",
        (_, ["description", ..]) => "description",
        (_, ["second_description", ..]) => "second_description",
        (_, ["aliases", ..]) => "aliases",
        (_, ["score" | "share", ..]) if matches!(part, Part::Rule(..)) => "number",
        (_, ["score", ..]) => "score",
        (_, ["weight", ..]) => "weight",
        (_, ["from", ..]) => "from",
        (_, ["level", ..]) => "level",
        (_, ["setting", ..]) => "number",
        (_, ["validity_months", ..]) => "validity_months",
        (_, ["note", ..]) => "note",
        _ => "code",
    })
}

fn scale(sent: &Sent, problems: &mut Problems, scale: &mut Scale) {
    scale.percent = sent.tick("percent", scale.percent);
    scale.note = sent.text(problems, "note", &scale.note, LONGEST_TEXT);
    let held = scale.second.clone();
    let (first, title) = held.map(|it| (it.first, it.title)).unwrap_or_default();
    let first = sent.lines(problems, "first", &first, LONGEST_LINE);
    let title = sent.lines(problems, "second", &title, LONGEST_LINE);
    let is_said = !(first.is_empty() && title.is_empty());
    scale.second = is_said.then_some(SecondAxis { first, title });
    let held = scale.not_applicable.clone();
    let held = held.unwrap_or(NotApplicable {
        code: String::new(),
        title: Titles::default(),
        aliases: Vec::new(),
    });
    let code = sent.line(problems, "apart_code", &held.code, LONGEST_LINE);
    let title = sent.lines(problems, "apart_title", &held.title, LONGEST_LINE);
    let aliases = words(sent, "apart_aliases", &held.aliases);
    let is_said = !(code.is_empty() && title.is_empty());
    scale.not_applicable = is_said.then_some(NotApplicable { code, title, aliases });
}

fn level(sent: &Sent, problems: &mut Problems, head: &mut Head, at: usize) {
    let scale = head.scale.get_or_insert_with(empty_scale);
    let held = scale.levels.get(at).cloned();
    let mut level = held.clone().unwrap_or(Level {
        code: String::new(),
        title: Titles::default(),
        description: None,
        second_description: None,
        score: None,
        weight: None,
        from: None,
        role: Role::Fair,
        aliases: Vec::new(),
    });
    level.code = sent.line(problems, "code", &level.code, LONGEST_LINE);
    demand(problems, "code", &level.code);
    level.title = sent.lines(problems, "title", &level.title, LONGEST_LINE);
    if level.title.is_empty() {
        problems.add("title", Problem::Missing);
    }
    for (name, text) in [
        ("description", &mut level.description),
        ("second_description", &mut level.second_description),
    ] {
        let before = text.clone().unwrap_or_default();
        let after = sent.titles(problems, name, &before, LONGEST_TEXT);
        if after != before {
            *text = (!after.is_empty()).then_some(after);
        }
    }
    level.score = number(sent, problems, "score", level.score, 1.0);
    level.weight = number(sent, problems, "weight", level.weight, 100.0);
    level.from = number(sent, problems, "from", level.from, 1.0);
    level.aliases = words(sent, "aliases", &level.aliases);
    if let Some(code) = sent.get("role") {
        let found = ROLES.into_iter().find(|it| it.tone() == code);
        level.role = problems.choice("role", found, level.role);
    }
    // Rules go along with a level that gets another short name.
    if let Some(held) = held {
        let rules = head.outcomes.iter_mut().flat_map(|it| &mut it.rules);
        for name in rules.filter_map(level_mut).filter(|it| **it == held.code) {
            name.clone_from(&level.code);
        }
    }
    put(&mut scale.levels, at, level);
}

fn level_mut(rule: &mut Rule) -> Option<&mut String> {
    match rule {
        Rule::NoCriterionBelow { level }
        | Rule::MandatoryAtLeast { level }
        | Rule::ShareAtLeast { level, .. }
        | Rule::AreaAtLeast { level }
        | Rule::OverallAtLeast { level } => Some(level),
        Rule::IndexAtLeast { .. } | Rule::NoOpenMajor {} => None,
    }
}

fn outcome(sent: &Sent, problems: &mut Problems, head: &mut Head, at: usize) {
    let held = head.outcomes.get(at).cloned();
    let is_target = held.as_ref().is_some_and(|it| head.target.as_ref() == Some(&it.code));
    let mut outcome = held.unwrap_or(Outcome {
        code: String::new(),
        title: Titles::default(),
        rules: Vec::new(),
        validity_months: None,
        conditions: Vec::new(),
        note: String::new(),
    });
    outcome.code = sent.line(problems, "code", &outcome.code, LONGEST_LINE);
    demand(problems, "code", &outcome.code);
    outcome.title = sent.lines(problems, "title", &outcome.title, LONGEST_LINE);
    if outcome.title.is_empty() {
        problems.add("title", Problem::Missing);
    }
    if let Some(typed) = sent.get("validity_months").map(str::trim) {
        let months = typed.parse().ok();
        if months.is_none() && !typed.is_empty() {
            problems.add("validity_months", Problem::Other("problem-number"));
        }
        outcome.validity_months = months;
    }
    outcome.note = sent.text(problems, "note", &outcome.note, LONGEST_TEXT);
    if is_target || head.target.is_none() {
        head.target = Some(outcome.code.clone());
    }
    put(&mut head.outcomes, at, outcome);
}

/// A rule as it was sent. `name` is free for the setting that it may need.
fn rule(sent: &Sent, problems: &mut Problems, held: Option<&Rule>, name: String) -> Rule {
    let kind = sent.get("kind").or(held.map(code_of)).unwrap_or_default();
    let level = sent.get("level").or(held.and_then(Rule::level)).unwrap_or_default().to_owned();
    let (most, given) = match held {
        Some(Rule::ShareAtLeast { share, .. }) => (100.0, *share),
        Some(Rule::IndexAtLeast { score, .. }) => (1.0, *score),
        _ => (1.0, None),
    };
    // Both are typed in percent, so that one number serves both kinds.
    let percent = number(sent, problems, "number", given.map(|it| it * most), 1.0);
    let kept =
        given.filter(|it| number_text(Some(*it), most) == percent.map_or(String::new(), text_of));
    let setting = held.and_then(Rule::setting);
    let before = setting.map(|it| it.title.clone()).unwrap_or_default();
    let title = sent.lines(problems, "title", &before, LONGEST_LINE);
    let is_open = percent.is_none();
    if is_open && title.is_empty() && matches!(kind, "share_at_least" | "index_at_least") {
        problems.add("number", Problem::Other("problem-rule-number"));
    }
    let name = setting.map_or(name, |it: Setting<'_>| it.name.to_owned());
    let (setting, title) = if is_open { (Some(name), Some(title)) } else { (None, None) };
    match kind {
        "mandatory_at_least" => Rule::MandatoryAtLeast { level },
        "area_at_least" => Rule::AreaAtLeast { level },
        "overall_at_least" => Rule::OverallAtLeast { level },
        "share_at_least" => {
            let same = held.map(code_of) == Some(kind);
            let share = kept.filter(|_| same).or(percent.map(|it| it / 100.0));
            Rule::ShareAtLeast { level, share, setting, title }
        }
        "index_at_least" => Rule::IndexAtLeast { score: percent, setting, title },
        "no_open_major" => Rule::NoOpenMajor {},
        it => {
            if it != "no_criterion_below" {
                problems.add("kind", Problem::NotAnOption);
            }
            Rule::NoCriterionBelow { level }
        }
    }
}

/// The name of a rule's kind.
pub fn code_of(rule: &Rule) -> &'static str {
    match rule {
        Rule::NoCriterionBelow { .. } => RULES[0],
        Rule::MandatoryAtLeast { .. } => RULES[1],
        Rule::ShareAtLeast { .. } => RULES[2],
        Rule::AreaAtLeast { .. } => RULES[3],
        Rule::OverallAtLeast { .. } => RULES[4],
        Rule::IndexAtLeast { .. } => RULES[5],
        Rule::NoOpenMajor {} => RULES[6],
    }
}

/// A name for another setting: that of the outcome, with a number.
fn free_setting(head: &Head, outcome: usize) -> String {
    let code = head.outcomes[outcome].code.to_lowercase();
    let sign = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    let stem: String = code.chars().take(60).map(sign).collect();
    let names = (1..).map(|it| format!("{stem}-{it}"));
    let is_free = |it: &String| head.settings().all(|held| held.name != it);
    names.into_iter().find(is_free).unwrap_or(stem)
}

/// Other words for something, one a line.
fn words(sent: &Sent, name: &str, current: &[String]) -> Vec<String> {
    let Some(text) = sent.get(name) else { return current.to_vec() };
    let typed = text.lines().map(str::trim).filter(|it| !it.is_empty());
    let clean = |it: &str| it.chars().filter(|it| !it.is_control()).collect();
    typed.map(clean).collect()
}

/// A number as a form shows it: `most` is what a whole is there.
pub fn number_text(number: Option<f64>, most: f64) -> String {
    number.map_or_else(String::new, |it| text_of(it * most))
}

fn text_of(number: f64) -> String {
    ((number * 1e6).round() / 1e6).to_string()
}

/// A number that was typed; the one that is held stays where it reads the same.
fn number(
    sent: &Sent,
    problems: &mut Problems,
    name: &'static str,
    current: Option<f64>,
    most: f64,
) -> Option<f64> {
    let Some(typed) = sent.get(name) else { return current };
    let typed = typed.trim().replace(',', ".");
    if typed == number_text(current, most) {
        return current;
    }
    if typed.is_empty() {
        return None;
    }
    match typed.parse::<f64>() {
        Ok(it) if it.is_finite() => Some(it / most),
        _ => {
            problems.add(name, Problem::Other("problem-number"));
            current
        }
    }
}
