//! What the columns of a table probably are, by their headings in any of the languages and by what is in them. A proposal:
//! the user has the last word.

use std::collections::HashSet;

use super::columns::{Columns, Levels};
use super::levels::indent;
use super::numbering::{above, key};
use crate::sheets::{Cell, Field, Sheet, match_columns};

/// Headings of columns, the more telling ones first.
const FIELDS: &[Field] = &[
    Field { name: "depth", words: &["depth", "level", "niveli", "thellësia", "nivo", "dubina"] },
    Field {
        name: "parent",
        words: &[
            "parent",
            "parent id",
            "parent code",
            "belongs to",
            "prindi",
            "nadređeni",
            "roditelj",
        ],
    },
    Field {
        name: "code",
        words: &[
            "code",
            "ref id",
            "identifier",
            "id",
            "number",
            "no",
            "nr",
            "clause",
            "control id",
            "requirement id",
            "reference",
            "ref",
            "sort id",
            "kodi",
            "numri",
            "nr rendor",
            "pika",
            "šifra",
            "kod",
            "broj",
            "redni broj",
            "rb",
            "tačka",
            "oznaka",
        ],
    },
    Field {
        name: "title",
        words: &[
            "title",
            "name",
            "requirement",
            "security requirement",
            "control",
            "control name",
            "criterion",
            "standard",
            "titulli",
            "emri",
            "kërkesa",
            "kriteri",
            "standardi",
            "naslov",
            "naziv",
            "zahtev",
            "kriterijum",
        ],
    },
    Field {
        name: "summary",
        words: &[
            "description",
            "text",
            "summary",
            "requirement text",
            "statement",
            "objective",
            "detail",
            "përshkrimi",
            "teksti",
            "përmbledhja",
            "opis",
            "tekst",
            "sadržaj",
        ],
    },
    Field {
        name: "guidance",
        words: &[
            "guidance",
            "annotation",
            "discussion",
            "explanation",
            "supplemental guidance",
            "notes",
            "udhëzime",
            "udhëzimi",
            "shpjegimi",
            "uputstvo",
            "objašnjenje",
            "napomena",
        ],
    },
    Field {
        name: "typical evidence",
        words: &[
            "typical evidence",
            "evidence",
            "examples of evidence",
            "dëshmi",
            "dëshmitë",
            "prova",
            "dokazi",
            "dokaz",
        ],
    },
    Field { name: "kind", words: &["kind", "type", "lloji", "tipi", "vrsta", "tip"] },
    Field {
        name: "assessable",
        words: &["assessable", "assessed", "rated", "i vlerësueshëm", "vlerësohet", "ocenjuje se"],
    },
    Field { name: "mandatory", words: &["mandatory", "required", "i detyrueshëm", "obavezno"] },
    Field { name: "importance", words: &["importance", "priority", "rëndësia", "važnost"] },
    Field { name: "weight", words: &["weight", "pesha", "težina", "ponder"] },
    Field {
        name: "groups",
        words: &[
            "implementation groups",
            "groups",
            "group",
            "tier",
            "grupet",
            "grupi",
            "grupe",
            "grupa",
        ],
    },
];

/// Headings of columns of levels, from the top.
const LEVELS: &[Field] = &[
    Field {
        name: "part",
        words: &["part", "domain", "area", "pjesa", "fusha", "domeni", "deo", "oblast", "domen"],
    },
    Field { name: "family", words: &["family", "category", "familja", "kategoria", "kategorija"] },
    Field { name: "chapter", words: &["chapter", "kapitulli", "poglavlje", "glava"] },
    Field { name: "section", words: &["section", "seksioni", "neni", "odeljak", "član"] },
    Field {
        name: "subsection",
        words: &["subsection", "subcategory", "nënkategoria", "podkategorija"],
    },
];

/// What the columns probably are.
pub fn guess(sheet: &Sheet) -> Columns {
    let found = match_columns(&sheet.columns, FIELDS);
    let of = |name: &str| FIELDS.iter().position(|it| it.name == name).and_then(|at| found[at]);
    let mut columns = Columns {
        code: of("code"),
        title: of("title"),
        summary: of("summary"),
        guidance: of("guidance"),
        typical_evidence: of("typical evidence"),
        kind: of("kind"),
        assessable: of("assessable"),
        mandatory: of("mandatory"),
        importance: of("importance"),
        weight: of("weight"),
        groups: of("groups"),
        levels: Levels::Flat,
    };
    let depth = of("depth").filter(|it| is_depth(sheet, *it));
    columns.levels =
        depth.map(Levels::Depth).or(of("parent").map(Levels::Parent)).unwrap_or_default();
    let named = level_columns(sheet, &columns);
    if columns.code.is_none() {
        let free = free(sheet, &columns, &named);
        columns.code = free.into_iter().find(|it| looks_like_codes(sheet, *it));
    }
    if columns.title.is_none() && columns.summary.is_none() {
        let mut texts = free(sheet, &columns, &named);
        texts.retain(|it| cells(sheet, *it).any(|it| matches!(it, Cell::Text(_))));
        columns.title = texts.iter().rev().copied().max_by_key(|it| distinct(sheet, *it));
        if sheet.is_headless() {
            // No heading says what stands behind it; most often what is meant is told at length.
            columns.summary = texts.into_iter().find(|it| Some(*it) > columns.title);
        }
    }
    if columns.levels == Levels::Flat {
        columns.levels = levels(sheet, &columns, named);
    }
    columns
}

fn levels(sheet: &Sheet, columns: &Columns, named: Vec<usize>) -> Levels {
    if columns.code.is_some_and(|it| is_numbered(sheet, it)) {
        return Levels::Numbering;
    }
    if !named.is_empty() {
        return Levels::Columns(named);
    }
    let texts = [columns.code, columns.title, columns.summary];
    // A stray space in front of a few texts is no level.
    let is_indented = |at: usize| {
        let (all, indented) =
            (cells(sheet, at).count(), cells(sheet, at).filter(|it| indent(it) > 0).count());
        indented < all && indented * 10 >= all
    };
    if texts.into_iter().flatten().any(is_indented) { Levels::Indentation } else { Levels::Flat }
}

fn cells(sheet: &Sheet, at: usize) -> impl Iterator<Item = &Cell> {
    sheet.rows.iter().filter_map(move |it| it.cells.get(at)).filter(|it| !it.is_empty())
}

fn distinct(sheet: &Sheet, at: usize) -> usize {
    cells(sheet, at).map(Cell::text).collect::<HashSet<_>>().len()
}

/// Columns without a meaning, from the left.
fn free(sheet: &Sheet, columns: &Columns, taken: &[usize]) -> Vec<usize> {
    let used = columns.used();
    let all = 0..sheet.columns.len();
    all.filter(|it| !used.contains(it) && !taken.contains(it)).collect()
}

/// Whether a column has small numbers that go up by one at most.
fn is_depth(sheet: &Sheet, at: usize) -> bool {
    let numbers: Vec<Option<f64>> = cells(sheet, at).map(Cell::as_number).collect();
    let fits =
        |it: &Option<f64>| it.is_some_and(|it| it.fract() == 0.0 && (0.0..=20.0).contains(&it));
    !numbers.is_empty() && numbers.iter().all(fits)
}

/// Whether many codes have another one above them.
fn is_numbered(sheet: &Sheet, at: usize) -> bool {
    let codes: Vec<String> = cells(sheet, at).map(Cell::text).collect();
    let known: HashSet<String> = codes.iter().map(|it| key(it)).collect();
    let below = codes.iter().filter(|it| above(it).iter().any(|it| known.contains(it))).count();
    below * 3 >= codes.len() && below > 0
}

/// Whether the values of a column are short, with digits, and hardly ever twice.
fn looks_like_codes(sheet: &Sheet, at: usize) -> bool {
    let texts: Vec<String> = cells(sheet, at).map(Cell::text).collect();
    let is_code = |it: &&String| {
        it.len() <= 24
            && it.bytes().any(|it| it.is_ascii_digit())
            && it.split_whitespace().count() <= 3
    };
    let codes = texts.iter().filter(is_code).count();
    codes * 10 >= texts.len() * 9 && distinct(sheet, at) * 10 >= texts.len() * 9 && codes > 0
}

/// Columns headed like levels whose values stand together, each in one block.
fn level_columns(sheet: &Sheet, columns: &Columns) -> Vec<usize> {
    let used = columns.used();
    let in_blocks = |at: &usize| {
        let texts: Vec<String> = cells(sheet, *at).map(Cell::text).collect();
        let blocks = texts.chunk_by(|a, b| a == b).count();
        let values = distinct(sheet, *at);
        blocks < sheet.rows.len() && blocks <= values + values / 4
    };
    let found = match_columns(&sheet.columns, LEVELS).into_iter().flatten();
    found.filter(|it| !used.contains(it)).filter(in_blocks).collect()
}
