//! Sets of mappings between two frameworks as crosswalks.

use std::collections::{HashMap, HashSet};

use super::framework::Framework;
use super::library::Library;
use super::table::{Record, Table};
use super::urn;
use super::workbook::Block;
use crate::exchange::notice::{Notice, NoticeKind};
use crate::sheets::{Cell, PlainBook, PlainSheet};
use crate::standards::crosswalk::{Confidence, Crosswalk, Relation, RelationKind};
use crate::titles::Titles;

/// One side of a set: which edition, and its codes by what the set calls them.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) edition: String,
    codes: HashMap<String, String>,
}

impl Side {
    /// An edition whose codes are what the set calls them.
    pub(super) fn named(edition: String) -> Self {
        Self { edition, codes: HashMap::new() }
    }

    /// A side of a set: of a framework of the same workbook, or as the helper sheet beside it lists it.
    fn of(
        block: &Block<'_>,
        side: &str,
        frameworks: &[Framework],
        helper: Option<&PlainSheet>,
    ) -> Self {
        let get = |key: &str| block.meta.get(&format!("{side}_{key}"));
        let tail = get("framework_urn").map(urn::tail);
        let edition = tail.and_then(urn::id).unwrap_or_else(|| side.to_owned());
        let base = get("node_base_urn").unwrap_or_default();
        let here = frameworks.iter().find(|it| it.base == base && !base.is_empty());
        if let Some(framework) = here {
            return Self { edition: framework.pack.id.clone(), codes: framework.codes.clone() };
        }
        let mut codes = HashMap::new();
        if let Some(sheet) = helper {
            for record in Table::of(sheet, "en").records() {
                let code = urn::line(&record.text("ref_id"));
                if !code.is_empty() {
                    codes.insert(urn::suffix(&record.text("node_id")), code);
                }
            }
        }
        Self { edition, codes }
    }

    fn code(&self, written: &str) -> String {
        let name = if written.starts_with("urn:") { urn::tail(written) } else { written };
        let known =
            self.codes.get(&urn::suffix(name)).or_else(|| self.codes.get(&name.to_lowercase()));
        known.cloned().unwrap_or_else(|| urn::line(name))
    }
}

/// Reads a set of a library.
pub(super) fn read(
    book: &PlainBook,
    block: &Block<'_>,
    sheet: &PlainSheet,
    library: &Library<'_>,
    frameworks: &[Framework],
    notices: &mut Vec<Notice>,
) -> Option<Crosswalk> {
    let helper = |name: &str| super::workbook::sheet(book, name);
    let from = Side::of(block, "source", frameworks, helper("source"));
    let to = Side::of(block, "target", frameworks, helper("target"));
    let own = library.language.as_str();
    let columns = ["source_node_id", "target_node_id"];
    let relations = relations(&Table::of(sheet, own), columns, &from, &to, notices)?;
    let titles = [block.meta.titles("name", own), library.meta.titles("name", own)];
    let title = titles.into_iter().find(|it| !it.is_empty());
    let named = [block.meta.get("urn").map(urn::tail), block.meta.get("ref_id")];
    let id = named.into_iter().flatten().find_map(urn::id);
    let origin = library.meta.get("urn").unwrap_or_default();
    Some(Crosswalk {
        id: id.unwrap_or_else(|| id_of(&from, &to)),
        title: title.unwrap_or_else(|| title_of(&from, &to)),
        from: from.edition,
        to: to.edition,
        source: format!("{} {origin}", library.issuer).trim().to_owned(),
        licence_note: library.meta.get("copyright").unwrap_or_default().to_owned(),
        relations,
    })
}

/// An id for a crosswalk between two sides.
pub(super) fn id_of(from: &Side, to: &Side) -> String {
    urn::id(&format!("{}-{}", from.edition, to.edition)).unwrap_or_default()
}

/// A title for a crosswalk between two sides.
pub(super) fn title_of(from: &Side, to: &Side) -> Titles {
    Titles::english(format!("{} – {}", from.edition, to.edition))
}

/// The pairs of a sheet, each once; nothing where a column is missing.
pub(super) fn relations(
    table: &Table<'_>,
    [source, target]: [&str; 2],
    from: &Side,
    to: &Side,
    notices: &mut Vec<Notice>,
) -> Option<Vec<Relation>> {
    let sheet = &table.sheet.name;
    let needed = [source, target, "relationship"];
    let missing: Vec<_> = needed.into_iter().filter(|it| !table.has(it)).collect();
    if !missing.is_empty() {
        notices.extend(missing.iter().map(|it| Notice::new(NoticeKind::Missing, sheet, *it)));
        return None;
    }
    let known =
        [source, target, "relationship", "rationale", "annotation", "strength_of_relationship"];
    for column in table.unknown(&known, &[]) {
        notices.push(Notice::new(NoticeKind::LeftOut, sheet, column.written));
    }
    let mut relations = Vec::new();
    let mut seen = HashSet::new();
    for record in table.records() {
        let written = record.text("relationship");
        let (source, target) = (from.code(&record.text(source)), to.code(&record.text(target)));
        let pair = format!("{source} – {target}: {written}");
        let Some(relation) = kind(&written).filter(|_| !source.is_empty() && !target.is_empty())
        else {
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), pair));
            continue;
        };
        if !seen.insert((source.clone(), target.clone())) {
            notices.push(Notice::new(NoticeKind::LeftOut, record.place(), pair));
            continue;
        }
        relations.push(Relation {
            from: source,
            to: target,
            relation,
            strength: strength(record, notices),
            confidence: Confidence::Low,
            note: note(record),
        });
    }
    Some(relations)
}

fn kind(written: &str) -> Option<RelationKind> {
    match written.to_lowercase().as_str() {
        "equal" => Some(RelationKind::Equal),
        "subset" => Some(RelationKind::Subset),
        "superset" => Some(RelationKind::Superset),
        "intersect" | "intersects" => Some(RelationKind::Intersects),
        _ => None,
    }
}

fn note(record: Record<'_>) -> String {
    let texts = ["rationale", "annotation"].map(|it| record.text(it));
    texts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whole numbers count up to ten, others up to one.
fn strength(record: Record<'_>, notices: &mut Vec<Notice>) -> Option<f64> {
    let cell = record.cell("strength_of_relationship")?;
    match cell.as_number() {
        Some(strength) if (0.0..=10.0).contains(&strength) && strength.fract() == 0.0 => {
            Some(strength / 10.0)
        }
        Some(strength) if (0.0..1.0).contains(&strength) => Some(strength),
        _ => {
            let detail = format!("strength_of_relationship: {}", Cell::text(cell));
            notices.push(Notice::new(NoticeKind::ValueUnknown, record.place(), detail));
            None
        }
    }
}
