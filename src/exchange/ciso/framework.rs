//! A framework of a workbook as a pack.

use std::collections::{BTreeMap, HashMap};

use super::answers::{self, Answers};
use super::groups::Groups;
use super::library::Library;
use super::names::Names;
use super::room::Room;
use super::rows::{self, Rows};
use super::scores;
use super::table::Table;
use super::urn;
use super::workbook::{Block, Workbook};
use crate::exchange::notice::{Notice, NoticeKind};
use crate::exchange::outline::{Line, tree_of_depths};
use crate::exchange::usual;
use crate::sheets::PlainSheet;
use crate::standards::pack::{FrameworkHead, Head, Node, Pack, PackKind};
use crate::titles::Titles;

/// Most rows that are read.
const MOST_ROWS: usize = 200_000;
/// Deepest that a row may be.
const DEEPEST: usize = 32;
/// Keys of a framework whose place in a pack is known.
const KNOWN: &[&str] =
    &["type", "scores_definition", "implementation_groups_definition", "answers_definition"];

/// A framework, with the codes of its nodes by the ends of their URNs.
#[derive(Debug)]
pub(super) struct Framework {
    pub(super) pack: Pack,
    /// What the URNs of its nodes begin with.
    pub(super) base: String,
    pub(super) codes: HashMap<String, String>,
}

/// Reads a framework; nothing where it is refused, for the reasons that are noted.
pub(super) fn read(
    workbook: &Workbook<'_>,
    block: &Block<'_>,
    sheet: &PlainSheet,
    library: &Library<'_>,
    (names, room): (&Names, &mut Room),
    notices: &mut Vec<Notice>,
) -> Option<Framework> {
    let own = library.language.as_str();
    let table = Table::of(sheet, own);
    let missing: Vec<_> = ["assessable", "depth"].into_iter().filter(|it| !table.has(it)).collect();
    notices.extend(missing.iter().map(|it| Notice::new(NoticeKind::Missing, &sheet.name, *it)));
    if sheet.rows.len() > MOST_ROWS {
        let detail = sheet.rows.len().to_string();
        notices.push(Notice::new(NoticeKind::TooMuch, &sheet.name, detail));
        return None;
    }
    if !missing.is_empty() {
        return None;
    }
    let base = block.meta.get("base_urn").unwrap_or_default();
    let mut rows = Rows {
        table: &table,
        own,
        base,
        names,
        answers: answers(workbook, block, own, room, notices),
        groups: Groups::of(workbook, block, own, notices),
        unknown: rows::unknown(&table, notices),
        room,
    };
    let (lines, ends) = lines(&mut rows, notices);
    if lines.is_empty() {
        notices.push(Notice::new(NoticeKind::Missing, &sheet.name, "framework"));
        return None;
    }
    let mut criteria = tree_of_depths(lines, notices);
    settle(&mut criteria, &sheet.name, notices);
    let mut head = head(block, library);
    head.groups = rows.groups.all;
    let scale = scores::scale(workbook, block, own, notices);
    let (outcomes, target) = usual::usual_outcomes(&scale);
    let rule = outcomes.first().map(|it| it.title.en().to_owned()).unwrap_or_default();
    notices.push(Notice::new(NoticeKind::Assumed, &block.meta.sheet, rule));
    (head.scale, head.outcomes, head.target) = (Some(scale), outcomes, Some(target));
    let pack = pack(block, library, head, criteria);
    let codes = pack.preorder().iter().map(|it| it.node.code.clone()).collect::<Vec<_>>();
    Some(Framework { pack, base: base.to_owned(), codes: ends.into_iter().zip(codes).collect() })
}

/// Ways to answer that a framework names the sheet of; all there are where it names none.
fn answers(
    workbook: &Workbook<'_>,
    framework: &Block<'_>,
    own: &str,
    room: &mut Room,
    notices: &mut Vec<Notice>,
) -> Answers {
    let mut answers = Answers::new();
    if let Some(name) = framework.meta.get("answers_definition") {
        let sheet = workbook.named("answers", name).and_then(|it| it.content);
        if let Some(sheet) = sheet {
            answers::read(sheet, own, room, &mut answers, notices);
        } else {
            let detail = format!("answers_definition: {name}");
            let place = &framework.meta.sheet;
            notices.push(Notice::new(NoticeKind::ValueUnknown, place, detail));
        }
        return answers;
    }
    for sheet in workbook.of_kind("answers").filter_map(|it| it.content) {
        answers::read(sheet, own, room, &mut answers, notices);
    }
    answers
}

/// The rows of a framework, and the ends of their URNs.
fn lines(rows: &mut Rows<'_>, notices: &mut Vec<Notice>) -> (Vec<Line>, Vec<String>) {
    let (mut lines, mut ends) = (Vec::new(), Vec::new());
    // What the rows above say of their depth, from the top to the one before.
    let mut above: Vec<usize> = Vec::new();
    let mut urns = Urns::default();
    for record in rows.table.records() {
        let said = rows::depth(record);
        if said.is_none() {
            let written = format!("depth: {}", record.text("depth"));
            let is_node = rows::says_something(record);
            let kind = if is_node { NoticeKind::ValueUnknown } else { NoticeKind::LeftOut };
            notices.push(Notice::new(kind, record.place(), written));
            if !is_node {
                continue;
            }
        }
        let before = above.last().copied().unwrap_or_default();
        let said = said.unwrap_or(before.max(1));
        if said > before + 1 || said > DEEPEST {
            let detail = said.to_string();
            notices.push(Notice::new(NoticeKind::DepthClamped, record.place(), detail));
        }
        while above.last().is_some_and(|it| *it >= said) {
            above.pop();
        }
        above.truncate(DEEPEST - 1);
        above.push(said);
        let node = rows.node(record, notices);
        ends.push(urns.end(above.len(), &rows::id(record), &node, rows.own));
        lines.push(Line { depth: above.len(), node, place: record.place() });
    }
    (lines, ends)
}

/// The ends of URNs as the format makes them: of the code, or of the row above and a count.
#[derive(Debug, Default)]
struct Urns {
    /// The end of the row above, and the next number below it, by depth.
    above: Vec<(String, usize)>,
    previous: String,
}

impl Urns {
    fn end(&mut self, depth: usize, id: &str, node: &Node, own: &str) -> String {
        if depth > self.above.len() {
            self.above.push((std::mem::take(&mut self.previous), 1));
        } else {
            self.above.truncate(depth);
        }
        let mut end = if id.is_empty() { urn::suffix(&node.code) } else { id.to_lowercase() };
        if end.is_empty()
            && let Some((parent, count)) = self.above.last_mut()
        {
            end = match (parent.as_str(), node.title.own(own)) {
                ("", Some(name)) => urn::suffix(name),
                ("", None) => format!("node{count}"),
                (parent, _) => format!("{parent}:{count}"),
            };
            *count += 1;
        }
        self.previous.clone_from(&end);
        end
    }
}

/// Says of each node whether it is rated only where that is not what is usual. Where none is, the leaves are.
fn settle(nodes: &mut [Node], place: &str, notices: &mut Vec<Notice>) {
    fn is_any_rated(nodes: &[Node]) -> bool {
        nodes.iter().any(|it| it.assessable == Some(true) || is_any_rated(&it.children))
    }
    fn settle(nodes: &mut [Node], is_any: bool) {
        for node in nodes {
            let is_leaf = node.children.is_empty();
            node.assessable = node.assessable.filter(|it| is_any && *it != is_leaf);
            if !is_any && is_leaf {
                "requirement".clone_into(&mut node.kind);
            }
            settle(&mut node.children, is_any);
        }
    }
    let is_any = is_any_rated(nodes);
    if !is_any {
        notices.push(Notice::new(NoticeKind::Assumed, place, "assessable: x"));
    }
    settle(nodes, is_any);
}

fn head(block: &Block<'_>, library: &Library<'_>) -> Head {
    let own = library.language.as_str();
    let of_library = || library.meta.titles("description", own);
    let description = Some(block.meta.titles("description", own)).filter(|it| !it.is_empty());
    let description = description.unwrap_or_else(of_library);
    let mut extras: BTreeMap<String, String> = library.extras(&block.meta);
    let rest = block.meta.rest(KNOWN, &["name", "description"]);
    extras.extend(rest.map(|(key, value)| (key.to_owned(), value.to_owned())));
    Head {
        language: (own != "en").then(|| own.to_owned()),
        description: (!description.is_empty()).then_some(description),
        licence_note: library.meta.get("copyright").unwrap_or_default().to_owned(),
        extras,
        ..Head::default()
    }
}

fn pack(block: &Block<'_>, library: &Library<'_>, about: Head, criteria: Vec<Node>) -> Pack {
    let own = library.language.as_str();
    let lines = |it: Titles| it.iter().map(|it| (it.0, urn::line(it.1))).collect::<Titles>();
    let titles = [block.meta.titles("name", own), library.meta.titles("name", own)];
    let mut title = titles.into_iter().find(|it| !it.is_empty()).map(lines).unwrap_or_default();
    let tails = [&block.meta, library.meta].map(|it| it.get("urn").map(urn::tail));
    let codes = [&block.meta, library.meta].map(|it| it.get("ref_id"));
    let named = [tails[0], codes[0], tails[1], codes[1], Some(title.en())];
    let id = named.into_iter().flatten().find_map(urn::id);
    let id = id.unwrap_or_else(|| "framework".to_owned());
    if title.is_empty() {
        title.set(own, codes[0].map_or_else(|| id.clone(), urn::line));
    }
    Pack {
        framework: FrameworkHead {
            id: id.clone(),
            title: title.clone(),
            issuer: library.issuer.clone(),
        },
        id,
        title,
        version: library.version.clone(),
        kind: PackKind::Criteria,
        supplements: None,
        about,
        criteria,
    }
}
