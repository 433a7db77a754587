//! An evidence register as a plan. Pure: what is in the sheet and in the register in, what would be done out.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::columns::{Reading, Table};
use super::evidence_fields::FIELDS;
use super::problem::{Code, Problem};
use crate::entities::{Codes, Confidentiality, EvidenceStatus, Proof, evidence_type};
use crate::evidence::facts::Facts;
use crate::evidence::forms::{LANGUAGES, tags};
use crate::language::{Language, Worded};
use crate::sheets::{Book, Code as CellCode};
use crate::standards::fold::fold;

/// An item as a row tells it; what the row does not say is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub sheet: String,
    pub row: u32,
    pub reference: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub type_code: Option<String>,
    pub owner_unit: Option<String>,
    pub owner_person: Option<String>,
    pub language: Option<String>,
    pub proof: Option<Proof>,
    pub tags: Option<Codes>,
    pub notes: Option<String>,
    pub document_date: Option<NaiveDate>,
    pub covers_from: Option<NaiveDate>,
    pub covers_to: Option<NaiveDate>,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
    pub review_months: Option<i32>,
    pub confidentiality: Option<Confidentiality>,
    pub status: Option<EvidenceStatus>,
    pub place: Option<String>,
    /// As written; which edition is meant is found out against those of the institution's assessments.
    pub criteria: Option<String>,
    /// Letters of the column of criteria.
    pub criteria_column: String,
}

impl Told {
    /// What is held with what the row says put over it; what the row leaves out stays.
    pub fn over(&self, held: Facts) -> Facts {
        let keep = |told: &Option<String>, held: String| told.clone().unwrap_or(held);
        Facts {
            reference: keep(&self.reference, held.reference),
            title: keep(&self.title, held.title),
            description: keep(&self.description, held.description),
            type_code: self.type_code.clone().or(held.type_code),
            owner_unit: keep(&self.owner_unit, held.owner_unit),
            owner_person: keep(&self.owner_person, held.owner_person),
            language: self.language.clone().or(held.language),
            proof: self.proof.or(held.proof),
            tags: self.tags.clone().unwrap_or(held.tags),
            notes: keep(&self.notes, held.notes),
            document_date: self.document_date.or(held.document_date),
            covers_from: self.covers_from.or(held.covers_from),
            covers_to: self.covers_to.or(held.covers_to),
            valid_from: self.valid_from.or(held.valid_from),
            valid_until: self.valid_until.or(held.valid_until),
            review_months: self.review_months.or(held.review_months),
            confidentiality: self.confidentiality.unwrap_or(held.confidentiality),
            status: self.status.unwrap_or(held.status),
            reason: held.reason,
        }
    }
}

/// Everything a register tells.
#[derive(Debug, Default)]
pub struct Register {
    pub rows_read: usize,
    pub headings: usize,
    pub told: Vec<Told>,
    pub problems: Vec<Problem>,
    /// Field and heading of the recognised columns, and the headings that were left out.
    pub recognised: Vec<(&'static str, String)>,
    pub ignored: Vec<String>,
}

/// Reads every sheet that has a column of titles.
pub fn read(book: &Book, types: &[evidence_type::Model]) -> Option<Register> {
    let words = Vocabulary::new(types);
    let mut register = Register::default();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut any = false;
    for sheet in &book.sheets {
        let table = Table::of(sheet, FIELDS);
        if !table.has("title") && !table.has("reference") {
            continue;
        }
        any = true;
        register.rows_read += sheet.rows.len();
        register.headings += sheet.headings.len();
        register.problems.extend(table.header_problems());
        register
            .recognised
            .extend(table.recognised().into_iter().map(|it| (it.0, it.1.to_owned())));
        register.ignored.extend(table.ignored().into_iter().map(str::to_owned));
        for row in &sheet.rows {
            let mut reading = Reading::new(&table, row, &mut register.problems);
            let told = told(&mut reading, &words);
            let Some(name) = told.reference.clone().or_else(|| told.title.clone()) else {
                if reading.sound {
                    reading.refuse("title", Code::Missing, "");
                }
                continue;
            };
            let is_reference = told.reference.is_some();
            match seen.get(&name.to_lowercase()) {
                Some(first) => {
                    let first = first.to_string();
                    reading.refuse(
                        if is_reference { "reference" } else { "title" },
                        Code::DuplicateRow,
                        first,
                    );
                }
                None => {
                    seen.insert(name.to_lowercase(), row.number);
                }
            }
            if reading.sound {
                register.told.push(told);
            }
        }
    }
    any.then_some(register)
}

fn told(reading: &mut Reading<'_>, words: &Vocabulary) -> Told {
    let reference = reading.cell("reference").map(|it| match it.code() {
        CellCode::Text(text) | CellCode::Number(text) => text,
    });
    if reference.as_ref().is_some_and(|it| it.chars().count() > 100) {
        reading.refuse("reference", Code::TooLong, "100");
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 1 and 600")]
    let months = reading.number("review_months", 1.0, 600.0).map(|it| it as i32);
    Told {
        sheet: reading.table.sheet.name.clone(),
        row: reading.row.number,
        reference,
        title: reading.text("title", 300),
        description: reading.text("description", 10_000),
        type_code: known(reading, "type", Code::UnknownType, &words.types),
        owner_unit: reading.text("owner", 200),
        owner_person: reading.text("owner_person", 200),
        language: known(reading, "language", Code::UnknownWord, &words.languages),
        proof: known(reading, "proof", Code::UnknownWord, &words.proofs),
        tags: reading.text("tags", 1_500).map(|it| tags(&it)),
        notes: reading.text("notes", 10_000),
        document_date: reading.date("document_date"),
        covers_from: reading.date("covers_from"),
        covers_to: reading.date("covers_to"),
        valid_from: reading.date("valid_from"),
        valid_until: reading.date("valid_until"),
        review_months: months,
        confidentiality: known(
            reading,
            "confidentiality",
            Code::UnknownWord,
            &words.confidentiality,
        ),
        status: known(reading, "status", Code::UnknownWord, &words.statuses),
        place: reading.text("place", 2_000),
        criteria: reading.text("criteria", 1_000),
        criteria_column: reading.table.letter("criteria"),
    }
}

fn known<T: Clone>(
    reading: &mut Reading<'_>,
    field: &str,
    code: Code,
    words: &HashMap<String, T>,
) -> Option<T> {
    let text = reading.cell(field)?.text();
    let found = words.get(&fold(&text)).cloned();
    if found.is_none() {
        reading.refuse(field, code, text);
    }
    found
}

/// The words that cells may hold, in every language, folded.
struct Vocabulary {
    types: HashMap<String, String>,
    statuses: HashMap<String, EvidenceStatus>,
    confidentiality: HashMap<String, Confidentiality>,
    proofs: HashMap<String, Proof>,
    languages: HashMap<String, String>,
}

impl Vocabulary {
    fn new(types: &[evidence_type::Model]) -> Self {
        fn worded<T: Worded + Copy>(all: &[T], code: fn(T) -> &'static str) -> HashMap<String, T> {
            let words = |it: &T| {
                Language::ALL
                    .map(|language| language.word(it))
                    .into_iter()
                    .chain([code(*it).to_owned()])
                    .collect::<Vec<_>>()
            };
            all.iter().flat_map(|it| words(it).into_iter().map(|word| (fold(&word), *it))).collect()
        }
        let tongues = |tag: &str| {
            let called = Language::ALL.map(|it| it.text(&format!("tongue-{tag}")));
            called
                .into_iter()
                .chain([tag.to_owned()])
                .map(|word| (fold(&word), tag.to_owned()))
                .collect::<Vec<_>>()
        };
        let titles = |it: &evidence_type::Model| {
            let own = Language::ALL.map(|language| it.title.get(language).to_owned());
            own.into_iter()
                .chain([it.code.clone()])
                .map(|word| (fold(&word), it.code.clone()))
                .collect::<Vec<_>>()
        };
        Self {
            types: types.iter().flat_map(titles).collect(),
            statuses: worded(EvidenceStatus::ALL, EvidenceStatus::code),
            confidentiality: worded(Confidentiality::ALL, Confidentiality::code),
            proofs: worded(Proof::ALL, Proof::code),
            languages: LANGUAGES.iter().flat_map(|tag| tongues(tag)).collect(),
        }
    }
}
