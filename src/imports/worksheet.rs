//! An assessment worksheet as a plan: for each row the criteria it names, the level, the rationale, and the task that closes the gap.
//! Pure.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::columns::{Reading, Table};
use super::problem::{Code, Problem};
use crate::sheets::{Book, Code as CellCode, Field};
use crate::standards::codes::{CodeIndex, Resolution};
use crate::standards::pack::Scale;
use crate::standards::scale::Recognised;

/// What a worksheet may say of a criterion, and the headings under which people keep it.
pub const FIELDS: &[Field] = &[
    Field {
        name: "criterion",
        words: &[
            "criterion",
            "clause",
            "criterion code",
            "criteria",
            "requirement no",
            "standard",
            "ref",
            "kriteri",
            "pika",
            "kodi",
            "kriterijum",
            "tačka",
            "šifra",
            "zahtev br",
        ],
    },
    Field {
        name: "reference",
        words: &["id", "nr", "no", "number", "row", "numri", "broj", "r br"],
    },
    Field {
        name: "level",
        words: &[
            "level",
            "status",
            "rating",
            "compliance",
            "conformity",
            "result",
            "niveli",
            "statusi",
            "vlerësimi",
            "gjendja",
            "nivo",
            "ocena",
            "usaglašenost",
            "stanje",
        ],
    },
    Field {
        name: "second_level",
        words: &[
            "second level",
            "documentation",
            "documented",
            "documentation level",
            "documentation score",
            "dokumentimi",
            "i dokumentuar",
            "dokumentacija",
            "dokumentovano",
        ],
    },
    Field {
        name: "rationale",
        words: &[
            "justification",
            "rationale",
            "notes",
            "note",
            "comment",
            "comments",
            "remarks",
            "findings",
            "arsyetimi",
            "shënime",
            "komente",
            "vërejtje",
            "obrazloženje",
            "napomene",
            "napomena",
            "komentar",
        ],
    },
    Field {
        name: "recommendation",
        words: &[
            "recommendation",
            "recommendations",
            "rekomandimi",
            "rekomandime",
            "preporuka",
            "preporuke",
        ],
    },
    Field {
        name: "task",
        words: &[
            "requirement what to do",
            "what to do",
            "action",
            "corrective action",
            "task",
            "next step",
            "veprimi",
            "detyra",
            "çfarë duhet bërë",
            "mera",
            "zadatak",
            "šta uraditi",
        ],
    },
    Field {
        name: "owner",
        words: &[
            "owner",
            "responsible",
            "assigned to",
            "responsible person",
            "pronari",
            "përgjegjësi",
            "bartësi",
            "vlasnik",
            "odgovoran",
            "odgovorna osoba",
            "nosilac",
        ],
    },
    Field {
        name: "due_on",
        words: &[
            "due date",
            "due",
            "deadline",
            "target date",
            "afati",
            "data e afatit",
            "rok",
            "rok za završetak",
        ],
    },
];

/// Characters of a longer text, at most; of texts that are joined, together.
const LONGEST: usize = 10_000;

/// What one row says.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub sheet: String,
    pub row: u32,
    /// Places of the criteria in the edition.
    pub criteria: Vec<usize>,
    pub reference: String,
    /// A level's code, or the not-applicable code; none where the row does not rate.
    pub level: Option<String>,
    /// A level's code on the second axis.
    pub second_level: Option<String>,
    /// The score on a scale in percent.
    pub score: Option<f64>,
    pub rationale: Option<String>,
    pub recommendation: Option<String>,
    pub task: Option<String>,
    pub owner: Option<String>,
    pub due_on: Option<NaiveDate>,
}

impl Told {
    /// Whether it may be another requirement of the same criterion: both have numbers, and it rates no differently.
    fn is_beside(&self, first: &Self) -> bool {
        self.criteria == first.criteria
            && !self.reference.is_empty()
            && !first.reference.is_empty()
            && !differ(self.level.as_ref(), first.level.as_ref())
            && !differ(self.second_level.as_ref(), first.second_level.as_ref())
            && !differ(self.score, first.score)
    }

    /// The criterion is rated once: what this row says of it goes to the first one; its action stays. The name of the field
    /// that would be too long is returned where nothing can be joined.
    fn join_to(&mut self, first: &mut Self) -> Result<(), &'static str> {
        let rationale = joined(first.rationale.as_ref(), self.rationale.as_ref());
        let rationale = rationale.ok_or("rationale")?;
        let recommendation = joined(first.recommendation.as_ref(), self.recommendation.as_ref());
        first.recommendation = recommendation.ok_or("recommendation")?;
        first.rationale = rationale;
        first.level = first.level.take().or(self.level.take());
        first.second_level = first.second_level.take().or(self.second_level.take());
        first.score = first.score.or(self.score.take());
        (self.rationale, self.recommendation) = (None, None);
        Ok(())
    }
}

/// Whether both say something, and not the same.
fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Two texts below one another; nothing where they are too long together.
fn joined(first: Option<&String>, second: Option<&String>) -> Option<Option<String>> {
    let text = match (first, second) {
        (Some(a), Some(b)) if a != b => format!("{a}\n\n{b}"),
        (a, b) => return Some(a.or(b).cloned()),
    };
    (text.chars().count() <= LONGEST).then_some(Some(text))
}

/// Everything a worksheet tells.
#[derive(Debug, Default)]
pub struct Worksheet {
    pub rows_read: usize,
    pub headings: usize,
    pub told: Vec<Told>,
    pub problems: Vec<Problem>,
    pub recognised: Vec<(&'static str, String)>,
    pub ignored: Vec<String>,
}

/// Reads every sheet that names criteria and says something of them.
pub fn read(book: &Book, index: &CodeIndex<'_>, scale: &Scale) -> Option<Worksheet> {
    let mut worksheet = Worksheet::default();
    let mut seen = Seen::default();
    let mut any = false;
    for sheet in &book.sheets {
        let table = Table::of(sheet, FIELDS);
        let says = ["level", "rationale", "task", "owner", "due_on"].iter().any(|it| table.has(it));
        if !table.has("criterion") || !says {
            continue;
        }
        any = true;
        worksheet.rows_read += sheet.rows.len();
        worksheet.headings += sheet.headings.len();
        worksheet.problems.extend(table.header_problems());
        worksheet
            .recognised
            .extend(table.recognised().into_iter().map(|it| (it.0, it.1.to_owned())));
        worksheet.ignored.extend(table.ignored().into_iter().map(str::to_owned));
        for row in &sheet.rows {
            let mut reading = Reading::new(&table, row, &mut worksheet.problems);
            let told = told(&mut reading, index, scale);
            seen.take(&mut worksheet.told, told, &mut reading);
        }
    }
    any.then_some(worksheet)
}

/// What was told so far of which criteria.
#[derive(Debug, Default)]
struct Seen {
    /// By criterion: the place of the first row that tells of it.
    first: HashMap<usize, usize>,
    /// By that place: the rows of the same criteria, by their references.
    rows: HashMap<usize, HashMap<String, u32>>,
}

impl Seen {
    /// Takes a row among those that were told, unless an earlier one says the same thing's name.
    fn take(&mut self, all: &mut Vec<Told>, mut told: Told, reading: &mut Reading<'_>) {
        let place = told.criteria.iter().find_map(|it| self.first.get(it)).copied();
        if let Some(place) = place {
            let first = &mut all[place];
            let same = self.rows.get(&place).and_then(|it| it.get(&told.reference)).copied();
            let twin = same.or((!told.is_beside(first)).then_some(first.row));
            if let Some(row) = twin {
                reading.refuse("criterion", Code::DuplicateRow, row.to_string());
            } else if reading.sound
                && let Err(field) = told.join_to(first)
            {
                reading.refuse(field, Code::TooLong, LONGEST.to_string());
            }
        }
        if reading.sound {
            let place = place.unwrap_or(all.len());
            self.rows.entry(place).or_default().insert(told.reference.clone(), told.row);
            self.first.extend(told.criteria.iter().map(|it| (*it, place)));
            all.push(told);
        }
    }
}

fn told(reading: &mut Reading<'_>, index: &CodeIndex<'_>, scale: &Scale) -> Told {
    let criteria = criteria(reading, index);
    let (level, score) = level(reading, scale);
    Told {
        sheet: reading.table.sheet.name.clone(),
        row: reading.row.number,
        criteria,
        reference: reading.text("reference", 100).unwrap_or_default(),
        second_level: second_level(reading, scale, level.as_deref()),
        level,
        score,
        rationale: reading.text("rationale", LONGEST),
        recommendation: reading.text("recommendation", LONGEST),
        task: reading.text("task", LONGEST),
        owner: reading.text("owner", 200),
        due_on: reading.date("due_on"),
    }
}

fn criteria(reading: &mut Reading<'_>, index: &CodeIndex<'_>) -> Vec<usize> {
    let Some(cell) = reading.cell("criterion") else {
        if reading.sound {
            reading.refuse("criterion", Code::Missing, "");
        }
        return Vec::new();
    };
    let text = match cell.code() {
        CellCode::Text(text) => text,
        // 4.1 may have been 4.10 before the spreadsheet made a number of it; nobody can tell from here.
        CellCode::Number(shown) => {
            reading.refuse("criterion", Code::AmbiguousCode, shown);
            return Vec::new();
        }
    };
    match index.resolve(&text) {
        Resolution::Found(places) => places,
        Resolution::Unknown => {
            reading.refuse("criterion", Code::NotInEdition, text);
            Vec::new()
        }
    }
}

/// The level that a row gives; on a scale in percent, by its score.
fn level(reading: &mut Reading<'_>, scale: &Scale) -> (Option<String>, Option<f64>) {
    let Some(cell) = reading.cell("level") else { return (None, None) };
    let text = cell.text();
    match scale.recognise(&text) {
        Recognised::Level(code) => (Some(code), None),
        Recognised::NotRated => (None, None),
        Recognised::Unknown if scale.percent => {
            let number = cell.as_number().or_else(|| percent(&text));
            let Some((score, level)) = number.and_then(|it| Some((it, scale.level_of_score(it)?)))
            else {
                reading.refuse("level", Code::BadNumber, text);
                return (None, None);
            };
            (Some(level.code.clone()), Some(score))
        }
        Recognised::Unknown => {
            reading.refuse("level", Code::UnknownLevel, text);
            (None, None)
        }
    }
}

/// A number before a percent sign.
fn percent(text: &str) -> Option<f64> {
    text.trim().strip_suffix('%')?.trim().replace(',', ".").parse().ok()
}

/// The level on the second axis, where the scale has one and the row rates on the first.
fn second_level(reading: &mut Reading<'_>, scale: &Scale, first: Option<&str>) -> Option<String> {
    scale.second.as_ref()?;
    scale.rank(first?)?;
    let text = reading.cell("second_level")?.text();
    match scale.recognise(&text) {
        Recognised::Level(code) if scale.rank(&code).is_some() => Some(code),
        Recognised::NotRated => None,
        _ => {
            reading.refuse("second_level", Code::UnknownLevel, text);
            None
        }
    }
}

#[cfg(test)]
mod tests;
