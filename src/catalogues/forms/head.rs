//! A draft as a whole, as it is typed.

use std::collections::HashSet;

use super::sent::{Sent, demand};
use crate::check::{Problem, Problems};
use crate::language::Language;
use crate::standards::draft::edition::About;
use crate::standards::pack::{Group, Head};
use crate::titles::Titles;

/// Most characters of a line.
const LONGEST_LINE: usize = 1_000;
/// Most characters of a text.
const LONGEST_TEXT: usize = 200_000;

/// What is to hold for a draft as a whole, or every problem. What was not sent stays as it is. `used` are the codes of groups
/// that criteria belong to; a framework that is not free stays as it is.
pub fn check(
    sent: &Sent,
    current: &About,
    is_framework_free: bool,
    used: &HashSet<&str>,
    language: Language,
) -> Result<About, Problems> {
    let mut problems = Problems::default();
    let mut about = current.clone();
    about.title = sent.lines(&mut problems, "title", &current.title, LONGEST_LINE);
    if about.title.is_empty() {
        problems.add("title", Problem::Missing);
    }
    about.version = sent.line(&mut problems, "version", &current.version, LONGEST_LINE);
    demand(&mut problems, "version", &about.version);
    about.framework = sent.lines(&mut problems, "framework", &current.framework, LONGEST_LINE);
    if about.framework.is_empty() {
        problems.add("framework", Problem::Missing);
    }
    about.issuer = sent.line(&mut problems, "issuer", &current.issuer, LONGEST_LINE);
    demand(&mut problems, "issuer", &about.issuer);
    let is_same = about.framework == current.framework && about.issuer == current.issuer;
    if !(is_same || is_framework_free) {
        problems.add("issuer", Problem::Other("problem-framework-shared"));
    }
    let head = &mut about.head;
    head.status = sent.text(&mut problems, "status", &head.status, LONGEST_TEXT);
    head.licence_note = sent.text(&mut problems, "licence_note", &head.licence_note, LONGEST_TEXT);
    if sent.spoken("description").next().is_some() {
        let before = head.description.clone().unwrap_or_default();
        let after = sent.titles(&mut problems, "description", &before, LONGEST_TEXT);
        if after != before {
            let is_text = after.iter().next().is_some();
            head.description = is_text.then_some(after);
        }
    }
    grouped(sent, &mut problems, head, used, language);
    problems.or(about)
}

/// The groups and the target.
fn grouped(
    sent: &Sent,
    problems: &mut Problems,
    head: &mut Head,
    used: &HashSet<&str>,
    language: Language,
) {
    if let Some(text) = sent.get("groups") {
        match groups(text, &head.groups, used, language) {
            Ok(groups) => head.groups = groups,
            Err(problem) => problems.add("groups", problem),
        }
    }
    if let Some(target) = sent.get("target").filter(|it| !it.is_empty()) {
        let known = head.outcomes.iter().any(|it| it.code == target);
        if known {
            head.target = Some(target.to_owned());
        } else {
            problems.add("target", Problem::NotAnOption);
        }
    }
}

/// Groups as lines: the code, a bar, the title in the reader's language.
pub fn lines(groups: &[Group], language: Language) -> String {
    let line = |it: &Group| format!("{} | {}", it.code, one_line(it.title.get(language)));
    groups.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Groups from their lines. Those that were there keep what lines do not say: other languages, descriptions.
fn groups(
    text: &str,
    current: &[Group],
    used: &HashSet<&str>,
    language: Language,
) -> Result<Vec<Group>, Problem> {
    let mut groups: Vec<Group> = Vec::new();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (code, title) = line.split_once('|').unwrap_or((line, ""));
        let (code, title) = (code.trim(), one_line(title));
        if code.is_empty() || groups.iter().any(|it| it.code == code) {
            return Err(Problem::Other("problem-groups"));
        }
        if line.chars().count() > LONGEST_LINE {
            return Err(Problem::TooLong(LONGEST_LINE));
        }
        let there = current.iter().find(|it| it.code == code);
        let mut group = there.cloned().unwrap_or_else(|| Group {
            code: code.to_owned(),
            title: Titles::default(),
            description: None,
            chosen: false,
        });
        if title != one_line(group.title.get(language)) {
            group.title.set(language.code(), title);
        }
        if group.title.is_empty() {
            group.title.set(language.code(), code);
        }
        groups.push(group);
    }
    let is_kept = |code: &&&str| groups.iter().any(|it| it.code == **code);
    let lost = current.iter().map(|it| it.code.as_str()).filter(|it| used.contains(it));
    let lost: Vec<&str> = lost.collect();
    if lost.iter().all(|it| is_kept(&it)) {
        Ok(groups)
    } else {
        Err(Problem::Other("problem-group-used"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(code: &str, titles: &[(&str, &str)]) -> Group {
        let title = titles.iter().copied().collect();
        Group { code: code.into(), title, description: Some(Titles::english("d")), chosen: true }
    }

    #[test]
    fn groups_survive_their_lines() {
        let current =
            [group("1.10", &[("en", "Basic"), ("fr", "Base")]), group("B", &[("nl", "Hoog")])];
        let used = HashSet::from(["B"]);
        let read = |text: &str| groups(text, &current, &used, Language::English);
        assert_eq!(read(&lines(&current, Language::English)).unwrap(), current);
        let changed = read("B | High\r\n\r\n007").unwrap();
        assert_eq!(changed[0].title.own("nl"), Some("Hoog"));
        assert_eq!(changed[0].title.own("en"), Some("High"));
        assert_eq!((changed[1].code.as_str(), changed[1].title.en()), ("007", "007"));
        assert_eq!(read("1.10 | Basic"), Err(Problem::Other("problem-group-used")));
        assert_eq!(read("B | a\nB | b"), Err(Problem::Other("problem-groups")));
    }
}
