//! The readiness report of 10,000 criteria and 100,000 evidence items, against `rust_xlsxwriter` alone writing the same cells.

use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant};

use calamine::{Data, Range, Reader as _, Xlsx};
use chrono::{DateTime, Utc};
use kriter::entities::*;
use kriter::evidence::sight::Sight;
use kriter::language::Language;
use kriter::readiness::facts::{Facts, Options, Rating, Span, Standing};
use kriter::readiness::store::{Assessed, model};
use kriter::reports::workbook::{self, Report};
use kriter::standards::check;
use kriter::standards::store::Whole;
use kriter::tailoring::scope::Applies;
use rust_xlsxwriter::Workbook;

const CRITERIA: i32 = 10_000;
const EVIDENCE: i64 = 100_000;
const RUNS: usize = 3;

fn main() {
    let (assessed, institution, evidence) = (assessed(), institution(), evidence());
    let report = Report {
        assessed: &assessed,
        institution: &institution,
        evidence: &evidence,
        sight: &Sight::default(),
        language: Language::English,
        made_at: at(),
        made_by: "bench",
        qualification: None,
    };
    let mut ratios = Vec::new();
    let mut sheets = Vec::new();
    for _ in 0..RUNS {
        let (ours, bytes) = time(|| workbook::write(&report).expect("a report"));
        if sheets.is_empty() {
            println!("peak memory with the report written: {:.0} MB", peak());
            sheets = cells(bytes);
        }
        let (alone, _) = time(|| plain(&sheets));
        let ratio = ours.as_secs_f64() / alone.as_secs_f64();
        println!("rust_xlsxwriter alone {alone:.2?}; report {ours:.2?}: {ratio:.2} times");
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("report: median {:.2} times the limit (target: at most 1.5)", ratios[RUNS / 2]);
}

fn time<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let value = run();
    (begun.elapsed(), value)
}

fn cells(bytes: Vec<u8>) -> Vec<Range<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    book.worksheets().into_iter().map(|it| it.1).collect()
}

/// The same cells, without anything around them.
fn plain(sheets: &[Range<Data>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for range in sheets {
        let sheet = workbook.add_worksheet();
        for (row, column, value) in range.used_cells() {
            let (row, column) =
                (u32::try_from(row).expect("a row"), u16::try_from(column).expect("a column"));
            match value {
                Data::String(text) => sheet.write_string(row, column, text),
                Data::Float(number) => sheet.write_number(row, column, *number),
                Data::DateTime(day) => sheet.write_number(row, column, day.as_f64()),
                _ => continue,
            }
            .expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kib: f64 =
        line.and_then(|it| it.split_whitespace().next()?.parse().ok()).unwrap_or_default();
    kib / 1024.0
}

fn at() -> DateTime<Utc> {
    "2026-11-24T10:00:00Z".parse().expect("a moment")
}

fn institution() -> institution::Model {
    institution::Model {
        id: InstitutionId(1),
        code: "KAF".into(),
        title: Titles::english("Agency"),
        evidence_number: 0,
        created_at: at(),
    }
}

fn evidence() -> Vec<evidence_item::Model> {
    let item = |number: i64| evidence_item::Model {
        id: EvidenceId(number),
        institution_id: InstitutionId(1),
        reference: format!("EV-{number:06}"),
        order_key: format!("ev{number:012}"),
        title: format!("Record of case {number}"),
        description: String::new(),
        type_code: Some("case_file".into()),
        owner_unit: format!("Unit {}", number % 20),
        owner_person: String::new(),
        language: None,
        proof: None,
        tags: Codes::default(),
        notes: String::new(),
        document_date: "2026-01-31".parse().ok(),
        covers_from: None,
        covers_to: None,
        valid_from: None,
        valid_until: "2027-12-31".parse().ok(),
        review_months: Some(12),
        confidentiality: Confidentiality::Internal,
        status: EvidenceStatus::Accepted,
        reason: String::new(),
        superseded_by_id: None,
        deleted_at: None,
        created_at: at(),
        recorded_at: at(),
    };
    (1..=EVIDENCE).map(item).collect()
}

/// An edition without its tree.
fn large() -> edition::Model {
    edition::Model {
        id: EditionId(1),
        framework_id: FrameworkId(1),
        code: "large".into(),
        title: Titles::english("A large standard"),
        version: "1".into(),
        kind: "criteria".into(),
        pack: Unread::of(&()).expect("nothing"),
        digest: String::new(),
        institution_id: None,
        state: EditionState::Published,
        supplements: None,
        figures: None,
        loaded_at: at(),
    }
}

/// A criterion; every hundredth is an area.
fn criterion_at(place: i32) -> criterion::Model {
    criterion::Model {
        id: CriterionId(place.into()),
        edition_id: EditionId(1),
        parent_id: (place % 100 != 0).then(|| CriterionId((place - place % 100).into())),
        code: format!("{}.{}", place / 100 + 1, place % 100),
        kind: "requirement".into(),
        title: Titles::english(format!("Requirement {place} of the large standard")),
        summary: Titles::english(""),
        provenance: "recalled".into(),
        assessable: place % 100 != 0,
        mandatory: false,
        weight: 1.0,
        expects: Codes::default(),
        groups: Codes::default(),
        details: Details::default(),
        search: String::new(),
        depth: i32::from(place % 100 != 0),
        position: place,
    }
}

fn assessed() -> Assessed {
    let files = check::builtin();
    let types = check::known_evidence_types();
    let file = files.iter().find(|it| it.name.contains("17025")).expect("a pack");
    let pack = check::parse(file, &types).expect("a pack");
    let whole = Whole {
        edition: large(),
        head: pack.about.into(),
        supplements: Vec::new(),
        criteria: Arc::new((0..CRITERIA).map(criterion_at).collect()),
    };
    let edition = model(&whole, &[], &Settings::default().0);
    let span = Span { recorded_at: at(), superseded_at: None };
    let rating = |criterion: u32| Rating {
        criterion,
        round: Round::Own,
        standing: Standing::Level(u8::try_from(criterion % 4).unwrap_or_default()),
        second: None,
        score: None,
        span,
    };
    let facts = Facts {
        round: Some(Round::Own),
        ratings: (0..CRITERIA.cast_unsigned()).map(rating).collect(),
        ..Facts::default()
    };
    let readiness = kriter::readiness::analyse(&edition, &facts, Options::on(at().date_naive()));
    let assessment = assessment::Model {
        id: AssessmentId(1),
        institution_id: InstitutionId(1),
        edition_id: EditionId(1),
        qualification_id: None,
        groups: Codes::default(),
        settings: Settings::default(),
        own_edition_id: None,
        moved_from_id: None,
        name: "Large".into(),
        stage: Stage::Preparing,
        target: "accreditable".into(),
        visit_date: None,
        period_from: None,
        period_to: None,
        created_at: at(),
    };
    let scope = vec![Applies::In; whole.criteria.len()];
    Assessed {
        assessment,
        whole,
        scope,
        types: Vec::new(),
        edition,
        facts,
        items: Vec::new(),
        findings: Vec::new(),
        answered: Vec::new(),
        sight: None,
        readiness,
    }
}
