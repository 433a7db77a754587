//! Packs as rows of the database, and back.

use sea_orm::prelude::*;
use sea_orm::{NotSet, Set};

use super::fold::fold;
use super::pack::{FrameworkHead, Head, Node, Pack, PackKind, Provenance};
use super::store::Whole;
use super::tree::Placed;
use crate::entities::{
    Codes, CriterionId, Details, EditionId, Figures, Titles, Unread, criterion, edition, framework,
};

/// Most characters of a title that is cut out of a summary.
const LONGEST_CUT: usize = 160;

/// What holds for an edition as a whole, as its column keeps it.
pub fn head(about: &Head) -> Result<Unread, DbErr> {
    Unread::of(about).map_err(|it| DbErr::Json(it.to_string()))
}

/// The counts of a pack.
pub fn figures(pack: &Pack) -> Figures {
    let counts = pack.counts();
    let nodes = pack.preorder();
    let titled = |tag: &str| {
        let is_titled = |it: &Node| {
            let title = if it.title.is_empty() { it.summary.as_ref() } else { Some(&it.title) };
            title.is_some_and(|it| it.own(tag).is_some())
        };
        nodes.iter().filter(|it| is_titled(it.node)).count()
    };
    let number = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
    Figures {
        nodes: number(counts.nodes),
        assessable: number(counts.assessable),
        checked: number(counts.checked),
        translated: [number(titled("sq")), number(titled("sr"))],
    }
}

/// The row of a node.
pub fn criterion(
    edition: EditionId,
    pack: &Pack,
    placed: &Placed<'_>,
    parent: Option<CriterionId>,
    position: usize,
) -> criterion::ActiveModel {
    let node = placed.node;
    let untitled = node.title.is_empty();
    let title = if untitled { cut(node.summary.as_ref()) } else { node.title.clone() };
    let questions = if node.questions.is_empty() {
        Json::Null
    } else {
        serde_json::to_value(&node.questions).unwrap_or_default()
    };
    let details = Details {
        unnumbered: !node.numbered,
        untitled,
        under: node.under.clone(),
        guidance: node.guidance.clone(),
        typical_evidence: node.typical_evidence.clone(),
        importance: node.importance.clone(),
        questions,
        references: node.references.clone(),
        identifier: node.identifier.clone(),
        extras: node.extras.clone(),
    };
    criterion::ActiveModel {
        id: NotSet,
        edition_id: Set(edition),
        parent_id: Set(parent),
        code: Set(node.code.clone()),
        kind: Set(node.kind.clone()),
        title: Set(title),
        summary: Set(node.summary.clone().unwrap_or_default()),
        provenance: Set(node.provenance.code().to_owned()),
        assessable: Set(pack.is_assessable(node)),
        mandatory: Set(node.mandatory),
        weight: Set(node.weight),
        expects: Set(Codes(node.expects.clone())),
        groups: Set(Codes(node.groups.clone())),
        details: Set(details),
        search: Set(searched(node)),
        depth: Set(i32::try_from(placed.depth).unwrap_or(i32::MAX)),
        position: Set(i32::try_from(position).unwrap_or(i32::MAX)),
    }
}

/// Code and texts of a node, folded.
fn searched(node: &Node) -> String {
    let texts = [Some(&node.title), node.summary.as_ref(), node.guidance.as_ref()];
    let texts = texts.into_iter().flatten().flat_map(Titles::iter).map(|it| fold(it.1));
    [fold(&node.code)].into_iter().chain(texts).collect::<Vec<_>>().join(" ")
}

/// The beginning of a summary, for where there is no title.
fn cut(summary: Option<&Titles>) -> Titles {
    let short = |text: &str| {
        let line = text.trim().lines().next().unwrap_or_default();
        if line.chars().count() <= LONGEST_CUT {
            return line.to_owned();
        }
        let cut: String = line.chars().take(LONGEST_CUT).collect();
        let end = cut.rfind(' ').unwrap_or(cut.len());
        format!("{}…", cut[..end].trim_end())
    };
    summary.into_iter().flat_map(Titles::iter).map(|(tag, text)| (tag, short(text))).collect()
}

/// The pack of an edition.
pub fn pack(framework: &framework::Model, whole: &Whole) -> Pack {
    let edition = &whole.edition;
    let kind = kind(edition);
    Pack {
        framework: FrameworkHead {
            id: own_id(&framework.code).to_owned(),
            title: framework.title.clone(),
            issuer: framework.issuer.clone(),
        },
        id: own_id(&edition.code).to_owned(),
        title: edition.title.clone(),
        version: edition.version.clone(),
        kind,
        supplements: edition.supplements.clone(),
        about: (*whole.head).clone(),
        criteria: tree(kind, &whole.criteria),
    }
}

/// What an edition's tree is made of.
pub fn kind(edition: &edition::Model) -> PackKind {
    if edition.kind == "levels" { PackKind::Levels } else { PackKind::Criteria }
}

/// The id of an edition without the institution that it belongs to.
pub fn own_id(code: &str) -> &str {
    code.split_once('/').map_or(code, |it| it.1)
}

/// Rows in preorder as a tree.
fn tree(kind: PackKind, criteria: &[criterion::Model]) -> Vec<Node> {
    // The chain of nodes that are not whole yet, from the top down.
    let mut open: Vec<(CriterionId, Node)> = Vec::new();
    let mut tops = Vec::new();
    let close = |open: &mut Vec<(CriterionId, Node)>, tops: &mut Vec<Node>| {
        if let Some((_, mut node)) = open.pop() {
            if kind == PackKind::Criteria && node.assessable == Some(node.children.is_empty()) {
                node.assessable = None;
            }
            match open.last_mut() {
                Some((_, above)) => above.children.push(node),
                None => tops.push(node),
            }
        }
    };
    for it in criteria {
        while open.last().is_some_and(|last| Some(last.0) != it.parent_id) {
            close(&mut open, &mut tops);
        }
        open.push((it.id, node(kind, it)));
    }
    while !open.is_empty() {
        close(&mut open, &mut tops);
    }
    tops
}

/// The node of a row, without what is below it.
pub fn node(kind: PackKind, it: &criterion::Model) -> Node {
    let details = it.details.clone();
    Node {
        code: it.code.clone(),
        numbered: !details.unnumbered,
        under: details.under,
        kind: it.kind.clone(),
        title: if details.untitled { Titles::default() } else { it.title.clone() },
        summary: (!it.summary.is_empty()).then(|| it.summary.clone()),
        guidance: details.guidance,
        typical_evidence: details.typical_evidence,
        provenance: Provenance::from_code(&it.provenance),
        assessable: (kind == PackKind::Criteria).then_some(it.assessable),
        mandatory: it.mandatory,
        importance: details.importance,
        weight: it.weight,
        groups: it.groups.0.clone(),
        expects: it.expects.0.clone(),
        questions: serde_json::from_value(details.questions).unwrap_or_default(),
        references: details.references,
        identifier: details.identifier,
        extras: details.extras,
        children: Vec::new(),
    }
}
