//! Our workbook back into a pack. What is wrong is told by sheet and cell.

use std::collections::HashMap;

use super::cells::{Continued, unshield};
use super::edition::edition;
use super::parts::*;
use super::reading::{Part, Row, Told, raw, sheet};
use crate::exchange::outline::{Line, tree_of_depths};
use crate::exchange::table::MOST_DEPTH;
use crate::exchange::{Brought, Notice, NoticeKind};
use crate::sheets::PlainSheet;
use crate::standards::pack::{
    Choice, Group, Level, Node, NotApplicable, Outcome, Provenance, Question, QuestionKind, Rule,
};

/// Whether a workbook is one of ours: the sheets of the edition and of the criteria, with their first columns.
pub fn is_one(sheets: &[PlainSheet]) -> bool {
    let begins = |name: &str, fields: &[&str]| {
        let row = sheet(sheets, name).and_then(|it| it.rows.first()).filter(|it| it.number == 1);
        let heads: Vec<String> = row.map_or_else(Vec::new, |it| {
            it.cells.iter().map(|it| it.1.text().to_lowercase()).collect()
        });
        fields.iter().all(|it| heads.iter().any(|head| head == it))
    };
    begins(EDITION, EDITION_COLUMNS) && begins(CRITERIA, &["depth", "code"])
}

/// Reads a workbook of ours.
pub fn read(sheets: &[PlainSheet]) -> Result<Brought, Vec<Notice>> {
    let mut told = Told::default();
    let notes = continued(sheets);
    let pack = edition(sheets, &notes, &mut told);
    let mut questions = questions(sheets, &notes, &mut told);
    let lines = criteria(sheets, &notes, &mut questions, &mut told);
    let scale = scale(sheets, &notes, &mut told);
    let outcomes = outcomes(sheets, &notes, &mut told);
    let groups = groups(sheets, &notes, &mut told);
    for (code, (place, _)) in questions {
        told.note(NoticeKind::Missing, place, code);
    }
    let known = [EDITION, CRITERIA, SCALE, OUTCOMES, GROUPS, QUESTIONS, NOTES, HELP];
    for it in sheets.iter().filter(|it| !it.rows.is_empty()) {
        if !known.iter().any(|known| it.name.trim().eq_ignore_ascii_case(known)) {
            told.note(NoticeKind::LeftOut, it.name.clone(), &it.name);
        }
    }
    let (Some(mut pack), true) = (pack, told.refusals.is_empty()) else {
        return Err(told.refusals);
    };
    let mut notices = told.notices;
    pack.criteria = tree_of_depths(lines, &mut notices);
    let about = &mut pack.about;
    let (levels, not_applicable) = scale;
    if let Some(scale) = &mut about.scale {
        (scale.levels, scale.not_applicable) = (levels, not_applicable);
        let is_empty = scale.levels.is_empty()
            && scale.not_applicable.is_none()
            && scale.second.is_none()
            && scale.note.is_empty();
        if is_empty {
            about.scale = None;
        }
    }
    about.outcomes = outcomes;
    about.groups = groups;
    Ok(Brought { packs: vec![pack], notices, ..Brought::default() })
}

/// The parts of the texts that did not fit into their cells.
fn continued(sheets: &[PlainSheet]) -> Continued {
    let mut notes = Continued::new();
    for row in sheet(sheets, NOTES).into_iter().flat_map(|it| &it.rows).filter(|it| it.number > 1) {
        let [(0, note), (1, part), rest @ ..] = &row.cells[..] else { continue };
        let (Ok(note), Ok(part)) = (note.text().parse(), part.text().parse()) else { continue };
        let text = rest.first().filter(|it| it.0 == 2).map(|it| raw(&it.1)).unwrap_or_default();
        notes.entry(note).or_default().insert(part, unshield(&text).to_owned());
    }
    notes
}

/// Questions by the code of their criterion, with the place of the first.
type Asked = HashMap<String, (String, Vec<Question>)>;

fn criteria(
    sheets: &[PlainSheet],
    notes: &Continued,
    questions: &mut Asked,
    told: &mut Told,
) -> Vec<Line> {
    let Some(part) = Part::of(sheets, CRITERIA, CRITERIA_COLUMNS, notes, told) else {
        told.note(NoticeKind::Missing, CRITERIA.to_owned(), CRITERIA);
        return Vec::new();
    };
    for field in ["depth", "code", "title"] {
        if !part.has(field) {
            told.note(NoticeKind::Missing, format!("{CRITERIA}!1"), field);
        }
    }
    let mut lines = Vec::new();
    let mut last = 1;
    for row in part.rows(told) {
        let depth = row.count("depth", told);
        if depth.is_none() {
            told.note(NoticeKind::Assumed, row.place("depth"), last.to_string());
        }
        last = depth.unwrap_or(last);
        if last as usize > MOST_DEPTH {
            told.note(NoticeKind::TooMuch, row.place("depth"), last.to_string());
        }
        let mut node = criterion(&row, told);
        if let Some((_, asked)) = questions.remove(&node.code) {
            node.questions = asked;
        }
        lines.push(Line { depth: last as usize, node, place: row.place("code") });
    }
    if lines.is_empty() {
        told.note(NoticeKind::Missing, format!("{CRITERIA}!A2"), "code");
    }
    lines
}

fn criterion(row: &Row<'_>, told: &mut Told) -> Node {
    let code = row.text("code").unwrap_or_default();
    let kind = row.text("kind").unwrap_or_else(|| "criterion".into());
    let mut node = Node::new(code, kind, row.titles("title"));
    node.numbered = row.yes("numbered", told).unwrap_or(true);
    node.under = row.exact("under");
    node.summary = row.some_titles("summary");
    node.guidance = row.some_titles("guidance");
    node.typical_evidence = row.some_titles("typical evidence");
    node.provenance = row.word("provenance", told).unwrap_or(Provenance::Imported);
    node.assessable = row.yes("assessable", told);
    node.mandatory = row.yes("mandatory", told).unwrap_or(false);
    node.importance = row.exact("importance");
    node.weight = row.number("weight", told).unwrap_or(1.0);
    node.groups = row.list("groups");
    node.expects = row.list("expects");
    node.references = row.pairs("references", told);
    node.identifier = row.exact("identifier");
    node.extras = row.pairs(EXTRAS, told);
    node.extras.extend(row.extras());
    node
}

fn scale(
    sheets: &[PlainSheet],
    notes: &Continued,
    told: &mut Told,
) -> (Vec<Level>, Option<NotApplicable>) {
    let (mut levels, mut apart) = (Vec::new(), None);
    let Some(part) = Part::of(sheets, SCALE, SCALE_COLUMNS, notes, told) else {
        return (levels, apart);
    };
    for row in part.rows(told) {
        let Some(code) = row.needed("code", told) else { continue };
        let (title, aliases) = (row.titles("title"), row.list("aliases"));
        if row.text("role").is_some_and(|it| it.eq_ignore_ascii_case(NOT_APPLICABLE)) {
            apart = Some(NotApplicable { code, title, aliases });
            continue;
        }
        row.needed("role", told);
        let Some(role) = row.word("role", told) else { continue };
        levels.push(Level {
            code,
            title,
            description: row.some_titles("description"),
            second_description: row.some_titles("second description"),
            score: row.number("score", told),
            weight: row.number("weight", told),
            from: row.number("from", told),
            role,
            aliases,
        });
    }
    (levels, apart)
}

fn outcomes(sheets: &[PlainSheet], notes: &Continued, told: &mut Told) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let Some(part) = Part::of(sheets, OUTCOMES, OUTCOMES_COLUMNS, notes, told) else {
        return outcomes;
    };
    for row in part.rows(told) {
        let Some(code) = row.needed("code", told) else { continue };
        if outcomes.last().is_none_or(|it| it.code != code) {
            outcomes.push(Outcome {
                code,
                title: row.titles("title"),
                rules: Vec::new(),
                validity_months: row.count("valid months", told),
                conditions: Vec::new(),
                note: row.exact("note").unwrap_or_default(),
            });
        }
        if let (Some(rule), Some(outcome)) = (rule(&row, told), outcomes.last_mut()) {
            outcome.rules.push(rule);
        }
        if let (Some(condition), Some(outcome)) =
            (row.some_titles("condition"), outcomes.last_mut())
        {
            outcome.conditions.push(condition);
        }
    }
    outcomes
}

/// The rule of a row, with just the fields that such a rule has.
fn rule(row: &Row<'_>, told: &mut Told) -> Option<Rule> {
    let name = row.text("rule")?.to_lowercase();
    let mut fields = serde_json::Map::new();
    for field in ["share", "score"] {
        if let Some(number) = row.number(field, told) {
            fields.insert(field.into(), number.into());
        }
    }
    for field in ["level", "setting"] {
        if let Some(text) = row.text(field) {
            fields.insert(field.into(), text.into());
        }
    }
    if let Some(title) = row.some_titles("setting title") {
        let title: serde_json::Map<_, _> =
            title.iter().map(|(tag, text)| (tag.to_owned(), text.into())).collect();
        fields.insert("title".into(), title.into());
    }
    fields.insert("rule".into(), name.into());
    match serde_json::from_value(fields.into()) {
        Ok(rule) => Some(rule),
        Err(error) => {
            told.note(NoticeKind::Unreadable, row.place("rule"), error.to_string());
            None
        }
    }
}

fn groups(sheets: &[PlainSheet], notes: &Continued, told: &mut Told) -> Vec<Group> {
    let part = Part::of(sheets, GROUPS, GROUPS_COLUMNS, notes, told);
    let Some(part) = part else { return Vec::new() };
    let mut groups = Vec::new();
    for row in part.rows(told) {
        let Some(code) = row.needed("code", told) else { continue };
        groups.push(Group {
            code,
            title: row.titles("title"),
            description: row.some_titles("description"),
            chosen: row.yes("chosen", told).unwrap_or(false),
        });
    }
    groups
}

fn questions(sheets: &[PlainSheet], notes: &Continued, told: &mut Told) -> Asked {
    let mut asked = Asked::new();
    let part = Part::of(sheets, QUESTIONS, QUESTIONS_COLUMNS, notes, told);
    let Some(part) = part else { return asked };
    let mut last = (String::new(), 0);
    for row in part.rows(told) {
        let Some(code) = row.needed("criterion", told) else { continue };
        let number = row.count("question", told).unwrap_or(1);
        let place = row.place("criterion");
        let here = &mut asked.entry(code.clone()).or_insert((place, Vec::new())).1;
        if last != (code.clone(), number) {
            here.push(Question {
                text: row.titles("text"),
                kind: row.word("kind", told).unwrap_or(QuestionKind::Text),
                choices: Vec::new(),
                extras: row.pairs(EXTRAS, told),
            });
        }
        last = (code, number);
        if row.text("choice").is_some()
            && let Some(question) = here.last_mut()
        {
            question.choices.push(Choice {
                text: row.titles("choice text"),
                score: row.number("score", told),
                extras: row.pairs("choice extras", told),
            });
        }
    }
    asked
}
