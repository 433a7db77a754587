//! A row of a framework as a node of its tree.

use super::answers::Answers;
use super::groups::Groups;
use super::names::Names;
use super::questions;
use super::room::Room;
use super::table::{Head, Record, Table};
use super::urn;
use crate::exchange::notice::{Notice, NoticeKind};
use crate::sheets::{Cell, Code};
use crate::standards::pack::Node;
use crate::titles::Titles;

/// Columns whose place in a node is known.
const KNOWN: &[&str] = &[
    "assessable",
    "depth",
    "ref_id",
    "node_id",
    "urn_id",
    "importance",
    "weight",
    "implementation_groups",
    "answer",
    "answers",
    "threats",
    "reference_controls",
    "depends_on",
    "condition",
];
/// Those that are texts, in any number of languages.
const TEXTS: &[&str] = &["name", "description", "annotation", "typical_evidence", "questions"];
/// Most characters of a title.
const LONGEST_TITLE: usize = 1_000;
/// Heaviest weight.
const HEAVIEST: f64 = 1_000.0;

/// What rows are read with.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) own: &'a str,
    pub(super) base: &'a str,
    pub(super) names: &'a Names,
    pub(super) answers: Answers,
    pub(super) groups: Groups,
    pub(super) room: &'a mut Room,
    /// Columns that have no place of their own.
    pub(super) unknown: Vec<Head>,
}

/// Columns of a framework that have no place of their own; told of, each once.
pub(super) fn unknown(table: &Table<'_>, notices: &mut Vec<Notice>) -> Vec<Head> {
    let unknown = table.unknown(KNOWN, TEXTS);
    for column in &unknown {
        notices.push(Notice::new(NoticeKind::KeptAside, &table.sheet.name, &column.written));
    }
    unknown
}

/// Whether a row says anything beyond its depth.
pub(super) fn says_something(record: Record<'_>) -> bool {
    !record.text("ref_id").is_empty() || TEXTS.iter().any(|it| !record.titles(it, "en").is_empty())
}

/// How deep a row is, from 1; nothing where that is no number or not there.
pub(super) fn depth(record: Record<'_>) -> Option<usize> {
    let number = record.cell("depth").and_then(Cell::as_number)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole, positive and small"
    )]
    let depth =
        (number.fract() == 0.0 && (1.0..=1_000.0).contains(&number)).then_some(number as usize);
    depth
}

impl Rows<'_> {
    /// The node of a row; without a code where it has none.
    pub(super) fn node(&mut self, record: Record<'_>, notices: &mut Vec<Notice>) -> Node {
        let own = self.own;
        let place = record.place();
        let is_assessable = is_assessable(record, notices);
        let kind = if is_assessable { "requirement" } else { "group" };
        let some = |it: Titles| (!it.is_empty()).then_some(it);
        let mut node = Node::new(code(record, notices), kind, Titles::default());
        node.assessable = Some(is_assessable);
        node.summary = some(record.titles("description", own));
        node.guidance = some(record.titles("annotation", own));
        node.typical_evidence = some(record.titles("typical_evidence", own));
        let groups = record.text("implementation_groups");
        node.groups = self.groups.named(&groups, (own, &place), self.room, notices);
        node.weight = weight(record, notices);
        let importance = urn::line(&record.text("importance"));
        node.mandatory = importance.eq_ignore_ascii_case("mandatory");
        let is_said = !importance.is_empty() && !importance.eq_ignore_ascii_case("undefined");
        node.importance = is_said.then_some(importance);
        node.questions =
            questions::questions(record, self.table, (own, &self.answers), self.room, notices);
        let id = id(record);
        node.identifier = (!id.is_empty()).then(|| match self.base {
            "" => id.clone(),
            base => format!("{base}:{id}"),
        });
        self.keep(record, &mut node);
        name(&mut node, record, own, notices);
        node
    }

    /// Keeps what has no place of its own.
    fn keep(&mut self, record: Record<'_>, node: &mut Node) {
        for name in ["threats", "reference_controls"] {
            let spoken = self.names.spoken(&record.text(name), self.room);
            if !spoken.is_empty() {
                node.extras.insert(name.to_owned(), spoken);
            }
        }
        for column in &self.unknown {
            let text = record.row.cell(column.index).map(Cell::text).unwrap_or_default();
            if !text.is_empty() {
                node.extras.insert(column.written.clone(), text);
            }
        }
        let without_question = if node.questions.is_empty() {
            ["answer", "answers"].iter().chain(questions::WITH_QUESTIONS)
        } else {
            [].iter().chain(&[])
        };
        for name in without_question {
            let text = record.text(name);
            if !text.is_empty() && text != "undefined" {
                node.extras.insert((*name).to_owned(), text);
            }
        }
    }
}

/// What the end of a URN is forced to be, where it is.
pub(super) fn id(record: Record<'_>) -> String {
    let ids = ["node_id", "urn_id"].map(|it| urn::line(&record.text(it)));
    ids.into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}

/// The code of a row. Where a spreadsheet program has made a number or a day of it, zeros may be gone.
fn code(record: Record<'_>, notices: &mut Vec<Notice>) -> String {
    let code = urn::line(&record.text("ref_id"));
    let cell = record.cell("ref_id");
    let is_shown = |it: &Cell| matches!(it.code(), Code::Number(_)) || matches!(it, Cell::Date(_));
    if cell.is_some_and(is_shown) {
        let detail = format!("ref_id: {code}");
        notices.push(Notice::new(NoticeKind::Assumed, record.place(), detail));
    }
    code
}

/// Whether a row is rated; anything but nothing says so, as the format's own converter has it.
fn is_assessable(record: Record<'_>, notices: &mut Vec<Notice>) -> bool {
    let written = record.text("assessable");
    let told = |kind| Notice::new(kind, record.place(), format!("assessable: {written}"));
    match written.to_lowercase().as_str() {
        "" => false,
        "x" | "true" => true,
        "false" | "no" | "0" | "-" => {
            notices.push(told(NoticeKind::ValueUnknown));
            false
        }
        _ => {
            notices.push(told(NoticeKind::Assumed));
            true
        }
    }
}

fn weight(record: Record<'_>, notices: &mut Vec<Notice>) -> f64 {
    let Some(cell) = record.cell("weight") else { return 1.0 };
    match cell.as_number() {
        Some(weight) if (0.0..=HEAVIEST).contains(&weight) => weight,
        _ => {
            let detail = format!("weight: {}", cell.text());
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
            1.0
        }
    }
}

/// Gives a node its title. One that is too long is cut and kept whole beside it; a row without any text is called by
/// what it has.
fn name(node: &mut Node, record: Record<'_>, own: &str, notices: &mut Vec<Notice>) {
    for (tag, text) in record.titles("name", own).iter() {
        if text.chars().count() <= LONGEST_TITLE {
            node.title.set(tag, text);
            continue;
        }
        let cut: String = text.chars().take(LONGEST_TITLE - 1).chain(['…']).collect();
        node.title.set(tag, cut);
        let key = format!("name[{tag}]");
        notices.push(Notice::new(NoticeKind::KeptAside, record.place(), &key));
        node.extras.insert(key, text.to_owned());
    }
    if !node.title.is_empty() || node.summary.is_some() {
        return;
    }
    let others = node.guidance.iter().chain(&node.typical_evidence);
    let others = others.chain(node.questions.first().map(|it| &it.text));
    let other = others.map(|it| it.own(own).unwrap_or_else(|| it.en()).to_owned()).next();
    let made = match other {
        _ if !node.code.is_empty() => node.code.clone(),
        Some(text) => urn::line(text.lines().next().unwrap_or_default()),
        None => record.place(),
    };
    notices.push(Notice::new(NoticeKind::Assumed, record.place(), format!("name: {made}")));
    node.title.set(own, made);
}
